/// The interface `org.tidings.Feed`: its text for introspection, and its limits; FeedParameters.swift has its types.
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
    /// After how many changes that its filter does not let pass a subscriber gets a bookmark.
    package static let bookmarkSkipped = 1_000
    /// Changes in one reply to `Fetch`, at the most, and where the caller does not say.
    package static let fetchMaximum = 1_000
    package static let fetchStandard = 100
    /// Bytes of the changes in one reply to `Fetch`, where the caller does not say.
    package static let fetchBytesStandard = 1 << 20
    /// How long `Fetch` may wait, in milliseconds.
    package static let waitMaximum = 300_000
    /// Bytes of a consumer's name.
    package static let consumerNameBytesMaximum = 100
    /// Consumers that a store keeps: each is asked at every trimming, and may hold changes back.
    package static let consumersMaximum = 1_000
    /// The same, of one user but root and the service's own: the others get theirs, whatever one does.
    package static let consumersPerUserMaximum = 250

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

        # What a subscriber wants to see. All that is given must hold; of the values of one field, any.
        # paths are globs of the whole path: * is anything without a /, ** anything, **/ any directories or none, ?
        # one character, [a-z] one of some, \\ takes the next as it is. A moved article passes by its old path too.
        # people, organisations and places are whole names, as Markdown front matter gives them in fields so called; words
        # are of headline, deck and body, all of those that a value has; both whatever their case.
        type Filter (
          kinds: ?[]string, paths: ?[]string, changed: ?[]string,
          people: ?[]string, organisations: ?[]string, places: ?[]string, words: ?[]string
        )

        type Include (none, document)

        # Follow the changes after number since (exclusive; 0: from the first; absent: from now on), for ever. Must be
        # called with more. Each reply has one of change, article, synced and bookmark.
        # epoch: the store that since is of; another store answers UnknownPosition. Compacted may also come later, to a
        # client that reads more slowly than changes are deleted: an error is the last reply.
        # A bookmark follows when the subscriber has caught up, every 30 seconds while nothing is sent, and after 1,000
        # changes that filter does not let pass: to go on from it misses nothing.
        # snapshot (without since): first every article that there is, then synced, then the changes after it. Some of
        # the changes made meanwhile may come before synced: fold them in (each sets its article's path and revision,
        # removed drops it; one of revision 0 was never read), and at synced you have the store. Through a filter, an
        # article that no longer passes is not told of.
        # include: with a change, or an article, the document of that revision as document, while it is kept.
        method Watch(since: ?int, epoch: ?string, snapshot: ?bool, filter: ?Filter, include: ?Include) ->
          (change: ?Change, document: ?object, article: ?Article, synced: ?Bookmark, bookmark: ?Bookmark)

        # A durable consumer: its position is kept by the service. It belongs to the user (uid) who made it.
        # pending: numbers given since acknowledged. oldestTime, oldestSeconds: of the first change not acknowledged.
        # lost: changes that it had not acknowledged are no longer kept; Fetch answers Compacted until it acknowledges
        # a number from which all is.
        type Consumer (
          name: string, owner: int, created: string, acknowledged: int, pending: int, oldestTime: ?string,
          oldestSeconds: ?int, lastSeen: ?string, fetching: bool, lost: bool, filter: ?Filter
        )

        type Start (oldest, now)

        # Makes a consumer, or gives one that is there another filter: absent, none. A new one begins at start (oldest
        # where neither is given), or after the number since; one that is there stays where it is. Every Fetch that is
        # answered after this uses the new filter.
        # A name has 1 to 100 of the characters A-Z a-z 0-9 . _ -.
        method CreateConsumer(name: string, start: ?Start, since: ?int, filter: ?Filter) ->
          (created: bool, consumer: Consumer)

        # ConsumerBusy while somebody fetches for it.
        method DeleteConsumer(name: string) -> ()

        # In the order of their names.
        method ListConsumers() -> (consumers: []Consumer)

        # The next changes for a consumer: those after what it has acknowledged. acknowledge: everything up to this
        # number has been dealt with; it is on disk before the reply, and never goes back. What is not acknowledged
        # comes again.
        # At most maximum changes (100; up to 1,000; 0: only acknowledge) of maximumBytes bytes together (1 MiB; one
        # change always fits). Where there are none yet, waits up to waitMilliseconds (0; up to 300,000).
        # next: what to acknowledge when all of changes has been dealt with; it may be more than the last of them,
        # where a filter let others not pass. Where nothing passed, next is acknowledged already. pending: numbers given
        # after next. epoch: the store that acknowledge is of; another store answers UnknownPosition.
        method Fetch(
          consumer: string, acknowledge: ?int, epoch: ?string, maximum: ?int, maximumBytes: ?int, waitMilliseconds: ?int
        ) -> (epoch: string, changes: []Change, next: int, head: int, pending: int)

        # The document (ninjs 3.1 with the profile tidings-1) of one article, by id or by path: the current one, or that
        # of a revision that is kept. Of an article that is gone, revisions can be had by its id.
        method GetArticle(id: ?int, path: ?string, revision: ?int) -> (document: object)

        # The articles in the order of their ids, a page a reply: those after the id after, at most maximum (1,000),
        # whose path begins with prefix. Called with more, all pages come. next is what to pass as after for the next
        # page; absent on the last.
        method ListArticles(after: ?int, maximum: ?int, prefix: ?string) -> (articles: []Article, next: ?int)

        # A revision whose document is kept. seq and time: of the change that made it, where they are still known.
        type Revision (revision: int, seq: ?int, time: ?string, current: bool)

        # The revisions of an article that are kept, the oldest first.
        method ListRevisions(id: int) -> (revisions: []Revision)

        # Answers when everything dropped before the call is in the ledger: seq is then the newest number. A file that
        # is still being written, or is empty and new, is not dropped yet and is not waited for.
        method Synchronize() -> (seq: int)

        # Checks the documents of some articles; those that are not as they were recorded are made again from their
        # articles. damaged is how many those are. At most 10,000 in a call; for root and the service's own user.
        method RebuildDocuments(articles: []int) -> (damaged: int)

        # Reads the settings again, for root and the service's own user. changed: the names of those that are others now;
        # needRestart: of those that would be after a restart. What is wrong is InvalidSettings, and nothing changes.
        method Reload() -> (changed: []string, needRestart: []string)

        # What a start after an unclean stop settled: documents put in place, damaged (their articles are read again),
        # discarded because they were never recorded, and lost for good.
        type Recovery (adopted: int, damaged: int, discarded: int, lost: int)

        method GetStatus() -> (
          version: string, reader: string, started: string, folder: string, state: string, epoch: string,
          head: int, oldest: int, articles: int, unreadable: int, unreadablePaths: []string,
          skipped: int, skippedPaths: []string, ignored: int, watches: int, backlog: int, overflows: int, sweeps: int,
          overflowSweeps: int, recovery: ?Recovery, connections: int, subscribers: int, consumers: int,
          degraded: []string, lastError: ?string, notes: []string
        )

        # The changes after that number are no longer kept: take a snapshot, or list the articles anew and watch from
        # head. A consumer acknowledges head then.
        error Compacted (oldest: int, head: int, epoch: string)
        # The number or epoch is not of this store, or was never given by it: the same.
        error UnknownPosition (head: int, epoch: string)
        error NoSuchArticle ()
        # kept: the revisions that are, the newest last.
        error NoSuchRevision (kept: []int)
        error NoSuchConsumer (name: string)
        # Another call of Fetch is running for it.
        error ConsumerBusy (name: string)
        # at: where in the filter, such as paths[0]:4 (the fifth character of the first glob).
        error InvalidFilter (at: string, reason: string)
        # It cannot be done now: a limit is reached, the folder is missing, the service stops. Try again later.
        error Overloaded (reason: string)
        # What is asked for is not in the store as it was recorded; it does not mend itself. reason says what.
        error Damaged (reason: string)
        error PermissionDenied (reason: string)
        error InvalidSettings (reason: string)

        """
}
