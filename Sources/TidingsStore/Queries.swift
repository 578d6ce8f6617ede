package import Foundation
import GRDB
package import TidingsFeed

/// Reading the store: never waits for a batch that is being written.
extension Store {
    /// The newest number given; 0 where there is none.
    package func head() throws(StoreError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT head FROM store") ?? 0 }
    }

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

    /// The JSON of the current document of an article, by id or by path; `nil` where there is no such article.
    ///
    /// It is the one that is recorded: what a batch has written and not yet committed is not shown.
    package func document(id: Int?, path: ArticlePath?) async throws(StoreError) -> Data? {
        let sql =
            "SELECT id, revision, document_digest FROM article WHERE (id = ? OR path = ?) AND state <> 'removed' AND revision > 0"
        // A batch may be between its files and its commit: then the next look, a moment later, finds both agree.
        for _ in 0..<Self.readsMaximum {
            let (isThere, json) = try await readAsync { [documents] db in
                guard let row = try Row.fetchOne(db, sql: sql, arguments: [id, path.map { Data($0.bytes) }]) else {
                    return (false, nil as Data?)
                }
                let (id, revision, digest): (Int, Int, String) = try (row.at(0), row.at(1), row.at(2))
                // One of an article that became unreadable may be a revision by now.
                let key = RevisionKey(article: id, revision: revision)
                return (true, documents.sound(id: id, digest: digest) ?? documents.kept(key, digest: digest))
            }
            if !isThere || json != nil { return json }
        }
        throw .disk(path: directory + "/documents", reason: "the document is not the one that is recorded")
    }

    /// Looks at a document before it is called damaged: a commit takes a few milliseconds, a look some tens of microseconds.
    private static let readsMaximum = 1_000

    /// The last good document that was recorded of an article, gone or not; `nil` where it is no longer as it was.
    package func lastDocument(of entry: CatalogueEntry) -> Document? {
        let key = RevisionKey(article: entry.id, revision: entry.revision)
        let data =
            documents.sound(id: entry.id, digest: entry.documentDigest)
            ?? documents.kept(key, digest: entry.documentDigest)
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
