import Foundation
import GRDB
import Testing
import TidingsFeed

@testable import TidingsStore

struct RetentionTests {
    /// A store with some changes of one article, numbered from 1.
    private func store(_ scratch: Scratch, changes: Int, _ retention: Retention, at time: Date = Date()) throws -> Store
    {
        let store = try scratch.store(retention)
        _ = try store.commit(Batch(.added("a.txt")), at: time)
        for number in 1..<changes { try revise(store, "\(number)", at: time) }
        return store
    }

    private func revise(_ store: Store, _ text: String, at time: Date = Date()) throws {
        let entry = try #require(try store.entry("a.txt"))
        _ = try store.commit(
            Batch(Draft(kind: .revised, article: entry, path: entry.path, document: .sample(text))), at: time)
    }

    private func trimAll(_ store: Store, at time: Date = Date()) throws -> Store.Trimmed {
        var all = Store.Trimmed()
        while true {
            let step = try store.trim(at: time)
            all.changes += step.changes
            all.revisions += step.revisions
            all.lost += step.lost
            if !step.isUnfinished { return all }
        }
    }

    private func numbers(_ store: Store) throws -> [Int] {
        try store.ledger.pool.read { try Int.fetchAll($0, sql: "SELECT seq FROM change ORDER BY seq") }
    }

    @Test func `the newest changes stay`() async throws {
        let scratch = try Scratch()
        let store = try store(scratch, changes: 30, Retention(changes: 10))
        #expect(try trimAll(store).changes == 20)
        #expect(try numbers(store) == Array(21...30))
        #expect(try trimAll(store).changes == 0)
        #expect(try await store.summary(listed: 0).oldest == 21)
        #expect(try store.changes(after: 25, maximum: 100).map(\.seq) == Array(26...30))
        // What is older begins with the oldest: the caller sees that it is not what it asked for.
        #expect(try store.changes(after: 5, maximum: 3).map(\.seq) == [21, 22, 23])
        try store.close()
        #expect(try scratch.store().head() == 30)
        #expect(try Verification.report(onDirectory: scratch.path + "/state").problems.isEmpty)
    }

    @Test func `what is too old goes, but never the newest`() throws {
        let scratch = try Scratch()
        let old = Date(timeIntervalSinceNow: -10 * 86_400)
        let store = try store(scratch, changes: 5, Retention(days: 7), at: old)
        try revise(store, "young")
        #expect(try trimAll(store).changes == 5)
        #expect(try numbers(store) == [6])
        #expect(try trimAll(store, at: Date(timeIntervalSinceNow: 100 * 86_400)).changes == 0)
    }

    @Test func `many are deleted in steps`() throws {
        let scratch = try Scratch()
        let store = try scratch.store(Retention(changes: 100))
        var batch = Batch()
        for number in 1...3_000 { batch.drafts.append(.added("\(number).txt", inode: UInt64(number))) }
        _ = try store.commit(batch)
        #expect(try store.trim() == Store.Trimmed(changes: 1_000, oldest: 1_001, isUnfinished: true))
        #expect(try trimAll(store).changes == 1_900)
    }

    @Test func `a consumer holds back what it has not acknowledged, up to a limit`() async throws {
        let scratch = try Scratch()
        let store = try store(scratch, changes: 30, Retention(changes: 10, held: 15))
        for (name, seq) in [("slow", 12), ("gone", 2), ("good", 30)] { try store.make(name, at: seq) }
        let trimmed = try trimAll(store)
        #expect(trimmed.lost == ["gone"])
        #expect(try numbers(store).first == 13)
        #expect(try trimAll(store).lost.isEmpty, "it is told once")
        // It is found again where nothing is missing behind its new position.
        #expect(try await store.acknowledge(["gone": 5])["gone"]?.isLost == true)
        #expect(try await store.acknowledge(["gone": 12])["gone"]?.isLost == false)
    }

    @Test func `facts of revisions that no change tells of any more are forgotten`() async throws {
        let scratch = try Scratch()
        // 1 added, 2 to 5 revised.
        let store = try store(scratch, changes: 5, Retention(changes: 2))
        _ = try trimAll(store)
        #expect(try numbers(store) == [4, 5])
        let readings = try store.write { try Int.fetchAll($0, sql: "SELECT seq FROM reading ORDER BY seq") }
        #expect(readings == [4, 5])
        let entry = try #require(try store.entry("a.txt"))
        // Its facts are those of the revision that it was.
        _ = try store.commit(Batch(Draft(kind: .moved, article: entry, path: ArticlePath("b.txt"))))
        _ = try store.commit(Batch(Draft(kind: .removed, article: try store.entry("b.txt"), path: "b.txt")))
        _ = try trimAll(store)
        var words = 0
        try store.readChanges(after: 5, maximum: 9, wanting: .init(subject: true, facts: true)) {
            words += $0.subject?.facts == nil ? 0 : 1
            return true
        }
        #expect(words == 2)
    }

    @Test func `revisions of an article whose removal is forgotten go too`() throws {
        let scratch = try Scratch()
        let store = try store(scratch, changes: 3, Retention(changes: 2))
        let entry = try #require(try store.entry("a.txt"))
        _ = try store.commit(Batch(Draft(kind: .removed, article: entry, path: entry.path)))
        _ = try trimAll(store)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: scratch.file("revisions")).isEmpty)
        _ = try store.commit(Batch(.added("b.txt", inode: 2), .added("c.txt", inode: 3), .added("d.txt", inode: 4)))
        _ = try trimAll(store)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("revisions")).isEmpty)
        let gone = try store.catalogue { try $0.removedEntries(of: .sample(inode: 99), at: ArticlePath("a.txt")) }
        #expect(gone.map(\.id) == [1], "it comes back under its number")
    }

    @Test func `fewer revisions than before are kept after a start with another setting`() throws {
        let scratch = try Scratch()
        try store(scratch, changes: 8, Retention(revisions: 20)).close()
        let store = try scratch.store(Retention(revisions: 2))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("revisions")).count == 7)
        #expect(try store.trimRevisions(afterArticle: 0) == nil)
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.file("revisions")).sorted()
        #expect(names == ["1.6.json", "1.7.json"])
    }
}
