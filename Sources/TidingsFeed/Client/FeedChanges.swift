/// The changes of a feed as an asynchronous sequence; made by `FeedClient.changes(since:epoch:filter:)`.
public struct FeedChanges: AsyncSequence, Sendable {
    /// One change at a time.
    public typealias Element = Change
    /// What can go wrong.
    public typealias Failure = FeedError

    let events: FeedEvents

    /// Begins at the position the sequence was made with.
    public func makeAsyncIterator() -> Iterator {
        Iterator(events: events.makeAsyncIterator())
    }

    /// Where one loop over the changes is.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        var events: FeedEvents.Iterator

        /// The next change; `nil` when the task was cancelled.
        public mutating func next() async throws(FeedError) -> Change? {
            try await next(isolation: nil)
        }

        /// The next change; `nil` when the task was cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(FeedError) -> Change? {
            while let event = try await events.next(isolation: actor) {
                if case .change(let change, _) = event { return change }
            }
            return nil
        }
    }
}
