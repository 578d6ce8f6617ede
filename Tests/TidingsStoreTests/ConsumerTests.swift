import Foundation
import GRDB
import Testing
import TidingsFeed

@testable import TidingsStore

/// Durable consumers in the ledger.
struct ConsumerTests {
    private func store(_ scratch: Scratch, changes: Int = 3) throws -> Store {
        let store = try scratch.store()
        for number in 1...changes { _ = try store.commit(Batch(.added("\(number).txt", inode: UInt64(number)))) }
        return store
    }

    @Test func `a consumer is kept with all that it is`() async throws {
        let scratch = try Scratch()
        let store = try store(scratch)
        let filter = Filter(kinds: [.added], paths: ["**/*.txt"], people: ["Ann Lee"])
        let made = try store.make("mailer", at: 2, filter: filter)
        try store.close()
        let again = try scratch.store()
        #expect(try await again.consumers() == [made].compactMap { $0 })
        #expect(made?.filter == filter)
    }

    @Test func `a position never goes back, and is there after a crash`() async throws {
        let scratch = try Scratch()
        let store = try store(scratch)
        try store.make("a", at: 0)
        try store.make("b", at: 0)
        let recorded = try await store.acknowledge(["a": 2, "b": 1, "nobody": 3])
        #expect(recorded.mapValues(\.acknowledged) == ["a": 2, "b": 1])
        #expect(try await store.acknowledge(["a": 1])["a"]?.acknowledged == 2)
        // As it is on the disk while the store is open.
        let copy = try Scratch()
        try FileManager.default.copyItem(atPath: scratch.path + "/state", toPath: copy.path + "/state")
        store.abandon()
        #expect(try await copy.store().consumers().map(\.acknowledged) == [2, 1])
    }

    @Test func `a consumer that is damaged holds nothing, keeps nobody from trimming, and can be dropped`() async throws
    {
        let scratch = try Scratch()
        let store = try scratch.store(Retention(changes: 10))
        var batch = Batch()
        for number in 1...30 { batch.drafts.append(.added("\(number).txt", inode: UInt64(number))) }
        _ = try store.commit(batch)
        try store.make("a", at: 0)
        try store.write { try $0.execute(sql: "UPDATE consumer SET acknowledged = 7") }
        #expect(try store.trim().oldest == 21)
        #expect(throws: StoreError.self) { try store.update(consumer: "a") { _, _ in nil } }
        #expect(try store.drop(consumer: "a"))
        #expect(try await store.consumers().isEmpty)
    }

    @Test func `what is acknowledged for a consumer is not for another of its name, nor for another filter`()
        async throws
    {
        let scratch = try Scratch()
        let store = try store(scratch)
        try store.make("a", at: 0, filter: Filter(kinds: [.removed]))
        let before = try #require(try await store.consumer("a"))
        try store.make("a", at: 0, filter: Filter(kinds: [.added]))
        let skipped = try store.acknowledge([.init(of: before, seq: 2, isOfFilter: true)])
        #expect(skipped.map { $0?.acknowledged } == [0])
        #expect(try store.acknowledge([.init(of: before, seq: 2)]).map { $0?.acknowledged } == [2])
        _ = try store.update(consumer: "a") { _, _ in
            StoredConsumer(name: "a", owner: 2, created: "", acknowledged: 0, filter: nil)
        }
        #expect(try store.acknowledge([.init(of: before, seq: 2)]) == [nil])
    }

    @Test func `a deleted consumer is gone`() async throws {
        let scratch = try Scratch()
        let store = try store(scratch)
        try store.make("a", at: 0)
        #expect(try store.update(consumer: "a") { _, _ in nil }.after == nil)
        #expect(try await store.consumer("a") == nil)
    }

    @Test(arguments: [
        "UPDATE consumer SET acknowledged = acknowledged - 1", "UPDATE consumer SET owner = 0",
        "UPDATE consumer SET filter = NULL", "UPDATE consumer SET lost = 1", "UPDATE consumer SET name = 'b'",
        "UPDATE reading SET words = x'00000000' WHERE seq = 1", "UPDATE reading SET names = 'x' WHERE seq = 1",
        "UPDATE change SET changed = 'deck' WHERE seq = 1",
    ])
    func `damage to what consumers go by is found`(statement: String) async throws {
        let scratch = try Scratch()
        let store = try store(scratch)
        try store.make("a", at: 2, filter: Filter(words: ["x"]))
        try store.write { try $0.execute(sql: statement) }
        if statement.contains("consumer") { await #expect(throws: StoreError.self) { try await store.consumers() } }
        if statement.contains("reading") {
            #expect(throws: StoreError.self) {
                try store.readChanges(after: 0, maximum: 9, wanting: .init(subject: true, facts: true)) { _ in true }
            }
        }
        try store.close()
        #expect(try !Verification.report(onDirectory: scratch.path + "/state").problems.isEmpty)
    }

    @Test func `any kept revision is found, by id and by path, and of an article that is gone`() async throws {
        let scratch = try Scratch()
        let store = try store(scratch, changes: 1)
        for headline in ["second", "third"] {
            let entry = try #require(try store.entry("1.txt"))
            _ = try store.commit(
                Batch(Draft(kind: .revised, article: entry, path: entry.path, document: .sample(headline))))
        }
        func headline(_ revision: Int?, path: ArticlePath? = nil) async throws -> String? {
            guard
                case .document(let json) = try await store.document(
                    id: path == nil ? 1 : nil, path: path, revision: revision)
            else { return nil }
            return try WireJSON.decode(Document.self, from: json).headline
        }
        #expect(try await headline(nil) == "third")
        #expect(try await headline(2) == "second")
        #expect(try await headline(1, path: "1.txt") == "1.txt")
        #expect(try await headline(3, path: "1.txt") == "third")
        guard case .noRevision(let kept) = try await store.document(id: 1, path: nil, revision: 4) else {
            throw StoreError.missing(path: "revision 4 is there")
        }
        #expect(kept == [1, 2, 3])
        let revisions = try await store.revisions(of: 1)
        #expect(revisions.map(\.seq) == [1, 2, 3] && revisions.map(\.current) == [false, false, true])
        _ = try store.commit(Batch(Draft(kind: .removed, article: try store.entry("1.txt"), path: "1.txt")))
        #expect(try await headline(nil) == nil)
        #expect(try await headline(3) == "third")
        #expect(try await headline(2, path: "1.txt") == "second")
        #expect(try await store.revisions(of: 1).map(\.current) == [false, false, false])
        #expect(try await store.revisions(of: 7).isEmpty)
    }

    @Test func `articles are listed by the beginning of their paths, a page at a time`() async throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        for (index, path) in ["a/1.txt", "b.txt", "a/2.txt", "ab.txt", "a/3.txt"].enumerated() {
            _ = try store.commit(Batch(.added(path, inode: UInt64(index + 1))))
        }
        #expect(try await store.articles(after: 0, maximum: 2, prefix: "a/").map(\.path) == ["a/1.txt", "a/2.txt"])
        #expect(try await store.articles(after: 3, maximum: 2, prefix: "a/").map(\.path) == ["a/3.txt"])
        #expect(try await store.articles(after: 0, maximum: 9, prefix: "a").count == 4)
        #expect(try await store.articles(after: 0, maximum: 9, prefix: "").count == 5)
    }
}
