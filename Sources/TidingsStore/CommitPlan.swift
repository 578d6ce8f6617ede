import Foundation
import GRDB
import TidingsFeed

/// A batch on its way into the ledger: numbers given, documents finished, rows ready.
///
/// Nothing here touches a file.
struct CommitPlan {
    let epoch: String
    let time: String
    private(set) var head: Int
    private(set) var lastArticle: Int
    private(set) var changes: [RecordedChange] = []
    /// The articles as they are after the batch, by id.
    private(set) var entries: [Int: CatalogueEntry] = [:]
    /// Documents that become revisions, with what they are known by.
    private var superseded: [RevisionKey: String] = [:]
    /// Last documents of articles that are back and cannot be read.
    private var broughtBack: Set<RevisionKey> = []
    /// Articles that lose their current document.
    private var retired: Set<RevisionKey> = []
    /// Of a headline in changes and in lists; the document has it whole.
    private static let headlineBytesMaximum = 500
    /// Another program has given numbers.
    struct OtherWriter: Error {}

    /// Documents to be written before the transaction.
    private(set) var unwritten: [Unwritten] = []
    /// The revisions that it makes.
    private(set) var readings: [Reading] = []

    /// A revision, and what filters ask of its document.
    struct Reading: Sendable {
        let seq: Int
        let key: RevisionKey
        let document: Document
        var facts: Facts?
    }

    /// A document that says whose it is, before it is JSON.
    struct Unwritten: Sendable {
        let id: Int
        let document: Document

        /// As it is written: one line.
        var json: Data { CommitPlan.encoded(document) + Data([0x0A]) }
    }

    init(epoch: String, time: String, head: Int, lastArticle: Int) {
        self.epoch = epoch
        self.time = time
        self.head = head
        self.lastArticle = lastArticle
    }

    /// Gives the draft its number, and its document what it says of the store.
    mutating func add(_ draft: Draft) {
        head += 1
        guard !draft.kind.isAboutFolder else {
            return record(Change(epoch: epoch, seq: head, time: time, kind: draft.kind))
        }
        let before = entry(for: draft)
        var entry = before
        apply(draft, to: &entry)
        if let document = draft.document {
            entry.language = document.language
            entry.words = document.bodies.first?.wordCount ?? 0
            entry.headline = (document.headline ?? "").cut(toBytes: Self.headlineBytesMaximum)
            let isNewRevision = before.state != .removed && before.revision > 0 && before.revision != entry.revision
            if isNewRevision && !before.documentDigest.isEmpty {
                superseded[.init(article: before.id, revision: before.revision)] = before.documentDigest
            }
            // What an article says last is what is written.
            unwritten.removeAll { $0.id == entry.id }
            unwritten.append(.init(id: entry.id, document: stamped(document, entry)))
            if draft.kind.makesRevision {
                let key = RevisionKey(article: entry.id, revision: entry.revision)
                readings.append(.init(seq: head, key: key, document: document))
            }
        }
        entries[entry.id] = entry
        record(
            Change(
                epoch: epoch, seq: head, time: time, kind: draft.kind, id: entry.id, path: draft.path,
                from: draft.kind == .moved ? before.path : nil, revision: entry.revision,
                headline: entry.headline.isEmpty ? nil : entry.headline,
                changed: draft.changed, cosmetic: draft.cosmetic, reason: draft.reason))
    }

    private mutating func entry(for draft: Draft) -> CatalogueEntry {
        guard let article = draft.article else {
            lastArticle += 1
            return CatalogueEntry(new: lastArticle, at: draft.path, seq: head)
        }
        return entries[article.id] ?? article
    }

    private mutating func apply(_ draft: Draft, to entry: inout CatalogueEntry) {
        entry.seq = head
        entry.path = draft.path
        entry.fingerprint = draft.fingerprint ?? entry.fingerprint
        entry.reason = draft.reason
        switch draft.kind {
        case .removed:
            entry.state = .removed
            if entry.revision > 0 && !entry.documentDigest.isEmpty {
                let key = RevisionKey(article: entry.id, revision: entry.revision)
                superseded[key] = entry.documentDigest
                retired.insert(key)
            }
        case .unreadable:
            if entry.state == .removed && entry.revision > 0 && !entry.documentDigest.isEmpty {
                broughtBack.insert(.init(article: entry.id, revision: entry.revision))
            }
            entry.state = .unreadable
        case .moved:
            // A file that cannot be read can be moved all the same, and stays unreadable.
            entry.reason = entry.state == .unreadable ? draft.reason : nil
        default:
            entry.state = .current
            entry.revision += 1
        }
        if let document = draft.document { entry.digest = document.tidings.sha256 }
    }

    /// Takes in a document for a revision that is already recorded.
    mutating func rebuild(_ entry: CatalogueEntry, _ document: Document) {
        entries[entry.id] = entry
        unwritten.append(.init(id: entry.id, document: stamped(document, entry)))
    }

