package import Foundation
import GRDB
package import TidingsFeed

/// Reading the store: never waits for a batch that is being written.
extension Store {
    /// The newest number given; 0 where there is none.
    package func head() throws(StoreError) -> Int { try ledger.head() }

    /// The oldest change that is kept, and the first after a number that is of one of some kinds; `nil` where there is none
    /// yet.
    package func nextChange(
        after seq: Int, ofKinds kinds: Set<Change.Kind>
    ) async throws(StoreError) -> (oldest: Int, next: Int?) {
        try await readAsync { db in
            let statement = try db.cachedStatement(sql: "SELECT min(seq) FROM change WHERE kind = ? AND seq > ?")
            let next = try kinds.compactMap { try Int.fetchOne(statement, arguments: [$0.rawValue, seq]) }.min()
            return (try Int.fetchOne(db, sql: "SELECT min(seq) FROM change") ?? seq + 1, next)
        }
    }

    /// The oldest change that is kept, and the newest number given.
    package func ends() async throws(StoreError) -> (oldest: Int, head: Int) {
        try await readAsync { db in
            let head = try Int.fetchOne(db, sql: "SELECT head FROM store") ?? 0
            return (try Int.fetchOne(db, sql: "SELECT min(seq) FROM change") ?? head + 1, head)
        }
    }

    /// A page of the articles that have a document, in the order of their ids.
    /// - Parameter prefix: how their paths begin.
    package func articles(
        after id: Int, maximum: Int, prefix: String? = nil
    ) async throws(StoreError) -> [Article] {
        try await readAsync { db in
            let entries =
                if let prefix = prefix.map({ Data($0.utf8) }), !prefix.isEmpty {
                    // No path has 256 bytes of 0xFF behind it. By id, so that all pages together cost one look at each
                    // article: the plus keeps SQLite from sorting what the path's index gives at every page.
                    try CatalogueEntry.fetchAll(
                        db,
                        where: """
                            id > ? AND +path >= ? AND +path < ? AND state <> 'removed' AND revision > 0 ORDER BY id LIMIT ?
                            """, [id, prefix, prefix + Data(repeating: 0xFF, count: 256), maximum])
                } else {
                    try CatalogueEntry.fetchAll(
                        db, where: "id > ? AND state <> 'removed' AND revision > 0 ORDER BY id LIMIT ?", [id, maximum])
                }
            return entries.map { Article($0) }
        }
    }

    /// An article in a snapshot, as of when it was read.
    package struct SnapshotArticle: Sendable {
        package let article: Article
        package let path: ArticlePath
        /// What filters ask of its document, where they were asked for and are known.
        package let facts: Facts?
        /// The JSON of its document, where that was asked for and is sound.
        package let document: Data?
    }

    /// The same, with what a snapshot has more.
    package func snapshot(
        after id: Int, maximum: Int, maximumBytes: Int, facts wantsFacts: Bool, documents wantsDocuments: Bool
    ) async throws(StoreError) -> [SnapshotArticle] {
        try await readAsync { [documents] db in
            let entries = try CatalogueEntry.fetchAll(
                db, where: "id > ? AND state <> 'removed' AND revision > 0 ORDER BY id LIMIT ?", [id, maximum])
            var articles: [SnapshotArticle] = []
            var bytes = 0
            for entry in entries where bytes < maximumBytes {
                let key = RevisionKey(article: entry.id, revision: entry.revision)
                let facts = try wantsFacts ? RevisionDocument(key: key, db: db, documents: documents).facts() : nil
                let document = try wantsDocuments ? documents.last(key, digest: entry.documentDigest) : nil
                bytes += document?.count ?? 0
                articles.append(
                    SnapshotArticle(article: Article(entry), path: entry.path, facts: facts, document: document))
            }
            return articles
        }
    }

    /// What there is of an article's document.
    package enum Found: Sendable {
        case document(Data)
        case noArticle
        /// It never had that revision, or it is not kept; those that are.
        case noRevision(kept: [Int])
        /// It is missing or damaged; the article's id.
        case damaged(Int)
    }

    /// The JSON of a document of an article, by id or by path.
    ///
    /// It is the one that is recorded: what a batch has written and not yet committed is not shown.
    /// - Parameter revision: `nil` for the current one; another one of an article that is gone, too.
    package func document(id: Int?, path: ArticlePath?, revision: Int? = nil) async throws(StoreError) -> Found {
        var before: (RevisionKey, String)?
        while true {
            let (found, key, digest) = try await readAsync { [documents] db in
                try RevisionDocument.find(id: id, path: path, revision: revision, db, documents)
            }
            guard case .damaged = found, let key else { return found }
            // It may have been replaced between the two looks: then the catalogue says so by now.
            if let before, before == (key, digest) {
                let others = try await revisions(of: key.article).filter { $0.revision != key.revision || $0.current }
                // The current one can be made again from its article.
                let isCurrent = others.contains { $0.revision == key.revision }
                return isCurrent || revision == nil ? found : .noRevision(kept: others.map(\.revision))
            }
            before = (key, digest)
        }
    }

    /// The revisions of an article whose documents are kept, the oldest first; none where there is no such article.
    package func revisions(of id: Int) async throws(StoreError) -> [Revision] {
        try await readAsync { try RevisionDocument.list(of: id, $0) }
    }

    /// The last good document that was recorded of an article, gone or not; `nil` where it is no longer as it was.
    package func lastDocument(of entry: CatalogueEntry) throws(StoreError) -> Document? {
        let key = RevisionKey(article: entry.id, revision: entry.revision)
        let data = try documents.last(key, digest: entry.documentDigest)
        return data.flatMap { try? WireJSON.decode(Document.self, from: $0) }
    }

    /// Whether changes up to a number were given under an epoch: this store's, or one before it was restored from a backup.
    package func knows(epoch: String, upTo seq: Int) async throws(StoreError) -> Bool {
        if epoch == self.epoch { return true }
        let last = try await readAsync { db in
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
        package var consumers = 0
        package var lostConsumers: [String] = []
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
            summary.consumers = try Int.fetchOne(db, sql: "SELECT count(*) FROM consumer") ?? 0
            summary.lostConsumers = try String.fetchAll(db, sql: "SELECT name FROM consumer WHERE lost ORDER BY name")
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
