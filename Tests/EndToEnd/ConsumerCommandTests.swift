import Foundation
import Testing

@testable import TidingsFeed

/// `tidings consumer` and `tidings follow --exec`, as a script uses them.
@Suite(.timeLimit(.minutes(5)))
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
