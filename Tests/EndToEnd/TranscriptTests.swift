import Foundation
import Testing

@testable import TidingsFeed

/// docs/PROTOCOL.md is true: its exchanges happen as they stand there, its interface is the service's, its client works.
@Suite(.timeLimit(.minutes(5)))
struct TranscriptTests {
    private static func transcript() throws -> Transcript {
        let file = Command.project.appending(path: "docs/PROTOCOL.md")
        return try Transcript(String(contentsOf: file, encoding: .utf8))
    }

    @Test func `every exchange of the protocol happens as it is written`() async throws {
        let exchanges = try Self.transcript().exchanges.filter(\.isRun)
        #expect(exchanges.count > 20)
        let service = try Service()
        try service.start()
        let stage = Play(service)
        for exchange in exchanges {
            stage.leave()
            for step in exchange.steps { try await stage.perform(step) }
        }
    }

    @Test func `the interface in the protocol is the one that the service tells`() throws {
        #expect(try Self.transcript().block("varlink").text + "\n" == FeedInterface.description)
    }

    @Test func `every method and every error of the interface has an example`() throws {
        let exchanges = try Self.transcript().exchanges
        // What this story cannot bring about.
        let notRun: Set = ["Compacted", "Overloaded", "Damaged", "PermissionDenied", "InvalidSettings"]
        let (run, all) = (Self.names(in: exchanges.filter(\.isRun)), Self.names(in: exchanges))
        let methods = Self.members("method")
        let errors = Self.members("error")
        #expect(methods.count >= 10 && errors.count >= 9)
        for name in methods { #expect(run.contains("\(FeedInterface.name).\(name)"), "method \(name)") }
        for name in errors {
            let isShown = (notRun.contains(name) ? all : run).contains("\(FeedInterface.name).\(name)")
            #expect(isShown, "error \(name)")
        }
    }

    /// The names of the interface's methods, or errors.
    private static func members(_ kind: String) -> [String] {
        FeedInterface.description.split(separator: "\n").filter { $0.hasPrefix(kind + " ") }.map { line in
            String(line.dropFirst(kind.count + 1).prefix { $0.isLetter })
        }
    }

    /// The full names of all methods that are called, and all errors that are answered.
    private static func names(in exchanges: [Transcript.Exchange]) -> Set<String> {
        Set(
            exchanges.flatMap(\.steps).compactMap { step in
                switch step.action {
                case .call(let text, _):
                    (try? WireJSON.decode(JSONValue.self, from: text.utf8))?["method"]?.string
                case .reply(let reply, _): reply["error"]?.string
                case .command: nil
                }
            })
    }

    // MARK: - The client in Python

    private static let changes = 400

    @Test func `the client in Python prints every change once while the service is killed`() async throws {
        let service = try Service()
        try service.start()
        let reader = try PythonClient(service, count: Self.changes)
        let copy = try Self.copyArticles(into: service)
        try await eventually("the client prints something") { !reader.numbers.isEmpty }
        service.kill()
        try service.start()
        #expect(copy.wait() == 0)
        try await eventually("the client ends; it said \(reader.errors)") { !reader.process.isRunning }
        #expect(reader.process.wait() == 0, "\(reader.errors)")
        #expect(reader.numbers == Array(1...Self.changes))
        #expect(try await service.client.consumers().map(\.acknowledged) == [Self.changes])
    }

    @Test func `the client in Python prints every change when it is killed itself`() async throws {
        let service = try Service()
        try service.start()
        let first = try PythonClient(service)
        let copy = try Self.copyArticles(into: service)
        try await eventually("the first client prints something") { !first.numbers.isEmpty }
        first.process.signal(SIGKILL)
        first.process.wait()
        #expect(copy.wait() == 0)
        // The first may have dealt with all there was.
        try service.sh("echo 'The last news' > last.txt")
        let second = try PythonClient(service)
        try await eventually("the second client prints the last; it said \(second.errors)") {
            second.numbers.last == Self.changes + 1 || !second.process.isRunning
        }
        second.process.signal(SIGTERM)
        second.process.wait()

        let (before, after) = (first.numbers, second.numbers)
        let last = try #require(before.last)
        let start = try #require(after.first)
        #expect(before == Array(1...last), "no gap, no repeat")
        #expect(after == Array(start...max(start, Self.changes + 1)), "no gap, no repeat")
        // Twice is at most the batch that was not acknowledged.
        #expect(start <= last + 1 && start > last - 100)
    }

    /// Begins to drop articles, one after the other.
    private static func copyArticles(into service: Service) throws -> Spawned {
        try Command.spawn(
            "/bin/sh", ["-euc", "for i in $(seq \(changes)); do echo \"News $i\" > $i.txt; done"], in: service.folder)
    }

    /// The program of the document, as it stands there.
    private final class PythonClient {
        let process: Spawned
        private let output: Scrap
        private let said: Scrap

        init(_ service: Service, count: Int? = nil) throws {
            let file = service.scratch + "/client.py"
            try TranscriptTests.transcript().block("python").text.write(
                toFile: file, atomically: true, encoding: .utf8)
            output = try Scrap()
            said = try Scrap()
            process = try Command.spawn(
                "/usr/bin/python3", [file, service.socket, "reader"] + (count.map { ["\($0)"] } ?? []),
                output: [output.descriptor, said.descriptor])
        }

        deinit {
            process.signal(SIGKILL)
            process.wait()
        }

        var errors: String { said.text }

        /// The numbers of the changes that it has printed; the last line may be cut short yet.
        var numbers: [Int] {
            output.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
                (try? WireJSON.decode(Change.self, from: line.utf8))?.seq ?? -1
            }
        }
    }
}

