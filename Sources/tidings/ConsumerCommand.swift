import ArgumentParser
import TidingsFeed

struct ConsumerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consumer",
        abstract: "Manages durable consumers: readers whose position the service keeps.",
        discussion: """
            A consumer gets every change at least once, across crashes of either side: what it has not acknowledged \
            comes again. tidings follow --consumer NAME reads for one.
            """,
        subcommands: [Create.self, Fetch.self, List.self, Delete.self])

    static func name(_ text: String) throws -> String {
        guard FeedConsumer.isName(text) else {
            throw ValidationError("'\(text)' is no name: 1 to 100 of the characters A-Z a-z 0-9 . _ -")
        }
        return text
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a consumer, or gives one that is there another filter.",
            discussion:
                "Harmless to repeat: one that is there stays where it is. Without --filter it gets all changes.")

        @Argument(
            help: "The consumer's name: 1 to 100 of the characters A-Z a-z 0-9 . _ -", transform: ConsumerCommand.name)
        var name: String

        @Option(
            help: .init(
                "Where a new one begins: oldest (the standard), now, or after this number.",
                valueName: "oldest|now|number"),
            transform: Create.start)
        var start: FeedConsumer.Start = .oldest

        @Option(help: .init("Which changes; see tidings help follow.", valueName: "terms"), transform: Follow.filter)
        var filter: Filter?

        @OptionGroup var service: ServiceOptions
        @OptionGroup var output: Output

        static func start(_ text: String) throws -> FeedConsumer.Start {
            switch text {
            case "oldest": return .oldest
            case "now": return .now
            default:
                guard let seq = Int(text), seq >= 0 else {
                    throw ValidationError("'\(text)' is not oldest, now or a number from 0")
                }
                return .after(seq)
            }
        }

        func run() async throws {
            let reply = try await service.client.consumer(name).made(startingAt: start, filter: filter)
            if output.isJSON { return try Output.line(json: reply) }
            try Output.line("\(reply.created ? "made" : "is there"): \(reply.consumer.line)")
        }
    }

    struct Fetch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the next changes for a consumer, one a line.",
            discussion: """
                They come again until --acknowledge says that all up to a number have been dealt with: \
                the number of the last one printed. That is on disk when the command ends.
                """)

        @Argument(help: "The consumer's name.", transform: ConsumerCommand.name) var name: String

        @Option(help: .init("At most so many changes, up to 1,000; with 0 it only acknowledges.", valueName: "count"))
        var maximum = FeedInterface.fetchStandard

        @Option(help: .init("Everything up to this number has been dealt with.", valueName: "number"))
        var acknowledge: Int?

        @Option(help: .init("The store that --acknowledge is of: the field epoch of any change.", valueName: "uuid"))
        var epoch: String?

        @Option(help: .init("Wait so many seconds at most for the first change, up to 300.", valueName: "seconds"))
        var wait = 0.0

        @OptionGroup var service: ServiceOptions
        @OptionGroup var output: Output

        func validate() throws {
            guard (0...FeedInterface.fetchMaximum).contains(maximum) else {
                throw ValidationError("--maximum takes a number from 0 to \(FeedInterface.fetchMaximum).")
            }
            guard (0...Double(FeedInterface.waitMaximum / 1_000)).contains(wait) else {
                throw ValidationError("--wait takes seconds from 0 to \(FeedInterface.waitMaximum / 1_000).")
            }
        }

        func run() async throws {
            let batch = try await service.client.consumer(name).fetch(
                acknowledge: acknowledge, epoch: epoch, maximum: maximum, wait: .milliseconds(Int(wait * 1_000)))
            for change in batch.changes {
                if output.isJSON { try Output.line(json: change) } else { try Output.line(change.line) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the consumers, and how far behind each is.")

        @OptionGroup var service: ServiceOptions
        @OptionGroup var output: Output

        func run() async throws {
            for consumer in try await service.client.consumers() {
                if output.isJSON { try Output.line(json: consumer) } else { try Output.line(consumer.line) }
            }
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Deletes a consumer, with its position.")

        @Argument(help: "The consumer's name.", transform: ConsumerCommand.name) var name: String

        @OptionGroup var service: ServiceOptions

        func run() async throws { try await service.client.consumer(name).delete() }
    }
}

extension Consumer {
    /// The consumer in one line for people.
    var line: String {
        var words = ["\(name)  at \(acknowledged)"]
        words.append(pending == 0 ? "up to date" : "\(pending) behind")
        if let oldestSeconds { words.append("for \(oldestSeconds) s") }
        words.append(lastSeen.map { "last seen \($0)" } ?? "never seen")
        if fetching { words.append("fetching") }
        if lost { words.append("LOST: changes it had not acknowledged are deleted") }
        if filter != nil { words.append("filtered") }
        return words.joined(separator: ", ").escapingControls
    }
}
