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
        let consumer = try await consumers.seen(name, acknowledging: acknowledged, by: peer)
        let filter = try consumer.filter.map { try CompiledFilter($0) }
        var cursor = FeedCursor(after: consumer.acknowledged, of: source, filter: filter)
        // One that was restored from an older backup may have less than was acknowledged.
        _ = try await source.position(after: cursor.seq, epoch: nil)
        if consumer.isLost { throw try await source.compacted() }
        var changes = try await take(&cursor, maximum, bytesMaximum)
        if changes.isEmpty, wait > 0 {
            changes = try await take(&cursor, maximum, bytesMaximum, within: .milliseconds(Int64(wait)))
        }
        // What the filter let not pass nobody has to deal with: it must not hold anything back.
        if changes.isEmpty, cursor.seq > consumer.acknowledged {
            try await consumers.skip(upTo: cursor.seq, for: consumer)
        }
        return reply(changes, next: cursor.seq)
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
        _ cursor: inout FeedCursor, _ maximum: Int, _ bytesMaximum: Int, within limit: TimeAmount
    ) async throws -> [ByteBuffer] {
        let (nudges, nudge) = source.tail.subscribe()
        peer.departure.finish(nudge)
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
