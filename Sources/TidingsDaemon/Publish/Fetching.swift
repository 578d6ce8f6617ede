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

    func run(_ parameters: FeedInterface.FetchParameters) async throws {
        let maximum = parameters.maximum ?? FeedInterface.fetchStandard
        let bytesMaximum = parameters.maximumBytes ?? FeedInterface.fetchBytesStandard
        let wait = parameters.waitMilliseconds ?? 0
        guard (0...FeedInterface.fetchMaximum).contains(maximum) else { throw FeedError.invalid("maximum") }
        guard (1...FeedInterface.replyBytesMaximum - Self.replyBytes).contains(bytesMaximum) else {
            throw FeedError.invalid("maximumBytes")
        }
        guard (0...FeedInterface.waitMaximum).contains(wait) else { throw FeedError.invalid("waitMilliseconds") }
        let name = parameters.consumer
        if let seq = parameters.acknowledge { _ = try await source.position(after: seq, epoch: parameters.epoch) }
        // Only an acknowledgement: nobody has to wait his turn for that.
        guard maximum > 0 else {
            let consumer = try await consumers.seen(name, acknowledging: parameters.acknowledge, by: peer)
            if consumer.isLost { throw try await source.compacted() }
            return try await peer.send(reply([], next: consumer.acknowledged))
        }
        let reply = try await consumers.fetching(name, by: peer) {
            try await fetch(name, parameters.acknowledge, maximum, bytesMaximum, wait)
        }
        // The next call may come as soon as this is sent.
        try await peer.send(reply)
    }

    private func fetch(
        _ name: String, _ acknowledged: Int?, _ maximum: Int, _ bytesMaximum: Int, _ wait: Int
    ) async throws -> ByteBuffer {
        let end = ContinuousClock.now + .milliseconds(wait)
        var consumer = try await consumers.seen(name, acknowledging: acknowledged, by: peer)
        while true {
            let (changes, next) = try await fetch(for: consumer, maximum, bytesMaximum, end)
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
        for consumer: StoredConsumer, _ maximum: Int, _ bytesMaximum: Int, _ end: ContinuousClock.Instant
    ) async throws -> (changes: [ByteBuffer], next: Int) {
        let filter = try consumer.filter.map { try CompiledFilter($0) }
        var cursor = FeedCursor(after: consumer.acknowledged, of: source, filter: filter)
        // One that was restored from an older backup may have less than was acknowledged.
        _ = try await source.position(after: cursor.seq, epoch: nil)
        if consumer.isLost { throw try await source.compacted() }
        var changes = try await take(&cursor, maximum, bytesMaximum)
        let rest = end - .now
        if changes.isEmpty, rest > .zero {
            changes = try await take(&cursor, maximum, bytesMaximum, for: consumer, within: TimeAmount(rest))
        }
        return (changes, cursor.seq)
    }

    private func reply(_ changes: [ByteBuffer], next: Int) -> ByteBuffer {
        WireReply.fetched(changes, epoch: source.store.epoch, next: next, head: max(next, source.tail.head))
    }

    /// The changes that are there, as many as may be; the cursor ends behind the last of them.
    private func take(_ cursor: inout FeedCursor, _ maximum: Int, _ bytesMaximum: Int) async throws -> [ByteBuffer] {
        var changes: [ByteBuffer] = []
        var bytes = 0
        while let portion = try await cursor.next() {
            try peer.checkIsThere()
            for index in portion.runs.joined() {
                let change = portion.page.change(index)
                bytes += change.readableBytes + 1
                let isFull = changes.count == maximum || bytes > bytesMaximum && !changes.isEmpty
                guard !isFull else {
                    cursor.seq = portion.page.first + index - 1
                    return changes
                }
                changes.append(change)
            }
            if changes.count == maximum || bytes >= bytesMaximum { return changes }
        }
        return changes
    }

    /// The same, once there are some; none where none come in time, the client goes, or the service stops.
    private func take(
        _ cursor: inout FeedCursor, _ maximum: Int, _ bytesMaximum: Int, for consumer: StoredConsumer,
        within limit: TimeAmount
    ) async throws -> [ByteBuffer] {
        let (nudges, nudge) = source.tail.subscribe()
        peer.departure.finish(nudge)
        consumers.finish(nudge, whenChanged: consumer.name)
        let end = peer.channel.eventLoop.scheduleTask(in: limit) { nudge.finish() }
        defer { end.cancel() }
        // What was published before the nudges began.
        nudge.yield()
        for await _ in nudges {
            let changes = try await take(&cursor, maximum, bytesMaximum)
            if !changes.isEmpty { return changes }
        }
        return []
    }
}
