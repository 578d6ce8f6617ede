import Foundation
import Testing

@testable import TidingsFeed

/// `tidings consumer` and `tidings follow --exec`, as a script uses them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ConsumerCommandTests {
    private let service: Service

    init() throws {
        service = try Service()
        try service.start()
        for name in ["one", "two", "three"] {
            try service.sh("printf 'About \(name)\n\nText.\n' > \(name).txt")
            _ = try service.synchronize()
        }
    }

    private func position(_ name: String) async throws -> Int? {
        try await service.client.consumers().first { $0.name == name }?.acknowledged
    }

    @Test func `what a command has not dealt with comes again`() async throws {
        #expect(try service.tidings("consumer", "create", "mail").status == 0)
        let command = "cat >> ../dealt; test $TIDINGS_PATH != two.txt || test -e ../repaired"
        let first = try service.tidings("follow", "--consumer", "mail", "--exec", command)
        #expect(first.status == 75)
        #expect(first.errors.contains("did not deal with change 2: it ended with status 1"), "\(first.errors)")
        #expect(try await position("mail") == 1)
        try service.sh("touch ../repaired")
        let second = try service.tidings("follow", "--consumer", "mail", "--exec", command, "--limit", "2")
        #expect(second.status == 0, "\(second.errors)")
        #expect(try await position("mail") == 3)
        // The change as JSON, one a line, in its order; the second one twice.
        let dealt = try String(contentsOfFile: service.scratch + "/dealt", encoding: .utf8)
        let changes = try dealt.split(separator: "\n").map { try WireJSON.decode(Change.self, from: $0.utf8) }
        #expect(changes.map(\.seq) == [1, 2, 2, 3])
    }

    @Test func `without a consumer it says where to go on`() throws {
        let failed = try service.tidings("follow", "--since", "0", "--exec", "kill -9 $$")
        #expect(failed.status == 75)
        #expect(failed.errors.contains("it ended with signal 9. To go on with it: --since 0 --epoch "))
    }

    @Test func `a command that does not read its input is no failure`() throws {
        #expect(try service.tidings("follow", "--since", "0", "--exec", "true", "--limit", "3").status == 0)
    }

    @Test func `a signal lets the command that runs come to its end`() async throws {
        #expect(try service.tidings("consumer", "create", "mail").status == 0)
        let command =
            "echo $TIDINGS_SEQ >> \(service.scratch)/dealt; while ! test -e \(service.scratch)/gate; do sleep 0.01; done"
        let reader = try Command.spawn(
            "tidings", ["follow", "--consumer", "mail", "--exec", command],
            environment: ["TIDINGS_SOCKET": service.socket])
        try await eventually("the command runs") { FileManager.default.fileExists(atPath: service.scratch + "/dealt") }
        reader.signal(SIGTERM)
        try service.sh("touch ../gate")
        defer { reader.signal(SIGKILL) }
        try await eventually("it ends") { !reader.isRunning }
        #expect(reader.wait() == 128 + SIGTERM)
        #expect(try await position("mail") == 1)
        #expect(try String(contentsOfFile: service.scratch + "/dealt", encoding: .utf8) == "1\n")
    }

    @Test func `a reader goes on when the service is killed while it waits`() async throws {
        #expect(try service.tidings("consumer", "create", "mail", "--start", "now").status == 0)
        let said = try Scrap()
        let reader = try Command.spawn(
            "tidings", ["follow", "--consumer", "mail", "--limit", "1"],
            environment: ["TIDINGS_SOCKET": service.socket],
            output: [said.descriptor, said.descriptor])
        try await eventually("it waits") { try await service.client.consumers().first?.fetching == true }
        service.kill()
        try service.start()
        try service.sh("echo More > four.txt")
        try await eventually("it has it: \(said.text)") { !reader.isRunning }
        #expect(reader.wait() == 0 && said.text.contains(#""seq":4"#), "\(said.text)")
    }

    @Test(arguments: [
        ["consumer", "create", "two words"], ["consumer", "create", ""], ["follow", "--consumer", "a b"],
        ["follow", "--exec", " "], ["follow", "--filter", "paths=./a"], ["follow", "--filter", "people=ann lee"],
    ])
    func `what cannot be meant is refused with what to do`(arguments: [String]) throws {
        let refused = try Command.run("tidings", arguments, environment: ["TIDINGS_SOCKET": service.socket])
        #expect(refused.status == 64, "\(refused.errors)")
    }

    @Test func `a consumer is made, read, listed and deleted`() async throws {
        func created(_ arguments: String...) throws -> FeedInterface.CreateConsumerReply {
            let made = try Command.run(
                "tidings", ["consumer", "create", "a"] + arguments, environment: ["TIDINGS_SOCKET": service.socket])
            return try WireJSON.decode(FeedInterface.CreateConsumerReply.self, from: made.output.utf8)
        }
        let made = try created("--start", "1")
        #expect(made.created && made.consumer.acknowledged == 1 && made.consumer.pending == 2)
        let again = try created("--start", "now", "--filter", "paths=three*")
        #expect(!again.created && again.consumer.acknowledged == 1)
        #expect(again.consumer.filter == Filter(paths: ["three*"]))
        let fetched = try service.tidings("consumer", "fetch", "a", "--json")
        #expect(try WireJSON.decode(Change.self, from: fetched.output.utf8).seq == 3)
        #expect(try await position("a") == 1)
        #expect(try service.tidings("consumer", "fetch", "a", "--acknowledge", "3").output == "")
        #expect(try await position("a") == 3)
        let listed = try service.tidings("consumer", "list").output
        #expect(try WireJSON.decode(Consumer.self, from: listed.utf8).pending == 0)
        let other = try service.tidings("consumer", "fetch", "a", "--acknowledge", "3", "--epoch", "another")
        #expect(other.status == 65, "\(other.errors)")
        let unknown = try service.tidings("consumer", "fetch", "a", "--acknowledge", "4")
        #expect(unknown.status == 65, "\(unknown.errors)")
        #expect(try service.tidings("consumer", "delete", "a").status == 0)
        let gone = try service.tidings("consumer", "fetch", "a")
        #expect(gone.status == 66)
        #expect(gone.errors.contains("tidings consumer create a"), "\(gone.errors)")
        #expect(try service.tidings("consumer", "create", "not a name").status != 0)
        #expect(try service.tidings("consumer", "create", "b", "--start", "9").status == 65)
    }
}
