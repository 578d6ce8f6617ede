/// A durable consumer: a reader whose position the service keeps.
///
/// ```swift
/// let consumer = FeedClient().consumer("mailer")
/// try await consumer.create(startingAt: .now)
/// for try await batch in consumer.batches() {
///     for change in batch.changes { print(change.seq) }
///     try await batch.acknowledge()
/// }
/// ```
///
/// What is not acknowledged comes again: every change is dealt with at least once, across crashes of either side.
public struct FeedConsumer: Sendable {
    /// Who it is, in the store: 1 to 100 letters, digits, dots, underscores and hyphens, all ASCII.
    public let name: String
    let client: FeedClient

    /// Where a new consumer begins.
    public enum Start: Hashable, Sendable {
        /// With the oldest change that is kept.
        case oldest
        /// With what happens from now on.
        case now
        /// With the change after this number.
        case after(Int)
    }

    /// Makes the consumer, or gives one that is there another filter; that one stays where it is.
    ///
    /// A program calls it at each of its starts.
    /// - Parameters:
    ///   - start: where a new one begins.
    ///   - filter: which changes it gets; `nil` for all, also where it had one.
    /// - Throws: `permissionDenied` where it is another user's, `compacted` and `unknownPosition` where a new one cannot
    ///   begin there, `invalidFilter`.
    @discardableResult
    public func create(startingAt start: Start = .oldest, filter: Filter? = nil) async throws(FeedError) -> Consumer {
        try await made(startingAt: start, filter: filter).consumer
    }

    /// The same, and whether it was made now.
    package func made(
        startingAt start: Start, filter: Filter?
    ) async throws(FeedError) -> FeedInterface.CreateConsumerReply {
        var parameters = FeedInterface.CreateConsumerParameters(name: name, filter: filter)
        switch start {
        case .oldest: parameters.start = .oldest
        case .now: parameters.start = .now
        case .after(let seq): parameters.since = seq
        }
        return try await client.answer(FeedInterface.CreateConsumerReply.self, to: "CreateConsumer", parameters)
    }

