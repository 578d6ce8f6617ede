/// The changes of a feed as an asynchronous sequence; made by `FeedClient.changes(since:epoch:)`.
public struct FeedChanges: AsyncSequence, Sendable {
    /// One change at a time.
    public typealias Element = Change
    /// Always a `FeedError`.
    public typealias Failure = any Error

    let socketPath: String
    let position: FeedInterface.WatchParameters

    /// Begins at the position the sequence was made with.
    public func makeAsyncIterator() -> Iterator {
        Iterator(socketPath: socketPath, position: position)
    }

    /// Where one loop over the changes is.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        private let socketPath: String
        /// Where to go on after a lost connection.
        private var position: FeedInterface.WatchParameters
        private var stream: ReplyStream?
        private var hasConnected = false
        private var backOff = BackOff()

        init(socketPath: String, position: FeedInterface.WatchParameters) {
            self.socketPath = socketPath
            self.position = position
        }

        /// The next change; `nil` when the task was cancelled.
        public mutating func next() async throws -> Change? {
            try await next(isolation: nil)
        }

        /// The next change; `nil` when the task was cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Change? {
            while !Task.isCancelled {
                do throws(FeedError) {
                    if let change = try await receive() { return change }
                } catch {
                    stream = nil
                    if Task.isCancelled { return nil }
                    switch error {
                    case .disconnected, .unreachable, .overloaded:
                        guard hasConnected else { throw error }
                        await backOff.wait()
                    default:
                        throw error
                    }
                }
            }
            return nil
        }

        /// The next change, or `nil` where the reply was a bookmark.
        private mutating func receive() async throws(FeedError) -> Change? {
            var stream = try await connected()
            let reply = try FeedClient.reply(FeedInterface.WatchReply.self, in: await stream.next())
            self.stream = stream
            hasConnected = true
            backOff = BackOff()
            if let change = reply.change {
                position = .init(since: change.seq, epoch: change.epoch)
                return change
            }
            if let bookmark = reply.bookmark { position = .init(since: bookmark.seq, epoch: bookmark.epoch) }
            return nil
        }

        private func connected() async throws(FeedError) -> ReplyStream {
            if let stream { return stream }
            return try await ReplyStream.open(socketPath, method: "Watch", parameters: position, more: true)
        }
    }
}

/// Waits between attempts to connect: 50 ms, then twice as long each time, up to 5 s.
struct BackOff {
    private var wait = Duration.milliseconds(50)

    /// Returns early when the task is cancelled.
    mutating func wait() async {
        try? await Task.sleep(for: wait)
        wait = min(wait * 2, .seconds(5))
    }
}
