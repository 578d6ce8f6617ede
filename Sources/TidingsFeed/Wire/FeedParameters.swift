/// The parameters of a method, and the names it knows: a call with another one is refused, not half obeyed.
package protocol MethodParameters: Decodable, Sendable {
    static var names: [String] { get }
}

// The parameters and replies of the methods, as the interface has them.
extension FeedInterface {
    package struct WatchParameters: MethodParameters, Encodable {
        package var since: Int?
        package var epoch: String?
        package var snapshot: Bool?
        package var filter: Filter?
        package var include: Include?

        package init(
            since: Int? = nil, epoch: String? = nil, snapshot: Bool? = nil, filter: Filter? = nil,
            include: Include? = nil
        ) {
            self.since = since
            self.epoch = epoch
            self.snapshot = snapshot
            self.filter = filter
            self.include = include
        }

        package static let names = ["since", "epoch", "snapshot", "filter", "include"]
    }

    package enum Include: String, Codable, Sendable {
        case none, document
    }

    package struct WatchReply: Codable, Sendable {
        package var change: Change?
        package var document: Document?
        package var article: Article?
        package var synced: Bookmark?
        package var bookmark: Bookmark?

        package init(bookmark: Bookmark) {
            self.bookmark = bookmark
        }

        package init(synced: Bookmark) {
            self.synced = synced
        }
    }

    package enum Start: String, Codable, Sendable {
        case oldest, now
    }

    package struct CreateConsumerParameters: MethodParameters, Encodable {
        package var name: String
        package var start: Start?
        package var since: Int?
        package var filter: Filter?

        package init(name: String, start: Start? = nil, since: Int? = nil, filter: Filter? = nil) {
            self.name = name
            self.start = start
            self.since = since
            self.filter = filter
        }

        package static let names = ["name", "start", "since", "filter"]
    }

    package struct CreateConsumerReply: Codable, Sendable {
        package var created: Bool
        package var consumer: Consumer

        package init(created: Bool, consumer: Consumer) {
            self.created = created
            self.consumer = consumer
        }
    }

    package struct DeleteConsumerParameters: MethodParameters, Encodable {
        package var name: String

        package init(name: String) {
            self.name = name
        }

        package static let names = ["name"]
    }

    package struct ListConsumersReply: Codable, Sendable {
        package var consumers: [Consumer]

        package init(consumers: [Consumer]) {
            self.consumers = consumers
        }
    }

    package struct FetchParameters: MethodParameters, Encodable {
        package var consumer: String
        package var acknowledge: Int?
        package var epoch: String?
        package var maximum: Int?
        package var maximumBytes: Int?
        package var waitMilliseconds: Int?

        package init(
            consumer: String, acknowledge: Int? = nil, epoch: String? = nil, maximum: Int? = nil,
            maximumBytes: Int? = nil, waitMilliseconds: Int? = nil
        ) {
            self.consumer = consumer
            self.acknowledge = acknowledge
            self.epoch = epoch
            self.maximum = maximum
            self.maximumBytes = maximumBytes
            self.waitMilliseconds = waitMilliseconds
        }

        package static let names = [
            "consumer", "acknowledge", "epoch", "maximum", "maximumBytes", "waitMilliseconds",
        ]
    }

    package struct FetchReply: Codable, Sendable {
        package var epoch: String
        package var changes: [Change]
        package var next: Int
        package var head: Int
        package var pending: Int
    }

    package struct GetArticleParameters: MethodParameters, Encodable {
        package var id: Int?
        package var path: String?
        package var revision: Int?

        package init(id: Int? = nil, path: String? = nil, revision: Int? = nil) {
            self.id = id
            self.path = path
            self.revision = revision
        }

        package static let names = ["id", "path", "revision"]
    }

    package struct ListArticlesParameters: MethodParameters, Encodable {
        package var after: Int?
        package var maximum: Int?
        package var prefix: String?

        package init(after: Int? = nil, maximum: Int? = nil, prefix: String? = nil) {
            self.after = after
            self.maximum = maximum
            self.prefix = prefix
        }

        package static let names = ["after", "maximum", "prefix"]
    }

    package struct ListArticlesReply: Codable, Sendable {
        package var articles: [Article]
        package var next: Int?

        package init(articles: [Article], next: Int?) {
            self.articles = articles
            self.next = next
        }
    }

    package struct ListRevisionsParameters: MethodParameters, Encodable {
        package var id: Int

        package init(id: Int) {
            self.id = id
        }

        package static let names = ["id"]
    }

    package struct ListRevisionsReply: Codable, Sendable {
        package var revisions: [Revision]

        package init(revisions: [Revision]) {
            self.revisions = revisions
        }
    }

    package struct RebuildDocumentsParameters: MethodParameters, Encodable {
        package var articles: [Int]

        package init(articles: [Int]) {
            self.articles = articles
        }

        package static let names = ["articles"]
    }

    package struct RebuildDocumentsReply: Codable, Sendable {
        package var damaged: Int

        package init(damaged: Int) {
            self.damaged = damaged
        }
    }

    package struct ReloadReply: Codable, Sendable {
        package var changed: [String]
        package var needRestart: [String]

        package init(changed: [String], needRestart: [String]) {
            self.changed = changed
            self.needRestart = needRestart
        }
    }

    package struct SynchronizeReply: Codable, Sendable {
        package var seq: Int

        package init(seq: Int) {
            self.seq = seq
        }
    }
}
