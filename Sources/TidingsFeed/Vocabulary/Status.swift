/// How the service is: what `tidings status` prints.
public struct Status: Codable, Hashable, Sendable {
    /// The version of the service.
    public var version: String
    /// The version of its reader.
    public var reader: String
    /// When the service started: RFC 3339, UTC.
    public var started: String
    /// The watched folder.
    public var folder: String
    /// Where documents and ledger are kept.
    public var state: String
    /// The store: a UUID, made once.
    public var epoch: String
    /// The number of the last change; 0 where there is none.
    public var head: Int
    /// The number of the oldest change still kept; `head + 1` where none is.
    public var oldest: Int
    /// Articles that have a document.
    public var articles: Int
    /// Files that should be articles and cannot be read, at most `unreadableListed` of them by path.
    public var unreadable: Int
    /// The first of them, each with the reason.
    public var unreadablePaths: [String]
    /// Links, FIFOs, sockets and devices in the folder, which are never opened.
    public var skipped: Int
    /// The first of them by path, at most `unreadableListed`, each with what it is.
    public var skippedPaths: [String]
    /// Files that do not have an article's name, as of the last listing of each directory.
    public var ignored: Int
    /// Directories that inotify watches.
    public var watches: Int
    /// Dirty paths that wait to be looked at.
    public var backlog: Int
    /// Times the inotify queue overflowed.
    public var overflows: Int
    /// Times the whole folder was compared with the ledger: at the start, after an overflow, and now and then.
    public var sweeps: Int
    /// Those of them that were for overflows.
    public var overflowSweeps: Int
    /// What this start had to settle because the last service did not close the store; `nil` where it did.
    public var recovery: Recovery?
    /// Open connections.
    public var connections: Int
    /// Clients that follow the feed.
    public var subscribers: Int
    /// Durable consumers.
    public var consumers: Int
    /// What is not as it should be, a sentence each; empty when all is well.
    public var degraded: [String]
    /// The last error in the service's log since it started, with its time; `nil` where there was none.
    public var lastError: String?
    /// What is as it should be and good to know, a sentence each.
    public var notes: [String]

    /// How many paths `unreadablePaths` has at the most: a status stays a screenful.
    package static let unreadableListed = 20

    package init(
        version: String, reader: String, started: String, folder: String, state: String, epoch: String, head: Int,
        oldest: Int, articles: Int, unreadable: Int, unreadablePaths: [String], skipped: Int, skippedPaths: [String],
        ignored: Int, watches: Int, backlog: Int, overflows: Int, sweeps: Int, overflowSweeps: Int, recovery: Recovery?,
        connections: Int, subscribers: Int, consumers: Int, degraded: [String], lastError: String?,
        notes: [String]
    ) {
        self.version = version
        self.reader = reader
        self.started = started
        self.folder = folder
        self.state = state
        self.epoch = epoch
        self.head = head
        self.oldest = oldest
        self.articles = articles
        self.unreadable = unreadable
        self.unreadablePaths = unreadablePaths
        self.skipped = skipped
        self.skippedPaths = skippedPaths
        self.ignored = ignored
        self.watches = watches
        self.backlog = backlog
        self.overflows = overflows
        self.sweeps = sweeps
        self.overflowSweeps = overflowSweeps
        self.recovery = recovery
        self.connections = connections
        self.subscribers = subscribers
        self.consumers = consumers
        self.degraded = degraded
        self.lastError = lastError
        self.notes = notes
    }
}
