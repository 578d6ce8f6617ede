import Foundation
import GRDB
import Testing
import TidingsFeed
import TidingsStore

struct StoreTests {
    @Test func `numbers rise by one from one and go on after the store was closed`() async throws {
        let scratch = try Scratch()
        var store = try scratch.store()
        let epoch = store.epoch
        let first = try store.commit(Batch(.added("a.txt"), .added("b.txt", inode: 2)))
        #expect(first.map(\.change.seq) == [1, 2])
        #expect(first.map(\.change.id) == [1, 2])
        try store.close()

        store = try scratch.store()
        #expect(store.epoch == epoch)
        #expect(store.recovery == nil)
        let removed = try #require(try store.entry("b.txt"))
        try #expect(
            store.commit(Batch(Draft(kind: .removed, article: removed, path: removed.path))).map(\.change.seq) == [3])
        let next = try store.commit(Batch(.added("c.txt", inode: 3)))
        #expect(next.map(\.change.id) == [3], "an id is not given twice")
        let recorded = try store.changes(after: 1, maximum: 10)
        #expect(recorded.map(\.seq) == [2, 3, 4])
        #expect(recorded.last?.json == next[0].json)
    }

    @Test func `a document says which article, revision and change it is of`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        let entry = try #require(try store.entry("a.txt"))
        let revised = Draft(
            kind: .revised, article: entry, path: entry.path, document: .sample("new"), fingerprint: .sample(inode: 1))
        _ = try store.commit(Batch(revised))
        let document = try scratch.document(1)
        #expect(document.uri == "tidings:\(store.epoch)/1")
        #expect(document.version == "2")
        #expect((document.tidings.id, document.tidings.revision, document.tidings.seq) == (1, 2, 2))
        #expect(document.tidings.modified == "1970-01-01T00:00:01.000Z")
        #expect(FileManager.default.fileExists(atPath: scratch.file("revisions/1.1.json")))
    }

    @Test func `only so many revisions are kept`() throws {
        let scratch = try Scratch()
        let store = try scratch.store(Retention(revisions: 2))
        _ = try store.commit(Batch(.added("a.txt")))
        for number in 2...5 {
            let entry = try #require(try store.entry("a.txt"))
            _ = try store.commit(
                Batch(Draft(kind: .revised, article: entry, path: entry.path, document: .sample("\(number)"))))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.file("revisions")).sorted()
        #expect(names == ["1.3.json", "1.4.json"])
    }

    @Test func `a removed article's document becomes a revision, and comes back under its id`() async throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        let entry = try #require(try store.entry("a.txt"))
        _ = try store.commit(Batch(Draft(kind: .removed, article: entry, path: entry.path)))
        guard case .noArticle = try await store.document(id: 1, path: nil) else {
            Issue.record("it is gone")
            return
        }
        #expect(try store.entry("a.txt") == nil)
        let gone = try #require(
            try store.catalogue { try $0.removedEntries(of: .sample(inode: 99), at: entry.path) }.first)
        #expect(gone.headline == "a.txt")
        let elsewhere = try store.catalogue { try $0.removedEntries(of: .sample(inode: 1), at: ArticlePath("z.txt")) }
            .first
        #expect(elsewhere == gone, "a file is known wherever it comes back")
        #expect(try store.lastDocument(of: gone)?.headline == "a.txt")
        let back = try store.commit(
            Batch(Draft(kind: .restored, article: gone, path: gone.path, document: .sample("again"))))
        #expect(back.map(\.change.id) == [1])
        #expect(back.map(\.change.revision) == [2])
        #expect(try await store.articles(after: 0, maximum: 9).map(\.headline) == ["again"])
    }

    @Test func `an article that comes back and cannot be read has its last document`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        let entry = try #require(try store.entry("a.txt"))
        _ = try store.commit(Batch(Draft(kind: .removed, article: entry, path: entry.path)))
        let gone = try #require(
            try store.catalogue { try $0.removedEntries(of: .sample(inode: 1), at: entry.path) }.first)
        _ = try store.commit(
            Batch(Draft(kind: .unreadable, article: gone, path: gone.path, fingerprint: .sample(inode: 1), reason: "x"))
        )
        #expect(try scratch.document(1).headline == "a.txt")
        try store.close()
        #expect(try Verification.report(onDirectory: scratch.path + "/state").problems.isEmpty)
        #expect(try Backup.make(of: scratch.path + "/state", at: scratch.path + "/copy").damaged == 0)
    }

    @Test func `two articles change places in one batch`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt"), .added("b.txt", inode: 2)))
        let (a, b) = (try #require(try store.entry("a.txt")), try #require(try store.entry("b.txt")))
        let changes = try store.commit(
            Batch(
                Draft(kind: .moved, article: a, path: b.path, document: .sample("a.txt")),
                Draft(kind: .moved, article: b, path: a.path, document: .sample("b.txt"))))
        #expect(changes.map(\.change.from) == ["a.txt", "b.txt"])
        #expect(changes.map(\.change.revision) == [1, 1], "a move is no new revision")
        #expect(try store.entry("a.txt")?.id == b.id)
        #expect(try store.entry("b.txt")?.id == a.id)
    }

    @Test func `a move and what changed with it are two changes of one article`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        let entry = try #require(try store.entry("a.txt"))
        let path = ArticlePath("b.txt")
        let changes = try store.commit(
            Batch(
                Draft(kind: .moved, article: entry, path: path),
                Draft(kind: .revised, article: entry, path: path, document: .sample("new"))))
        #expect(changes.map(\.change.kind) == [.moved, .revised])
        #expect(changes.map(\.change.revision) == [1, 2])
        #expect(changes.map(\.change.path) == ["b.txt", "b.txt"])
        #expect(try scratch.document(1).tidings.seq == 3)
    }

    @Test func `paths are bytes`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        let path = ArticlePath(bytes: [0x61, 0xFF, 0x2E, 0x74, 0x78, 0x74])
        let change = try store.commit(
            Batch(Draft(kind: .added, article: nil, path: path, document: .sample("x"))))[0].change
        #expect(change.pathBase64 == "Yf8udHh0")
        #expect(try store.catalogue { try $0.entry(at: path) }?.id == 1)
        #expect(try scratch.document(1).tidings.pathBase64 == "Yf8udHh0")
    }

    @Test func `what is inside a directory is found, and nothing beside it`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        let paths = ["a", "a/b.txt", "a/c/d.txt", "a0.txt", "a-b/c.txt", "ab.txt"]
        for (index, path) in paths.enumerated() { _ = try store.commit(Batch(.added(path, inode: UInt64(index)))) }
        let inside = try store.catalogue { try $0.entries(inside: ArticlePath("a")) }
        #expect(inside.map(\.path.text).sorted() == ["a/b.txt", "a/c/d.txt"])
        #expect(try store.catalogue { try $0.entries(inside: .folder) }.count == paths.count)
    }
}
