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
    private(set) var rows: [Int: Row] = [:]
    /// Documents that become revisions, with what they are known by.
    private var superseded: [RevisionKey: String] = [:]
    /// Articles that lose their current document.
    private var retired: Set<RevisionKey> = []
    /// Of a headline in changes and in lists; the document has it whole.
    private static let headlineBytesMaximum = 500
    private var rebuiltDigests: [Int: String] = [:]
    /// Documents to be written before the transaction.
    private(set) var unwritten: [Unwritten] = []

    struct Row {
        var entry: CatalogueEntry
        /// What the list shows, where a new document says it anew.
        var listing: (language: String, words: Int)?
        var isNew: Bool
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
        var row = row(for: draft)
        let before = row.entry
        apply(draft, to: &row)
        if let document = draft.document {
            row.listing = (document.language, document.bodies.first?.wordCount ?? 0)
            row.entry.headline = (document.headline ?? "").cut(toBytes: Self.headlineBytesMaximum)
            let isNewRevision = before.state != .removed && before.revision > 0 && before.revision != row.entry.revision
            if isNewRevision && !before.documentDigest.isEmpty {
                superseded[.init(article: before.id, revision: before.revision)] = before.documentDigest
            }
            // What an article says last is what is written.
            unwritten.removeAll { $0.id == row.entry.id }
            unwritten.append(.init(id: row.entry.id, document: stamped(document, row.entry)))
        }
        rows[row.entry.id] = row
        record(
            Change(
                epoch: epoch, seq: head, time: time, kind: draft.kind, id: row.entry.id, path: draft.path,
                from: draft.kind == .moved ? before.path : nil, revision: row.entry.revision,
                headline: row.entry.headline.isEmpty ? nil : row.entry.headline,
                changed: draft.changed, cosmetic: draft.cosmetic, reason: draft.reason))
    }

    private mutating func row(for draft: Draft) -> Row {
        guard let article = draft.article else {
            lastArticle += 1
            let nowhere = Fingerprint(device: 0, inode: 0, born: 0, size: 0, modified: 0, changed: 0)
            let entry = CatalogueEntry(
                id: lastArticle, path: draft.path, state: .current, reason: nil, revision: 0, seq: head, digest: "",
                documentDigest: "", fingerprint: nowhere, headline: "")
            return Row(entry: entry, listing: nil, isNew: true)
        }
        return rows[article.id] ?? Row(entry: article, listing: nil, isNew: false)
    }

    private mutating func apply(_ draft: Draft, to row: inout Row) {
        row.entry.seq = head
        row.entry.path = draft.path
        row.entry.fingerprint = draft.fingerprint ?? row.entry.fingerprint
        row.entry.reason = draft.reason
        switch draft.kind {
        case .removed:
            row.entry.state = .removed
            if row.entry.revision > 0 && !row.entry.documentDigest.isEmpty {
                let key = RevisionKey(article: row.entry.id, revision: row.entry.revision)
                superseded[key] = row.entry.documentDigest
                retired.insert(key)
            }
        case .unreadable:
            row.entry.state = .unreadable
        case .moved:
            // A file that cannot be read can be moved all the same, and stays unreadable.
            row.entry.reason = row.entry.state == .unreadable ? draft.reason : nil
        default:
            row.entry.state = .current
            row.entry.revision += 1
        }
        if let document = draft.document { row.entry.digest = document.tidings.sha256 }
    }

    /// Takes in a document for a revision that is already recorded.
    mutating func rebuild(_ entry: CatalogueEntry, _ document: Document) {
        unwritten.append(.init(id: entry.id, document: stamped(document, entry)))
    }

    /// Takes in what the documents are known by, in the order of `unwritten`; the catalogue's rows get their digests.
    mutating func finish(_ digests: [String]) {
        for (id, digest) in zip(unwritten.map(\.id), digests) {
            if rows[id] == nil {
                rebuiltDigests[id] = digest
            } else {
                rows[id]?.entry.documentDigest = digest
            }
        }
    }

    /// What is to be done with the files once all of it is recorded.
    func placements(forgotten: [RevisionKey]) -> [DocumentFiles.Placement] {
        let kept = superseded.keys.filter { !retired.contains($0) }
        return kept.map { .keep($0) } + unwritten.map { .replace($0.id) } + retired.map { .retire($0) }
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
        // Two articles may change places: all leave theirs before any takes its new one.
        for row in rows.values where !row.isNew {
            try execute(db, "UPDATE article SET path = NULL WHERE id = ?", [row.entry.id])
        }
        for row in rows.values.sorted(by: { $0.entry.id < $1.entry.id }) { try record(row, in: db) }
        for (id, fingerprint) in refreshed {
            try execute(
                db,
                """
                UPDATE article SET device = ?, inode = ?, born = ?, size = ?, modified = ?, changed = ? WHERE id = ?
                """, fingerprint.arguments + [id])
        }
        for (id, digest) in rebuiltDigests {
            try execute(db, "UPDATE article SET document_digest = ? WHERE id = ?", [digest, id])
        }
        for recorded in changes {
            let change = recorded.change
            try execute(
                db, "INSERT INTO change (seq, time, kind, article, json, digest) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    change.seq, change.time, change.kind.rawValue, change.id, Data(recorded.json),
                    LedgerSchema.digest(ofChange: recorded.json),
                ])
        }
        if let last = changes.last(where: { $0.change.kind.isAboutFolder }) {
            try execute(db, "UPDATE store SET folder_missing = ?", [last.change.kind == .folderMissing])
        }
        try execute(db, "UPDATE store SET head = ?, last_article = ?", [head, lastArticle])
        return try recordRevisions(in: db, keep: keepRevisions)
    }

    private func recordRevisions(in db: Database, keep: Int) throws -> [RevisionKey] {
        var forgotten: [RevisionKey] = []
        for (key, digest) in superseded {
            try execute(
                db, "INSERT OR REPLACE INTO revision (article, revision, digest) VALUES (?, ?, ?)",
                [key.article, key.revision, digest])
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

    private func record(_ row: Row, in db: Database) throws {
        let entry = row.entry
        if row.isNew {
            try execute(
                db,
                """
                INSERT INTO article (id, state, revision, seq, headline, language, words, digest, document_digest,
                    device, inode, born, size, modified, changed)
                VALUES (?, 'current', 0, 0, '', 'und', 0, '', '', 0, 0, 0, 0, 0, 0)
                """, [entry.id])
        }
        try execute(
            db,
            """
            UPDATE article SET path = ?, state = ?, reason = ?, revision = ?, seq = ?, digest = ?, document_digest = ?,
                device = ?, inode = ?, born = ?, size = ?, modified = ?, changed = ? WHERE id = ?
            """,
            [
                Data(entry.path.bytes), entry.state.rawValue, entry.reason, entry.revision, entry.seq,
                entry.digest, entry.documentDigest,
            ] + entry.fingerprint.arguments + [entry.id])
        if let listing = row.listing {
            try execute(
                db, "UPDATE article SET headline = ?, language = ?, words = ? WHERE id = ?",
                [entry.headline, listing.language, listing.words, entry.id])
        }
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
