import Logging
import TidingsFeed
import TidingsStore

/// The methods of `org.tidings.Feed` and `org.varlink.service`.
struct Methods: Sendable {
    let store: Store
    let source: FeedSource
    let consumers: Consumers
    let status: StatusReport
    let synchronize: @Sendable () async throws -> Int
    let rebuild: @Sendable ([Int]) async throws -> Int
    let reload: @Sendable () async throws -> FeedInterface.ReloadReply
    let counters: Counters
    let logger: Logger

    private static let service = "org.varlink.service"
    private static let watch = FeedInterface.name + ".Watch"

    /// Answers one call.
    /// - Returns: whether the connection goes on; `false` where what came is not Varlink.
    func answer(_ message: ArraySlice<UInt8>, to peer: Peer) async throws -> Bool {
        guard let call = try? WireJSON.decode(VarlinkCall<ParameterNames>.self, from: message) else {
            logger.log(
                .clientDisconnected, "a client was disconnected: what it sent is not a Varlink call",
                metadata: peer.metadata)
            try await peer.send(WireReply.failure(FeedError.invalid("method")))
            return false
        }
        var peer = peer
        peer.isSilent = call.oneway == true
        do {
            // Not in between the others: it is what is on the stack of a thousand idle connections.
            if call.method == Self.watch {
                try await watch(call, message, peer)
            } else {
                try await reply(to: call, message, peer)
            }
        } catch let error as FeedError {
            try await peer.send(WireReply.failure(error))
        } catch let error as StoreError {
            logger.log(
                .callFailed, "a call could not be answered: \(error)",
                metadata: peer.metadata.merging(["method": "\(call.method)"]) { $1 })
            guard case .damaged = error else {
                try await peer.send(WireReply.failure(.overloaded(reason: "\(error)")))
                return true
            }
            counters.health { $0.damage = "\(error)" }
            try await peer.send(WireReply.failure(.damaged(reason: "\(error)")))
        }
        return true
    }

    private func watch(_ call: VarlinkCall<ParameterNames>, _ message: ArraySlice<UInt8>, _ peer: Peer) async throws {
        guard call.more == true, !peer.isSilent else {
            throw FeedError.refused(error: Self.service + ".ExpectedMore", parameter: nil)
        }
        let parameters = try Self.parameters(FeedInterface.WatchParameters.self, call.parameters, message)
        var subscription = try await Subscription(parameters, source: source, counters: counters, peer: peer)
        try await subscription.run()
    }

    private func reply(to call: VarlinkCall<ParameterNames>, _ message: ArraySlice<UInt8>, _ peer: Peer) async throws {
        func parameters<Value: MethodParameters>(_ type: Value.Type) throws -> Value {
            try Self.parameters(type, call.parameters, message)
        }
        switch call.method {
        case FeedInterface.name + ".CreateConsumer":
            let (created, consumer) = try await consumers.create(
                parameters(FeedInterface.CreateConsumerParameters.self), by: peer)
            guard let described = try await consumers.described([consumer]).first else { return }
            try await peer.send(
                WireReply.parameters(FeedInterface.CreateConsumerReply(created: created, consumer: described)))
        case FeedInterface.name + ".DeleteConsumer":
            try await consumers.delete(parameters(FeedInterface.DeleteConsumerParameters.self).name, by: peer)
            try await peer.send(WireReply.parameters(NoParameters()))
        case FeedInterface.name + ".ListConsumers":
            _ = try parameters(NoParameters.self)
            try await peer.send(
                WireReply.parameters(FeedInterface.ListConsumersReply(consumers: consumers.list())))
        case FeedInterface.name + ".Fetch":
            try await Fetching(consumers: consumers, source: source, peer: peer)
                .run(parameters(FeedInterface.FetchParameters.self))
        case FeedInterface.name + ".ListRevisions":
            try await listRevisions(of: parameters(FeedInterface.ListRevisionsParameters.self).id, peer)
        case FeedInterface.name + ".GetArticle":
            try await getArticle(parameters(FeedInterface.GetArticleParameters.self), peer)
        case FeedInterface.name + ".ListArticles":
            try await listArticles(parameters(FeedInterface.ListArticlesParameters.self), call.more == true, peer)
        case FeedInterface.name + ".Synchronize":
            _ = try parameters(NoParameters.self)
            let seq = try await synchronized()
            try await peer.send(WireReply.parameters(FeedInterface.SynchronizeReply(seq: seq)))
        case FeedInterface.name + ".RebuildDocuments":
            let articles = try parameters(FeedInterface.RebuildDocumentsParameters.self).articles
            guard articles.count <= FeedInterface.rebuiltMaximum else { throw FeedError.invalid("articles") }
            guard peer.isPrivileged else {
                throw FeedError.permissionDenied(
                    reason: "only root and the service's own user have documents made again")
            }
            let damaged = try await rebuild(Array(Set(articles)))
            try await peer.send(WireReply.parameters(FeedInterface.RebuildDocumentsReply(damaged: damaged)))
        case FeedInterface.name + ".Reload":
            _ = try parameters(NoParameters.self)
            guard peer.isPrivileged else {
                throw FeedError.permissionDenied(reason: "only root and the service's own user reload its settings")
            }
            try await peer.send(WireReply.parameters(reload()))
        case FeedInterface.name + ".GetStatus":
            _ = try parameters(NoParameters.self)
            try await peer.send(WireReply.parameters(status.current()))
        case Self.service + ".GetInfo":
            _ = try parameters(NoParameters.self)
            try await peer.send(WireReply.parameters(ServiceInterface.Info()))
        case Self.service + ".GetInterfaceDescription":
            let wanted = try parameters(ServiceInterface.DescriptionParameters.self).interface
            try await peer.send(WireReply.parameters(ServiceInterface.Description(of: wanted)))
        default:
            throw Self.unknown(call.method)
        }
    }

