/// A position in the feed, to go on from: everything up to `seq` has been received.
public struct Bookmark: Codable, Hashable, Sendable {
    /// The store that `seq` is of.
    public var epoch: String
    /// The number of a change, or 0 for before the first.
    public var seq: Int

    /// The position after a change.
    public init(epoch: String, seq: Int) {
        self.epoch = epoch
        self.seq = seq
    }
}
