import NIOCore
import ServiceLifecycle
import TidingsFeed
import TidingsStore

/// One `Fetch`: what a consumer gets next.
struct Fetching {
    let consumers: Consumers
    let source: FeedSource
    let peer: Peer

    /// Of a reply, beside its changes.
    private static let replyBytes = 1_000

    /// How much is wanted, and until when is waited for the first of it.
    private struct Wanted {
        let changes: Int
        let bytes: Int
        let end: ContinuousClock.Instant

        init(_ parameters: FeedInterface.FetchParameters) throws(FeedError) {
            changes = parameters.maximum ?? FeedInterface.fetchStandard
            bytes = parameters.maximumBytes ?? FeedInterface.fetchBytesStandard
            let wait = parameters.waitMilliseconds ?? 0
            guard (0...FeedInterface.fetchMaximum).contains(changes) else { throw .invalid("maximum") }
            guard (1...FeedInterface.replyBytesMaximum - Fetching.replyBytes).contains(bytes) else {
                throw .invalid("maximumBytes")
            }
            guard (0...FeedInterface.waitMaximum).contains(wait) else { throw .invalid("waitMilliseconds") }
            end = .now + .milliseconds(wait)
        }
    }

    func run(_ parameters: FeedInterface.FetchParameters) async throws {
        let wanted = try Wanted(parameters)
        let name = parameters.consumer
        if let seq = parameters.acknowledge { _ = try await source.position(after: seq, epoch: parameters.epoch) }
        // Only an acknowledgement: nobody has to wait his turn for that.
        guard wanted.changes > 0 else {
            let consumer = try await consumers.seen(name, acknowledging: parameters.acknowledge, by: peer)
            if consumer.isLost { throw try await source.compacted() }
            return try await peer.send(reply([], next: consumer.acknowledged))
        }
        let reply = try await consumers.fetching(name, by: peer) {
            try await fetch(wanted, name, acknowledging: parameters.acknowledge)
        }
        // The next call may come as soon as this is sent.
        try await peer.send(reply)
    }

    private func fetch(_ wanted: Wanted, _ name: String, acknowledging seq: Int?) async throws -> ByteBuffer {
        var consumer = try await consumers.seen(name, acknowledging: seq, by: peer)
        while true {
            let (changes, next) = try await fetch(wanted, for: consumer)
            // What was taken with a filter that it no longer has would be acknowledged for the one that it has.
            if try await consumers.hasFilter(of: consumer) {
                // What the filter let not pass nobody has to deal with: it must not hold anything back.
                if changes.isEmpty, next > consumer.acknowledged { try await consumers.skip(upTo: next, for: consumer) }
                return reply(changes, next: next)
            }
            consumer = try await consumers.seen(name, acknowledging: nil, by: peer)
        }
    }

    private func fetch(
        _ wanted: Wanted, for consumer: StoredConsumer
    ) async throws -> (changes: [ByteBuffer], next: Int) {
        let filter = try consumer.filter.map { try CompiledFilter($0) }
        var cursor = FeedCursor(after: consumer.acknowledged, of: source, filter: filter)
        // One that was restored from an older backup may have less than was acknowledged.
        _ = try await source.position(after: cursor.seq, epoch: nil)
        if consumer.isLost { throw try await source.compacted() }
        var changes = try await take(wanted, &cursor)
        if changes.isEmpty, wanted.end > .now { changes = try await wait(wanted, &cursor, for: consumer) }
        return (changes, cursor.seq)
    }

    private func reply(_ changes: [ByteBuffer], next: Int) -> ByteBuffer {
        WireReply.fetched(changes, epoch: source.store.epoch, next: next, head: max(next, source.tail.head))
    }

    /// The changes that are there, as many as may be; the cursor ends behind the last of them.
    private func take(_ wanted: Wanted, _ cursor: inout FeedCursor) async throws -> [ByteBuffer] {
        var changes: [ByteBuffer] = []
        var bytes = 0
        while let portion = try await cursor.next() {
            try peer.checkIsThere()
            for index in portion.runs.joined() {
                let change = portion.page.change(index)
                bytes += change.readableBytes + 1
                let isFull = changes.count == wanted.changes || bytes > wanted.bytes && !changes.isEmpty
                guard !isFull else {
                    cursor.seq = portion.page.first + index - 1
                    return changes
                }
                changes.append(change)
            }
            if changes.count == wanted.changes || bytes >= wanted.bytes { return changes }
        }
        return changes
    }

    /// The same, once there are some; none where none come in time, the client or the service goes, or the filter is another.
    private func wait(
        _ wanted: Wanted, _ cursor: inout FeedCursor, for consumer: StoredConsumer
    ) async throws -> [ByteBuffer] {
        let (nudges, nudge) = source.tail.subscribe()
        peer.departure.willFinish(nudge)
        consumers.willFinish(nudge, forFilterOf: consumer.name)
        let end = peer.channel.eventLoop.scheduleTask(in: TimeAmount(wanted.end - .now)) { nudge.finish() }
        defer { end.cancel() }
        // What was published before the nudges began.
        nudge.yield()
        for await _ in nudges {
            let changes = try await take(wanted, &cursor)
            if !changes.isEmpty { return changes }
        }
        return []
    }
}
