import Foundation
import GRDB
import Testing
import TidingsFeed

@testable import TidingsStore

/// What a crash can leave, each state made by hand: the crash tests of EndToEnd come by them by crashing.
struct CrashStateTests {
    /// A store with one article of two revisions, not closed: as after kill -9.
    private func crashed(_ scratch: Scratch) throws {
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        let entry = try #require(try store.entry("a.txt"))
        _ = try store.commit(
            Batch(Draft(kind: .revised, article: entry, path: entry.path, document: .sample("second"))))
    }

    private func move(_ from: String, _ to: String) throws {
        try FileManager.default.moveItem(atPath: from, toPath: to)
    }

    @Test func `a document that was recorded and not put in place is adopted`() throws {
        let scratch = try Scratch()
        try crashed(scratch)
        try move(scratch.file("documents/1.json"), scratch.file("documents/.1.json.tmp"))
        try move(scratch.file("revisions/1.1.json"), scratch.file("documents/1.json"))
        let store = try scratch.store()
        #expect(store.recovery?.adopted == 1)
        #expect(store.recovery?.damaged == 0)
        #expect(store.recovery?.lost == 0)
        #expect(try scratch.document(1).headline == "second")
        #expect(FileManager.default.fileExists(atPath: scratch.file("revisions/1.1.json")))
        #expect(try Verification.report(onDirectory: scratch.path + "/state").problems.isEmpty)
    }

    @Test func `a document that was never recorded is discarded`() throws {
        let scratch = try Scratch()
        try crashed(scratch)
        try Data("{\"never\":1}\n".utf8).write(to: URL(fileURLWithPath: scratch.file("documents/.1.json.tmp")))
        let store = try scratch.store()
        #expect(store.recovery?.discarded == 1)
        #expect(try scratch.document(1).headline == "second")
        #expect(try Verification.report(onDirectory: scratch.path + "/state").problems.isEmpty)
    }

    @Test func `a removal that was recorded is finished`() throws {
        let scratch = try Scratch()
        var store: Store? = try scratch.store()
        _ = try store?.commit(Batch(.added("a.txt")))
        let entry = try #require(try store?.entry("a.txt"))
        _ = try store?.commit(Batch(Draft(kind: .removed, article: entry, path: entry.path)))
        store = nil
        try move(scratch.file("revisions/1.1.json"), scratch.file("documents/1.json"))
        store = try scratch.store()
        #expect(store?.recovery?.discarded == 1)
        #expect(store?.recovery?.lost == 0)
        #expect(FileManager.default.fileExists(atPath: scratch.file("revisions/1.1.json")))
        #expect(!FileManager.default.fileExists(atPath: scratch.file("documents/1.json")))
    }

    @Test func `a lost revision is forgotten and told`() throws {
        let scratch = try Scratch()
        try crashed(scratch)
        try Data().write(to: URL(fileURLWithPath: scratch.file("revisions/1.1.json")))
        let store = try scratch.store()
        #expect(store.recovery?.lost == 1)
        #expect(try Verification.report(onDirectory: scratch.path + "/state").problems.isEmpty)
    }

    @Test func `a log that lost its end is not taken for a shorter one`() throws {
        let (running, scratch) = (try Scratch(), try Scratch())
        let store = try running.store()
        _ = try store.commit(Batch(.added("a.txt")))
        // As it lies there while the service runs: a close would have copied the log into the ledger.
        try FileManager.default.copyItem(atPath: running.path + "/state", toPath: scratch.path + "/state")
        truncate(scratch.file("ledger.sqlite-wal"), 0)
        #expect {
            try scratch.store()
        } throws: { error in
            if case StoreError.damaged = error { true } else { false }
        }
    }

    @Test func `what cannot be listed is not taken for gone`() throws {
        let scratch = try Scratch()
        try crashed(scratch)
        try move(scratch.file("revisions"), scratch.file("elsewhere"))
        try Data().write(to: URL(fileURLWithPath: scratch.file("revisions")))
        #expect(throws: StoreError.self) { try scratch.store() }
        try FileManager.default.removeItem(atPath: scratch.file("revisions"))
        try move(scratch.file("elsewhere"), scratch.file("revisions"))
        let store = try scratch.store()
        #expect(store.recovery?.lost == 0)
        #expect(FileManager.default.fileExists(atPath: scratch.file("revisions/1.1.json")))
    }

    @Test func `a ledger that is deleted under the service ends it`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        try FileManager.default.removeItem(atPath: scratch.file("ledger.sqlite"))
        #expect {
            _ = try store.commit(Batch(.added("b.txt", inode: 2)))
        } throws: { error in
            if case StoreError.damaged(_, let reason) = error { reason.contains("deleted") } else { false }
        }
    }

    @Test func `an older ledger is not taken for the newest`() throws {
        let scratch = try Scratch()
        var store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        try store.close()
        try FileManager.default.copyItem(atPath: scratch.file("ledger.sqlite"), toPath: scratch.path + "/older")
        store = try scratch.store()
        _ = try store.commit(Batch(.added("b.txt", inode: 2)))
        try store.close()
        for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: scratch.file(name))
        }
        try move(scratch.path + "/older", scratch.file("ledger.sqlite"))
        #expect {
            try scratch.store()
        } throws: { error in
            if case StoreError.damaged(_, let reason) = error { reason.contains("2 were given") } else { false }
        }
    }

    @Test func `an empty ledger beside documents is refused`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        try store.close()
        truncate(scratch.file("ledger.sqlite"), 0)
        #expect {
            try scratch.store()
        } throws: { error in
            if case StoreError.damaged(_, let reason) = error { reason.contains("empty") } else { false }
        }
    }

    @Test func `a change that is not as it was recorded is not told`() async throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt"), .added("b.txt", inode: 2)))
        try await store.ledger.pool.write { db in
            try db.execute(
                sql: """
                    UPDATE change SET json = CAST(replace(CAST(json AS TEXT), 'b.txt', 'c.txt') AS BLOB) WHERE seq = 2
                    """)
        }
        #expect(throws: StoreError.self) { try store.changes(after: 0, maximum: 10) }
        #expect(try store.changes(after: 0, maximum: 1).count == 1)
        let report = try Verification.report(onDirectory: scratch.path + "/state")
        #expect(report.problems.map(\.subject) == [.change])
        #expect(report.problems.map(\.id) == [2])
    }
}
