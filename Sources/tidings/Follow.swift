import ArgumentParser
import TidingsFeed

struct Follow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints every change as it happens, one a line.",
        discussion: """
            It goes on by itself after a restart of the service, and misses and doubles nothing. A program that keeps \
            the last number it has dealt with, and passes it to --since, goes on from there after its own restart; \
            with --epoch too it is told when the store is another one. With --consumer the service keeps the number: \
            each change is acknowledged when it has been printed, or when the command of --exec has ended with 0.

            A filter is one or more of kinds=, paths=, changed=, people=, organisations=, places=, words=, separated \
            by spaces, each with values separated by commas: --filter 'kinds=added,revised paths=world/** words=flood'. \
            All must hold; of the values of one, any. A value with spaces stands in "…". ** is anything, * anything without a /.

            With --snapshot or --documents the lines are objects with change, article, synced or bookmark, and document.
            """)

    @Option(
        help: .init(
            "Begin after this number; 0 is before the first. Without it: only what is new.", valueName: "number"))
    var since: Int?

    @Option(help: .init("The store that --since is of: the field epoch of any change.", valueName: "uuid"))
    var epoch: String?

    @Flag(help: "First every article that there is, then synced, then what changes.")
    var snapshot = false

    @Option(help: .init("Which changes: see above.", valueName: "terms"), transform: Follow.filter)
    var filter: Filter?

    @Flag(help: "With each change the document of its revision, while that is kept.")
    var documents = false

    @Option(
        help: .init(
            "Run this (sh -c) for each change, with the change as JSON on its standard input; end where it fails.",
            valueName: "command"), completion: .file())
    var exec: String?

    @Option(
        help: .init("Go on where this durable consumer is, and acknowledge.", valueName: "name"),
        transform: ConsumerCommand.name)
    var consumer: String?

    @Option(help: .init("End after so many changes.", valueName: "count"))
    var limit: Int?

    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    /// What is wrong with it is told at its place.
    static func filter(_ text: String) throws -> Filter {
        do { return try Filter(text: text) } catch { throw ValidationError("\(error)") }
    }

    func validate() throws {
        if let since, since < 0 { throw ValidationError("--since takes a number from 0.") }
        if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
        if snapshot && since != nil {
            throw ValidationError("--snapshot begins with what there is: it takes no --since.")
        }
        if consumer != nil && (since != nil || epoch != nil || snapshot || filter != nil || documents) {
            throw ValidationError(
                "--consumer goes on where it is, with its own filter (tidings consumer create --filter): it takes no "
                    + "--since, --epoch, --snapshot, --filter or --documents.")
        }
        if let exec, exec.allSatisfy(\.isWhitespace) {
            throw ValidationError("--exec takes a command, and this is none.")
        }
        if exec != nil && (snapshot || documents) {
            throw ValidationError("--exec is for changes: it takes no --snapshot or --documents.")
        }
    }

    func run() async throws {
        if let consumer { return try await follow(service.client.consumer(consumer)) }
        if snapshot || documents { return try await followEvents() }
        var count = 0
        for try await change in service.client.changes(since: since, epoch: epoch, filter: filter) {
            try deal(with: change)
            Execution.endIfAsked()
            count += 1
            if count == limit { return }
        }
    }

    private func deal(with change: Change) throws {
        if let exec {
            try Execution(command: exec).run(change, for: consumer)
        } else if output.isJSON {
            try Output.line(json: change)
        } else {
            try Output.line(change.line)
        }
    }

    /// What is printed and not acknowledged yet when this ends is printed again the next time.
    private func follow(_ consumer: FeedConsumer) async throws {
        var count = 0
        // What takes long is acknowledged one by one, what does not a batch at a time.
        let maximum = exec == nil ? min(limit ?? FeedInterface.fetchMaximum, FeedInterface.fetchMaximum) : 1
        for try await batch in consumer.batches(maximum: maximum) {
            for change in batch.changes {
                try deal(with: change)
                count += 1
                if count == limit { return try await batch.acknowledge(upTo: change.seq) }
            }
            try await batch.acknowledge()
            Execution.endIfAsked()
        }
    }

    private func followEvents() async throws {
        let client = service.client
        let events =
            snapshot
            ? client.snapshot(filter: filter, includingDocuments: documents)
            : client.events(since: since, epoch: epoch, filter: filter, includingDocuments: documents)
        var count = 0
        for try await event in events {
            if let line = EventLine(event) {
                if output.isJSON { try Output.line(json: line) } else { try Output.line(line.text) }
            }
            if case .change = event { count += 1 }
            if count == limit { return }
        }
    }
}

/// An event as a line: as the protocol has it.
private struct EventLine: Encodable {
    var change: Change?
    var article: Article?
    var synced: Bookmark?
    var bookmark: Bookmark?
    var document: Document?

    init?(_ event: FeedEvent) {
        switch event {
        case .snapshotBegins: return nil
        case .article(let article, let document): (self.article, self.document) = (article, document)
        case .synced(let position): synced = position
        case .change(let change, let document): (self.change, self.document) = (change, document)
        case .bookmark(let position): bookmark = position
        }
    }

    var text: String {
        let line =
            if let change { change.line } else if let article { article.line } else if let synced {
                "synced at \(synced.seq)"
            } else { "bookmark \(bookmark?.seq ?? 0)" }
        return document.map { line + "\n\n" + $0.page + "\n" } ?? line
    }
}
