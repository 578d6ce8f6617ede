import Dispatch
import Foundation
import GRDB
import GRDBSQLite
import TidingsFeed

/// `ledger.sqlite`: what cannot be recomputed.
///
/// Rows in, rows out; the store above says what they mean.
struct Ledger: Sendable {
    let pool: DatabasePool
    let epoch: String
    /// The epoch before, and its newest number, where a backup has just been opened for the first time.
    let restored: (epoch: String, last: Int)?
    /// Its format before it was opened, where that was an older one.
    let convertedFrom: String?

    /// Opens the ledger, or makes one where there is none.
    /// - Parameter isServing: whether a backup that is opened goes on as a store of its own.
    static func open(
        at path: String, documents: DocumentFiles, left: StoreLock.Witness?, isServing: Bool,
        progress: @escaping @Sendable () -> Void
    ) throws(StoreError) -> Ledger {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = readersMaximum
        // GRDB asks for more than ordinary priority, which Linux refuses to ordinary users.
        configuration.qos = .default
        // Of a new ledger; an older one keeps its own.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = \(pageBytes)") }
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            do {
                // Once more by the writer: it can mend what a power cut left of the log's index, which a reader cannot.
                try pool.read { db in
                    if try db.tableExists("store") { try check(db, path, documents, left, false) }
                }
                return try open(pool, documents, isServing, progress)
            } catch {
                if case .disk = failure(error, path) { abandon(pool) }
                throw error
            }
        } catch {
            throw failure(error, path)
        }
    }

    /// Of a page: a replay reads whole ones, and few changes are so long that two do not fit into one.
    private static let pageBytes = 16 << 10

    /// Leaves a database as it is, for good: closing it would write and sync what is in its log, on a disk that has failed.
    static func abandon(_ pool: DatabasePool) { _ = Unmanaged.passRetained(pool) }

    private static func open(
        _ pool: DatabasePool, _ documents: DocumentFiles, _ isServing: Bool, _ progress: @escaping @Sendable () -> Void
    ) throws -> Ledger {
        let migrator = LedgerSchema.migrator(revisions: { try Array(documents.listRevisions()) }, progress: progress)
        let applied = try pool.read { try migrator.appliedMigrations($0) }
        try migrator.migrate(pool)
        try pool.writeWithoutTransaction { db in
            // GRDB's WAL mode sets NORMAL, which may lose the last commits in a power cut. A change that anyone has
            // seen must never be lost: one fsync of the log a commit.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // The store copies the log itself, and sees what goes wrong with that.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
        }
        let (restored, epoch) = try pool.write { db in
            (isServing ? try beginAnew(db) : nil, try String.fetchOne(db, sql: "SELECT epoch FROM store"))
        }
        guard let epoch else { throw StoreError.damaged(path: pool.path, reason: "it has no epoch") }
        openReaders(of: pool)
        let before = applied.last.flatMap { $0 == LedgerSchema.formats.last ? nil : $0 }
        return Ledger(pool: pool, epoch: epoch, restored: restored, convertedFrom: before)
    }

    /// Reading at once: more than the cores of most machines.
    private static let readersMaximum = 4

    /// Opens all connections for reading now: later there may be no descriptor left for them.
    private static func openReaders(of pool: DatabasePool) {
        let arrivals = DispatchSemaphore(value: 0)
        let departure = DispatchGroup()
        departure.enter()
        for _ in 0..<readersMaximum {
            // Threads of our own: those of a dispatch queue that wait may keep others from running.
            Thread.detachNewThread {
                do {
                    try pool.read { _ in
                        arrivals.signal()
                        // Each holds its connection until all have one.
                        departure.wait()
                    }
                } catch {
                    // It is opened when it is needed, or then says why not.
                    arrivals.signal()
                }
            }
        }
        for _ in 0..<readersMaximum { arrivals.wait() }
        departure.leave()
    }

    /// A backup that is opened for the first time goes on under an epoch of its own: the store that it was taken of has
    /// given, or may still give, the numbers after the backup to other changes.
    ///
    /// PostgreSQL's time lines (https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-TIMELINES).
    private static func beginAnew(_ db: Database) throws -> (epoch: String, last: Int)? {
        let row = try Row.fetchOne(db, sql: "SELECT epoch, head FROM store WHERE is_backup")
        guard let row else { return nil }
        try db.execute(sql: "INSERT INTO past_epoch (epoch, last) SELECT epoch, head FROM store")
        try db.execute(
            sql: "UPDATE store SET epoch = ?, created = ?, is_backup = 0",
            arguments: [UUID().uuidString.lowercased(), Date().timestamp])
        return try (row.at(0), row.at(1))
    }

    /// The newest number given; 0 where there is none.
    func head() throws(StoreError) -> Int {
        do {
            return try pool.read { try Int.fetchOne($0, sql: "SELECT head FROM store") ?? 0 }
        } catch {
            throw Self.failure(error, pool.path)
        }
    }

    /// For reading alone, beside a service or without one.
    static func readOnly(at path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.qos = .default
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Refuses what is not ours, is damaged, or is less than what was recorded.
    ///
    /// Read only: opening it for writing would already change it.
    /// - Parameters:
    ///   - left: what the last service says it has given.
    ///   - isCurrent: whether older formats are refused too: only a service migrates them.
    static func check(
        at path: String, documents: DocumentFiles, left: StoreLock.Witness?, isCurrent: Bool = false
    ) throws(StoreError) {
        guard FileManager.default.fileExists(atPath: path) else {
            guard try documents.isEmpty(), left.map({ $0.head == 0 }) ?? true else {
                throw .damaged(path: path, reason: "it is missing, beside documents that it numbered")
            }
            return
        }
        do {
            let queue = try readOnly(at: path)
            defer { try? queue.close() }
            try queue.read { try check($0, path, documents, left, isCurrent) }
        } catch DatabaseError.SQLITE_CANTOPEN where !isCurrent {
            // What a power cut leaves of the log's index can be more than a reader may mend; the writer says what is wrong.
            return
        } catch let error as StoreError {
            throw error
        } catch {
            throw failure(error, path)
        }
    }

    private static func check(
        _ db: Database, _ path: String, _ documents: DocumentFiles, _ left: StoreLock.Witness?, _ isCurrent: Bool
    ) throws {
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id")
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") != 0 else {
            guard try documents.isEmpty(), left.map({ $0.head == 0 }) ?? true else {
                throw StoreError.damaged(path: path, reason: "it is empty, beside documents that it numbered")
            }
            return
        }
        if application != LedgerSchema.applicationID { throw StoreError.foreign(path: path) }
        if try LedgerSchema.migrator().hasBeenSuperseded(db) { throw StoreError.newerFormat(path: path) }
        if isCurrent, try !LedgerSchema.migrator().hasCompletedMigrations(db) {
            throw StoreError.olderFormat(path: path)
        }
        let rows = try Row.fetchAll(db, sql: "SELECT epoch, head, (SELECT max(seq) FROM change) FROM store")
        guard let row = rows.first else { throw StoreError.damaged(path: path, reason: "the table store has no row") }
        let (epoch, head, last): (String, Int, Int?) = try (row.at(0), row.at(1), row.at(2))
        // The newest change is never trimmed.
        if last ?? 0 != head {
            throw StoreError.damaged(path: path, reason: "its changes end at \(last ?? 0) and \(head) were given")
        }
        if let left, left.epoch == epoch, left.head > head {
            throw StoreError.damaged(
                path: path,
                reason:
                    "it ends at change \(head) and \(left.head) were given: it is an older one, or its log lost its end"
            )
        }
    }

    /// What an error of the database means for the store.
    /// - Parameter db: the connection it happened on, which knows what the system said.
    static func failure(_ error: any Error, _ path: String, _ db: Database? = nil) -> StoreError {
        if let error = error as? StoreError { return error }
        if let error = error as? CatalogueEntry.Damaged {
            return .damaged(path: path, reason: "the catalogue's row of article \(error.id) is not as it was recorded")
        }
        if let error = error as? StoredFacts.Damaged {
            return .damaged(
                path: path,
                reason: "the facts of article \(error.key.article), revision \(error.key.revision), are not as recorded"
            )
        }
        if let error = error as? StoredConsumer.Damaged {
            return .damaged(
                path: path,
                reason: "the consumer \(error.name) is not as it was recorded; delete it, as root, and make it anew")
        }
        if error is CommitPlan.OtherWriter { return .damaged(path: path, reason: "another program has written to it") }
        if let error = error as? RowDecodingError { return .damaged(path: path, reason: "\(error)") }
        guard let error = error as? DatabaseError else { return .disk(path: path, reason: "\(error)") }
        let reason = "\(error.message ?? "\(error)"), SQLite \(error.extendedResultCode.rawValue)"
        switch error.extendedResultCode {
        // After a failed sync nobody knows what is on the disk; trying again would say that all is well.
        case .SQLITE_IOERR_FSYNC, .SQLITE_IOERR_DIR_FSYNC: return .disk(path: path, reason: "\(reason) (fsync)")
        default: break
        }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            // What cannot be read looks damaged: the disk is asked before the ledger is blamed.
            return errnoOfTrying(path) == EIO
                ? .disk(path: path, reason: String(cString: strerror(EIO))) : .damaged(path: path, reason: reason)
        case .SQLITE_FULL: return .shortage(.space, path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .shortage(.lock, path: path)
        default: break
        }
        // Only what has to do with files can be for lack of something.
        switch error.resultCode {
        case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            var code = db?.sqliteConnection.map { sqlite3_system_errno($0) } ?? 0
            if Shortage(code) == nil && code != EIO { code = errnoOfTrying(path) }
            if let shortage = Shortage(code) { return .shortage(shortage, path: path) }
        default: break
        }
        switch error.resultCode {
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: return .notWritable(path: path, reason: reason)
        default: return .disk(path: path, reason: reason)
        }
    }

    /// Why nothing can be made and written beside a file, where no connection is there that knows; 0 where something can.
    private static func errnoOfTrying(_ path: String) -> Int32 {
        let probe = path + ".probe"
        let descriptor = Glibc.open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno }
        defer {
            close(descriptor)
            unlink(probe)
        }
        // As much as SQLite's shared memory needs.
        let bytes = [UInt8](repeating: 0, count: 32 << 10)
        let count = Glibc.write(descriptor, bytes, bytes.count)
        return count == bytes.count ? 0 : count < 0 ? errno : ENOSPC
    }
}
