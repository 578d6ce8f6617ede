import Foundation
import GRDB
import Testing
import TidingsFeed

@testable import TidingsStore

struct OpeningTests {
    @Test func `two services cannot have one store`() throws {
        let scratch = try Scratch()
        let first = try scratch.store()
        #expect(throws: StoreError.locked(path: scratch.path + "/state", pid: Int(getpid()))) { try scratch.store() }
        try first.close()
    }

    @Test func `a ledger of a newer version is refused and left as it is`() throws {
        let scratch = try Scratch()
        try scratch.store().close()
        let ledger = try DatabaseQueue(path: scratch.file("ledger.sqlite"))
        try ledger.write { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99')") }
        try ledger.close()
        #expect(throws: StoreError.newerFormat(path: scratch.file("ledger.sqlite"))) { try scratch.store() }
    }

    @Test func `a database of another program is refused and left as it is`() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path + "/state", withIntermediateDirectories: true)
        let other = try DatabaseQueue(path: scratch.file("ledger.sqlite"))
        try other.write { try $0.execute(sql: "CREATE TABLE song (title TEXT)") }
        try other.close()
        #expect(throws: StoreError.foreign(path: scratch.file("ledger.sqlite"))) { try scratch.store() }
        let tables = try DatabaseQueue(path: scratch.file("ledger.sqlite")).read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
        }
        #expect(tables == ["song"])
    }

    @Test func `what is no database is called damaged and never replaced`() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path + "/state", withIntermediateDirectories: true)
        let path = scratch.file("ledger.sqlite")
        let junk = Data(repeating: 0x41, count: 8192)
        try junk.write(to: URL(fileURLWithPath: path))
        #expect {
            try scratch.store()
        } throws: { error in
            if case StoreError.damaged = error { true } else { false }
        }
        #expect(FileManager.default.contents(atPath: path) == junk)
    }

    @Test func `a file in place of the directory is named`() throws {
        let scratch = try Scratch()
        try Data().write(to: URL(fileURLWithPath: scratch.path + "/state"))
        #expect {
            try scratch.store()
        } throws: { error in
            if case StoreError.notWritable(let path, _) = error { path == scratch.path + "/state" } else { false }
        }
    }

    @Test func `after an unclean stop damaged documents are marked and strays deleted`() throws {
        let scratch = try Scratch()
        var store: Store? = try scratch.store()
        _ = try store?.commit(Batch(.added("a.txt"), .added("b.txt", inode: 2), .added("c.txt", inode: 3)))
        // Not closed: as after kill -9.
        store = nil
        try Data("{".utf8).write(to: URL(fileURLWithPath: scratch.file("documents/1.json")))
        try FileManager.default.removeItem(atPath: scratch.file("documents/2.json"))
        try Data("{}".utf8).write(to: URL(fileURLWithPath: scratch.file("documents/9.json")))
        try Data("{}".utf8).write(to: URL(fileURLWithPath: scratch.file("documents/.3.json.tmp")))

        let again = try scratch.store()
        #expect(again.recovery?.damaged == 2)
        #expect(again.recovery?.discarded == 2)
        #expect(try again.entry("a.txt")?.needsDocument == true)
        #expect(try again.entry("c.txt")?.needsDocument == false)
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.file("documents")).sorted()
        #expect(names == ["1.json", "3.json"])

        var batch = Batch()
        batch.rebuilt = [(try #require(try again.entry("b.txt")), .sample("b.txt"))]
        #expect(try again.commit(batch).isEmpty, "nothing is published")
        #expect(try again.entry("b.txt")?.needsDocument == false)
        #expect(try scratch.document(2).tidings.seq == 2)
        try again.close()
        #expect(try scratch.store().recovery == nil)
    }

    @Test func `the ledger syncs every commit`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        let mode = try DatabaseQueue(path: scratch.file("ledger.sqlite")).read {
            try String.fetchOne($0, sql: "PRAGMA journal_mode")
        }
        #expect(mode == "wal")
        // 2 is FULL: a sync of the log at every commit.
        let level = try store.ledger.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(level == 2)
    }
}
