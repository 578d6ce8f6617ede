import Foundation
import Synchronization
import Testing
// As a user's program does: nothing but what is public.
import TidingsFeed

/// The articles in Sources/TidingsFeed/TidingsFeed.docc are true: each piece of their code stands in this file, compiled, and
/// runs against a service.
///
/// A piece is what stands between `// <` and `// >`.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct DocumentationTests {
    private let service: Service
    private var client: FeedClient { FeedClient(socketPath: service.socket) }

    init() throws {
        service = try Service()
        try service.start()
        let articles = [
            ("world/a.txt", "Flood\n\nHigh water."), ("world/b.txt", "Calm\n\nLow tide."),
            ("c.txt", "Elsewhere\n\nSun."),
        ]
        try service.sh("mkdir world")
        for (path, text) in articles {
            try service.sh("echo '\(text)' > \(path)")
            _ = try service.synchronize()
        }
    }

    @Test func `every piece of code in the articles stands here`() throws {
        let articles = Command.project.appending(path: "Sources/TidingsFeed/TidingsFeed.docc")
        let here = try Self.pieces(
            of: String(contentsOfFile: #filePath, encoding: .utf8), from: "// <", to: "// >")
        var there: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: articles.path) {
            let text = try String(contentsOf: articles.appending(path: name), encoding: .utf8)
            for piece in Self.pieces(of: text, from: "```swift", to: "```") {
                there.insert(piece)
                #expect(here.contains(piece), "\(name):\n\(piece)")
            }
        }
        #expect(Set(here) == there && here.count == 10)
    }

    /// What stands between two lines, without what all its lines are indented by.
    private static func pieces(of text: String, from start: String, to end: String) -> [String] {
        var pieces: [String] = []
        var piece: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            switch line.drop(while: { $0 == " " }) {
            case start[...]: piece = []
            case end[...] where piece != nil:
                let lines = piece ?? []
                let indent = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
                pieces.append(lines.map { $0.dropFirst(indent) }.joined(separator: "\n"))
                piece = nil
            default: piece?.append(line)
            }
        }
        return pieces
    }

    // MARK: - The pieces, each run

    /// What the pieces print.
    private final class Printed: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }
        func print(_ items: Any...) {
            let line = items.map { "\($0)" }.joined(separator: " ")
            lines.withLock { $0.append(line) }
        }
    }

    private let printed = Printed()

    /// Runs a piece that never ends, until it has printed what it should.
    private func run(_ piece: @escaping @Sendable () async throws -> Void, until lines: [String]) async throws {
        let task = Task { try await piece() }
        try await eventually("\(lines), not \(printed.all)") { printed.all.sorted() == lines }
        task.cancel()
        try await task.value
    }

    @Test func `the first page`() async throws {
        let client = client
        let print = printed.print
        try await run(
            {
                // <
                for try await change in client.changes(since: 0) {
                    print(change.seq, change.kind.rawValue, change.path ?? "")
                }
                // >
            }, until: ["1 added world/a.txt", "2 added world/b.txt", "3 added c.txt"])
    }

    /// A program's own data.
    private final class Saved {
        private var bookmark: Bookmark?
        private(set) var seen: [Int] = []
        var last = 0

        var position: Bookmark? { get throws { bookmark } }

        func deal(with change: Change, _ position: Bookmark?) throws {
            seen.append(change.seq)
            bookmark = position
            if change.seq == last { throw Enough() }
        }

        func keep(_ position: Bookmark) throws { bookmark = position }
    }

    private struct Enough: Error {}

    private func follow(_ saved: Saved) async throws {
        // <
        var position = try saved.position
        for try await event in client.events(since: position?.seq ?? 0, epoch: position?.epoch) {
            switch event {
            case .change(let change, _):
                position = Bookmark(epoch: change.epoch, seq: change.seq)
                // In one transaction: after a crash the change is either dealt with, or comes again.
                try saved.deal(with: change, position)
            case .bookmark(let bookmark):
                position = bookmark
                try saved.keep(bookmark)
            case .snapshotBegins, .article, .synced:
                break  // Only a snapshot has these.
            }
        }
        // >
    }

    @Test func `following the feed`() async throws {
        let saved = Saved()
        for last in [2, 3] {
            saved.last = last
            await #expect(throws: Enough.self) { try await follow(saved) }
        }
        #expect(saved.seen == [1, 2, 3])
    }

    @Test func `only some changes`() async throws {
        let client = client
        let print = printed.print
        try await run(
            {
                // <
                let filter = Filter(kinds: [.added, .revised], paths: ["world/**"], words: ["flood", "high water"])
                for try await change in client.changes(since: 0, filter: filter) {
                    print(change.line)
                }
                // >
            }, until: ["1 added world/a.txt — Flood"])
    }

    @Test func `when the position is too old`() async throws {
        let saved = Saved()
        try saved.keep(Bookmark(epoch: "another", seq: 1))
        var copied: Bookmark?
        func follow(_ client: FeedClient) async throws { try await self.follow(saved) }
        func copyAnew(_ client: FeedClient) async throws { copied = try await copy().position }
        // <
        do {
            try await follow(client)
        } catch FeedError.compacted, FeedError.unknownPosition {
            // What happened cannot be told any more; what there is can.
            try await copyAnew(client)
        }
        // >
        #expect(copied?.seq == 3)
    }

    /// A copy as of the first position that the service tells.
    private func copy() async throws -> (paths: [Int: String], position: Bookmark?) {
        var kept: (paths: [Int: String], position: Bookmark?) = ([:], nil)
        func keep(_ paths: [Int: String], _ position: Bookmark) throws {
            kept = (paths, position)
            throw Enough()
        }
        do {
            // <
            var paths: [Int: String] = [:]
            for try await event in client.snapshot() {
                switch event {
                case .snapshotBegins:
                    // Again where the connection was lost in the middle.
                    paths = [:]
                case .article(let article, _):
                    paths[article.id] = article.path
                case .change(let change, _):
                    guard let id = change.id else { break }  // About the folder itself.
                    if change.kind == .removed || change.revision == 0 {
                        paths[id] = nil
                    } else {
                        paths[id] = change.path
                    }
                case .synced(let position), .bookmark(let position):
                    try keep(paths, position)
                }
            }
            // >
        } catch is Enough {}
        return kept
    }

    @Test func `keeping a copy`() async throws {
        #expect(try await copy().paths.values.sorted() == ["c.txt", "world/a.txt", "world/b.txt"])
    }

    @Test func `with documents`() async throws {
        let client = client
        let print = printed.print
        try await run(
            {
                // <
                for try await case .article(let article, let document?) in client.snapshot(includingDocuments: true) {
                    print(article.path, document.headline ?? "", document.tidings.blocks.count)
                }
                // >
            }, until: ["c.txt Elsewhere 1", "world/a.txt Flood 1", "world/b.txt Calm 1"])
        #expect(try await firstDocument(id: 1)?.headline == "Flood")
    }

    private func firstDocument(id: Int) async throws -> Document? {
        // <
        let revisions = try await client.revisions(id: id)
        guard let first = revisions.first else { return nil }
        let document = try await client.document(id: id, revision: first.revision)
        // >
        return document
    }

    @Test func `durable consumers`() async throws {
        var sent: [Int] = []
        func send(_ change: Change) throws {
            sent.append(change.seq)
            if change.seq == 3 { throw Enough() }
        }
        await #expect(throws: Enough.self) {
            // <
            let consumer = client.consumer("mailer")
            try await consumer.create(startingAt: .oldest, filter: Filter(kinds: [.added]))
            for try await batch in consumer.batches() {
                for change in batch.changes { try send(change) }
                try await batch.acknowledge()
            }
            // >
        }
        #expect(sent == [1, 2, 3])
        // <
        for consumer in try await client.consumers() {
            print(consumer.name, consumer.pending, consumer.oldestSeconds ?? 0)
        }
        // >
        #expect(try await client.consumers().map(\.pending) == [3], "it was not acknowledged")
    }

    @Test func `a consumer that is lost`() async throws {
        let consumer = client.consumer("mailer")
        try await consumer.create()
        func read(_ consumer: FeedConsumer) async throws { throw FeedError.compacted(oldest: 3, head: 3, epoch: "") }
        func copyAnew(_ client: FeedClient) async throws -> Bookmark { try #require(try await copy().position) }
        // <
        do {
            try await read(consumer)
        } catch FeedError.compacted {
            let position = try await copyAnew(client)
            try await consumer.acknowledge(position.seq, epoch: position.epoch)
        }
        // >
        #expect(try await client.consumers().map(\.pending) == [0])
    }
}
