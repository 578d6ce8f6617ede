import Foundation
import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle
import TidingsFeed
import TidingsStore

/// The durable consumers: who may do what with them, and their positions on their way to the disk.
///
/// Acknowledgements that come while others are being synced are synced together.
final class Consumers: Service, Sendable {
    private struct State {
        /// Those for which a call fetches now, and what ends its wait.
        var fetching: [String: AsyncStream<Void>.Continuation?] = [:]
        /// When each was last seen, where that is not on disk.
        var seen: [String: String] = [:]
        var waiting: [Waiter] = []
        var isWriting = false
        var failure: StoreError?
        var stopped: AsyncStream<Void>.Continuation?
    }

    private struct Waiter {
        let acknowledgement: StoredConsumer.Acknowledgement
        let continuation: CheckedContinuation<StoredConsumer?, any Error>
    }

    private let store: Store
    private let source: FeedSource
    private let logger: Logger
    /// Where is written: it may block.
    private let loop: any EventLoop
    private let state = NIOLockedValueBox(State())

    init(source: FeedSource, logger: Logger, on loop: any EventLoop) {
        store = source.store
        self.source = source
        self.logger = logger
        self.loop = loop
    }

    /// Ends only where the disk fails: then nothing may go on.
    func run() async throws {
        let (stops, stop) = AsyncStream.makeStream(of: Void.self)
        let failure = state.withLockedValue { state in
            state.stopped = stop
            return state.failure
        }
        if failure == nil { for await _ in stops.cancelOnGracefulShutdown() { break } }
        if let failure = state.withLockedValue({ $0.failure }) { throw failure }
    }

    // MARK: - Making, deleting, listing

    func create(_ parameters: FeedInterface.CreateConsumerParameters, by peer: Peer) async throws -> (
        created: Bool, consumer: StoredConsumer
    ) {
        let name = parameters.name
        guard FeedConsumer.isName(name) else { throw FeedError.invalid("name") }
        guard parameters.start == nil || parameters.since == nil else { throw FeedError.invalid("since") }
        if let filter = parameters.filter { _ = try CompiledFilter(filter) }
        let ends = try await store.ends()
        let start: Int
        if let since = parameters.since {
            start = try await source.position(after: since, epoch: nil)
            guard start >= ends.oldest - 1 else {
                throw FeedError.compacted(oldest: ends.oldest, head: ends.head, epoch: store.epoch)
            }
        } else {
            start = parameters.start == .now ? ends.head : ends.oldest - 1
        }
        let new = StoredConsumer(
            name: name, owner: peer.user, created: Date().timestamp, acknowledged: start, filter: parameters.filter)
        let (before, after) = try await write { store throws(any Error) in
            try store.update(consumer: name) { found, counts in
                guard var consumer = found else {
                    let hasRoom =
                        counts.values.reduce(0, +) < FeedInterface.consumersMaximum
                        && (peer.isPrivileged || counts[peer.user, default: 0] < FeedInterface.consumersPerUserMaximum)
                    return hasRoom ? new : nil
                }
                if peer.mayUse(consumer) { consumer.filter = new.filter }
                return consumer
            }
        }
        guard let consumer = after else {
            throw FeedError.overloaded(
                reason: "there are \(FeedInterface.consumersMaximum) consumers, or "
                    + "\(FeedInterface.consumersPerUserMaximum) of this user; delete those that nobody reads")
        }
        try check(consumer, peer)
        if before?.filter != consumer.filter { state.withLockedValue { $0.fetching[name] ?? nil }?.finish() }
        if before == nil { logger.log(.consumerMade, "the consumer \(name) was made", metadata: peer.metadata) }
        return (before == nil, consumer)
    }

    func delete(_ name: String, by peer: Peer) async throws {
        guard !state.withLockedValue({ $0.fetching.keys.contains(name) }) else {
            throw FeedError.consumerBusy(name: name)
        }
        let (isDeleted, other) = try await write { store throws(any Error) -> (Bool, StoredConsumer?) in
            do {
                let (before, after) = try store.update(consumer: name) { found, _ in
                    found.flatMap { peer.mayUse($0) ? nil : $0 }
                }
                return (before != nil && after == nil, after)
            } catch StoreError.damaged where peer.isPrivileged {
                // It says nothing that can be relied on, not even of its owner.
                return (try store.drop(consumer: name), nil)
            }
        }
        if let other { try check(other, peer) }
        guard isDeleted else { throw FeedError.noSuchConsumer(name: name) }
        state.withLockedValue { $0.seen[name] = nil }
        logger.log(.consumerDeleted, "the consumer \(name) was deleted", metadata: peer.metadata)
    }

    func list() async throws -> [Consumer] { try await described(store.consumers()) }

