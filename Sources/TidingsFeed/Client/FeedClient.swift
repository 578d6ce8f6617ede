public import Foundation

/// A subscriber's way to the service.
///
/// ```swift
/// let client = FeedClient()
/// for try await change in client.changes(since: 41) {
///     print(change.seq, change.kind.rawValue, change.path ?? "")
/// }
/// ```
///
/// A value: it holds no connection. Every call opens its own, so calls never wait for each other.
public struct FeedClient: Sendable {
    /// Where the service listens.
    public let socketPath: String

    /// Where the service listens unless told otherwise.
    public static let standardSocketPath = "/run/tidings/org.tidings.Feed"

    /// `TIDINGS_SOCKET` of the environment, else the standard path.
    public static var defaultSocketPath: String {
        ProcessInfo.processInfo.environment["TIDINGS_SOCKET"].flatMap { $0.isEmpty ? nil : $0 } ?? standardSocketPath
    }

    /// A client of the service at a socket.
    public init(socketPath: String = FeedClient.defaultSocketPath) {
        self.socketPath = socketPath
    }

    /// The changes after number `since`, then every new one as it happens, each once and in order.
    ///
    /// When the connection is lost the sequence connects again and goes on after the last change it gave, so a restart
    /// of the service is not seen. It ends only with an error, or when its task is cancelled.
    /// - Parameters:
    ///   - since: the last number already known; 0 for all that is kept; `nil` for only what is new.
    ///   - epoch: the store that `since` is of. With it, a store made anew is told as `unknownPosition` and never
    ///     mistaken for the old one.
    ///   - filter: which changes; `nil` for all. To keep a position in a feed of which a filter lets little pass, follow
    ///     `events`, which have bookmarks.
    /// - Throws: `unreachable` where the first connection fails, `compacted` and `unknownPosition` at any time.
    public func changes(since: Int? = nil, epoch: String? = nil, filter: Filter? = nil) -> FeedChanges {
        FeedChanges(events: events(since: since, epoch: epoch, filter: filter))
    }

    /// All that a feed tells: changes, with their documents if they are wanted, and bookmarks.
    ///
    /// Goes on after a lost connection, as `changes` does.
    /// - Parameters:
    ///   - since: as of `changes`.
    ///   - epoch: as of `changes`.
    ///   - filter: which changes; `nil` for all.
    ///   - includingDocuments: whether each change comes with the document of its revision, while that is kept.
    public func events(
        since: Int? = nil, epoch: String? = nil, filter: Filter? = nil, includingDocuments: Bool = false
    ) -> FeedEvents {
        FeedEvents(
            socketPath: socketPath,
            start: .init(
                since: since, epoch: epoch, filter: filter, include: includingDocuments ? .document : nil))
    }

    /// First every article that there is, then `synced`, then every change, without a gap between them.
    ///
    /// Folding what comes gives the store: see `FeedEvent`.
    /// - Parameters:
    ///   - filter: which articles and which changes.
    ///   - includingDocuments: whether articles and changes come with their documents.
    public func snapshot(filter: Filter? = nil, includingDocuments: Bool = false) -> FeedEvents {
        FeedEvents(
            socketPath: socketPath,
            start: .init(snapshot: true, filter: filter, include: includingDocuments ? .document : nil))
    }

    /// The durable consumer of this name, whether it has been made yet or not.
    public func consumer(_ name: String) -> FeedConsumer {
        FeedConsumer(name: name, client: self)
    }

    /// All durable consumers, in the order of their names.
    public func consumers() async throws(FeedError) -> [Consumer] {
        try await answer(FeedInterface.ListConsumersReply.self, to: "ListConsumers", NoParameters()).consumers
    }

    /// The document of an article.
    /// - Parameters:
    ///   - id: the article's.
    ///   - revision: which one of those that are kept; `nil` for the current one.
    public func document(id: Int, revision: Int? = nil) async throws(FeedError) -> Document {
        try Self.decode(Document.self, from: await documentJSON(id: id, revision: revision))
    }

