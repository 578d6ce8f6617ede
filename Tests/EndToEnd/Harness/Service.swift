import Foundation
import Testing

@testable import TidingsFeed

/// One tidingsd, the real binary, on a scratch folder.
final class Service {
    let scratch: String
    var folder: String { scratch + "/folder" }
    let state: String
    var socket: String { scratch + "/socket" }
    /// What the last one that was started has said.
    var log: String { said?.text ?? "" }
    var client: FeedClient { FeedClient(socketPath: socket) }

    /// One for each start: what an earlier one said is not taken for what this one says.
    private var notices: NotifySocket
    private var starts = 0
    private(set) var process: Spawned?
    private var said: Scrap?

    /// - Parameter state: the state directory, relative to the scratch directory.
    init(state: String = "state") throws {
        // Short: a socket's path has room for 107 bytes.
        scratch = "/tmp/tidings-\(UUID().uuidString.prefix(8))"
        self.state = scratch + "/" + state
        try FileManager.default.createDirectory(atPath: scratch + "/folder", withIntermediateDirectories: true)
        notices = try NotifySocket(path: scratch + "/notify")
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(atPath: scratch)
    }

    lazy var arguments = ["--folder", folder, "--state", state, "--socket", socket]

    /// Starts it and waits for READY=1.
    /// - Parameter wrapper: a program and its arguments that become the service in the end.
    func start(_ more: [String] = [], environment: [String: String] = [:], wrapper: [String] = []) throws {
        try spawn(more, environment: environment, wrapper: wrapper)
        do { try notices.wait(for: "READY=1") } catch {
            throw TestFailure("\(error); it \(process?.isRunning == true ? "runs" : "has ended") and said: \(log)")
        }
    }

    /// Starts it, whatever comes of it.
    func spawn(_ more: [String] = [], environment: [String: String] = [:], wrapper: [String] = []) throws {
        let said = try Scrap()
        starts += 1
        notices = try NotifySocket(path: scratch + "/notify\(starts)")
        let command = wrapper + [Command.path(of: "tidingsd")] + arguments + more
        process = try Command.spawn(
            command[0], Array(command.dropFirst()),
            environment: environment.merging(["NOTIFY_SOCKET": notices.path]) { $1 },
            output: [said.descriptor, said.descriptor])
        self.said = said
    }

    func wait(for notice: String) throws { try notices.wait(for: notice) }
    func wait(forNotice isIt: (String) -> Bool) throws { try notices.wait(until: isIt) }
    func wait(forStatusContaining text: String) throws {
        try notices.wait { $0.hasPrefix("STATUS=") && $0.contains(text) }
    }

    /// As the power goes, but for the disk's cache.
    func kill() {
        process?.signal(SIGKILL)
        process?.wait()
    }

    /// As systemd stops it.
    func terminate() throws -> Int32 {
        let process = try #require(process)
        process.signal(SIGTERM)
        return process.wait()
    }

    @discardableResult
    func tidings(_ arguments: String...) throws -> Command {
        try Command.run("tidings", arguments, in: folder, environment: ["TIDINGS_SOCKET": socket])
    }

    /// A wrapper that makes the service root in a user namespace of its own, with mounts of its own, after a script.
    static func namespace(_ script: String) -> [String] {
        ["/usr/bin/unshare", "-Urm", "/bin/sh", "-euc", script + "\nexec \"$@\"", "sh"]
    }

    /// Runs a shell script in the service's namespace.
    func inNamespace(_ script: String) throws {
        let pid = try #require(process).pid
        let command = try Command.run(
            "/usr/bin/nsenter",
            ["-t", "\(pid)", "-U", "-m", "--preserve-credentials", "/bin/sh", "-euc", script], in: scratch)
        if command.status != 0 { throw TestFailure("\(script): \(command.errors)") }
    }

    /// Waits until `tidings status` says something.
    func wait(_ what: String, until isSo: (Status) -> Bool) async throws {
        var status: Status?
        try await eventually("\(what); \(status.map { "\($0)" } ?? "no status")") {
            let now = try await client.status()
            status = now
            return isSo(now)
        }
    }

    /// Runs a shell script in the folder.
    func sh(_ script: String) throws {
        let command = try Command.run("/bin/sh", ["-euc", script], in: folder)
        if command.status != 0 { throw TestFailure("\(script): \(command.errors)") }
    }

    /// The newest number, once everything dropped so far is recorded.
    func synchronize() throws -> Int {
        let command = try tidings("sync")
        guard let seq = Int(command.output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw TestFailure("sync: \(command)")
        }
        return seq
    }

    /// Waits until everything is recorded, what is still being written included.
    func settle() async throws {
        let deadline = ContinuousClock.now + .seconds(180)
        // What is being looked at waits no longer and is not recorded yet: one look at the backlog is not enough.
        var calm = 0
        while calm < 2 {
            guard ContinuousClock.now < deadline else { throw TestFailure("it does not settle") }
            _ = try await client.synchronize()
            calm = try await client.status().backlog > 0 ? 0 : calm + 1
        }
    }

    /// All changes after a number, up to the newest now.
    func changes(after seq: Int) async throws -> [Change] {
        let head = try await client.status().head
        var changes: [Change] = []
        guard head > seq else { return [] }
        for try await change in client.changes(since: seq) {
            changes.append(change)
            if change.seq >= head { break }
        }
        return changes
    }

    /// All changes after a number, up to the newest.
    func changes(since: Int) throws -> [Change] {
        let head = try synchronize()
        guard head > since else { return [] }
        let command = try tidings("follow", "--since", "\(since)", "--limit", "\(head - since)", "--json")
        return try command.output.split(separator: "\n").map { try WireJSON.decode(Change.self, from: $0.utf8) }
    }

    func copySeeds() throws {
        try sh("cp '\(Command.project.path)'/seeds/* .")
    }

    /// Checks every document of the store against the schema.
    func checkDocuments() throws -> Command {
        try Command.run(
            "/bin/sh",
            [
                "-c",
                "cat '\(state)'/documents/*.json | /usr/bin/python3 Tests/check-schema docs/schema/tidings-1.schema.json",
            ],
            in: Command.project.path)
    }
}
