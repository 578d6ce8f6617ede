import Crypto
package import Foundation
import GRDB
package import TidingsFeed

/// The articles' documents and the ledger of their changes.
///
/// One writer: only one task calls `commit`, `open` and `close`. Everyone may read.
/// The order of a batch is what makes it safe: new documents are written (old ones move to revisions/), then one ledger
/// transaction records changes and catalogue and is synced, and only then is anything published. A crash before the
/// transaction leaves documents that the catalogue does not mean; `open` finds and mends them.
package final class Store: Sendable {
    package let directory: String
    /// What a start after an unclean stop found; `nil` after a clean one.
    package let recovery: Recovery?

    let ledger: Ledger
    let documents: DocumentFiles
    private let lock: StoreLock
    private let keepRevisions: Int
    private var ledgerPath: String { Self.ledgerPath(directory) }

    /// The files that only the store may open: closing another descriptor of a database drops the locks that SQLite has
    /// on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    package var ownFiles: [String] {
        ["", "-wal", "-shm"].map { ledgerPath + $0 } + [directory + "/lock"]
    }

    package struct Recovery: Sendable {
        /// Documents that are missing or not what the catalogue means: their articles are read again.
        package let damaged: Int
        /// Documents of a batch that was never committed, or of an article that is gone.
        package let discarded: Int
    }

    /// Opens the store in a directory, or makes one in an empty directory.
    /// - Parameter keepRevisions: how many superseded documents of each article stay in revisions/.
    package init(directory: String, keepRevisions: Int) throws(StoreError) {
        if mkdir(directory, 0o755) != 0 && errno != EEXIST {
            throw .notWritable(path: directory, reason: String(cString: strerror(errno)))
        }
        self.directory = directory
        self.keepRevisions = keepRevisions
        documents = DocumentFiles(directory: directory)
        // Refused before the lock file is made.
        try Ledger.check(at: Self.ledgerPath(directory))
        lock = try StoreLock(directory: directory)
        if !FileManager.default.fileExists(atPath: Self.ledgerPath(directory)), !documents.isEmpty {
            throw .damaged(path: Self.ledgerPath(directory), reason: "it is missing, beside documents that it numbered")
        }
        ledger = try Ledger.open(at: Self.ledgerPath(directory))
        try documents.prepare()
        recovery = lock.wasLeftOpen ? try Self.recover(ledger, documents, Self.ledgerPath(directory)) : nil
        lock.markOpen()
    }

    /// Closes the ledger and marks the store as closed: the next start trusts it.
    package func close() throws(StoreError) {
        do { try ledger.pool.close() } catch { throw Ledger.failure(error, ledgerPath) }
        lock.markClosed()
    }

    package var epoch: String { ledger.epoch }

    private static func ledgerPath(_ directory: String) -> String { directory + "/ledger.sqlite" }

    /// Marks every article whose document is not the one meant, so that it is read again (rule 2: same bytes, same
    /// document), and clears away what no article means.
    private static func recover(
        _ ledger: Ledger, _ documents: DocumentFiles, _ path: String
    ) throws(StoreError) -> Recovery {
        do {
            return try ledger.pool.write { db in
                var strays = Set(documents.sweep())
                var discarded = 0
                var damaged: [Int] = []
                let sql = "SELECT id, revision, document_digest, state FROM article WHERE revision > 0"
                for row in try Row.fetchAll(db, sql: sql) {
                    let (id, revision, digest): (Int, Int, String) = (row[0], row[1], row[2])
                    let isStray = strays.remove(id) != nil
                    if row[3] as String == CatalogueEntry.State.removed.rawValue {
                        // Committed, and not yet taken away.
                        guard isStray else { continue }
                        discarded += 1
                        if documents.sound(id: id, digest: digest) != nil {
                            documents.retire(id: id, revision: revision)
                        }
                        documents.delete(id: id)
                    } else if documents.sound(id: id, digest: digest) == nil {
                        // Written anew by a batch that was never committed: the last recorded one is among the revisions.
                        if documents.sound(id: id, revision: revision, digest: digest) != nil {
                            documents.restore(id: id, revision: revision)
                            discarded += 1
                        } else {
                            damaged.append(id)
                        }
                    }
                }
                for id in damaged {
                    try db.execute(sql: "UPDATE article SET document_digest = '' WHERE id = ?", arguments: [id])
                }
                for id in strays { documents.delete(id: id) }
                discarded += strays.count
                return Recovery(damaged: damaged.count, discarded: discarded)
            }
        } catch {
            throw Ledger.failure(error, path)
        }
    }

    // MARK: - Writing

    /// Records a batch: when this returns, its changes are numbered, durable and may be shown to anyone.
    package func commit(_ batch: Batch, at time: Date = Date()) throws(StoreError) -> [RecordedChange] {
        let last = try read { db in
            try Row.fetchOne(db, sql: "SELECT head, last_article FROM store").map {
                (head: $0[0] as Int, article: $0[1] as Int)
            }
        }
        guard let last else { throw .damaged(path: ledgerPath, reason: "the table store has no row") }
        var numbering = CommitPlan(
            epoch: epoch, time: time.timestamp, head: last.head, lastArticle: last.article)
        batch.drafts.forEach { numbering.add($0) }
        batch.rebuilt.forEach { numbering.rebuild($0.entry, $0.document) }
        for write in numbering.finish() {
            try documents.write(write.json, id: write.id, superseded: write.superseded)
        }
        let plan = numbering
        do {
            try ledger.pool.write { try plan.record(in: $0, refreshed: batch.refreshed) }
        } catch {
            throw Ledger.failure(error, ledgerPath)
        }
        for retired in plan.retired { documents.retire(id: retired.id, revision: retired.revision) }
        for row in plan.rows.values where row.entry.revision > keepRevisions + 1 {
            documents.forget(id: row.entry.id, revision: row.entry.revision - keepRevisions - 1)
        }
        return plan.changes
    }

    /// Remembers what is mounted at a directory; `nil` for nothing of its own.
    package func setMount(_ mount: Mount?, at path: ArticlePath) throws(StoreError) {
        do {
            try ledger.pool.write { db in
                guard let mount else {
                    return try db.execute(sql: "DELETE FROM mount WHERE path = ?", arguments: [Data(path.bytes)])
                }
                try db.execute(
                    sql: """
                        INSERT OR REPLACE INTO mount (path, device, inode, born, is_mount_point) VALUES (?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        Data(path.bytes), Int64(bitPattern: mount.root.device), Int64(bitPattern: mount.root.inode),
                        mount.root.born, mount.isMountPoint,
                    ])
            }
        } catch {
            throw Ledger.failure(error, ledgerPath)
        }
    }

    // MARK: - Reading

    /// The newest number given; 0 where there is none.
    package func head() throws(StoreError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT head FROM store") ?? 0 }
    }

    /// The JSON of the changes after a number, in order, at most `maximum`.
    package func changes(after seq: Int, maximum: Int) async throws(StoreError) -> [(seq: Int, json: [UInt8])] {
        try await readAsync { db in
            let sql = "SELECT seq, json FROM change WHERE seq > ? ORDER BY seq LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [seq, maximum]).map { ($0[0], Array($0[1] as Data)) }
        }
    }

    /// A page of the articles that have a document, in the order of their ids.
    package func articles(after id: Int, maximum: Int) async throws(StoreError) -> [Article] {
        try await readAsync { db in
            let sql = """
                SELECT \(Article.columns) FROM article
                WHERE id > ? AND state <> 'removed' AND revision > 0 ORDER BY id LIMIT ?
                """
            return try Row.fetchAll(db, sql: sql, arguments: [id, maximum]).map { Article($0) }
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
                let (id, revision, digest): (Int, Int, String) = (row[0], row[1], row[2])
                return (
                    true,
                    documents.sound(id: id, digest: digest)
                        ?? documents.sound(id: id, revision: revision, digest: digest)
                )
            }
            if !isThere || json != nil { return json }
        }
        throw .disk(path: directory + "/documents", reason: "the document is not the one that is recorded")
    }

    /// Looks at a document before it is called damaged: a commit takes a few milliseconds, a look some tens of microseconds.
    private static let readsMaximum = 1_000

    /// The last good document that was recorded of an article, gone or not; `nil` where it is no longer as it was.
    package func lastDocument(of entry: CatalogueEntry) -> Document? {
        let data =
            documents.sound(id: entry.id, digest: entry.documentDigest)
            ?? documents.sound(id: entry.id, revision: entry.revision, digest: entry.documentDigest)
        return data.flatMap { try? WireJSON.decode(Document.self, from: $0) }
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
            summary.unreadablePaths = rows.map {
                "\(ArticlePath(bytes: Array($0[0] as Data)).text): \($0[1] as String? ?? "unknown")"
            }
            return summary
        }
    }

    /// Looks things up in the catalogue, all as of one moment.
    package func catalogue<Value>(_ body: (Catalogue) throws -> Value) throws(StoreError) -> Value {
        try read { try body(Catalogue(db: $0)) }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try ledger.pool.read(body)
        } catch {
            throw Ledger.failure(error, ledgerPath)
        }
    }

    /// The same, for callers on Swift's pool, which must not wait for a disk.
    private func readAsync<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await ledger.pool.read(body)
        } catch {
            throw Ledger.failure(error, ledgerPath)
        }
    }
}