    private func getArticle(_ parameters: FeedInterface.GetArticleParameters, _ peer: Peer) async throws {
        guard (parameters.id == nil) != (parameters.path == nil) else { throw FeedError.invalid("id") }
        let found = try await store.document(
            id: parameters.id, path: parameters.path.map { ArticlePath($0) }, revision: parameters.revision)
        switch found {
        case .document(let document): try await peer.send(WireReply.document(document))
        case .noArticle: throw FeedError.noSuchArticle
        case .noRevision(let kept): throw FeedError.noSuchRevision(kept: kept)
        case .damaged(let id):
            _ = try await rebuild([id])
            throw FeedError.overloaded(
                reason:
                    "the document of article \(id) was missing or damaged, and is made again from its article; if it "
                    + "stays so, look with tidings verify")
        }
    }

    private func listRevisions(of id: Int, _ peer: Peer) async throws {
        let revisions = try await store.revisions(of: id)
        guard !revisions.isEmpty else { throw FeedError.noSuchArticle }
        try await peer.send(WireReply.parameters(FeedInterface.ListRevisionsReply(revisions: revisions)))
    }

    private func listArticles(
        _ parameters: FeedInterface.ListArticlesParameters, _ isMore: Bool, _ peer: Peer
    ) async throws {
        let maximum = parameters.maximum ?? FeedInterface.pageMaximum
        guard (1...FeedInterface.pageMaximum).contains(maximum) else { throw FeedError.invalid("maximum") }
        var after: Int? = parameters.after ?? 0
        while let start = after {
            // One more than a page: whether there is a next one.
            let articles = try await store.articles(after: start, maximum: maximum + 1, prefix: parameters.prefix)
            let page = Self.page(articles.prefix(maximum))
            after = page.count == articles.count ? nil : page.last?.id
            let reply = FeedInterface.ListArticlesReply(articles: page, next: after)
            try await peer.send(WireReply.parameters(reply, continues: isMore && after != nil))
            if !isMore { return }
        }
    }

    /// As many articles as surely fit into a reply, at least one: a name may be 4 kB, and JSON may take six bytes for one.
    private static func page(_ articles: some Collection<Article>) -> [Article] {
        var bytes = 0
        let fitting = articles.prefix { article in
            bytes += 500 + 6 * (article.path.utf8.count + article.headline.utf8.count)
            return bytes < FeedInterface.replyBytesMaximum
        }
        return fitting.isEmpty ? Array(articles.prefix(1)) : Array(fitting)
    }

    private func synchronized() async throws -> Int {
        do {
            return try await synchronize()
        } catch is CancellationError {
            throw FeedError.overloaded(reason: "the service is stopping")
        } catch ServiceError.folderMissing(let path) {
            throw FeedError.overloaded(reason: "the watched folder \(path) is missing; try again when it is back")
        } catch let error as ServiceError {
            throw FeedError.overloaded(reason: "\(error)")
        }
    }

    // MARK: - Parameters

    private static func parameters<Value: MethodParameters>(
        _ type: Value.Type, _ given: ParameterNames?, _ message: ArraySlice<UInt8>
    ) throws -> Value {
        if let stranger = given?.names.first(where: { !Value.names.contains($0) }) { throw FeedError.invalid(stranger) }
        do {
            let call = try WireJSON.decode(VarlinkCall<Value>.self, from: message)
            return try call.parameters ?? WireJSON.decode(Value.self, from: Array("{}".utf8))
        } catch DecodingError.keyNotFound(let key, _) {
            throw FeedError.invalid(key.stringValue)
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context)
        {
            throw invalid(context)
        }
    }

    /// What of the parameters is wrong; of a filter, where in it.
    private static func invalid(_ context: DecodingError.Context) -> FeedError {
        // "parameters" is first.
        let keys = context.codingPath.dropFirst()
        guard keys.first?.stringValue == "filter", keys.count > 1 else {
            return .invalid(keys.first?.stringValue ?? "parameters")
        }
        let place = keys.dropFirst().reduce("") { place, key in
            key.intValue.map { "\(place)[\($0)]" } ?? (place.isEmpty ? key.stringValue : "\(place).\(key.stringValue)")
        }
        return .invalidFilter(at: place, reason: context.debugDescription)
    }

    private static func unknown(_ method: String) -> FeedError {
        let interface = method.split(separator: ".").dropLast().joined(separator: ".")
        return ServiceInterface.names.contains(interface)
            ? .refused(error: service + ".MethodNotFound", parameter: method)
            : .refused(error: service + ".InterfaceNotFound", parameter: interface)
    }
}

/// Which parameters a call has, whatever their values.
private struct ParameterNames: Decodable {
    let names: [String]

    init(from decoder: any Decoder) throws {
        names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    }
}
