package import Foundation
import GRDB
import GRDBSQLite
package import TidingsFeed

/// A change as it is read from the ledger; `json` is valid while it is being looked at.
package struct ReadChange {
    package let seq: Int
    package let json: UnsafeRawBufferPointer
    /// What filters ask of it, where that was wanted.
    package let subject: CompiledFilter.Subject?
    /// The JSON of the document of its revision, where that was wanted and is kept.
    package let document: Data?

    /// What is wanted of a change beside its JSON.
    package struct Wanted: Hashable, Sendable {
        package var subject = false
        /// Its paths, in the subject.
        package var paths = false
        /// Names and words of the document, in the subject.
        package var facts = false
        package var document = false

        package init(subject: Bool = false, paths: Bool = false, facts: Bool = false, document: Bool = false) {
            self.subject = subject
            self.paths = paths
            self.facts = facts
            self.document = document
        }
    }
}

extension Store {
    /// Reads the changes after a number in order, without copies: what a replay spends its time on.
    ///
    /// Each is checked as it is read, and that none is missing: never silently fewer. Where changes after the number are no
    /// longer kept, it begins with the oldest that is.
    /// - Parameters:
    ///   - maximum: how many at the most.
    ///   - body: takes one; returns whether it wants another.
    package func readChanges(
        after seq: Int, maximum: Int, wanting wanted: ReadChange.Wanted = .init(),
        _ body: (ReadChange) throws -> Bool
    ) throws(StoreError) {
        try read { db in
            let reading = try ChangeReading(db: db, path: ledgerPath, documents: documents, wanted: wanted)
            try reading.run(after: seq, maximum: maximum, body)
        }
    }
}

private struct ChangeReading {
    private let db: Database
    private let path: String
    private let documents: DocumentFiles
    private let wanted: ReadChange.Wanted
    private let statement: Statement

    private static let subjectColumns = ", kind, changed"

    init(db: Database, path: String, documents: DocumentFiles, wanted: ReadChange.Wanted) throws {
        self.db = db
        self.path = path
        self.documents = documents
        self.wanted = wanted
        let needsReading = wanted.facts || wanted.document
        statement = try db.cachedStatement(
            sql: "SELECT change.seq, json, digest\(wanted.subject ? Self.subjectColumns : "")"
                + (needsReading ? ", \(StoredFacts.columns)" : "") + " FROM change"
                + (needsReading ? " LEFT JOIN reading ON reading.seq = change.reading" : "")
                + " WHERE change.seq > ? ORDER BY change.seq LIMIT ?")
    }

    func run(after seq: Int, maximum: Int, _ body: (ReadChange) throws -> Bool) throws {
        let ends = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT (SELECT min(seq) FROM change), (SELECT head FROM store)"))
        let (oldest, head): (Int?, Int?) = try (ends?.at(0), ends?.at(1))
        var expected = max(seq + 1, oldest ?? seq + 1)
        let last = min(head ?? 0, expected + maximum - 1)
        let rows = try Row.fetchCursor(statement, arguments: [seq, maximum])
        while let row = try rows.next() {
            let change = try change(row)
            guard change.seq == expected else { break }
            expected += 1
            guard try body(change) else { return }
        }
        guard expected > last else {
            throw StoreError.damaged(path: path, reason: "change \(expected) is missing")
        }
    }

    private func change(_ row: Row) throws -> ReadChange {
        let seq = Int(sqlite3_column_int64(statement.sqliteStatement, 0))
        let json = blob(1)
        let digest = blob(2)
        guard digest.count == 8, digest.loadUnaligned(as: UInt64.self) == LedgerSchema.checksum(of: json) else {
            throw StoreError.damaged(path: path, reason: "change \(seq) is not as it was recorded")
        }
        guard wanted != .init() else { return ReadChange(seq: seq, json: json, subject: nil, document: nil) }
        let facts = wanted.facts || wanted.document ? try StoredFacts(row, from: wanted.subject ? 5 : 3) : nil
        let revision = facts.map { RevisionDocument(key: $0.key, db: db, documents: documents) }
        var subject: CompiledFilter.Subject?
        if wanted.subject {
            let changed = try row.at(4) as String?
            let paths = wanted.paths ? ChangePaths(json: json) : nil
            subject = try .init(
                kind: Change.Kind(rawValue: row.at(3)), path: paths?.path, from: paths?.from,
                changed: changed?.split(separator: ",").map { DocumentPart(rawValue: String($0)) } ?? [],
                facts: wanted.facts ? facts?.facts ?? revision?.factsOfDocument() : nil)
        }
        return ReadChange(
            seq: seq, json: json, subject: subject, document: wanted.document ? try revision?.json() : nil)
    }

    /// A column's bytes, where they lie.
    private func blob(_ index: Int32) -> UnsafeRawBufferPointer {
        let bytes = sqlite3_column_blob(statement.sqliteStatement, index)
        return UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement.sqliteStatement, index)))
    }
}
