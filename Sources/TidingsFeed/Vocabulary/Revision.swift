/// A revision of an article whose document is kept.
public struct Revision: Codable, Hashable, Sendable {
    /// Counts the documents of the article, from 1.
    public var revision: Int
    /// The number of the change that made it, where that is still known.
    public var seq: Int?
    /// When that was: RFC 3339, UTC, milliseconds.
    public var time: String?
    /// Whether it is the article's current one.
    public var current: Bool

    package init(revision: Int, seq: Int? = nil, time: String? = nil, current: Bool) {
        self.revision = revision
        self.seq = seq
        self.time = time
        self.current = current
    }
}