    /// What is told of consumers.
    func described(_ consumers: [StoredConsumer]) async throws -> [Consumer] {
        let head = source.tail.head
        let times = try await store.times(of: consumers.map { $0.acknowledged + 1 })
        let (fetching, seen) = state.withLockedValue { ($0.fetching, $0.seen) }
        return consumers.map { consumer in
            let time = times[consumer.acknowledged + 1]
            return Consumer(
                name: consumer.name, owner: consumer.owner, created: consumer.created,
                acknowledged: consumer.acknowledged, pending: max(0, head - consumer.acknowledged), oldestTime: time,
                oldestSeconds: time.flatMap { Date(timestamp: $0) }.map { Int(max(0, -$0.timeIntervalSinceNow)) },
                lastSeen: [seen[consumer.name], consumer.lastSeen].compactMap { $0 }.max(),
                fetching: fetching.keys.contains(consumer.name), lost: consumer.isLost, filter: consumer.filter)
        }
    }

    // MARK: - Fetching

    /// Says that a call fetches for a consumer, while it does: one at a time.
    ///
    /// Only for who may: nobody is kept out by a stranger.
    func fetching<Value>(_ name: String, by peer: Peer, _ body: () async throws -> Value) async throws -> Value {
        _ = try await usable(name, by: peer)
        let isFree = state.withLockedValue { state in
            guard !state.fetching.keys.contains(name) else { return false }
            state.fetching[name] = .some(nil)
            return true
        }
        guard isFree else { throw FeedError.consumerBusy(name: name) }
        defer { state.withLockedValue { _ = $0.fetching.removeValue(forKey: name) } }
        return try await body()
    }

    /// What a call waits with that fetches for a consumer: another filter of the consumer ends that.
    func willFinish(_ nudge: AsyncStream<Void>.Continuation, forFilterOf name: String) {
        state.withLockedValue { if $0.fetching.keys.contains(name) { $0.fetching[name] = nudge } }
    }

    /// Notes that a consumer was seen, and records what it acknowledges: that is on disk when it returns.
    func seen(_ name: String, acknowledging seq: Int?, by peer: Peer) async throws -> StoredConsumer {
        let consumer = try await usable(name, by: peer)
        guard let seq, seq > consumer.acknowledged || consumer.isLost else {
            state.withLockedValue { $0.seen[name] = Date().timestamp }
            return consumer
        }
        guard let recorded = try await record(.init(of: consumer, seq: seq)) else {
            throw FeedError.noSuchConsumer(name: name)
        }
        return recorded
    }

    /// Records that a consumer has nothing to do with what its filter did not let pass, while it has that filter.
    func skip(upTo seq: Int, for consumer: StoredConsumer) async throws {
        _ = try await record(.init(of: consumer, seq: seq, isOfFilter: true))
    }

    /// Whether a consumer still has the filter that it had.
    func hasFilter(of consumer: StoredConsumer) async throws -> Bool {
        try await store.consumer(consumer.name)?.filter == consumer.filter
    }

    private func usable(_ name: String, by peer: Peer) async throws -> StoredConsumer {
        guard let consumer = try await store.consumer(name) else { throw FeedError.noSuchConsumer(name: name) }
        try check(consumer, peer)
        return consumer
    }

    private func record(_ acknowledgement: StoredConsumer.Acknowledgement) async throws -> StoredConsumer? {
        try await withCheckedThrowingContinuation { continuation in
            let waiter = Waiter(acknowledgement: acknowledgement, continuation: continuation)
            let isFirst = state.withLockedValue { state in
                state.waiting.append(waiter)
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if isFirst { loop.execute { self.record() } }
        }
    }

    /// Records all acknowledgements that wait, until none does.
    private func record() {
        while true {
            let (waiting, failure) = state.withLockedValue { state in
                defer { state.waiting = [] }
                state.isWriting = !state.waiting.isEmpty
                return (state.waiting, state.failure)
            }
            if waiting.isEmpty { return }
            let result = Result { () throws(StoreError) in
                // Nobody knows what is on a disk that has failed.
                if let failure { throw failure }
                return try store.acknowledge(waiting.map(\.acknowledgement))
            }
            if case .failure(let error) = result { note(error) }
            for (index, waiter) in waiting.enumerated() {
                waiter.continuation.resume(with: result.map { $0[index] }.mapError { $0 })
            }
        }
    }

    private func check(_ consumer: StoredConsumer, _ peer: Peer) throws(FeedError) {
        guard peer.mayUse(consumer) else {
            throw .permissionDenied(
                reason: "the consumer \(consumer.name) belongs to the user \(consumer.owner), who made it")
        }
    }

    // MARK: - Writing

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (Store) throws(any Error) -> Value
    ) async throws -> Value {
        try await loop.submit { [store] in
            do { return try body(store) } catch {
                if let error = error as? StoreError { self.note(error) }
                throw error
            }
        }.get()
    }

    /// A disk that fails stops the service, whoever has asked.
    private func note(_ error: StoreError) {
        guard case .disk = error else { return }
        state.withLockedValue { state in
            state.failure = state.failure ?? error
            return state.stopped
        }?.finish()
    }
}
