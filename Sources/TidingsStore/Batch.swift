public import TidingsFeed

/// What one commit records.
public struct Batch: Sendable {
    /// In the order their numbers are given.
    public var drafts: [Draft] = []
    /// Articles whose bytes are the same though the file system's word of them is not: nothing is published.
    public var refreshed: [(id: Int, fingerprint: Fingerprint)] = []
    /// Documents made again for a revision that is already recorded: nothing is published.
    public var rebuilt: [(entry: CatalogueEntry, document: Document)] = []

    public init() {}

    public var isEmpty: Bool { drafts.isEmpty && refreshed.isEmpty && rebuilt.isEmpty }
}

/// A change before it has a number.
public struct Draft: Sendable {
    public var kind: Change.Kind
    /// The article it is about, as the catalogue has it; `nil` for a new one, or where the change is about the folder.
    public var article: CatalogueEntry?
    public var path: ArticlePath
    /// The new reading. The store puts id, revision, number and path into it.
    public var document: Document?
    public var fingerprint: Fingerprint?
    public var changed: [DocumentPart]
    public var cosmetic: Bool
    public var reason: String?

    public init(
        kind: Change.Kind, article: CatalogueEntry?, path: ArticlePath, document: Document? = nil,
        fingerprint: Fingerprint? = nil, changed: [DocumentPart] = [], cosmetic: Bool = false, reason: String? = nil
    ) {
        self.kind = kind
        self.article = article
        self.path = path
        self.document = document
        self.fingerprint = fingerprint
        self.changed = changed
        self.cosmetic = cosmetic
        self.reason = reason
    }
}

/// A change in the ledger: its number and its JSON, encoded once for all who will ever read it.
public struct RecordedChange: Sendable {
    public let change: Change
    public let json: [UInt8]
}