    /// Whether a consumer may have this name.
    package static func isName(_ name: String) -> Bool {
        (1...FeedInterface.consumerNameBytesMaximum).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "._-".utf8.contains(byte)
            }
    }

    /// Deletes it, with its position.
    public func delete() async throws(FeedError) {
        let parameters = FeedInterface.DeleteConsumerParameters(name: name)
        _ = try await client.answer(NoParameters.self, to: "DeleteConsumer", parameters)
    }

    /// Changes that come together.
    public struct Batch: Sendable {
        /// In order; empty where none came in time.
        public let changes: [Change]
        /// What to acknowledge when all of them have been dealt with.
        public let next: Int
        /// The newest number of the feed.
        public let head: Int
        /// The store that the numbers are of.
        public let epoch: String
        fileprivate let consumer: FeedConsumer

        /// Says that all changes up to the last of the batch, or up to one of it, have been dealt with; that is on disk
        /// when it returns.
        ///
        /// Where the service is away it is tried again, with growing pauses, until the task is cancelled.
        /// - Parameter seq: the number of a change of the batch; `nil` for all.
        public func acknowledge(upTo seq: Int? = nil) async throws(FeedError) {
            var backOff = BackOff()
            while true {
                do throws(FeedError) {
                    return try await consumer.acknowledge(seq ?? next, epoch: epoch)
                } catch {
                    guard error.isTransient, !Task.isCancelled else { throw error }
                    await backOff.wait()
                }
            }
        }
    }

    /// Says that everything up to a number has been dealt with; that is on disk when it returns, and never goes back.
    /// - Parameters:
    ///   - seq: the number.
    ///   - epoch: the store that the number is of; with it, another one is told as `unknownPosition`.
    public func acknowledge(_ seq: Int, epoch: String? = nil) async throws(FeedError) {
        let parameters = FeedInterface.FetchParameters(consumer: name, acknowledge: seq, epoch: epoch, maximum: 0)
        _ = try await client.answer(FeedInterface.FetchReply.self, to: "Fetch", parameters)
    }

    /// The changes after what has been acknowledged.
    /// - Parameters:
    ///   - acknowledge: as `acknowledge(_:epoch:)`, in the same call.
    ///   - epoch: the store that `acknowledge` is of.
    ///   - maximum: how many, from 1 to 1,000.
    ///   - wait: how long to wait where there are none yet, up to five minutes.
    /// - Throws: `compacted` where some are no longer kept: take a snapshot, and acknowledge its position.
    ///   `consumerBusy` where another call fetches for it.
    public func fetch(
        acknowledge: Int? = nil, epoch: String? = nil, maximum: Int = 100, wait: Duration = .zero
    ) async throws(FeedError) -> Batch {
        var stream: ReplyStream?
        return try await fetch(
            .init(
                consumer: name, acknowledge: acknowledge, epoch: epoch, maximum: maximum,
                waitMilliseconds: wait.wholeMilliseconds),
            on: &stream)
    }

    fileprivate func fetch(
        _ parameters: FeedInterface.FetchParameters, on stream: inout ReplyStream?
    ) async throws(FeedError) -> Batch {
        // A call that fails has used its connection up.
        var open = stream
        stream = nil
        if let open {
            try await open.send("Fetch", parameters)
        } else {
            open = try await ReplyStream.open(client.socketPath, method: "Fetch", parameters: parameters)
        }
        guard var open else { throw .disconnected }
        let reply = try FeedClient.reply(FeedInterface.FetchReply.self, in: await open.next())
        stream = open
        return Batch(changes: reply.changes, next: reply.next, head: reply.head, epoch: reply.epoch, consumer: self)
    }

    /// All changes, a batch at a time, for ever.
    ///
    /// A batch that the loop does not acknowledge comes again. When the connection is lost the sequence connects again. It
    /// ends only with an error, or when its task is cancelled.
    /// - Parameter maximum: changes in one batch, from 1 to 1,000.
    public func batches(maximum: Int = 100) -> Batches {
        Batches(consumer: self, maximum: maximum)
    }

    /// The changes for a consumer as an asynchronous sequence; made by `batches(maximum:)`.
    public struct Batches: AsyncSequence, Sendable {
        /// Some changes, at least one.
        public typealias Element = Batch
        /// What can go wrong.
        public typealias Failure = FeedError

        let consumer: FeedConsumer
        let maximum: Int

        /// Begins after what has been acknowledged.
        public func makeAsyncIterator() -> Iterator {
            Iterator(consumer: consumer, maximum: maximum)
        }

        /// Where one loop over the batches is.
        public struct Iterator: AsyncIteratorProtocol, Sendable {
            private let consumer: FeedConsumer
            private let maximum: Int
            private var stream: ReplyStream?
            private var hasConnected = false
            private var backOff = BackOff()

            /// The store that has been read so far: another one in its place is told.
            private var epoch: String?
            /// Since when somebody else has been fetching.
            private var busySince: ContinuousClock.Instant?

            private static let wait = Duration.seconds(60)
            /// How long the service may take to see that a reader has gone: this one before a crash, or its last connection.
            private static let leaving = Duration.seconds(10)

            init(consumer: FeedConsumer, maximum: Int) {
                self.consumer = consumer
                self.maximum = Swift.max(1, maximum)
            }

            private mutating func isStillLeaving(_ error: FeedError) -> Bool {
                guard case .consumerBusy = error else { return false }
                let since = busySince ?? .now
                busySince = since
                return .now - since < Self.leaving
            }

            /// The next batch; `nil` when the task was cancelled.
            public mutating func next() async throws(FeedError) -> Batch? {
                try await next(isolation: nil)
            }

            /// The next batch; `nil` when the task was cancelled.
            public mutating func next(isolation actor: isolated (any Actor)?) async throws(FeedError) -> Batch? {
                while !Task.isCancelled {
                    do throws(FeedError) {
                        let batch = try await consumer.fetch(
                            .init(
                                consumer: consumer.name, maximum: maximum,
                                // The first answer at once: from then on the service is known to be there.
                                waitMilliseconds: hasConnected ? Self.wait.wholeMilliseconds : 0),
                            on: &stream)
                        hasConnected = true
                        if let epoch, epoch != batch.epoch {
                            throw .unknownPosition(head: batch.head, epoch: batch.epoch)
                        }
                        epoch = batch.epoch
                        backOff = BackOff()
                        busySince = nil
                        if !batch.changes.isEmpty { return batch }
                    } catch {
                        if Task.isCancelled { return nil }
                        guard hasConnected && error.isTransient || isStillLeaving(error) else { throw error }
                        await backOff.wait()
                    }
                }
                return nil
            }
        }
    }
}

extension Duration {
    /// Up to a day: more than the service takes.
    fileprivate var wholeMilliseconds: Int {
        let seconds = min(max(0, components.seconds), 86_400)
        return Int(seconds) * 1_000 + Int(max(0, components.attoseconds) / 1_000_000_000_000_000)
    }
}