    /// The document of the article at a path.
    /// - Parameters:
    ///   - path: relative to the watched folder.
    ///   - revision: which one of those that are kept; `nil` for the current one.
    public func document(path: String, revision: Int? = nil) async throws(FeedError) -> Document {
        try Self.decode(Document.self, from: await documentJSON(path: path, revision: revision))
    }

    /// A document, by id or by path, as the JSON that the service sent: fields this library does not know too.
    public func documentJSON(
        id: Int? = nil, path: String? = nil, revision: Int? = nil
    ) async throws(FeedError) -> Data {
        let parameters = FeedInterface.GetArticleParameters(id: id, path: path, revision: revision)
        let message = try await call("GetArticle", parameters)
        // {"parameters":{"document":…}}: what stands between is the document, to the byte.
        let head = Array("{\"parameters\":{\"document\":".utf8)
        guard message.starts(with: head), message.suffix(2).elementsEqual("}}".utf8) else {
            throw FeedError.protocolViolation(reason: "GetArticle answered no document")
        }
        return Data(message.dropFirst(head.count).dropLast(2))
    }

    /// Every article that has a document, in the order of their ids.
    /// - Parameter prefix: only those whose path begins with this.
    public func articles(prefix: String? = nil) async throws(FeedError) -> [Article] {
        var articles: [Article] = []
        var after: Int?
        repeat {
            let parameters = FeedInterface.ListArticlesParameters(after: after, prefix: prefix)
            let reply = try await answer(FeedInterface.ListArticlesReply.self, to: "ListArticles", parameters)
            articles += reply.articles
            after = reply.next
        } while after != nil
        return articles
    }

    /// The revisions of an article whose documents are kept, the oldest first.
    public func revisions(id: Int) async throws(FeedError) -> [Revision] {
        let parameters = FeedInterface.ListRevisionsParameters(id: id)
        return try await answer(FeedInterface.ListRevisionsReply.self, to: "ListRevisions", parameters).revisions
    }

    /// Waits until everything dropped before the call is in the ledger, and returns the newest number then.
    public func synchronize() async throws(FeedError) -> Int {
        try await answer(FeedInterface.SynchronizeReply.self, to: "Synchronize", NoParameters()).seq
    }

    /// Has the documents of some articles checked, and those made again that are not as they were recorded.
    /// - Returns: how many those are; they are in place when a `synchronize()` that follows returns.
    package func rebuildDocuments(of articles: [Int]) async throws(FeedError) -> Int {
        let parameters = FeedInterface.RebuildDocumentsParameters(articles: articles)
        return try await answer(FeedInterface.RebuildDocumentsReply.self, to: "RebuildDocuments", parameters).damaged
    }

    /// Has the service read its settings again.
    /// - Returns: the names of the settings that are others now, and of those that would be after a restart.
    package func reload() async throws(FeedError) -> FeedInterface.ReloadReply {
        try await answer(FeedInterface.ReloadReply.self, to: "Reload", NoParameters())
    }

    /// How the service is.
    public func status() async throws(FeedError) -> Status {
        try await answer(Status.self, to: "GetStatus", NoParameters())
    }

    // MARK: - One call

    private func call(_ method: String, _ parameters: some Encodable) async throws(FeedError) -> ArraySlice<UInt8> {
        var stream = try await ReplyStream.open(socketPath, method: method, parameters: parameters)
        return try await stream.next()
    }

    func answer<Value: Decodable>(
        _ type: Value.Type, to method: String, _ parameters: some Encodable
    ) async throws(FeedError) -> Value {
        try Self.reply(type, in: await call(method, parameters))
    }

    static func reply<Value: Decodable>(
        _ type: Value.Type, in message: some Sequence<UInt8>
    ) throws(FeedError) -> Value {
        try decode(VarlinkReply<Value>.self, from: message).parameters
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, from bytes: some Sequence<UInt8>
    ) throws(FeedError) -> Value {
        do {
            return try WireJSON.decode(type, from: bytes)
        } catch {
            throw .protocolViolation(reason: "\(error)")
        }
    }
}
