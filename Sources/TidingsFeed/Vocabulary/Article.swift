/// An article as the catalogue lists it: one row of `tidings list`.
public struct Article: Codable, Hashable, Sendable {
    /// Who the article is in its store, for ever.
    public var id: Int
    /// Relative to the watched folder.
    public var path: String
    /// The exact bytes of the path in base64, where it is not UTF-8.
    public var pathBase64: String?
    /// Counts the documents of the article, from 1.
    public var revision: Int
    /// The number of its last change.
    public var seq: Int
    /// Of the last good reading.
    public var headline: String
    /// A BCP 47 tag; `und` where it is not certain.
    public var language: String
    /// Words of the body.
    public var words: Int
    /// The size of the file.
    public var bytes: Int
    /// The file's modification time: RFC 3339, UTC, milliseconds.
    public var modified: String
    /// Present while the file cannot be read; the row is then that of the last good reading.
    public var unreadable: String?

    enum CodingKeys: String, CodingKey {
        case id, path, revision, seq, headline, language, words, bytes, modified, unreadable
        case pathBase64 = "path_b64"
    }

    package init(
        id: Int, path: ArticlePath, revision: Int, seq: Int, headline: String, language: String, words: Int,
        bytes: Int, modified: String, unreadable: String? = nil
    ) {
        self.id = id
        self.path = path.text
        self.pathBase64 = path.base64
        self.revision = revision
        self.seq = seq
        self.headline = headline
        self.language = language
        self.words = words
        self.bytes = bytes
        self.modified = modified
        self.unreadable = unreadable
    }
}
