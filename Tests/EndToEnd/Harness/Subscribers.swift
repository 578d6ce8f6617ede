import Foundation

@testable import TidingsFeed

/// Follows the feed in its own way, and notes all that it sees.
struct Subscriber: Sendable {
    private(set) var history: History
    private let client: FeedClient
    private let stage: Stage
    private let manner: Manner
    private let start: Start
    private let isWitness: Bool
    private var random: SplitMix
    private var epoch: String?

    /// How it follows.
    enum Manner: Sendable {
        /// Until the connection is lost.
        case steady
        /// Stops reading now and then, until another burst of work is done.
        case slow
        /// Hangs up at random.
        case flaky
        /// Hangs up in the middle of what comes, or before anything has.
        case cut
        /// By the library, which connects again by itself; begins anew now and then where it takes snapshots.
        case library
        /// Begins about where the feed is being trimmed, again and again.
        case racing
    }

    enum Start: Sendable {
        case first, now, snapshot
    }

    /// - Parameter isWitness: it has the documents too, and tells the stage how far it is.
    init(
        _ name: String, _ client: FeedClient, _ stage: Stage, _ manner: Manner, _ start: Start, filter: Filter? = nil,
        seed: UInt64, isWitness: Bool = false
    ) {
        history = History(name: name, filter: filter)
        self.client = client
        self.stage = stage
        self.manner = manner
        self.start = start
        self.isWitness = isWitness
        random = SplitMix(state: seed)
    }

    /// Follows until the task is cancelled.
    mutating func run() async {
        while !Task.isCancelled {
            do {
                switch manner {
                case .library: try await followByLibrary()
                case .cut: try await followAndCut()
                default: try await follow(try await nextParameters())
                }
            } catch {
                await note(error)
            }
            await client.isAnswering()
        }
    }

    /// Goes on from where it is until everything up to a number has been told.
    mutating func finish(_ head: Int) async throws {
        while true {
            let parameters = parameters()
            if parameters.since == nil && parameters.snapshot == nil { return }
            do { return try await follow(parameters, through: head) } catch FeedError.compacted(let oldest, let end, _)
            {
                await add(.compacted(oldest: oldest, head: end))
            }
        }
    }

    // MARK: - Where to begin

    private mutating func nextParameters() async throws -> FeedInterface.WatchParameters {
        guard manner == .racing else { return parameters() }
        let status = try await client.status()
        // Some of the next are trimmed before the call comes, some are not.
        let since = min(status.head, max(0, status.oldest - 2 + random.below(12)))
        return .init(since: since, epoch: status.epoch)
    }

    private mutating func parameters() -> FeedInterface.WatchParameters {
        var parameters = FeedInterface.WatchParameters(filter: history.filter, include: isWitness ? .document : nil)
        let isLost = history.isCompacted && history.filter == nil && start != .now
        if isLost || history.position == nil && start == .snapshot {
            parameters.snapshot = true
            return parameters
        }
        guard let position = history.position else {
            if start == .first { parameters.since = 0 }
            return parameters
        }
        parameters.since = position
        if let bookmark = history.bookmark, random.below(3) == 0 { parameters.since = bookmark }
        parameters.epoch = epoch
        return parameters
    }

    // MARK: - Following

    private mutating func begin(_ parameters: FeedInterface.WatchParameters) {
        history.sessions.append(.init(since: parameters.since, isSnapshot: parameters.snapshot == true))
    }

    /// - Parameter head: where to end; `nil` for when its manner says so.
    private mutating func follow(_ parameters: FeedInterface.WatchParameters, through head: Int? = nil) async throws {
        var stream = try await ReplyStream.open(
            client.socketPath, method: "Watch", parameters: parameters, more: true)
        // Asked after the connection was made: never less than the run that answers.
        let run = await stage.run
        begin(parameters)
        var left = Int.max
        if head == nil && manner == .flaky { left = 1 + random.below(60) }
        if head == nil && manner == .racing { left = 1 + random.below(200) }
        while left > 0 && !Task.isCancelled {
            let reply = try FeedClient.reply(FeedInterface.WatchReply.self, in: await stream.next())
            await add(try Self.event(reply), run: run)
            left -= 1
            if let head, hasReached(head) { return }
            if head == nil && manner == .slow && random.below(25) == 0 { await stage.nextBurst() }
        }
    }

