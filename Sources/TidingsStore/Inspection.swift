import Dispatch
import Foundation
import GRDB
import Synchronization
import TidingsFeed

/// A look at the ledger's pages and numbers in the background of every start.
///
/// It takes half a second for a hundred thousand articles. Whoever reads does not wait for it; nothing is recorded before
/// it has ended, since an index that is damaged would make an article that is known look new.
final class Inspection: Sendable {
    private let end = DispatchGroup()
    private let finding = Mutex<StoreError?>(nil)

    private let ledger: DatabaseQueue

    /// Begins it.
    init(ofLedgerAt path: String) throws(StoreError) {
        do { ledger = try Ledger.readOnly(at: path) } catch { throw Ledger.failure(error, path) }
        end.enter()
        Thread.detachNewThread { [self] in
            defer { end.leave() }
            do {
                defer { try? ledger.close() }
                if let reason = try ledger.read({ try Self.fault(in: $0) }) {
                    finding.withLock { $0 = .damaged(path: path, reason: reason) }
                }
            } catch DatabaseError.SQLITE_INTERRUPT {
                // It was cancelled.
            } catch {
                finding.withLock { $0 = Ledger.failure(error, path) }
            }
        }
    }

    /// Ends it before its time, and waits until it has ended.
    func cancel() {
        ledger.interrupt()
        end.wait()
    }

    /// Throws what was found, once it has ended.
    func wait() throws(StoreError) {
        end.wait()
        try check()
    }

    /// The same, for a while.
    /// - Returns: whether it has ended.
    func wait(_ limit: DispatchTimeInterval) throws(StoreError) -> Bool {
        let isDone = end.wait(timeout: .now() + limit) == .success
        try check()
        return isDone
    }

    /// Throws what was found so far.
    func check() throws(StoreError) {
        if let finding = finding.withLock({ $0 }) { throw finding }
    }

    private static func fault(in db: Database) throws -> String? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT head, epoch, last_article, (SELECT min(seq) FROM change), (SELECT count(*) FROM change),
                    (SELECT json FROM change ORDER BY seq DESC LIMIT 1), (SELECT max(id) FROM article),
                    (SELECT last FROM past_epoch ORDER BY last DESC LIMIT 1)
                FROM store
                """)
        guard let row else { return "the table store has no row" }
        let (head, epoch, lastArticle): (Int, String, Int) = try (row.at(0), row.at(1), row.at(2))
        let (oldest, count): (Int?, Int) = try (row.at(3), row.at(4))
        if head > 0, count != head - (oldest ?? 0) + 1 {
            return "changes are missing between \(oldest ?? 0) and \(head)"
        }
        if try row.at(6) as Int? ?? 0 > lastArticle { return "there are articles whose numbers were never given" }
        if let json = try row.at(5) as Data?, let change = try? WireJSON.decode(Change.self, from: json) {
            // After a restored backup, the newest one may still be of the epoch before.
            if change.epoch != epoch, try row.at(7) as Int? != head { return "its epoch is not that of its changes" }
        }
        return try String.fetchAll(db, sql: "PRAGMA integrity_check(1)").first { $0 != "ok" }
    }
}
