import Foundation
import Testing

@testable import TidingsFeed

/// What is wrong at the start is said in one sentence, with an exit code of its own, and nothing is touched.
@Suite(.timeLimit(.minutes(5)))
struct BadInputTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Prepares the scratch folder; $S is its path.
        var setup = ""
        /// As a script; $S is the scratch folder, $D the options that are right.
        let run: String
        let status: Int32
        let words: [String]
    }

    /// Root without its powers: as an ordinary user is refused. (setpriv is part of util-linux.)
    private static let plain =
        getuid() == 0 ? "setpriv --inh-caps=-all --bounding-set=-all --no-new-privs " : ""

    static let examples: [Example] = [
        .init(
            testDescription: "folder missing", setup: "rmdir $S/folder", run: "$T $D", status: 66,
            words: ["$S/folder", "does not exist", "--folder"]),
        .init(
            testDescription: "folder is a file", setup: "rmdir $S/folder; touch $S/folder", run: "$T $D", status: 72,
            words: ["$S/folder", "not a directory", "--folder"]),
        .init(
            testDescription: "folder not readable", setup: "chmod 000 $S/folder", run: "\(plain)$T $D", status: 77,
            words: ["$S/folder", "Permission denied", "permission"]),
        .init(
            testDescription: "state not writable", setup: "mkdir $S/state; chmod 500 $S/state", run: "\(plain)$T $D",
            status: 73, words: ["$S/state", "Permission denied", "--state"]),
        .init(
            testDescription: "state in a place that is missing", run: "$T $D --state $S/no/state", status: 73,
            words: ["$S/no/state", "No such file", "--state"]),
        .init(
            testDescription: "state inside the folder", run: "$T $D --state $S/folder/state", status: 78,
            words: ["$S/folder/state", "inside", "--state"]),
        .init(
            testDescription: "folder inside the state", setup: "mkdir -p $S/state/in",
            run: "$T $D --folder $S/state/in",
            status: 78,
            words: ["$S/state/in", "inside", "--folder"]),
        .init(
            testDescription: "ledger of a newer format",
            setup: """
                mkdir $S/state; /usr/bin/python3 -c 'import sqlite3; db = sqlite3.connect("'$S'/state/ledger.sqlite")
                db.executescript("PRAGMA application_id = 1413762631; CREATE TABLE grdb_migrations (identifier TEXT);\
                INSERT INTO grdb_migrations VALUES (\\"1\\"), (\\"99\\")")'
                """, run: "$T $D", status: 65, words: ["$S/state/ledger.sqlite", "newer version"]),
        .init(
            testDescription: "a text in place of the ledger",
            setup: "mkdir $S/state; yes text | head -n 999 > $S/state/ledger.sqlite", run: "$T $D", status: 65,
            words: ["$S/state/ledger.sqlite", "damaged", "backup"]),
        .init(
            testDescription: "socket path too long", run: "$T $D --socket $S/$(printf '%0120d' 1)", status: 78,
            words: ["107", "--socket"]),
        .init(
            testDescription: "something else at the socket's path", setup: "echo mine > $S/socket", run: "$T $D",
            status: 73, words: ["$S/socket", "not a socket", "--socket"]),
        .init(
            testDescription: "socket in a place that is missing", run: "$T $D --socket $S/no/no/socket", status: 73,
            words: ["$S/no/no/socket", "--socket"]),
        .init(testDescription: "unknown option", run: "$T $D --foldr x", status: 64, words: ["--foldr"]),
        .init(testDescription: "option without a value", run: "$T --folder", status: 64, words: ["--folder"]),
        .init(
            testDescription: "unknown setting", setup: "printf 'logLevel: info\\nfoldr: /x\\n' > $S/c.yaml",
            run: "$T $D --config $S/c.yaml", status: 78, words: ["$S/c.yaml, line 2", "foldr", "folder, state"]),
        .init(
            testDescription: "broken YAML", setup: "printf 'logLevel: info\\n: [\\n' > $S/c.yaml",
            run: "$T $D --config $S/c.yaml", status: 78, words: ["$S/c.yaml, line", "YAML"]),
        .init(
            testDescription: "settings file missing", run: "$T $D --config $S/c.yaml", status: 78,
            words: ["$S/c.yaml", "--config"]),
        .init(
            testDescription: "a level that is none", run: "$T $D --log-level loud", status: 78,
            words: ["logLevel", "loud", "debug"]),
    ]

    @Test(arguments: examples)
    func `it is refused with a reason and a remedy`(example: Example) throws {
        let service = try Service()
        let (scratch, program) = (service.scratch, Command.path(of: "tidingsd"))
        let variables = "S='\(scratch)'; T='\(program)'; D='\(service.arguments.joined(separator: " "))'\n"
        try service.sh(variables + "cd /; " + example.setup + "\ntrue")
        let before = try Self.listing(of: scratch)
        let command = try Command.run("/bin/sh", ["-c", variables + "exec \(example.run)"], in: "/")
        try? service.sh(variables + "cd /; chmod -f 700 $S/folder $S/state || true")
        #expect(command.status == example.status, "\(command.errors)")
        #expect(command.output.isEmpty)
        for word in example.words {
            let word = word.replacingOccurrences(of: "$S", with: scratch)
            #expect(command.errors.contains(word), "'\(word)' in: \(command.errors)")
        }
        if example.status != 64 { #expect(command.errors.split(separator: "\n").count == 1, "one sentence") }
        #expect(try Self.listing(of: scratch) == before, "nothing is touched")
    }

    /// Names of everything, contents of what could be overwritten.
    private static func listing(of scratch: String) throws -> String {
        try Command.run(
            "/bin/sh",
            [
                "-c",
                "find . | sort; cat $(find . -name '*.sqlite' -o -name 'socket' -type f)  /dev/null | cksum",
            ],
            in: scratch
        ).output
    }

    @Test func `a second service is refused, for the store and for the socket`() throws {
        let service = try Service()
        try service.start()
        let pid = try #require(service.process?.pid)
        let other = service.scratch + "/other"
        let sameState = try Command.run(
            "tidingsd", ["--folder", service.folder, "--state", service.state, "--socket", other])
        #expect(sameState.status == 75)
        #expect(sameState.errors.contains("\(service.state) is in use by another tidingsd (process \(pid))"))
        let sameSocket = try Command.run(
            "tidingsd", ["--folder", service.folder, "--state", other, "--socket", service.socket])
        #expect(sameSocket.status == 69)
        #expect(sameSocket.errors.contains("already answers at the socket \(service.socket)"))
        #expect(!FileManager.default.fileExists(atPath: other), "nothing is made")
        #expect(try service.synchronize() == 0, "the first one goes on")
    }

    @Test func `the socket of a dead service is taken over`() throws {
        let service = try Service()
        try service.start()
        service.kill()
        #expect(FileManager.default.fileExists(atPath: service.socket))
        try service.start()
        #expect(try service.synchronize() == 0)
    }

    @Test(
        arguments: [
            (["status"], 69, "no service answers at"), (["show"], 64, "Missing expected argument"),
            (["follow", "--limit", "0"], 64, "--limit"), (["dance"], 64, "dance"), (["parse"], 64, "file"),
        ] as [([String], Int32, String)])
    func `the command says what is wrong`(arguments: [String], status: Int32, words: String) throws {
        let command = try Command.run("tidings", arguments, environment: ["TIDINGS_SOCKET": "/tmp/nowhere/tidings"])
        #expect(command.status == status)
        #expect(command.errors.contains(words), "\(command.errors)")
        #expect(command.output.isEmpty)
    }

    @Test func `a service that takes connections and does not answer is told by status, not waited for`() async throws {
        let service = try Service()
        let script =
            "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); sys.stdin.read()"
        let input = Pipe()
        let silent = Process()
        silent.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        silent.arguments = ["-c", script, service.socket]
        silent.standardInput = input
        try silent.run()
        defer { try? input.fileHandleForWriting.close() }
        try await eventually("it listens") { (try? Connection.open(socket: service.socket)) != nil }
        let status = try Command.run("tidings", ["status", "--socket", service.socket])
        #expect(status.status == 69 && status.errors.contains("has not answered"), "\(status)")
    }

    @Test func `the command says what the service refuses`() throws {
        let service = try Service()
        try service.start()
        let show = try service.tidings("show", "7")
        #expect(show.status == 66 && show.errors.contains("no such article"))
        let ahead = try service.tidings("follow", "--since", "5")
        #expect(ahead.status == 65 && ahead.errors.contains("not of this store"))
        let other = try service.tidings("follow", "--since", "0", "--epoch", "1234")
        #expect(other.status == 65)
    }
}
