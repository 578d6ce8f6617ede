import NIOCore
import ServiceLifecycle
import TidingsFeed
import TidingsStore

/// One `Watch`: a cursor into the feed.
///
/// Live and replay are the same loop.
struct Subscription {
    let store: Store
    let tail: Tail
    let counters: Counters

    /// Changes in one write.
    private static let pageMaximum = 256

    func run(_ parameters: FeedInterface.WatchParameters, _ peer: Peer) async throws {
        // First the nudges, then the look: nothing published in between is slept through.
        let (nudges, nudge) = tail.subscribe()
        var cursor = try await start(parameters)
        counters.subscribed(1)
        defer { counters.subscribed(-1) }
        peer.channel.closeFuture.whenComplete { _ in nudge.finish() }
        var alarm = Alarm(nudge: nudge, loop: peer.channel.eventLoop)
        defer { alarm.cancel() }

        try await send(after: &cursor, peer)
        try await bookmark(cursor, peer)
        for await _ in nudges.cancelOnGracefulShutdown() {
            if try await send(after: &cursor, peer) {
                alarm.quietSince = .now
            } else if alarm.isDue {
                try await bookmark(cursor, peer)
                alarm.quietSince = .now
            }
            alarm.windUp()
        }
        // The service stops: what is recorded by now is still sent.
        try await send(after: &cursor, peer)
    }

    /// The number to begin after.
    private func start(_ parameters: FeedInterface.WatchParameters) async throws -> Int {
        let head = tail.head
        if let epoch = parameters.epoch, try !store.knows(epoch: epoch, upTo: parameters.since ?? head) {
            throw FeedError.unknownPosition(head: head, epoch: store.epoch)
        }
        guard let since = parameters.since else { return head }
        // What is recorded and told in a moment may be known already, from an article.
        guard since >= 0, try since <= head || since <= store.head() else {
            throw FeedError.unknownPosition(head: head, epoch: store.epoch)
        }
        return since
    }

    /// Sends everything after the cursor, a page a write; the write waits while the client does not read.
    /// - Returns: whether there was anything.
    @discardableResult
    private func send(after cursor: inout Int, _ peer: Peer) async throws -> Bool {
        let start = cursor
        while true {
            let page = try await replies(after: cursor)
            if page.isEmpty { return cursor > start }
            try await peer.send(Array(page.joined()))
            cursor += page.count
        }
    }

    private func replies(after cursor: Int) async throws -> ArraySlice<[UInt8]> {
        if let replies = tail.replies(after: cursor, maximum: Self.pageMaximum) { return replies }
        let changes = try await store.changes(after: cursor, maximum: Self.pageMaximum)
        guard changes.first?.seq == cursor + 1 else {
            throw FeedError.compacted(oldest: changes.first?.seq ?? tail.head + 1, head: tail.head, epoch: store.epoch)
        }
        return changes.map { WireReply.change($0.json) }[...]
    }

    /// Nudges when nothing was sent for a while.
    ///
    /// It is wound up only after it rang, so a busy stream never touches it.
    private struct Alarm {
        let nudge: AsyncStream<Void>.Continuation
        let loop: any EventLoop
        var quietSince = ContinuousClock.now
        private var task: Scheduled<Void>?
        private var rings = ContinuousClock.now

        private static let quiet = Duration.seconds(FeedInterface.bookmarkSeconds)

        init(nudge: AsyncStream<Void>.Continuation, loop: any EventLoop) {
            self.nudge = nudge
            self.loop = loop
            windUp()
        }

        var isDue: Bool { .now - quietSince >= Self.quiet }

        mutating func windUp() {
            guard .now >= rings else { return }
            rings = quietSince + Self.quiet
            task = loop.scheduleTask(in: TimeAmount(rings - .now)) { [nudge] in nudge.yield() }
        }

        func cancel() { task?.cancel() }
    }

    private func bookmark(_ seq: Int, _ peer: Peer) async throws {
        let reply = FeedInterface.WatchReply(bookmark: Bookmark(epoch: store.epoch, seq: seq))
        try await peer.send(WireReply.parameters(reply, continues: true))
    }
}
