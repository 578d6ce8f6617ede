import NIOCore
import ServiceLifecycle
import TidingsFeed
import TidingsStore

/// One `Watch`: a cursor into the feed, and what has been sent of it.
struct Subscription {
    private let source: FeedSource
    private let counters: Counters
    private let peer: Peer
    private let parameters: FeedInterface.WatchParameters
    private let filter: CompiledFilter?
    private let wantsDocuments: Bool
    private var cursor: FeedCursor
    /// Up to where the client knows that it has everything.
    private var told: Int

    /// Bytes in one write: enough that its cost is spread over many changes, little enough that a client which does not
    /// read holds only a few pages.
    private static let writeBytes = 128 << 10
    /// Articles of a snapshot that are read in one go.
    private static let articlesMaximum = 256
    /// Bytes of their documents, but for the last of them.
    private static let documentBytes = 1 << 20

    /// - Throws: what is wrong with the call, and `compacted` or `unknownPosition`.
    init(
        _ parameters: FeedInterface.WatchParameters, source: FeedSource, counters: Counters, peer: Peer
    ) async throws {
        guard parameters.snapshot != true || parameters.since == nil else { throw FeedError.invalid("since") }
        self.parameters = parameters
        self.source = source
        self.counters = counters
        self.peer = peer
        filter = try parameters.filter.map { try CompiledFilter($0) }
        wantsDocuments = parameters.include == .document
        let seq = try await source.position(after: parameters.since, epoch: parameters.epoch)
        cursor = FeedCursor(after: seq, of: source, filter: filter, wantsDocuments: wantsDocuments)
        told = seq
    }

    /// Runs until the client goes or the service stops.
    ///
    /// Live and replay are the same loop.
    mutating func run() async throws {
        // First the nudges, then the look: nothing published in between is slept through.
        let (nudges, nudge) = source.tail.subscribe()
        counters.subscribed(1)
        defer { counters.subscribed(-1) }
        peer.departure.willFinish(nudge)
        if parameters.snapshot == true {
            try await sendSnapshot()
        } else {
            try await sendChanges()
            try await sendBookmark()
        }
        var alarm = Alarm(nudge: nudge, loop: peer.channel.eventLoop)
        defer { alarm.cancel() }
        for await _ in nudges {
            if try await sendChanges() {
                alarm.quietSince = .now
            } else if alarm.isDue {
                try await sendBookmark()
                alarm.quietSince = .now
            }
            alarm.windUp()
        }
        // The service stops: what is recorded by now is still sent.
        try await sendChanges()
    }

    /// Sends everything after the cursor; a write waits while the client does not read.
    /// - Returns: whether there was anything.
    @discardableResult
    private mutating func sendChanges() async throws -> Bool {
        var waiting: [ByteBuffer] = []
        var bytes = 0
        var hasSent = false
        while true {
            try peer.checkIsThere()
            let portion = try await cursor.next()
            for run in portion?.runs ?? [] {
                waiting.append(portion?.page.replies(run) ?? ByteBuffer())
                bytes += waiting.last?.readableBytes ?? 0
            }
            if let last = portion?.runs.last { told = (portion?.page.first ?? 0) + last.upperBound - 1 }
            // At once: it is worth something while the rest is looked at.
            let isBookmarkDue = cursor.seq - told >= FeedInterface.bookmarkSkipped
            if isBookmarkDue { waiting.append(bookmark()) }
            if !waiting.isEmpty, portion == nil || isBookmarkDue || bytes >= Self.writeBytes {
                try await peer.send(waiting)
                waiting.removeAll(keepingCapacity: true)
                (bytes, hasSent) = (0, true)
            }
            if portion == nil { return hasSent }
        }
    }

    /// Sends every article, what happened meanwhile, and that it is whole.
    private mutating func sendSnapshot() async throws {
        var after = 0
        while true {
            try peer.checkIsThere()
            let articles = try await source.store.snapshot(
                after: after, maximum: Self.articlesMaximum, maximumBytes: Self.documentBytes,
                facts: filter?.asksForFacts ?? false, documents: wantsDocuments)
            guard let last = articles.last else { break }
            after = last.article.id
            // The buffer grows no further than a write and an article.
            var buffer = ByteBuffer()
            for entry in articles {
                let passes = filter?.matches(path: entry.path.bytes, from: nil, facts: entry.facts) ?? true
                if passes { try WireReply.writeArticle(entry.article, document: entry.document, to: &buffer) }
                if buffer.readableBytes >= Self.writeBytes {
                    try await peer.send([buffer])
                    buffer = ByteBuffer()
                }
            }
            if buffer.readableBytes > 0 { try await peer.send([buffer]) }
        }
        try await sendChanges()
        told = cursor.seq
        let position = Bookmark(epoch: source.store.epoch, seq: cursor.seq)
        try await peer.send([WireReply.parameters(FeedInterface.WatchReply(synced: position), continues: true)])
    }

    private mutating func sendBookmark() async throws { try await peer.send([bookmark()]) }

    private mutating func bookmark() -> ByteBuffer {
        told = cursor.seq
        let position = Bookmark(epoch: source.store.epoch, seq: cursor.seq)
        return WireReply.bookmark(position)
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
}

extension FeedSource {
    /// The number to begin after, once it is known to be of this store.
    /// - Parameter seq: `nil` for from now on.
    /// - Throws: `unknownPosition`.
    func position(after seq: Int?, epoch: String?) async throws -> Int {
        let head = tail.head
        if let epoch, try await !store.knows(epoch: epoch, upTo: seq ?? head) {
            throw FeedError.unknownPosition(head: head, epoch: store.epoch)
        }
        guard let seq else { return head }
        if (0...head).contains(seq) { return seq }
        // What is recorded and told in a moment may be known already, from an article.
        guard seq > 0, try await seq <= store.ends().head else {
            throw FeedError.unknownPosition(head: head, epoch: store.epoch)
        }
        return seq
    }
}
