import Logging
import NIOCore
import ServiceLifecycle
import TidingsFeed
import TidingsStore

/// The one writer: takes the dirty paths, compares them with the catalogue, reads what differs, commits, publishes.
///
/// Everything here blocks on files and on the disk, so the actor runs on a thread of its own (an event loop that does
/// nothing else). A turn is short, whatever waits: some directories, a batch of files, a batch of what went away. What is
/// noted meanwhile takes its turn in the next.
actor Newsroom: Service {
    private let loop: any EventLoop
    let store: Store
    let settings: LiveSettings
    let hints: Hints
    let inotify: Inotify
    let cookies: Cookies
    let tail: Tail
    let counters: Counters
    let supervisor: Supervisor
    let logger: Logger

    /// The folder while a turn looks at it.
    var folder: Folder?
    /// Which directory the folder is; `nil` while it is missing.
    var home: FileKey?
    /// Whether the last that was told of the folder is that it is missing.
    var isMissingTold: Bool
    var hasArrived = false
    /// What was mounted where, the folder itself included.
    var mounts: [ArticlePath: Mount]
    var isAcceptanceUsed = false
    /// When it was last looked at what is mounted inside the folder.
    var mountsSeen: ContinuousClock.Instant?
    /// The directories that the sweep under way has seen.
    var swept: Set<ArticlePath> = []
    var rounds: Rounds
    var degraded = Degraded()
    /// Who waits for a cookie to come through.
    private var waiting: [Int: CheckedContinuation<Int, any Error>] = [:]
    private var wake: Scheduled<Void>?
    private var isStopping = false
    private var isStatusTold = true
    /// While nothing can be recorded.
    var pause: Pause?
    var upkeep = Upkeep()
    /// What went wrong while a client was answered, and ends the service.
    private var failure: StoreError?

    /// Articles whose documents are checked in one transaction.
    private static let mendedMaximum = 256
    /// Files looked at in one turn: what a flood may delay a single drop elsewhere by.
    private static let filesMaximum = 256
    /// How often a missing folder is looked for.
    private static let missingFolderInterval = Duration.seconds(1)
    /// How often it is checked that the folder is in place, and what is mounted inside: inotify tells nothing of it.
    static let placeInterval = Duration.seconds(5)

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.executor.asUnownedSerialExecutor() }

    init(
        on loop: any EventLoop, store: Store, settings: LiveSettings, hints: Hints, inotify: Inotify, cookies: Cookies,
        tail: Tail, counters: Counters, supervisor: Supervisor, logger: Logger
    ) throws {
        self.loop = loop
        self.store = store
        self.settings = settings
        self.hints = hints
        self.inotify = inotify
        self.cookies = cookies
        self.tail = tail
        self.counters = counters
        self.supervisor = supervisor
        self.logger = logger
        rounds = Rounds(sweep: .seconds(settings.sweepSeconds), poll: .seconds(settings.pollSeconds))
        (mounts, isMissingTold) = try store.catalogue { (try $0.mounts(), try $0.isFolderMissing()) }
        // Everything is compared first: noted here, so that no marker can come out before it.
        hints.note { $0.note(.folder, .directory, at: $1) }
    }

    func run() async throws {
        if let past = store.restored {
            logger.log(
                .restored,
                "restored from a backup: it ends at change \(past.last) of epoch \(past.epoch), and goes on under \(store.epoch)"
            )
        }
        if let recovery = store.recovery {
            let fields: Logger.Metadata = [
                "adopted": "\(recovery.adopted)", "damaged": "\(recovery.damaged)",
                "discarded": "\(recovery.discarded)", "lost": "\(recovery.lost)",
            ]
            if store.restored == nil {
                logger.log(
                    .recovered, "the last run did not close the store: documents are checked", metadata: fields)
            } else {
                logger.notice("a backup is opened for the first time: documents are checked", metadata: fields)
            }
        }
        let beat = supervisor.beat.map { interval in
            loop.scheduleRepeatedTask(initialDelay: .zero, delay: interval) { [hints] _ in hints.ring() }
        }
        defer {
            beat?.cancel()
            wake?.cancel()
            isStopping = true
            refuse(CancellationError())
        }
        for await _ in hints.bell.cancelOnGracefulShutdown() {
            if let failure { throw failure }
            let isEntered = try turnUnlessPaused()
            isStatusTold = supervisor.status(
                "at change \(tail.head); watched directories: \(inotify.watchCount); waiting paths: \(hints.count)"
                    + (pause.map { "; degraded: \($0.sentence)" } ?? degraded.suffix))
            scheduleWake(isEntered: isEntered)
        }
    }

    /// Waits until everything that happened in the folder before the call is in the ledger.
    /// - Returns: the newest number then.
    func synchronize() async throws -> Int {
        let number = cookies.next()
        return try await withCheckedThrowingContinuation { continuation in
            guard !isStopping else { return continuation.resume(throwing: CancellationError()) }
            if let pause {
                return continuation.resume(throwing: ServiceError.intakePaused(reason: pause.sentence))
            }
            guard home != nil || !hasArrived else {
                return continuation.resume(throwing: ServiceError.folderMissing(path: settings.folder))
            }
            waiting[number] = continuation
            if !inotify.seesCookies, cookies.prepare() { _ = inotify.open() }
            // Where inotify tells nothing, looking does.
            let seesCookies = inotify.seesCookies
            let polled = seesCookies ? counters.health { $0.polled } : [.folder]
            hints.note { paths, now in polled.forEach { paths.note($0, .directory, at: now) } }
            do {
                if seesCookies { try cookies.drop(number) } else { hints.note { $0.mark(number, at: $1) } }
            } catch {
                waiting[number] = nil
                continuation.resume(throwing: error)
            }
        }
    }

    /// Takes over settings that are others now.
    func takeOver(_ changed: [String]) {
        rounds.set(sweep: .seconds(settings.sweepSeconds), poll: .seconds(settings.pollSeconds), at: .now)
        if changed.contains("keepRevisions") { upkeep.article = 0 }
        upkeep.recorded(at: .now)
        hints.note { [settling = settings.settling] paths, now in
            paths.settling = settling
            // Which directories are polled is found out by listing them.
            if changed.contains("polling") { paths.note(.folder, .directory, at: now) }
        }
    }

    /// Checks the documents of some articles, and makes those anew that are not as recorded.
    /// - Returns: how many that is.
    func rebuild(_ articles: [Int]) throws -> Int {
        do {
            var count = 0
            for start in stride(from: 0, to: articles.count, by: Self.mendedMaximum) {
                supervisor.alive()
                let paths = try store.mend(Array(articles[start..<min(start + Self.mendedMaximum, articles.count)]))
                for path in paths {
                    logger.log(.documentMade, "the document of \(path.printable) is made again: it was not as recorded")
                }
                hints.note { note, now in paths.forEach { note.note($0, .complete, at: now) } }
                count += paths.count
            }
            return count
        } catch {
            // A disk that fails stops the service, whoever has asked.
            if case .shortage = error { throw error }
            failure = error
            hints.ring()
            throw error
        }
    }

    /// Rings the bell when the next path has settled, or when something else can be done.
    private func scheduleWake(isEntered: Bool) {
        wake?.cancel()
        let now = ContinuousClock.now
        var moments = [isStatusTold ? nil : now + Duration(Supervisor.statusInterval)]
        if let pause {
            moments += [pause.until]
        } else if !isEntered {
            moments += [upkeep.next, now + Self.missingFolderInterval]
        } else {
            moments += [hints.next, rounds.next, upkeep.next, now + Self.placeInterval]
        }
        wake = moments.compactMap { $0 }.min().map { moment in
            loop.scheduleTask(in: TimeAmount(max(.zero, moment - now))) { [hints] in hints.ring() }
        }
    }

    // MARK: - One turn

    /// - Returns: whether the folder is there to be looked at.
    func turn() throws -> Bool {
        guard try enterFolder() else { return false }
        defer { folder = nil }
        // Somebody waits: no backing off, and no settling of what is closed.
        if !waiting.isEmpty { hints.take { $0.hurry(at: $1) } }
        lookAtMounts(in: folder)
        makeRounds()
        try walkDirectories()
        // Where there is little room, a smaller batch may fit.
        let maximum = max(1, Self.filesMaximum >> (pause?.attempts ?? 0))
        try examine(hints.take { $0.takeFiles(at: $1, maximum: maximum) }) { try examine($0) }
        try examine(hints.take { $0.takeGone(at: $1, maximum: maximum) }) { try examine(gone: $0) }
        // Asked to stop in the middle: not everything is compared, so nobody may be told that it is.
        guard !Task.isShuttingDownGracefully else { return true }
        if let last = hints.take({ $0.takeMarker(at: $1) }) { answer(last) }
        return true
    }

    /// Lets those go on who waited for everything before a marker.
    private func answer(_ marker: Int) {
        // Numbers rise, so whoever has a lower one asked earlier.
        for number in waiting.keys.filter({ $0 <= marker }) {
            waiting.removeValue(forKey: number)?.resume(returning: tail.head)
        }
    }

    /// Tells those who wait that there is nothing to wait for.
    func refuse(_ error: any Error) {
        for (_, waiter) in waiting { waiter.resume(throwing: error) }
        waiting = [:]
    }

    /// Commits a batch, then tells everyone.
    func commit(_ batch: Batch) throws {
        guard !batch.isEmpty else { return }
        while try !store.isInspected(withinSeconds: 1) { supervisor.alive() }
        let changes = try store.commit(batch)
        tail.publish(changes)
        for recorded in changes { logger.info(recorded.change) }
        if !changes.isEmpty { upkeep.recorded(at: .now) }
        supervisor.alive()
    }
}

extension Duration {
    fileprivate init(_ amount: TimeAmount) { self = .nanoseconds(amount.nanoseconds) }
}
