import ArgumentParser
import Foundation
import TidingsFeed

/// Where answers go, and in which form.
struct Output: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "JSON, one value a line; standard where the output is not a terminal.")
    var json: Bool?

    var isJSON: Bool { json ?? (isatty(STDOUT_FILENO) == 0) }

    /// Whoever read the output has closed it.
    struct BrokenPipe: Error {}

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Prints one line, at once.
    static func line(_ text: String) throws {
        try write(Array(text.utf8) + [0x0A])
    }

    /// Prints a value as one line of JSON.
    static func line(json value: some Encodable) throws {
        try write(Array(WireJSON.encode(value)) + [0x0A])
    }

    static func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EPIPE { throw BrokenPipe() }
            guard count > 0 else {
                throw Failure(description: "the output failed: \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Says what went wrong, on standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data("tidings: \(text.escapingControls)\n".utf8))
    }
}

/// How to reach the service.
struct ServiceOptions: ParsableArguments {
    @Option(
        help: .init("The service's socket (TIDINGS_SOCKET, else \(FeedClient.standardSocketPath)).", valueName: "path"),
        completion: .file())
    var socket: String?

    var client: FeedClient { FeedClient(socketPath: socket ?? FeedClient.defaultSocketPath) }

    /// How the service is, or that it does not say: systemd lets clients wait for one that does not start.
    func status() async throws -> Status {
        try await withThrowingTaskGroup(of: Status.self) { [client] group in
            group.addTask { try await client.status() }
            group.addTask {
                try await Task.sleep(for: .seconds(10))
                throw Silence()
            }
            defer { group.cancelAll() }
            guard let status = try await group.next() else { throw Silence() }
            return status
        }
    }

    /// Something accepts connections at the socket and does not answer.
    struct Silence: Error, CustomStringConvertible {
        let description =
            "the service has not answered for 10 seconds: it may be starting, or not start at all; systemctl status tidingsd and "
            + "journalctl -u tidingsd tell"
    }
}

/// Where the store is.
struct StateOptions: ParsableArguments {
    @Option(
        help: .init(
            "The service's state directory (TIDINGS_STATE, else what the service at the socket says, else "
                + "/var/lib/tidings).", valueName: "path"), completion: .directory)
    var state: String?

    private static let standard = "/var/lib/tidings"

    func directory(_ service: ServiceOptions) async -> String {
        let environment = ProcessInfo.processInfo.environment["TIDINGS_STATE"].flatMap { $0.isEmpty ? nil : $0 }
        if let named = state ?? environment { return URL(fileURLWithPath: named).standardized.path }
        do { return try await service.client.status().state } catch {
            Output.complain("\(error); looking at \(Self.standard), --state names another")
            return Self.standard
        }
    }
}
