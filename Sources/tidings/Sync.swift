import ArgumentParser
import TidingsFeed

struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Waits until everything dropped so far is recorded, and prints the newest number.",
        discussion: """
            So that a script can write articles, then: seq=$(tidings sync). A file that is still being written, or is \
            empty and new, is not dropped yet: it is not waited for.
            """)

    @OptionGroup var service: ServiceOptions

    @Flag(help: "JSON: {\"seq\":42}.")
    var json = false

    func run() async throws {
        let seq = try await service.client.synchronize()
        if json {
            try Output.line(json: FeedInterface.SynchronizeReply(seq: seq))
        } else {
            try Output.line("\(seq)")
        }
    }
}
