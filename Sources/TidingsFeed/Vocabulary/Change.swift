/// One numbered change: what the feed is made of, and one line of `tidings follow --json`.
///
/// `(epoch, seq)` names a change for ever: numbers rise by one from one and are never reused within a store.
/// The JSON form is documented in docs/FORMATS.md.
public struct Change: Codable, Hashable, Sendable {
    /// What happened.
    ///
    /// A value of a newer service that this library does not know is kept as it is.
    public struct Kind: RawRepresentable, Codable, Hashable, Sendable {
        /// The name, as in JSON.
        public let rawValue: String

        /// A kind by its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// An article that was not known before.
        public static let added = Kind(rawValue: "added")
        /// Its bytes differ from those of the last revision.
        public static let revised = Kind(rawValue: "revised")
        /// It has another path (`from` is the old one); its bytes are the same.
        public static let moved = Kind(rawValue: "moved")
        /// It is no longer in the folder.
        public static let removed = Kind(rawValue: "removed")
        /// It was removed or unreadable and is back, under the same `id`.
        public static let restored = Kind(rawValue: "restored")
        /// It is there and cannot be read as an article; `reason` says why.
        ///
        /// The last good document stays.
        public static let unreadable = Kind(rawValue: "unreadable")
        /// The watched folder itself is gone.
        ///
        /// No article is removed by this.
        public static let folderMissing = Kind(rawValue: "folderMissing")
        /// The watched folder is back; what differs follows.
        public static let folderBack = Kind(rawValue: "folderBack")

        /// All that this library knows.
        package static let all: [Kind] = [
            added, revised, moved, removed, restored, unreadable, folderMissing, folderBack,
        ]
    }

    /// Which store numbered it: a UUID, made once with the store.
    public var epoch: String
    /// The sequence number: 1, 2, 3 … without a gap.
    public var seq: Int
    /// When it was recorded: RFC 3339, UTC, milliseconds.
    public var time: String
    /// What happened.
    public var kind: Kind
    /// The article, for ever: it survives renames.
    ///
    /// Absent in changes about the folder.
    public var id: Int?
    /// Relative to the watched folder.
    ///
    /// Where it is not UTF-8 it is the nearest text, and `pathBase64` is exact.
    public var path: String?
    /// The exact bytes of the path in base64, where it is not UTF-8.
    public var pathBase64: String?
    /// The path before, in a `moved`.
    public var from: String?
    /// The exact bytes of `from` in base64, where it is not UTF-8.
    public var fromBase64: String?
    /// Counts the documents of the article, from 1, and is kept by a move; 0 where it was never read.
    public var revision: Int?
    /// Of the last good reading.
    public var headline: String?
    /// Which parts of the document differ from the revision before, in the order of `DocumentPart`.
    public var changed: [DocumentPart]
    /// True where only white space, quotation marks or punctuation differ.
    public var cosmetic: Bool
    /// Why an article is `unreadable`: a short identifier, such as `notText` or `tooLarge`.
    public var reason: String?

    package enum CodingKeys: String, CodingKey {
        case epoch, seq, time, kind, id, path, from, revision, headline, changed, cosmetic, reason
        case pathBase64 = "path_b64"
        case fromBase64 = "from_b64"
    }

    package init(
        epoch: String, seq: Int, time: String, kind: Kind, id: Int? = nil, path: ArticlePath? = nil,
        from: ArticlePath? = nil, revision: Int? = nil, headline: String? = nil, changed: [DocumentPart] = [],
        cosmetic: Bool = false, reason: String? = nil
    ) {
        self.epoch = epoch
        self.seq = seq
        self.time = time
        self.kind = kind
        self.id = id
        self.path = path?.text
        self.pathBase64 = path?.base64
        self.from = from?.text
        self.fromBase64 = from?.base64
        self.revision = revision
        self.headline = headline
        self.changed = changed
        self.cosmetic = cosmetic
        self.reason = reason
    }
}

/// A part of a document that a change can name in `changed`.
public struct DocumentPart: RawRepresentable, Codable, Hashable, Sendable {
    /// The name, as in JSON.
    public let rawValue: String

    /// A part by its name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The headline.
    public static let headline = DocumentPart(rawValue: "headline")
    /// The standfirst.
    public static let deck = DocumentPart(rawValue: "deck")
    /// Names, titles and biographies of the authors.
    public static let byline = DocumentPart(rawValue: "byline")
    /// Who published it.
    public static let outlet = DocumentPart(rawValue: "outlet")
    /// Place and date of the report.
    public static let dateline = DocumentPart(rawValue: "dateline")
    /// The stamp of publication.
    public static let published = DocumentPart(rawValue: "published")
    /// The stamp of the last update.
    public static let updated = DocumentPart(rawValue: "updated")
    /// The language tag.
    public static let language = DocumentPart(rawValue: "language")
    /// Tags and keywords.
    public static let subject = DocumentPart(rawValue: "subject")
    /// Headings inside the body.
    public static let heading = DocumentPart(rawValue: "heading")
    /// Paragraphs.
    public static let paragraph = DocumentPart(rawValue: "paragraph")
    /// Lists.
    public static let list = DocumentPart(rawValue: "list")
    /// Block quotes.
    public static let blockquote = DocumentPart(rawValue: "blockquote")
    /// Tables.
    public static let table = DocumentPart(rawValue: "table")
    /// Corrections and notes of the editors.
    public static let note = DocumentPart(rawValue: "note")
    /// Captions and credits.
    public static let caption = DocumentPart(rawValue: "caption")
    /// What is not the article.
    public static let furniture = DocumentPart(rawValue: "furniture")
    /// Links to other articles.
    public static let related = DocumentPart(rawValue: "related")
    /// What follows the article.
    public static let appendix = DocumentPart(rawValue: "appendix")
    /// The people named.
    public static let people = DocumentPart(rawValue: "people")
    /// The organisations named.
    public static let organisations = DocumentPart(rawValue: "organisations")
    /// The places named.
    public static let places = DocumentPart(rawValue: "places")

    /// All that this library knows.
    package static let all: [DocumentPart] = [
        headline, deck, byline, outlet, dateline, published, updated, language, subject, heading, paragraph, list,
        blockquote, table, note, caption, furniture, related, appendix, people, organisations, places,
    ]
}
