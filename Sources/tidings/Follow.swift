import ArgumentParser
import TidingsFeed

struct Follow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints every change as it happens, one a line.",
        discussion: """
            It goes on by itself after a restart of the service, and misses and doubles nothing. A program that keeps \
            the last number it has dealt with, and passes it to --since, goes on from there after its own restart; \
            with --epoch too it is told when the store is another one.
            """)

    @Option(
        help: .init(
            "Begin after this number; 0 for all that is kept. Without it: only what is new.", valueName: "number"))
    var since: Int?

    @Option(help: .init("The store that --since is of: the field epoch of any change.", valueName: "uuid"))
    var epoch: String?

    @Option(help: .init("End after so many changes.", valueName: "count"))
    var limit: Int?

    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func validate() throws {
        if let since, since < 0 { throw ValidationError("--since takes a number from 0.") }
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
    }

    func run() async throws {
        var count = 0
        let isJSON = output.isJSON
        for try await change in service.client.changes(since: since, epoch: epoch) {
            if isJSON { try Output.line(json: change) } else { try Output.line(change.line) }
            count += 1
            if count == limit { return }
        }
    }
}
