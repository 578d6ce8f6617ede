/// The interface `org.tidings.Feed`: its text for introspection, and its parameters as types.
package enum FeedInterface {
    package static let name = "org.tidings.Feed"

    /// Longest request the service takes, in bytes.
    package static let requestBytesMaximum = 1 << 20
    /// Longest reply the service sends, in bytes.
    package static let replyBytesMaximum = 16 << 20
    /// Articles in one page of `ListArticles` at the most: a page of ordinary names and headlines is some 300 kB.
    package static let pageMaximum = 1_000
    /// Articles in one call of `RebuildDocuments` at the most: some seconds of work.
    package static let rebuiltMaximum = 10_000
    /// How often a subscriber that has nothing to receive gets a bookmark.
    package static let bookmarkSeconds = 30

    /// The definition in Varlink's language, as `GetInterfaceDescription` answers it.
    package static let description = """
        # What changed in the news: a folder of articles as a durable, numbered feed.
        # (epoch, seq) names a change for ever. Numbers rise by one from one, without gap or reuse.
        interface org.tidings.Feed

        type Kind (added, revised, moved, removed, restored, unreadable, folderMissing, folderBack)

        # One change. path and from are relative to the watched folder; where a name is not UTF-8, path_b64 and
        # from_b64 are its exact bytes. changed names the parts of the document that differ.
        type Change (
          epoch: string, seq: int, time: string, kind: Kind,
          id: ?int, path: ?string, path_b64: ?string, from: ?string, from_b64: ?string,
          revision: ?int, headline: ?string, changed: []string, cosmetic: bool, reason: ?string
        )

        # A position in the feed: everything up to seq has been sent.
        type Bookmark (epoch: string, seq: int)

        type Article (
          id: int, path: string, path_b64: ?string, revision: int, seq: int, headline: string,
          language: string, words: int, bytes: int, modified: string, unreadable: ?string
        )

        # Follow the changes after number since (exclusive; 0: from the first; absent: from now on), for ever.
        # Each reply has a change or a bookmark. A bookmark follows when the subscriber has caught up, and every
        # 30 seconds while nothing happens. Must be called with more.
        # epoch: the store that since is of; another store answers UnknownPosition.
        method Watch(since: ?int, epoch: ?string) -> (change: ?Change, bookmark: ?Bookmark)

        # The current document (ninjs 3.1 with the profile tidings-1) of one article, by id or by path.
        method GetArticle(id: ?int, path: ?string) -> (document: object)

        # The articles in the order of their ids, a page a reply: those after the id after, at most maximum.
        # Called with more, all pages come. next is what to pass as after for the next page; absent on the last.
        method ListArticles(after: ?int, maximum: ?int) -> (articles: []Article, next: ?int)

        # Answers when everything dropped before the call is in the ledger: seq is then the newest number. A file that
        # is still being written, or is empty and new, is not dropped yet and is not waited for.
        method Synchronize() -> (seq: int)

        # Checks the documents of some articles; those that are not as they were recorded are made again from their
        # articles. damaged is how many those are. Harmless: what is sound stays. At most 10,000 in a call.
        method RebuildDocuments(articles: []int) -> (damaged: int)

        # What a start after an unclean stop settled: documents put in place, damaged (their articles are read again),
        # discarded because they were never recorded, and lost for good.
        type Recovery (adopted: int, damaged: int, discarded: int, lost: int)

        method GetStatus() -> (
          version: string, reader: string, started: string, folder: string, state: string, epoch: string,
          head: int, oldest: int, articles: int, unreadable: int, unreadablePaths: []string,
          skipped: int, skippedPaths: []string, ignored: int, watches: int, backlog: int, overflows: int, sweeps: int,
          overflowSweeps: int, recovery: ?Recovery, connections: int, subscribers: int, degraded: []string, notes: []string
        )

        # The changes after since are no longer kept: list the articles anew, then watch from head.
        error Compacted (oldest: int, head: int, epoch: string)
        # since or epoch is not of this store, or was never given by it: the same.
        error UnknownPosition (head: int, epoch: string)
        error NoSuchArticle ()
        # It cannot be done now: a limit is reached, the folder is missing, the service stops. Try again later.
        error Overloaded (reason: string)

        """

    package struct WatchParameters: MethodParameters, Encodable {
        package var since: Int?
        package var epoch: String?

        package init(since: Int? = nil, epoch: String? = nil) {
            self.since = since
            self.epoch = epoch
        }

        package static let names = ["since", "epoch"]
    }

    package struct WatchReply: Codable, Sendable {
        package var change: Change?
        package var bookmark: Bookmark?

        package init(bookmark: Bookmark) {
            self.bookmark = bookmark
        }
    }

    package struct GetArticleParameters: MethodParameters, Encodable {
        package var id: Int?
        package var path: String?

        package init(id: Int? = nil, path: String? = nil) {
            self.id = id
            self.path = path
        }

        package static let names = ["id", "path"]
    }

    package struct GetArticleReply: Codable, Sendable {
        package var document: Document
    }

    package struct ListArticlesParameters: MethodParameters, Encodable {
        package var after: Int?
        package var maximum: Int?

        package init(after: Int? = nil, maximum: Int? = nil) {
            self.after = after
            self.maximum = maximum
        }

        package static let names = ["after", "maximum"]
    }

    package struct ListArticlesReply: Codable, Sendable {
        package var articles: [Article]
        package var next: Int?

        package init(articles: [Article], next: Int?) {
            self.articles = articles
            self.next = next
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

    package struct SynchronizeReply: Codable, Sendable {
        package var seq: Int

        package init(seq: Int) {
            self.seq = seq
        }
    }
}

/// The parameters of a method, and the names it knows: a call with another one is refused, not half obeyed.
package protocol MethodParameters: Decodable, Sendable {
    static var names: [String] { get }
}

/// A position in the feed, to resume from: everything up to `seq` has been received.
package struct Bookmark: Codable, Hashable, Sendable {
    package var epoch: String
    package var seq: Int

    package init(epoch: String, seq: Int) {
        self.epoch = epoch
        self.seq = seq
    }
}
