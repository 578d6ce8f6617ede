import Foundation
import GRDB
import TidingsFeed

/// `ledger.sqlite`: what cannot be recomputed.
///
/// Rows in, rows out; the store above says what they mean.
struct Ledger: Sendable {
    let pool: DatabasePool
    let epoch: String

    /// Opens the ledger, or makes one where there is none.
    static func open(at path: String) throws(StoreError) -> Ledger {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        // GRDB asks for more than ordinary priority, which Linux refuses to ordinary users.
        configuration.qos = .default
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try LedgerSchema.migrator.migrate(pool)
            // GRDB's WAL mode sets NORMAL, which may lose the last commits in a power cut. A change that anyone has
            // seen must never be lost: one fsync of the log a commit.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            let epoch = try pool.read { try String.fetchOne($0, sql: "SELECT epoch FROM store") }
            guard let epoch else { throw StoreError.damaged(path: path, reason: "it has no epoch") }
            return Ledger(pool: pool, epoch: epoch)
        } catch let error as StoreError {
            throw error
        } catch {
            throw failure(error, path)
        }
    }

    /// Refuses what is not ours.
    ///
    /// Read only: opening it for writing would already change its journal mode.
    static func check(at path: String) throws(StoreError) {
        do { try checkReadOnly(path) } catch let error as StoreError { throw error } catch {
            throw failure(error, path)
        }
    }

    private static func checkReadOnly(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        var configuration = Configuration()
        configuration.readonly = true
        try DatabaseQueue(path: path, configuration: configuration).read { db in
            let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id")
            if !isEmpty && application != LedgerSchema.applicationID { throw StoreError.foreign(path: path) }
            if !isEmpty, try LedgerSchema.migrator.hasBeenSuperseded(db) { throw StoreError.newerFormat(path: path) }
        }
    }

    static func failure(_ error: any Error, _ path: String) -> StoreError {
        guard let error = error as? DatabaseError else { return .disk(path: path, reason: "\(error)") }
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(path: path, reason: error.message ?? "\(error)")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            return .notWritable(path: path, reason: error.message ?? "\(error)")
        default: return .disk(path: path, reason: error.message ?? "\(error)")
        }
    }
}

// MARK: - Rows

extension CatalogueEntry {
    static let columns = """
        id, path, state, reason, revision, seq, digest, document_digest, device, inode, born, size, modified, changed,
        headline
        """

    init(_ row: Row) {
        self.init(
            id: row[0], path: ArticlePath(bytes: Array(row[1] as Data? ?? Data())),
            state: State(rawValue: row[2]) ?? .removed, reason: row[3], revision: row[4], seq: row[5],
            digest: row[6], documentDigest: row[7],
            fingerprint: Fingerprint(
                device: UInt64(bitPattern: row[8]), inode: UInt64(bitPattern: row[9]), born: row[10],
                size: UInt64(bitPattern: row[11]), modified: row[12], changed: row[13]),
            headline: row[14])
    }
}

extension Article {
    static let columns = "id, path, revision, seq, headline, language, words, size, modified, reason"

    init(_ row: Row) {
        self.init(
            id: row[0], path: ArticlePath(bytes: Array(row[1] as Data)), revision: row[2], seq: row[3],
            headline: row[4], language: row[5], words: row[6], bytes: row[7],
            modified: Date(nanoseconds: row[8]).timestamp, unreadable: row[9])
    }
}

extension Fingerprint {
    /// In the order of the columns `device, inode, born, size, modified, changed`.
    var arguments: StatementArguments {
        [
            Int64(bitPattern: device), Int64(bitPattern: inode), born, Int64(bitPattern: size), modified, changed,
        ]
    }
}
