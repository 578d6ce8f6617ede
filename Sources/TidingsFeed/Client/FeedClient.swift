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
/// Every error thrown is a `FeedError`.
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
    /// - Throws: `unreachable` where the first connection fails, `compacted` and `unknownPosition` at any time.
    public func changes(since: Int? = nil, epoch: String? = nil) -> FeedChanges {
        FeedChanges(socketPath: socketPath, position: .init(since: since, epoch: epoch))
    }

    /// The current document of the article with this id.
    public func document(id: Int) async throws -> Document {
        try Self.decode(Document.self, from: await documentJSON(id: id))
    }

    /// The current document of the article at this path, relative to the watched folder.
    public func document(path: String) async throws -> Document {
        try Self.decode(Document.self, from: await documentJSON(path: path))
    }

    /// The current document, by id or by path, as the JSON that the service sent: fields this library does not know too.
    public func documentJSON(id: Int? = nil, path: String? = nil) async throws -> Data {
        let message = try await call("GetArticle", FeedInterface.GetArticleParameters(id: id, path: path))
        // {"parameters":{"document":…}}: what stands between is the document, to the byte.
        let head = Array("{\"parameters\":{\"document\":".utf8)
        guard message.starts(with: head), message.suffix(2).elementsEqual("}}".utf8) else {
            throw FeedError.protocolViolation(reason: "GetArticle answered no document")
        }
        return Data(message.dropFirst(head.count).dropLast(2))
    }

    /// Every article that has a document, in the order of their ids.
    public func articles() async throws -> [Article] {
        var articles: [Article] = []
        var after: Int?
        repeat {
            let parameters = FeedInterface.ListArticlesParameters(after: after)
            let reply = try Self.reply(
                FeedInterface.ListArticlesReply.self, in: await call("ListArticles", parameters))
            articles += reply.articles
            after = reply.next
        } while after != nil
        return articles
    }

    /// Waits until everything dropped before the call is in the ledger, and returns the newest number then.
    public func synchronize() async throws -> Int {
        try Self.reply(FeedInterface.SynchronizeReply.self, in: await call("Synchronize", NoParameters())).seq
    }

    /// Has the documents of some articles checked, and those made again that are not as they were recorded.
    /// - Returns: how many those are; they are in place when a `synchronize()` that follows returns.
    package func rebuildDocuments(of articles: [Int]) async throws -> Int {
        let parameters = FeedInterface.RebuildDocumentsParameters(articles: articles)
        return try Self.reply(
            FeedInterface.RebuildDocumentsReply.self, in: await call("RebuildDocuments", parameters)
        ).damaged
    }

    /// How the service is.
    public func status() async throws -> Status {
        try Self.reply(Status.self, in: await call("GetStatus", NoParameters()))
    }

    // MARK: - One call

    private func call(_ method: String, _ parameters: some Encodable) async throws(FeedError) -> ArraySlice<UInt8> {
        var stream = try await ReplyStream.open(socketPath, method: method, parameters: parameters, more: false)
        return try await stream.next()
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