/// Where exchanges are performed: one service, and the connections of the block that is being performed.
private final class Play {
    private let service: Service
    private var connections: [Int: PlainConnection] = [:]
    /// What the service has told; it stands for `"epoch":"…"` in a call.
    private var epoch: String?

    init(_ service: Service) {
        self.service = service
    }

    /// Hangs up.
    func leave() {
        connections = [:]
    }

    func perform(_ step: Transcript.Step) async throws {
        switch step.action {
        case .command(let command):
            try service.sh(command)
            _ = try service.synchronize()
        case .call(let text, let connection):
            try await call(text, connection, step.line)
        case .reply(let wanted, let connection):
            guard let connection = connections[connection] else {
                throw TestFailure("docs/PROTOCOL.md:\(step.line): a reply before any call")
            }
            try await expect(wanted, on: connection, step.line)
        }
    }

    private func call(_ text: String, _ number: Int, _ line: Int) async throws {
        var text = text
        if text.contains(#""epoch":"…""#) {
            guard let epoch else { throw TestFailure("docs/PROTOCOL.md:\(line): no epoch has been told yet") }
            text = text.replacingOccurrences(of: #""epoch":"…""#, with: #""epoch":"\#(epoch)""#)
        }
        if number == 2, connections[2] == nil {
            // The first one's call must have arrived.
            let client = service.client
            try await eventually("docs/PROTOCOL.md:\(line): a call fetches") {
                try await client.consumers().contains(where: \.fetching)
            }
        }
        let connection = try connections[number] ?? PlainConnection(service.socket)
        connections[number] = connection
        try connection.send(text)
    }

    /// Takes the next reply; a bookmark that is not expected may come at any time.
    private func expect(_ wanted: JSONValue, on connection: PlainConnection, _ line: Int) async throws {
        var last: JSONValue?
        try await eventually(
            "docs/PROTOCOL.md:\(line): expected \(wanted), got \(last.map { "\($0)" } ?? "nothing")"
        ) {
            guard let reply = try connection.next() else { return false }
            last = reply
            epoch = reply.first("epoch") ?? epoch
            if wanted.matches(reply) { return true }
            if reply["parameters"]?["bookmark"] != nil { return false }
            Issue.record("docs/PROTOCOL.md:\(line): expected \(wanted), got \(reply)")
            return true
        }
    }
}

/// A connection that says exactly what it is told, and looks whether something has come.
private final class PlainConnection {
    private let descriptor: Int32
    private var buffer = MessageBuffer(messageBytesMaximum: FeedInterface.replyBytesMaximum)

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard var address = sockaddr_un(path: path) else { throw TestFailure("\(path) is too long") }
        let descriptor = descriptor
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw TestFailure("connect: \(String(cString: strerror(errno)))") }
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8) + [0]
        let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard count == bytes.count else { throw TestFailure("send: \(String(cString: strerror(errno)))") }
    }

    /// The next reply, where one has come whole.
    func next() throws -> JSONValue? {
        if let message = try buffer.next() { return try WireJSON.decode(JSONValue.self, from: message) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        if count == 0 { throw TestFailure("the service has closed the connection") }
        if count < 0 {
            guard errno == EAGAIN || errno == EINTR else { throw TestFailure(String(cString: strerror(errno))) }
            return nil
        }
        buffer.append(bytes.prefix(count))
        return try buffer.next().map { try WireJSON.decode(JSONValue.self, from: $0) }
    }
}
