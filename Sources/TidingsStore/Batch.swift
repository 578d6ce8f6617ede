package import TidingsFeed

/// What one commit records.
package struct Batch: Sendable {
    /// In the order their numbers are given.
    package var drafts: [Draft] = []
    /// Articles whose bytes are the same though the file system's word of them is not: nothing is published.
    package var refreshed: [(id: Int, fingerprint: Fingerprint)] = []
    /// Documents made again for a revision that is already recorded: nothing is published.
    package var rebuilt: [(entry: CatalogueEntry, document: Document)] = []

    package init() {}

    package var isEmpty: Bool { drafts.isEmpty && refreshed.isEmpty && rebuilt.isEmpty }
}

/// A change before it has a number.
package struct Draft: Sendable {
    package var kind: Change.Kind
    /// The article it is about, as the catalogue has it; `nil` for a new one, or where the change is about the folder.
    package var article: CatalogueEntry?
    package var path: ArticlePath
    /// The new reading.
    ///
    /// The store puts id, revision, number and path into it.
    package var document: Document?
    package var fingerprint: Fingerprint?
    package var changed: [DocumentPart]
    package var cosmetic: Bool
    package var reason: String?

    package init(
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
package struct RecordedChange: Sendable {
    package let change: Change
    package let json: [UInt8]

    package init(change: Change, json: [UInt8]) {
        self.change = change
        self.json = json
    }

    /// What filters ask of it, but for names and words.
    package var subject: CompiledFilter.Subject {
        let paths = ChangePaths(change)
        return .init(kind: change.kind, path: paths.path, from: paths.from, changed: change.changed, facts: nil)
    }
}
