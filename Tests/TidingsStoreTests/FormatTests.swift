import Crypto
import Foundation
import GRDB
import Testing
import TidingsFeed

@testable import TidingsStore

/// Ledgers of every format that was ever released.
struct FormatTests {
    /// What each format's schema sums up to: a migration that has been released is never edited.
    private static let released = [
        "1": "1d89c5ce6cfff892", "2": "3841ca66c9bd96d6", "3": "bc3403225eca3caa",
    ]

    private static func columns(_ db: Database, _ table: String) throws -> Set<String> {
        Set(try db.columns(in: table).map(\.name))
    }

    @Test(arguments: ["1", "2", "3"])
    func `a store of an older format is opened with all that is in it`(format: String) async throws {
        let (now, then) = (try Scratch(), try Scratch())
        let store = try now.store()
        _ = try store.commit(Batch(.added("a.txt"), .added("b.txt", inode: 2), .added("c.txt", inode: 3)))
        let entry = try #require(try store.entry("a.txt"))
        _ = try store.commit(Batch(Draft(kind: .revised, article: entry, path: entry.path, document: .sample("new"))))
        let gone = try #require(try store.entry("b.txt"))
        _ = try store.commit(Batch(Draft(kind: .removed, article: gone, path: gone.path)))
        let changes = try store.changes(after: 0, maximum: 10)
        let epoch = store.epoch
        try store.close()

        // The same store as that version had it.
        try FileManager.default.copyItem(atPath: now.path + "/state", toPath: then.path + "/state")
        for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "lock"] {
            try? FileManager.default.removeItem(atPath: then.file(name))
        }
        let old = try DatabaseQueue(path: then.file("ledger.sqlite"))
        try LedgerSchema.migrator().migrate(old, upTo: format)
        let ledger = now.file("ledger.sqlite")
        try await old.writeWithoutTransaction { db in
            let schema = try String.fetchAll(
                db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'grdb%' ORDER BY name")
            let digest = SHA256.hash(data: Data(schema.joined(separator: "\n").utf8)).prefix(8).hexadecimal
            #expect(digest == Self.released[format], "a released migration was edited")
            try db.execute(sql: "ATTACH ? AS now", arguments: [ledger])
            try db.execute(sql: "DELETE FROM store")
            for table in ["store", "change", "article"] {
                let columns = try Self.columns(db, table).sorted().joined(separator: ", ")
                try db.execute(sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM now.\(table)")
            }
            if format == "3" {
                // It summed changes up by SHA-256, and knew of revisions.
                for change in changes {
                    let digest = Data(SHA256.hash(data: Data(change.json)))
                    try db.execute(sql: "UPDATE change SET digest = ? WHERE seq = ?", arguments: [digest, change.seq])
                }
                try db.execute(sql: "INSERT INTO main.revision SELECT * FROM now.revision")
            }
        }
        try old.close()

        let opened = try then.store()
        #expect(opened.epoch == epoch)
        let kept = try opened.changes(after: 0, maximum: 10)
        #expect(kept.map(\.json) == changes.map(\.json))
        #expect(try opened.entry("a.txt")?.revision == 2)
        let report = try Verification.report(onDirectory: then.path + "/state")
        #expect(report.problems.isEmpty, "\(report.problems)")
        #expect(report.revisions == 2, "those that lie there are taken over")
        // A filter asks the document where no facts were recorded; those that are not kept have none.
        let filter = try CompiledFilter(Filter(words: ["new", "b"]))
        var matches: [Int] = []
        try opened.readChanges(after: 0, maximum: 10, wanting: .init(subject: true, facts: true)) { change in
            if change.subject.map({ filter.matches($0) }) == true { matches.append(change.seq) }
            return true
        }
        #expect(matches == [2, 4, 5])
        _ = try opened.commit(Batch(.added("d.txt", inode: 4)))
        try opened.close()
    }
}
