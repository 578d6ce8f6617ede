import Foundation
import Testing

@testable import TidingsFeed

/// Clients that take too much, or what is not theirs.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct LimitTests {
    @Test func `a client that takes nothing of what waits for it is disconnected, and its place is free`() async throws
    {
        let service = try Service()
        try service.start(environment: ["TIDINGS_WRITE_STALL_SECONDS": "1", "TIDINGS_CONNECTIONS_MAXIMUM": "4"])
        let long = String(repeating: "x", count: 400)
        try service.sh("for i in $(seq 1500); do echo \"News $i \(long)\" > $i.txt; done")
        #expect(try service.synchronize() == 1_500)
        func isStuck(times: Int) async throws {
            let stuck = try Connection.open(socket: service.socket)
            try await stuck.send(
                Array("{\"method\":\"org.tidings.Feed.Watch\",\"more\":true,\"parameters\":{\"since\":0}}\u{0}".utf8))
            try await eventually("it is disconnected: \(service.log)") {
                service.log.components(separatedBy: "it took nothing of what waits for it in 1 s").count == times + 1
            }
        }
        try await isStuck(times: 1)
        try await service.wait("nobody subscribes") { $0.subscribers == 0 }
        // One that has nothing to take waits for as long as it likes: longer than another one that is stuck.
        let parameters = FeedInterface.WatchParameters(since: 1_500)
        var quiet = try await ReplyStream.open(service.socket, method: "Watch", parameters: parameters, more: true)
        #expect(String(decoding: try await quiet.next(), as: UTF8.self).contains(#""bookmark""#))
        try await isStuck(times: 2)
        try service.sh("echo 'After a while' > late.txt")
        var reply = ""
        while !reply.contains(#""seq":1501,"#) { reply = String(decoding: try await quiet.next(), as: UTF8.self) }
    }

    @Test func `one user has so many connections and no more`() async throws {
        let service = try Service()
        try service.start(environment: ["TIDINGS_CONNECTIONS_PER_USER_MAXIMUM": "3"])
        var open = try (0..<3).map { _ in try Connection.open(socket: service.socket) }
        for connection in open { try await connection.send(Self.status) }
        for connection in open { #expect(try await connection.receive().starts(with: Array(#"{"parameters""#.utf8))) }
        await #expect {
            _ = try await service.client.status()
        } throws: { error in
            guard case FeedError.overloaded(let reason) = error else { return false }
            return reason.contains("3 connections")
        }
        open.removeLast()
        try await eventually("there is room again") { (try? await service.client.status()) != nil }
    }

    @Test(.enabled(if: getuid() == 0, "needs root, to be two users"))
    func `another user gets in all the same`() async throws {
        let service = try Service()
        try service.start(environment: ["TIDINGS_CONNECTIONS_PER_USER_MAXIMUM": "1"])
        let open = try Connection.open(socket: service.socket)
        try await open.send(Self.status)
        _ = try await open.receive()
        let answer = try service.asNobody(#"{"method":"org.tidings.Feed.ListArticles"}"#)
        #expect(answer == #"{"parameters":{"articles":[]}}"#)
    }

    @Test(.enabled(if: getuid() == 0, "needs root, to be two users"))
    func `a consumer is its user's, and documents are made again for the service's only`() async throws {
        let service = try Service()
        try service.start()
        try await service.client.consumer("ours").create()
        func call(_ method: String, _ parameters: String) throws -> String {
            try service.asNobody("{\"method\":\"org.tidings.Feed.\(method)\",\"parameters\":\(parameters)}")
        }
        for (method, parameters) in [
            ("Fetch", #"{"consumer":"ours"}"#), ("Fetch", #"{"consumer":"ours","maximum":0,"acknowledge":0}"#),
            ("DeleteConsumer", #"{"name":"ours"}"#),
            ("CreateConsumer", #"{"name":"ours","filter":{"kinds":["added"]}}"#),
            ("RebuildDocuments", #"{"articles":[]}"#), ("Reload", "{}"),
        ] {
            let answer = try call(method, parameters)
            #expect(answer.hasPrefix(#"{"error":"org.tidings.Feed.PermissionDenied""#), "\(method): \(answer)")
        }
        // Nor is a stranger told that somebody fetches: nobody but its user can keep it busy.
        let waiting = try Connection.open(socket: service.socket)
        try await waiting.send(
            Array(
                #"{"method":"org.tidings.Feed.Fetch","parameters":{"consumer":"ours","waitMilliseconds":300000}}"#.utf8)
                + [0])
        try await eventually("its user waits") { try await service.client.consumers().first?.fetching == true }
        #expect(try call("Fetch", #"{"consumer":"ours"}"#).contains("PermissionDenied"))
        #expect(try call("ListConsumers", "{}").contains(#""name":"ours","owner":0"#))
        #expect(try call("CreateConsumer", #"{"name":"theirs"}"#).contains(#""created":true"#))
        // Root may use what is not its own.
        #expect(try await service.client.consumer("theirs").fetch().changes.isEmpty)
        #expect(try await service.client.consumers().first { $0.name == "ours" }?.filter == nil)
    }

    @Test func `a consumer has one reader at a time, and a dead one makes room`() async throws {
        let service = try Service()
        try service.start()
        let consumer = service.client.consumer("one")
        try await consumer.create()
        var first: Connection? = try Connection.open(socket: service.socket)
        let fetch = #"{"method":"org.tidings.Feed.Fetch","parameters":{"consumer":"one","waitMilliseconds":300000}}"#
        try await first?.send(Array(fetch.utf8) + [0])
        try await eventually("the first one waits") { try await service.client.consumers().first?.fetching == true }
        await #expect(throws: FeedError.consumerBusy(name: "one")) { try await consumer.fetch() }
        await #expect(throws: FeedError.consumerBusy(name: "one")) { try await consumer.delete() }
        first = nil
        try await eventually("it has gone") { try await service.client.consumers().first?.fetching == false }
        #expect(try await consumer.fetch().changes.isEmpty)
    }

    @Test func `what a filter did not let pass is not acknowledged for the next filter`() async throws {
        let service = try Service()
        try service.start()
        let consumer = service.client.consumer("one")
        try await consumer.create(filter: Filter(kinds: [.removed]))
        var first: Connection? = try Connection.open(socket: service.socket)
        let fetch = #"{"method":"org.tidings.Feed.Fetch","parameters":{"consumer":"one","waitMilliseconds":300000}}"#
        try await first?.send(Array(fetch.utf8) + [0])
        try await eventually("it waits") { try await service.client.consumers().first?.fetching == true }
        try await consumer.create(filter: Filter(kinds: [.added]))
        try service.sh("echo News > a.txt")
        #expect(try service.synchronize() == 1)
        first = nil
        try await eventually("it has gone") { try await service.client.consumers().first?.fetching == false }
        #expect(try await consumer.fetch().changes.map(\.seq) == [1])
    }

    @Test func `a new filter holds for a call that waits`() async throws {
        let service = try Service()
        try service.start()
        let consumer = service.client.consumer("one")
        try await consumer.create(filter: Filter(kinds: [.removed]))
        async let batch = consumer.fetch(wait: .seconds(120))
        try await eventually("it waits") { try await service.client.consumers().first?.fetching == true }
        try await consumer.create(filter: Filter(kinds: [.added]))
        try service.sh("echo News > a.txt")
        #expect(try await batch.changes.map(\.seq) == [1])
    }

    @Test func `an acknowledgement waits for a service that is away`() async throws {
        let service = try Service()
        try service.start()
        let consumer = service.client.consumer("one")
        try await consumer.create()
        try service.sh("echo News > a.txt")
        #expect(try service.synchronize() == 1)
        var batches = consumer.batches().makeAsyncIterator()
        let batch = try #require(try await batches.next())
        service.kill()
        async let acknowledged: Void = batch.acknowledge()
        try service.start()
        try await acknowledged
        #expect(try await service.client.consumers().map(\.acknowledged) == [1])
    }

    private static let status = Array("{\"method\":\"org.tidings.Feed.GetStatus\"}\u{0}".utf8)
}

extension Service {
    /// One call by the user nobody.
    fileprivate func asNobody(_ call: String) throws -> String {
        let script = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
            s.sendall(sys.argv[2].encode() + b"\\0")
            answer = b""
            while not answer.endswith(b"\\0"):
                more = s.recv(4096)
                if not more: sys.exit("it hung up after " + repr(answer))
                answer += more
            print(answer[:-1].decode(), end="")
            """
        try sh("chmod 0711 .. && chmod 0666 ../socket")
        let command = try Command.run(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", script, socket, call],
            in: "/")
        guard command.status == 0 else { throw TestFailure(command.errors) }
        return command.output
    }
}
