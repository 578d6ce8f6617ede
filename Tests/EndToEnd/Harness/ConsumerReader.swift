import Foundation

@testable import TidingsFeed

/// Reads for a durable consumer, and dies now and then before it has acknowledged.
struct ConsumerReader: Sendable {
    let record: ConsumerRecord
    let client: FeedClient
    let stage: Stage
    var random: SplitMix

    private var consumer: FeedConsumer { client.consumer(record.name) }

    /// Reads until the task is cancelled.
    mutating func run() async {
        while !Task.isCancelled {
            do {
                _ = try await step()
            } catch {
                await note(error)
                await client.isAnswering()
            }
        }
    }

    /// Reads until everything up to a number is acknowledged.
    mutating func finish(_ head: Int) async throws {
        while true {
            do { if try await step() >= head { return } } catch {
                guard await note(error) else { throw error }
                await client.isAnswering()
            }
        }
    }

    /// - Returns: what is acknowledged now; 0 where it died before.
    private mutating func step() async throws -> Int {
        var batch = try await consumer.fetch(maximum: 1 + random.below(40), wait: .milliseconds(100))
        await record.add(.fetched(batch.changes, next: batch.next, run: await stage.run))
        while random.below(3) > 0 {
            let next = batch.next
            await record.add(.acknowledging(next))
            if random.below(2) == 0 {
                try await batch.acknowledge()
                await record.add(.acknowledged(next, run: await stage.run))
                return next
            }
            // The same, with the next ones.
            batch = try await consumer.fetch(acknowledge: next, maximum: 1 + random.below(40))
            await record.add(.acknowledged(next, run: await stage.run))
            await record.add(.fetched(batch.changes, next: batch.next, run: await stage.run))
        }
        return 0
    }

    /// - Returns: whether it can go on.
    @discardableResult
    private func note(_ error: any Error) async -> Bool {
        switch error {
        case FeedError.compacted(let oldest, let head, _):
            await record.add(.compacted(oldest: oldest, head: head))
            await record.add(.acknowledging(head))
            // Where it fails it is told again.
            if (try? await consumer.acknowledge(head)) != nil {
                await record.add(.acknowledged(head, run: await stage.run))
            }
        case FeedError.consumerBusy: await record.add(.busy)
        case FeedError.disconnected, FeedError.unreachable, FeedError.overloaded, is CancellationError: break
        default:
            await record.add(.refused("\(error)"))
            return false
        }
        return true
    }
}

/// What all readers of one consumer note.
actor ConsumerRecord {
    nonisolated let name: String
    nonisolated let filter: Filter?
    private(set) var history: ConsumerHistory

    init(name: String, filter: Filter?, isShared: Bool) {
        self.name = name
        self.filter = filter
        history = ConsumerHistory(name: name, filter: filter, isShared: isShared)
    }

    func add(_ step: ConsumerHistory.Step) { history.steps.append(step) }
}