    /// Takes in what the documents are known by, in the order of `unwritten`, and the facts of the readings; the catalogue's
    /// rows get their digests.
    mutating func finish(_ digests: [String], _ facts: [Facts]) {
        for (id, digest) in zip(unwritten.map(\.id), digests) {
            entries[id]?.documentDigest = digest
        }
        for (index, facts) in facts.enumerated() { readings[index].facts = facts }
    }

    /// What is to be done with the files once all of it is recorded.
    func placements(forgotten: [RevisionKey]) -> [DocumentFiles.Placement] {
        let kept = superseded.keys.filter { !retired.contains($0) }
        return broughtBack.map { .bringBack($0) } + kept.map { .keep($0) } + unwritten.map { .replace($0.id) }
            + retired.map { .retire($0) }
            + forgotten.map { .forget($0) }
    }

    private func stamped(_ reading: Document, _ entry: CatalogueEntry) -> Document {
        var document = reading
        document.uri = "tidings:\(epoch)/\(entry.id)"
        document.version = String(entry.revision)
        document.tidings.id = entry.id
        document.tidings.path = entry.path.text
        document.tidings.pathBase64 = entry.path.base64
        document.tidings.revision = entry.revision
        document.tidings.seq = entry.seq
        document.tidings.modified = Date(nanoseconds: entry.fingerprint.modified).timestamp
        return document
    }

    private mutating func record(_ change: Change) {
        changes.append(RecordedChange(change: change, json: Array(Self.encoded(change))))
    }

    fileprivate static func encoded(_ value: some Encodable) -> Data {
        do {
            return try WireJSON.encode(value)
        } catch {
            preconditionFailure("documents and changes are always JSON: \(error)")
        }
    }

    // MARK: - The transaction

    /// - Parameter keepRevisions: how many superseded documents of an article stay.
    /// - Returns: those that do not.
    func record(
        in db: Database, refreshed: [(id: Int, fingerprint: Fingerprint)], keepRevisions: Int
    ) throws -> [RevisionKey] {
        var entries = entries
        for (id, fingerprint) in refreshed {
            guard var entry = try entries[id] ?? CatalogueEntry.fetchAll(db, [id]).first else { continue }
            entry.fingerprint = fingerprint
            entries[id] = entry
        }
        // Two articles may change places: all leave theirs before any takes its new one.
        for id in entries.keys { try execute(db, "UPDATE article SET path = NULL WHERE id = ?", [id]) }
        for entry in entries.values.sorted(by: { $0.id < $1.id }) { try entry.save(in: db) }
        for reading in readings { try StoredFacts.save(reading, at: time, in: db) }
        for recorded in changes { try insert(recorded, in: db) }
        if let last = changes.last(where: { $0.change.kind.isAboutFolder }) {
            try execute(db, "UPDATE store SET folder_missing = ?", [last.change.kind == .folderMissing])
        }
        // Whoever else has written here has given numbers that this batch was given too.
        try execute(
            db, "UPDATE store SET head = ?, last_article = ? WHERE head = ?", [head, lastArticle, head - changes.count])
        guard db.changesCount == 1 else { throw OtherWriter() }
        return try recordRevisions(in: db, keep: keepRevisions)
    }

    private func insert(_ recorded: RecordedChange, in db: Database) throws {
        let change = recorded.change
        try execute(
            db,
            """
            INSERT INTO change (seq, time, kind, article, json, digest, changed, reading)
            VALUES (?, ?, ?, ?, ?, ?, ?,
                (SELECT seq FROM reading WHERE article = ? AND seq <= ? ORDER BY revision DESC LIMIT 1))
            """,
            [
                change.seq, change.time, change.kind.rawValue, change.id, Data(recorded.json),
                LedgerSchema.checksum(of: recorded.json), change.changed.joined, change.id, change.seq,
            ])
    }

    private func recordRevisions(in db: Database, keep: Int) throws -> [RevisionKey] {
        var forgotten: [RevisionKey] = []
        for (key, digest) in superseded {
            try execute(
                db, "INSERT OR REPLACE INTO revision (article, revision, digest) VALUES (?, ?, ?)",
                [key.article, key.revision, digest])
        }
        for key in broughtBack {
            try execute(db, "DELETE FROM revision WHERE article = ? AND revision = ?", [key.article, key.revision])
        }
        // One of a removed article is its last, beside those that are kept.
        for key in superseded.keys {
            let last = key.revision - keep + (retired.contains(key) ? -1 : 0)
            let rows = try Int.fetchAll(
                db.cachedStatement(sql: "DELETE FROM revision WHERE article = ? AND revision <= ? RETURNING revision"),
                arguments: [key.article, last])
            forgotten += rows.map { RevisionKey(article: key.article, revision: $0) }
        }
        return forgotten
    }

    private func execute(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension Change.Kind {
    var isAboutFolder: Bool { self == .folderMissing || self == .folderBack }
}

extension String {
    /// As much as fits into so many bytes, an ellipsis included.
    fileprivate func cut(toBytes maximum: Int) -> String {
        guard utf8.count > maximum else { return self }
        var end = utf8.index(startIndex, offsetBy: maximum - "…".utf8.count)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return self[..<end] + "…"
    }
}