    /// Whether everything up to a number has been told.
    private func hasReached(_ head: Int) -> Bool {
        guard let session = history.sessions.last, !session.isSnapshot || session.isSynced,
            let position = session.seen.last?.event.position
        else { return false }
        return position.seq >= head
    }

    private mutating func followAndCut() async throws {
        let parameters = parameters()
        let connection = try Connection.open(socket: client.socketPath)
        let call = VarlinkCall(method: FeedInterface.name + ".Watch", parameters: parameters, more: true)
        let bytes = Array(try WireJSON.encode(call)) + [0]
        if random.below(8) == 0 {
            // Not even the call is whole.
            return try await connection.send(Array(bytes.prefix(random.below(bytes.count))))
        }
        try await connection.send(bytes)
        let run = await stage.run
        begin(parameters)
        var buffer = MessageBuffer(messageBytesMaximum: FeedInterface.replyBytesMaximum)
        let chunks = random.below(6)
        for chunk in 0..<chunks {
            var bytes = try await connection.receive()
            if chunk == chunks - 1 { bytes.removeLast(random.below(bytes.count)) }
            buffer.append(bytes)
            while let message = try buffer.next() {
                if message.starts(with: Array("{\"error\"".utf8)) {
                    throw FeedError(try WireJSON.decode(VarlinkFailure<FeedErrorParameters>.self, from: message))
                }
                await add(try Self.event(FeedClient.reply(FeedInterface.WatchReply.self, in: message)), run: run)
            }
        }
    }

    private mutating func followByLibrary() async throws {
        // A library's snapshot begins anew where it is restarted; the rest goes on.
        let parameters = start == .snapshot ? .init(snapshot: true) : parameters()
        let events =
            parameters.snapshot == true
            ? client.snapshot(filter: history.filter)
            : client.events(since: parameters.since, epoch: parameters.epoch, filter: history.filter)
        if parameters.snapshot != true { begin(parameters) }
        var left = start == .snapshot ? 1 + random.below(300) : Int.max
        for try await event in events {
            switch event {
            case .snapshotBegins: begin(parameters)
            case .article(let article, _): await add(.article(article))
            case .synced(let bookmark): await add(.synced(bookmark))
            case .change(let change, let document): await add(.change(change, document))
            case .bookmark(let bookmark): await add(.bookmark(bookmark))
            }
            left -= 1
            if left == 0 { return }
        }
    }

    private static func event(_ reply: FeedInterface.WatchReply) throws -> History.Event {
        // Each reply is one thing.
        let count = [reply.change != nil, reply.article != nil, reply.synced != nil, reply.bookmark != nil]
            .filter { $0 }.count
        guard count == 1 else { return .refused("a reply has \(count) of change, article, synced and bookmark") }
        if let change = reply.change { return .change(change, reply.document) }
        if let article = reply.article { return .article(article) }
        if let synced = reply.synced { return .synced(synced) }
        guard let bookmark = reply.bookmark else { throw TestFailure("an empty reply") }
        return .bookmark(bookmark)
    }

    // MARK: - Noting

    private mutating func add(_ event: History.Event, run: Int? = nil) async {
        let now = await stage.run
        history.add(event, run: run ?? now)
        if let position = event.position {
            epoch = position.epoch
            if isWitness { await stage.witness(position.seq) }
        }
    }

    private mutating func note(_ error: any Error) async {
        switch error {
        case FeedError.compacted(let oldest, let head, let epoch):
            self.epoch = epoch
            await add(.compacted(oldest: oldest, head: head))
        case FeedError.disconnected, FeedError.unreachable, FeedError.overloaded, is CancellationError: break
        default: await add(.refused("\(error)"))
        }
    }
}
