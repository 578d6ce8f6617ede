import CXXHash
import Foundation
import GRDB
import TidingsFeed

/// The facts of a revision as the ledger keeps them, in the table `reading`.
struct StoredFacts {
    /// `nil` where an older format recorded the revision.
    let facts: Facts?
    let key: RevisionKey

    static let columns = "reading.names, reading.words, reading.checksum, reading.article, reading.revision"

    /// A row whose facts are not as they were recorded.
    struct Damaged: Error {
        let key: RevisionKey
    }

    /// - Parameter first: the index of the first of `columns`.
    /// - Returns: `nil` where the row has no reading.
    init?(_ row: Row, from first: Int) throws {
        guard let article = try row.at(first + 3) as Int?, let revision = try row.at(first + 4) as Int? else {
            return nil
        }
        key = RevisionKey(article: article, revision: revision)
        guard let names = try row.at(first) as String?, let words = try row.at(first + 1) as Data? else {
            facts = nil
            return
        }
        guard try row.at(first + 2) as Data? == Self.checksum(key, names, words) else { throw Damaged(key: key) }
        facts = Facts(names: names, words: WordSet(bytes: words))
    }

    static func save(_ reading: CommitPlan.Reading, at time: String, in db: Database) throws {
        guard let facts = reading.facts else { preconditionFailure("a reading is finished before it is recorded") }
        let words = facts.words.bytes
        try db.cachedStatement(
            sql: """
                INSERT INTO reading (seq, article, revision, time, names, words, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            reading.seq, reading.key.article, reading.key.revision, time, facts.names, words,
            checksum(reading.key, facts.names, words),
        ])
    }

    private static func checksum(_ key: RevisionKey, _ names: String, _ words: Data) -> Data {
        LedgerSchema.checksum(of: Data("\(key.article).\(key.revision)\u{0}\(names)\u{0}".utf8) + words)
    }
}
