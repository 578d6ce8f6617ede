import Foundation
import Testing

@testable import TidingsFeed

/// The socket, byte for byte.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ProtocolTests {
    /// A client that says exactly what it is told.
    private struct Client {
        let connection: Connection
        var buffer = MessageBuffer(messageBytesMaximum: 1 << 24)

        init(_ service: Service) throws { connection = try Connection.open(socket: service.socket) }

        func send(_ text: String) async throws { try await connection.send(Array(text.utf8)) }

        mutating func receive() async throws -> String {
            while true {
                if let message = try buffer.next() { return String(decoding: message, as: UTF8.self) }
                buffer.append(try await connection.receive())
            }
        }
    }

    @Test func `a service tells what it is and what it can do`() async throws {
        let service = try Service()
        try service.start()
        var client = try Client(service)
        try await client.send("{\"method\":\"org.varlink.service.GetInfo\"}\u{0}")
        let info = try await client.receive()
        #expect(info.contains(#""interfaces":["org.varlink.service","org.tidings.Feed"]"#))
        #expect(info.contains(#""product":"tidingsd""#))
        let call =
            #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"org.tidings.Feed"}}"#
        try await client.send(call + "\u{0}")
        let description = try await client.receive()
        for method in ["Watch", "GetArticle", "ListArticles", "Synchronize", "GetStatus"] {
            #expect(description.contains("method \(method)("))
        }
    }

    @Test(arguments: [
        (
            "org.tidings.Feed.Wach", "{}",
            #"{"error":"org.varlink.service.MethodNotFound","parameters":{"method":"org.tidings.Feed.Wach"}}"#
        ),
        (
            "org.example.Do", "{}",
            #"{"error":"org.varlink.service.InterfaceNotFound","parameters":{"interface":"org.example"}}"#
        ),
        ("org.tidings.Feed.Watch", "{}", #"{"error":"org.varlink.service.ExpectedMore","parameters":{}}"#),
        (
            "org.tidings.Feed.GetArticle", "{}",
            #"{"error":"org.varlink.service.InvalidParameter","parameters":{"parameter":"id"}}"#
        ),
        (
            "org.tidings.Feed.GetArticle", #"{"id":"one"}"#,
            #"{"error":"org.varlink.service.InvalidParameter","parameters":{"parameter":"id"}}"#
        ),
        (
            "org.tidings.Feed.GetArticle", #"{"di":1}"#,
            #"{"error":"org.varlink.service.InvalidParameter","parameters":{"parameter":"di"}}"#
        ),
        ("org.tidings.Feed.GetArticle", #"{"id":1}"#, #"{"error":"org.tidings.Feed.NoSuchArticle","parameters":{}}"#),
        (
            "org.tidings.Feed.ListArticles", #"{"maximum":0}"#,
            #"{"error":"org.varlink.service.InvalidParameter","parameters":{"parameter":"maximum"}}"#
        ),
        ("org.tidings.Feed.Synchronize", "{}", #"{"parameters":{"seq":0}}"#),
        ("org.tidings.Feed.ListArticles", "{}", #"{"parameters":{"articles":[]}}"#),
    ])
    func `a call is answered as the interface says`(method: String, parameters: String, answer: String) async throws {
        let service = try Service()
        try service.start()
        var client = try Client(service)
        // In two parts, and twice: where it is split does not matter, and the connection goes on after an error.
        for _ in 0..<2 {
            let call = "{\"method\":\"\(method)\",\"parameters\":\(parameters)}\u{0}"
            try await client.send(String(call.prefix(9)))
            try await client.send(String(call.dropFirst(9)))
            #expect(try await client.receive() == answer)
        }
    }

    @Test func `where a call is split does not matter`() async throws {
        let service = try Service()
        try service.start()
        var client = try Client(service)
        let call = #"{"method":"org.tidings.Feed.ListArticles","parameters":{"prefix":"ü/"}}"#.utf8 + [0]
        let answer = #"{"parameters":{"articles":[]}}"#
        for index in 1..<call.count {
            try await client.connection.send(Array(call.prefix(index)))
            // It has come: another connection is answered.
            _ = try await service.client.status()
            try await client.connection.send(Array(call.dropFirst(index)))
            #expect(try await client.receive() == answer)
        }
        for byte in call { try await client.connection.send([byte]) }
        #expect(try await client.receive() == answer)
    }

    @Test func `a filter's mistake is told with its place`() async throws {
        let service = try Service()
        try service.start()
        var client = try Client(service)
        for (filter, place) in [
            (#"{"kindz":["added"]}"#, "kindz"), (#"{"kinds":["added","old"]}"#, "kinds[1]"),
            (#"{"paths":"a"}"#, "paths"),
            (#"{"paths":[]}"#, "paths"), (#"{"words":["",7]}"#, "words[1]"),
        ] {
            let call = #"{"method":"org.tidings.Feed.Watch","more":true,"parameters":{"filter":\#(filter)}}"#
            try await client.send(call + "\u{0}")
            let answer = try await client.receive()
            #expect(
                answer.hasPrefix(#"{"error":"org.tidings.Feed.InvalidFilter","parameters":{"at":"\#(place)""#),
                "\(answer)")
        }
    }

    @Test func `a replay of which nothing passes tells how far it is`() async throws {
        let service = try Service()
        try service.sh("for i in $(seq 2200); do echo \"News $i\" > $i.txt; done")
        try service.start()
        #expect(try service.synchronize() == 2_200)
        var positions: [Int] = []
        for try await event in service.client.events(since: 0, filter: Filter(paths: ["nothing/**"])) {
            guard case .bookmark(let position) = event else { throw TestFailure("\(event)") }
            positions.append(position.seq)
            if position.seq == 2_200 { break }
        }
        #expect(positions.count > 2 && positions == positions.sorted())
        #expect(zip([0] + positions, positions).allSatisfy { $1 - $0 <= 2_000 }, "\(positions)")
    }

    @Test func `calls sent together are answered in their order`() async throws {
        let service = try Service()
        try service.start()
        var client = try Client(service)
        let synchronize = "{\"method\":\"org.tidings.Feed.Synchronize\"}\u{0}"
        let list = "{\"method\":\"org.tidings.Feed.ListArticles\"}\u{0}"
        let silent = "{\"method\":\"org.tidings.Feed.GetStatus\",\"oneway\":true}\u{0}"
        try await client.send(synchronize + silent + list + synchronize)
        #expect(try await client.receive().contains("seq"))
        #expect(try await client.receive().contains("articles"))
        #expect(try await client.receive().contains("seq"))
    }

    @Test func `pages of the list join without a gap`() async throws {
        let service = try Service()
        try service.copySeeds()
        try service.start()
        _ = try service.synchronize()
        var client = try Client(service)
        let call = #"{"method":"org.tidings.Feed.ListArticles","more":true,"parameters":{"maximum":4}}"#
        try await client.send(call + "\u{0}")
        typealias Reply = VarlinkReply<FeedInterface.ListArticlesReply>
        let first = try WireJSON.decode(Reply.self, from: await client.receive().utf8)
        let second = try WireJSON.decode(Reply.self, from: await client.receive().utf8)
        #expect((first.continues, second.continues) == (true, nil))
        #expect((first.parameters.articles + second.parameters.articles).map(\.id) == [1, 2, 3, 4, 5, 6])
        #expect(try await service.client.articles().count == 6)
    }

    /// What is not a call; shown by how it begins.
    struct Nonsense: CustomTestStringConvertible {
        let text: String
        var testDescription: String { String(text.prefix(20)).debugDescription }
    }

    @Test(
        arguments: [
            "not json\u{0}", "{}\u{0}", "[]\u{0}", "\u{0}", "{\"method\":7}\u{0}",
            String(repeating: "[", count: 100_000) + "\u{0}",
            String(repeating: "x", count: FeedInterface.requestBytesMaximum + 1),
        ].map(Nonsense.init))
    func `what is not a call ends the connection and nothing else`(nonsense: Nonsense) async throws {
        let service = try Service()
        try service.start()
        var client = try Client(service)
        // The service may hang up while it is still being sent to.
        try? await client.send(nonsense.text)
        await #expect(throws: FeedError.disconnected) {
            while true { _ = try await client.receive() }
        }
        #expect(try service.synchronize() == 0)
    }

    @Test func `a watch begins with a bookmark and goes on with what happens`() async throws {
        let service = try Service()
        try service.start()
        var client = try Client(service)
        try await client.send("{\"method\":\"org.tidings.Feed.Watch\",\"more\":true}\u{0}")
        #expect(try await client.receive().contains(#""continues":true,"parameters":{"bookmark":{"epoch":""#))
        try service.sh("echo 'Some news' > a.txt")
        // On a busy machine the article may come late, and bookmarks before it.
        var reply = try await client.receive()
        while reply.contains(#""bookmark":"#) { reply = try await client.receive() }
        #expect(reply.hasPrefix(#"{"continues":true,"parameters":{"change":{"changed":[]"#))
    }

    @Test func `many subscribers get every change once and in order`() async throws {
        let service = try Service()
        try service.start()
        let client = service.client
        try await withThrowingTaskGroup(of: [Int].self) { group in
            for since in [0, nil, 0, nil, 0] as [Int?] {
                var changes = client.changes(since: since).makeAsyncIterator()
                group.addTask {
                    var seen: [Int] = []
                    while seen.last != 50, let change = try await changes.next() { seen.append(change.seq) }
                    return seen
                }
            }
            // Those who begin "now" must be there before the first change.
            try await service.wait("5 subscribers") { $0.subscribers == 5 }
            try service.sh("for i in $(seq 50); do echo \"News $i\" > $i.txt; done")
            for try await seen in group { #expect(seen == Array(1...50)) }
        }
        // They have gone: so has what the service kept of them.
        try await service.wait("nobody") { $0.subscribers == 0 }
    }

    @Test func `a subscriber that does not read costs nothing and misses nothing`() async throws {
        let service = try Service()
        // On a busy machine it is not disconnected before it reads.
        try service.start(environment: ["TIDINGS_WRITE_STALL_SECONDS": "600"])
        var client = try Client(service)
        try await client.send(#"{"method":"org.tidings.Feed.Watch","more":true,"parameters":{"since":0}}"# + "\u{0}")
        // Far more than the socket's buffers hold: 3,000 changes of 500 bytes.
        let long = String(repeating: "x", count: 200)
        try service.sh("for i in $(seq 3000); do echo \"News $i \(long)\" > $i.txt; done")
        #expect(try service.synchronize() == 3_000, "others are served")
        var last = 0
        while last < 3_000 {
            let message = try await client.receive()
            let reply = try WireJSON.decode(VarlinkReply<FeedInterface.WatchReply>.self, from: message.utf8)
            guard let change = reply.parameters.change else { continue }
            #expect(change.seq == last + 1)
            last = change.seq
        }
    }

    @Test func `a subscriber that does not read keeps no one from stopping`() async throws {
        let service = try Service()
        // On a busy machine it is not disconnected before that.
        try service.start(environment: ["TIDINGS_WRITE_STALL_SECONDS": "600"])
        let long = String(repeating: "x", count: 400)
        try service.sh("for i in $(seq 3000); do echo \"News $i \(long)\" > $i.txt; done")
        #expect(try service.synchronize() == 3_000)
        let client = try Client(service)
        try await client.send(#"{"method":"org.tidings.Feed.Watch","more":true,"parameters":{"since":0}}"# + "\u{0}")
        try await service.wait("a subscriber") { $0.subscribers == 1 }
        #expect(try service.terminate() == 0)
    }

    @Test func `a client may say that it sends no more and is answered`() async throws {
        let service = try Service()
        try service.start()
        for _ in 0..<20 {
            var client = try Client(service)
            try await client.send("{\"method\":\"org.tidings.Feed.Synchronize\"}\u{0}")
            client.connection.finish()
            #expect(try await client.receive() == #"{"parameters":{"seq":0}}"#)
        }
    }

    @Test func `to wait for a folder that is missing is refused`() async throws {
        let service = try Service()
        try service.start()
        try service.sh("rmdir ../folder")
        let missing = try Command.run(
            "tidings", ["follow", "--since", "0", "--limit", "1", "--socket", service.socket])
        #expect(missing.status == 0)
        #expect(try Command.run("tidings", ["sync", "--socket", service.socket]).status == 75)
    }

    @Test func `a client goes on where it was when the service comes back`() async throws {
        let service = try Service()
        try service.start()
        try service.sh("echo One > 1.txt")
        var changes = service.client.changes(since: 0).makeAsyncIterator()
        #expect(try await changes.next()?.seq == 1)
        service.kill()
        try service.sh("echo Two > 2.txt")
        try service.start()
        #expect(try await changes.next()?.path == "2.txt")
        #expect(try service.terminate() == 0)
        try service.sh("echo Three > 3.txt")
        try service.start()
        #expect(try await changes.next()?.path == "3.txt")
    }

    @Test func `a client is told when the store is another one`() async throws {
        let service = try Service()
        try service.start()
        try service.sh("echo One > 1.txt")
        var changes = service.client.changes(since: 0).makeAsyncIterator()
        #expect(try await changes.next()?.seq == 1)
        #expect(try service.terminate() == 0)
        try FileManager.default.removeItem(atPath: service.state)
        try service.start()
        await #expect {
            _ = try await changes.next()
        } throws: { error in
            if case FeedError.unknownPosition = error { true } else { false }
        }
    }

    @Test func `a cancelled loop ends and hangs up`() async throws {
        let service = try Service()
        try service.start()
        let client = service.client
        let loop = Task { for try await _ in client.changes() {} }
        try await service.wait("1 subscribers") { $0.subscribers == 1 }
        loop.cancel()
        try await loop.value
        try await service.wait("nobody") { $0.subscribers == 0 }
    }

    @Test func `a cancelled consumer ends and makes room`() async throws {
        let service = try Service()
        try service.start()
        let consumer = service.client.consumer("one")
        try await consumer.create()
        let loop = Task { for try await _ in consumer.batches() {} }
        try await eventually("it fetches") { try await service.client.consumers().first?.fetching == true }
        loop.cancel()
        try await loop.value
        try await eventually("it has gone") { try await service.client.consumers().first?.fetching == false }
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-socket-activate"),
            "needs systemd-socket-activate"))
    func `a socket that is handed over is used and left in place`() throws {
        let service = try Service()
        let said = try Scrap()
        let activated = try Command.spawn(
            "/usr/bin/systemd-socket-activate",
            ["--listen", service.socket, "--fdname", "varlink", Command.path(of: "tidingsd")] + service.arguments,
            output: [said.descriptor, said.descriptor])
        defer { activated.signal(SIGKILL) }
        while !FileManager.default.fileExists(atPath: service.socket) {}
        // The first connection starts it, and is answered.
        #expect(try service.synchronize() == 0)
        activated.signal(SIGTERM)
        #expect(activated.wait() == 0, "\(said.text)")
        #expect(FileManager.default.fileExists(atPath: service.socket))
    }
}
