import Crypto
import Dispatch
package import Foundation
import GRDB
import Synchronization
package import TidingsFeed

/// The articles' documents and the ledger of their changes.
///
/// One writer: only one task commits and closes; consumers' positions are another's. Everyone may read.
/// The order of a batch is what makes it safe: new documents are written beside those in place, then one ledger
/// transaction records changes and catalogue and is synced, then the documents are put in place, and only then is anything
/// published. A crash before the transaction leaves documents that nothing tells of, one after it documents that are not in
/// place yet; `init` finds and mends both.
package final class Store: Sendable {
    package let directory: String
    /// What a start after an unclean stop found; `nil` after a clean one.
    package let recovery: Recovery?

    let ledger: Ledger
    let documents: DocumentFiles
    private let lock: StoreLock
    private let inspection: Inspection
    /// Which file the ledger is.
    private let ledgerFile: FileKey?
    private let kept: Mutex<Retention>
    /// What could not be done yet, for lack of something.
    private let unfinished = Mutex(Unfinished())
    var ledgerPath: String { Self.ledgerPath(directory) }

    private struct Unfinished {
        var placements: [DocumentFiles.Placement] = []
        /// About how many pages the ledger's log has grown by since it was last copied into the ledger.
        var logPages = 0
    }

    /// How long what is recorded is kept: from now on.
    package var retention: Retention {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }

    /// The files that only the store may open: closing another descriptor of a database drops the locks that SQLite has
    /// on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    package var ownFiles: [String] {
        ["", "-wal", "-shm"].map { ledgerPath + $0 } + [directory + "/lock"]
    }

    /// Opens the store in a directory, or makes one in an empty directory.
    /// - Parameter isServing: `false` for mending alone: all documents are checked even where the last service closed the
    ///   store, and a backup stays one.
    /// - Parameter progress: called now and then while something takes long.
    package init(
        directory: String, retention: Retention, isServing: Bool = true, progress: @escaping @Sendable () -> Void = {}
    ) throws(StoreError) {
        try Self.make(directory)
        self.directory = directory
        kept = Mutex(retention)
        documents = DocumentFiles(directory: directory)
        // Refused before anything is made or changed.
        let left = StoreLock.witness(inDirectory: directory)
        try Ledger.check(at: Self.ledgerPath(directory), documents: documents, left: left)
        lock = try StoreLock(directory: directory)
        ledger = try Ledger.open(
            at: Self.ledgerPath(directory), documents: documents, left: left, isServing: isServing, progress: progress)
        ledgerFile = FileKey(of: Self.ledgerPath(directory))
        inspection = try Inspection(ofLedgerAt: Self.ledgerPath(directory))
        do throws(StoreError) {
            try documents.prepare()
            // The names of ledger and log too: SQLite does not insist on that.
            try Self.sync(directory: directory)
            // On disk before anything is: whoever comes after a crash has to know that there is something to mend.
            try lock.markOpen(epoch: ledger.epoch, head: ledger.head())
            let isUnclean = lock.left?.isOpen == true
            // Nothing is written to a ledger that may be damaged.
            if isUnclean || !isServing { while try !inspection.wait(.seconds(1)) { progress() } }
            recovery = isUnclean || !isServing ? try ledger.recover(documents, progress) : nil
        } catch {
            if case .disk = error { Ledger.abandon(ledger.pool) }
            throw error
        }
    }

    /// Looks whether a store could be opened; nothing of it is changed.
    package static func check(directory: String) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: directory) else { return }
        try Ledger.check(
            at: ledgerPath(directory), documents: DocumentFiles(directory: directory),
            left: StoreLock.witness(inDirectory: directory))
    }

    /// Leaves everything as it is, for the next start to mend: nothing is written any more to a disk that has failed.
    package func abandon() { Ledger.abandon(ledger.pool) }

    /// Closes the ledger and marks the store as closed: the next start trusts it.
    package func close() throws(StoreError) {
        do throws(StoreError) { try closeWhole() } catch {
            // Without room something is left for the next start to mend; all that was told is durable.
            guard case .shortage = error else { throw error }
            do { try ledger.pool.close() } catch { throw Ledger.failure(error, ledgerPath) }
        }
    }

    private func closeWhole() throws(StoreError) {
        inspection.cancel()
        try finish()
        let head = try head()
        // All that the log has is in the ledger then: from here on nothing says how long the log should be.
        try withLedger { db in
            // Somebody may be reading it (tidings verify): a stop does not wait for that.
            try db.execute(sql: "PRAGMA busy_timeout = \(Self.closeMilliseconds)")
            _ = try db.checkpoint(.truncate)
        }
        do { try ledger.pool.close() } catch { throw Ledger.failure(error, ledgerPath) }
        // What is trusted has to be on disk: a hundred thousand new documents may take longer than a stop may.
        if try documents.sync(within: Self.syncMaximum) { try lock.markClosed(epoch: epoch, head: head) }
    }

    /// How long a close waits for the disk; where that is not enough, the next start checks the documents.
    private static let syncMaximum = DispatchTimeInterval.seconds(1)
    /// How long it waits for readers of the ledger.
    private static let closeMilliseconds = 500

    /// The epoch that a backup was taken of, and its newest number, where this start is the first on it.
    package var restored: (epoch: String, last: Int)? { ledger.restored }

    /// The format of the ledger before this start made it today's; `nil` where it was that already, or is new.
    package var convertedFrom: String? { ledger.convertedFrom }
    /// Today's.
    package static let format = LedgerSchema.formats.last ?? ""

    package var epoch: String { ledger.epoch }

    static func ledgerPath(_ directory: String) -> String { directory + "/ledger.sqlite" }

    private static func make(_ directory: String) throws(StoreError) {
        if mkdir(directory, 0o755) != 0 {
            if errno == EEXIST {
                guard access(directory + "/.", F_OK) == 0 || errno != ENOTDIR else { throw .notMade(directory) }
                return
            }
            throw .notMade(directory)
        }
        // A directory whose name is not on disk yet would be lost with all that is synced in it.
        try sync(directory: directory + "/..")
    }

    private static func sync(directory: String) throws(StoreError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(directory) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw .disk(path: directory, reason: String(cString: strerror(errno)))
        }
    }

    // MARK: - Writing

    /// Records a batch: when this returns, its changes are numbered, durable and may be shown to anyone.
    ///
    /// When it throws, nothing of it is recorded, and after a shortage the same can be tried again.
    package func commit(_ batch: Batch, at time: Date = Date()) throws(StoreError) -> [RecordedChange] {
        try finish()
        let last = try read { db in
            try Row.fetchOne(db, sql: "SELECT head, last_article FROM store").map {
                try (head: $0.at(0) as Int, article: $0.at(1) as Int)
            }
        }
        guard let last else { throw .damaged(path: ledgerPath, reason: "the table store has no row") }
        var plan = CommitPlan(epoch: epoch, time: time.timestamp, head: last.head, lastArticle: last.article)
        batch.drafts.forEach { plan.add($0) }
        batch.rebuilt.forEach { plan.rebuild($0.entry, $0.document) }
        do throws(StoreError) {
            plan.finish(try write(plan.unwritten), plan.readings.concurrentMap { Facts($0.document) })
            let revisions = retention.revisions
            let forgotten = try write { [plan] db in
                try plan.record(in: db, refreshed: batch.refreshed, keepRevisions: revisions)
            }
            unfinished.withLock { unfinished in
                unfinished.placements = plan.placements(forgotten: forgotten)
                unfinished.logPages += Self.pagesPerCommit + Self.pagesPerChange * plan.changes.count
            }
        } catch {
            // Where the disk failed nobody knows what is on it: the next start finds out.
            if case .shortage = error { for document in plan.unwritten { documents.discard(id: document.id) } }
            throw error
        }
        // What follows can wait: the batch is durable.
        do throws(StoreError) {
            try lock.note(epoch: epoch, head: plan.head)
            try place()
        } catch {
            guard case .shortage = error else { throw error }
        }
        return plan.changes
    }

    /// Pages of the log that a commit takes, roughly: enough to know when it has grown.
    private static let pagesPerCommit = 8
    private static let pagesPerChange = 4
    /// When the log is copied into the ledger: SQLite's own measure (https://www.sqlite.org/wal.html#ckpt).
    private static let logPagesMaximum = 1_000

    /// Writes documents beside those in place, on all cores.
    /// - Returns: their digests.
    private func write(_ unwritten: [CommitPlan.Unwritten]) throws(StoreError) -> [String] {
        try unwritten.concurrentMap(throwing: { [documents] unwritten throws(StoreError) in
            let json = unwritten.json
            try documents.write(json, id: unwritten.id)
            return SHA256.hash(data: json).hexadecimal
        })
    }

    /// Puts documents in place that are recorded.
    private func place() throws(StoreError) {
        while let next = unfinished.withLock({ $0.placements.first }) {
            try documents.perform(next)
            unfinished.withLock { _ = $0.placements.removeFirst() }
        }
    }

    /// Does what is left to do behind commits: puts documents in place, and copies the ledger's log into the ledger.
    ///
    /// The log is copied here and not by SQLite itself, which would keep an error of the disk to itself.
    package func finish() throws(StoreError) {
        try inspection.check()
        guard FileKey(of: ledgerPath) == ledgerFile, lock.isInPlace else {
            throw .damaged(
                path: ledgerPath, reason: "it, or the lock beside it, was deleted or replaced under the service")
        }
        try place()
        try copyLog()
    }

    /// Copies the ledger's log into the ledger, where it has grown.
    private func copyLog() throws(StoreError) {
        guard unfinished.withLock({ $0.logPages >= Self.logPagesMaximum }) else { return }
        try withLedger { db in _ = try db.checkpoint(.passive) }
        unfinished.withLock { $0.logPages = 0 }
    }

    /// Records something about consumers, beside the task that records changes.
    func writeConsumers<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) throws(StoreError) -> Value {
        let value = try write(body)
        unfinished.withLock { $0.logPages += Self.pagesPerChange }
        try copyLog()
        return value
    }

    /// Whether the ledger has been inspected, so that it can be written to.
    /// - Parameter seconds: how long to wait for that.
    package func isInspected(withinSeconds seconds: Int) throws(StoreError) -> Bool {
        try inspection.wait(.seconds(seconds))
    }

    /// Does what is left to be done with files later.
    func note(_ placements: [DocumentFiles.Placement]) { unfinished.withLock { $0.placements += placements } }

    /// Checks the documents of some articles, marks those that are to be made again, and forgets revisions that are lost.
    /// - Returns: the paths to look at for that.
    package func mend(_ articles: [Int]) throws(StoreError) -> [ArticlePath] {
        try finish()
        return try write { [documents] db in
            var mending = Mending(db: db, documents: documents)
            try mending.forgetUnsoundRevisions(of: articles)
            return try mending.mend(articles) { entry throws(StoreError) in try documents.fault(of: entry) == nil }
        }
    }

    /// The articles whose documents are to be made again.
    package func damagedArticles() throws(StoreError) -> [CatalogueEntry] {
        try read {
            try CatalogueEntry.fetchAll($0, where: "document_digest = '' AND revision > 0 AND state = 'current'")
        }
    }

    /// Remembers what is mounted at a directory; `nil` for nothing of its own.
    package func setMount(_ mount: Mount?, at path: ArticlePath) throws(StoreError) {
        try write { db in
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
    }

    /// Remembers where the articles are.
    package func setFolder(_ path: String) throws(StoreError) {
        guard try read({ try String.fetchOne($0, sql: "SELECT folder FROM store") }) != path else { return }
        try write { try $0.execute(sql: "UPDATE store SET folder = ?", arguments: [path]) }
    }

    /// One transaction, synced when it returns.
    ///
    /// It waits for the inspection of the ledger.
    func write<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) throws(StoreError) -> Value {
        try inspection.wait()
        return try withLedger { db in
            var value: Value?
            try db.inTransaction(.immediate) {
                value = try body(db)
                return .commit
            }
            guard let value else { preconditionFailure("a transaction that was committed has a value") }
            return value
        }
    }

    /// The connection that writes; what it fails with is told apart while the connection still knows.
    private func withLedger<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try ledger.pool.writeWithoutTransaction { db in
                do { return try body(db) } catch { throw Ledger.failure(error, ledgerPath, db) }
            }
        } catch {
            throw Ledger.failure(error, ledgerPath)
        }
    }

    // MARK: - Reading

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try ledger.pool.read(body)
        } catch {
            throw Ledger.failure(error, ledgerPath)
        }
    }

    /// The same, for callers on Swift's pool, which must not wait for a disk.
    func readAsync<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await ledger.pool.read(body)
        } catch {
            throw Ledger.failure(error, ledgerPath)
        }
    }
}
