package import Foundation
import GRDB
package import TidingsFeed

/// Reading the store: never waits for a batch that is being written.
extension Store {
    /// The newest number given; 0 where there is none.
    package func head() throws(StoreError) -> Int { try ledger.head() }

    /// The JSON of the changes after a number, in order, at most `maximum`.
    package func changes(after seq: Int, maximum: Int) async throws(StoreError) -> [(seq: Int, json: [UInt8])] {
        try await readAsync { [ledgerPath] db in
            let sql = "SELECT seq, json, digest FROM change WHERE seq > ? ORDER BY seq LIMIT ?"
            let changes = try Row.fetchAll(db, sql: sql, arguments: [seq, maximum]).map { row in
                let (seq, json): (Int, Data) = try (row.at(0), row.at(1))
                guard try row.at(2) as Data? == LedgerSchema.digest(ofChange: json) else {
                    throw StoreError.damaged(path: ledgerPath, reason: "change \(seq) is not as it was recorded")
                }
                return (seq: seq, json: Array(json))
            }
            // Never silently fewer: they begin where they were asked for, or with the oldest, have no gap, and end with the head.
            let ends = try Row.fetchOne(db, sql: "SELECT (SELECT min(seq) FROM change), (SELECT head FROM store)")
            let (oldest, head): (Int?, Int?) = try (ends?.at(0), ends?.at(1))
            let first = max(seq + 1, oldest ?? seq + 1)
            let isWhole = changes.enumerated().allSatisfy { $1.seq == first + $0 }
            guard isWhole, changes.count == min(maximum, max(0, (head ?? 0) - first + 1)) else {
                throw StoreError.damaged(path: ledgerPath, reason: "changes after \(seq) are missing")
            }
            return changes
        }
    }

    /// A page of the articles that have a document, in the order of their ids.
    package func articles(after id: Int, maximum: Int) async throws(StoreError) -> [Article] {
        try await readAsync { db in
            try CatalogueEntry.fetchAll(
                db, where: "id > ? AND state <> 'removed' AND revision > 0 ORDER BY id LIMIT ?", [id, maximum]
            ).map { Article($0) }
        }
    }

    /// What there is of an article's current document.
    package enum Found: Sendable {
        case document(Data)
        case noArticle
        /// It is missing or damaged; the article's id.
        case damaged(Int)
    }

    /// The JSON of the current document of an article, by id or by path.
    ///
    /// It is the one that is recorded: what a batch has written and not yet committed is not shown.
    package func document(id: Int?, path: ArticlePath?) async throws(StoreError) -> Found {
        let sql =
            "SELECT id, revision, document_digest FROM article WHERE (id = ? OR path = ?) AND state <> 'removed' AND revision > 0"
        var before: (Int, String)?
        while true {
            let (key, digest, json) = try await readAsync { [documents] db in
                guard let row = try Row.fetchOne(db, sql: sql, arguments: [id, path.map { Data($0.bytes) }]) else {
                    return (nil as RevisionKey?, "", nil as Data?)
                }
                let (key, digest): (RevisionKey, String) = (try RevisionKey(row), try row.at(2))
                return (key, digest, try documents.last(key, digest: digest))
            }
            guard let key else { return .noArticle }
            if let json { return .document(json) }
            // It may have been replaced between the two looks: then the catalogue says so by now.
            if let before, before == (key.article, digest) { return .damaged(key.article) }
            before = (key.article, digest)
        }
    }

    /// The last good document that was recorded of an article, gone or not; `nil` where it is no longer as it was.
    package func lastDocument(of entry: CatalogueEntry) throws(StoreError) -> Document? {
        let key = RevisionKey(article: entry.id, revision: entry.revision)
        let data = try documents.last(key, digest: entry.documentDigest)
        return data.flatMap { try? WireJSON.decode(Document.self, from: $0) }
    }

    /// Whether changes up to a number were given under an epoch: this store's, or one before it was restored from a backup.
    package func knows(epoch: String, upTo seq: Int) throws(StoreError) -> Bool {
        if epoch == self.epoch { return true }
        let last = try read { db in
            try Int.fetchOne(db, sql: "SELECT last FROM past_epoch WHERE epoch = ?", arguments: [epoch])
        }
        return last.map { seq <= $0 } ?? false
    }

    /// The folder that was watched last; `nil` where none was since the store was made.
    package func folder() throws(StoreError) -> String? {
        try read { try String.fetchOne($0, sql: "SELECT folder FROM store") }
    }

    /// How much there is, all as of one moment.
    package struct Summary: Sendable {
        package var head = 0
        package var oldest = 1
        /// Articles that have a document.
        package var articles = 0
        /// Files that cannot be read, and the first of them with the reason.
        package var unreadable = 0
        package var unreadablePaths: [String] = []
    }

    /// - Parameter listed: how many unreadable files are named at the most.
    package func summary(listed: Int) async throws(StoreError) -> Summary {
        try await readAsync { db in
            let unreadable = "FROM article WHERE state = 'unreadable'"
            var summary = Summary()
            summary.head = try Int.fetchOne(db, sql: "SELECT head FROM store") ?? 0
            summary.oldest = try Int.fetchOne(db, sql: "SELECT min(seq) FROM change") ?? summary.head + 1
            summary.articles =
                try Int.fetchOne(db, sql: "SELECT count(*) FROM article WHERE state <> 'removed' AND revision > 0") ?? 0
            summary.unreadable = try Int.fetchOne(db, sql: "SELECT count(*) \(unreadable)") ?? 0
            let rows = try Row.fetchAll(
                db, sql: "SELECT path, reason \(unreadable) ORDER BY path LIMIT ?", arguments: [listed])
            summary.unreadablePaths = try rows.map {
                let (path, reason): (Data, String?) = try ($0.at(0), $0.at(1))
                return "\(ArticlePath(bytes: Array(path)).text): \(reason ?? "unknown")"
            }
            return summary
        }
    }

    /// Looks things up in the catalogue, all as of one moment.
    package func catalogue<Value>(_ body: (Catalogue) throws -> Value) throws(StoreError) -> Value {
        try read { try body(Catalogue(db: $0)) }
    }
}
