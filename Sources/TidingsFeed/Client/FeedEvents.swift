/// One thing that a feed tells.
///
/// To keep a copy of the store, fold them: at `snapshotBegins` forget everything; an `article` is as it says; a change
/// sets the article's path and revision, but `removed` drops it. An article of revision 0 was never read, and is not listed.
/// From `synced` on the copy is the store as of the last change folded in. Through a filter an article that no longer passes
/// is not told of: a copy of a part keeps it.
public enum FeedEvent: Hashable, Sendable {
    /// A snapshot begins, or begins anew because the connection was lost in the middle of one.
    case snapshotBegins
    /// An article that there is, with its document if that was asked for.
    case article(Article, Document?)
    /// The snapshot is whole, as of this position.
    case synced(Bookmark)
    /// A change, with the document of its revision if that was asked for and is kept.
    case change(Change, Document?)
    /// Everything up to this position has been told, or the filter did not let it pass: go on from here.
    case bookmark(Bookmark)
}

/// What a feed tells, as an asynchronous sequence; made by `FeedClient.events` and `FeedClient.snapshot`.
public struct FeedEvents: AsyncSequence, Sendable {
    /// One event at a time.
    public typealias Element = FeedEvent
    /// What can go wrong.
    public typealias Failure = FeedError

    let socketPath: String
    let start: FeedInterface.WatchParameters

    /// Begins at the position the sequence was made with.
    public func makeAsyncIterator() -> Iterator {
        Iterator(socketPath: socketPath, parameters: start)
    }

    /// Where one loop over the events is.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        private let socketPath: String
        /// How to go on after a lost connection.
        private var parameters: FeedInterface.WatchParameters
        private var stream: ReplyStream?
        private var hasConnected = false
        private var backOff = BackOff()

        init(socketPath: String, parameters: FeedInterface.WatchParameters) {
            self.socketPath = socketPath
            self.parameters = parameters
        }

        /// The next event; `nil` when the task was cancelled.
        public mutating func next() async throws(FeedError) -> FeedEvent? {
            try await next(isolation: nil)
        }

        /// The next event; `nil` when the task was cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(FeedError) -> FeedEvent? {
            while !Task.isCancelled {
                do throws(FeedError) {
                    return try await receive()
                } catch {
                    stream = nil
                    if Task.isCancelled { return nil }
                    guard hasConnected, error.isTransient else { throw error }
                    await backOff.wait()
                }
            }
            return nil
        }

        private mutating func receive() async throws(FeedError) -> FeedEvent {
            if stream == nil {
                stream = try await ReplyStream.open(socketPath, method: "Watch", parameters: parameters, more: true)
                if parameters.snapshot == true { return .snapshotBegins }
            }
            guard var stream else { throw .disconnected }
            let reply = try FeedClient.reply(FeedInterface.WatchReply.self, in: await stream.next())
            self.stream = stream
            hasConnected = true
            backOff = BackOff()
            if let change = reply.change {
                // In the middle of a snapshot there is no position to go on from.
                if parameters.snapshot != true { goOn(after: .init(epoch: change.epoch, seq: change.seq)) }
                return .change(change, reply.document)
            }
            if let article = reply.article { return .article(article, reply.document) }
            if let position = reply.synced {
                goOn(after: position)
                return .synced(position)
            }
            guard let bookmark = reply.bookmark else {
                throw .protocolViolation(reason: "a reply to Watch has nothing that this library knows")
            }
            if parameters.snapshot != true { goOn(after: bookmark) }
            return .bookmark(bookmark)
        }

        private mutating func goOn(after position: Bookmark) {
            parameters.snapshot = nil
            parameters.since = position.seq
            parameters.epoch = position.epoch
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

extension FeedError {
    /// Whether the same may succeed later, by itself.
    var isTransient: Bool {
        switch self {
        case .disconnected, .unreachable, .overloaded: true
        default: false
        }
    }
}
