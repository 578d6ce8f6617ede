import Logging
import NIOCore
import ServiceLifecycle
import TidingsFeed
import TidingsReader
import TidingsStore

/// The one writer: takes the dirty paths, compares them with the catalogue, reads what differs, commits, publishes.
///
/// Everything here blocks on files and on the disk, so the actor runs on a thread of its own (an event loop that does
/// nothing else). Changes that arrive while a batch commits are in the next one.
actor Newsroom: Service {
    private let loop: any EventLoop
    private let store: Store
    private let settings: Settings
    private let hints: Hints
    private let inotify: Inotify
    private let cookies: Cookies
    private let tail: Tail
    private let counters: Counters
    private let supervisor: Supervisor
    private let logger: Logger

    /// `nil` while the folder is missing.
    private var folder: Folder?
    /// Who waits for a cookie to come through.
    private var waiting: [Int: CheckedContinuation<Int, any Error>] = [:]
    private var wake: Scheduled<Void>?
    /// Until when files that were dropped have been put off.
    private var postponedUntil = ContinuousClock.now
    private var isStopping = false
    private var isStatusTold = true

    /// How often a missing folder is looked for.
    private static let missingFolderInterval = TimeAmount.seconds(1)

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.executor.asUnownedSerialExecutor() }

    init(
        on loop: any EventLoop, store: Store, folder: Folder, settings: Settings, hints: Hints, inotify: Inotify,
        cookies: Cookies, tail: Tail, counters: Counters, supervisor: Supervisor, logger: Logger
    ) {
        self.loop = loop
        self.store = store
        self.folder = folder
        self.settings = settings
        self.hints = hints
        self.inotify = inotify
        self.cookies = cookies
        self.tail = tail
        self.counters = counters
        self.supervisor = supervisor
        self.logger = logger
        // Everything is compared first: noted here, so that no marker can come out before it.
        hints.note { $0.note(.folder, .directory, at: $1) }
    }

    func run() async throws {
        if let recovery = store.recovery {
            logger.notice(
                "the last run did not close the store: documents are checked",
                metadata: ["damaged": "\(recovery.damaged)", "discarded": "\(recovery.discarded)"])
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
            try turn()
            isStatusTold = supervisor.status(
                "at change \(tail.head), \(inotify.watchCount) directories watched, \(hints.count) paths waiting"
                    + (folder == nil ? "; degraded: the folder is missing" : ""))
            scheduleWake()
        }
    }

    /// Waits until everything that happened in the folder before the call is in the ledger.
    /// - Returns: the newest number then.
    func synchronize() async throws -> Int {
        let number = cookies.next()
        return try await withCheckedThrowingContinuation { continuation in
            guard !isStopping else { return continuation.resume(throwing: CancellationError()) }
            guard folder != nil else {
                return continuation.resume(throwing: ServiceError.folderMissing(path: settings.folder))
            }
            waiting[number] = continuation
            do {
                try cookies.drop(number)
            } catch {
                waiting[number] = nil
                continuation.resume(throwing: error)
            }
        }
    }

    /// Rings the bell when the next path has settled, or when something else can be done.
    private func scheduleWake() {
        wake?.cancel()
        let moments = [
            hints.next.map { TimeAmount(max(.zero, $0 - .now)) }, folder == nil ? Self.missingFolderInterval : nil,
            isStatusTold ? nil : Supervisor.statusInterval,
        ]
        wake = moments.compactMap { $0 }.min().map { loop.scheduleTask(in: $0) { [hints] in hints.ring() } }
    }

    // MARK: - One turn

    private func turn() throws {
        supervisor.alive()
        guard try checkFolder() else { return }
        let due = hints.take()
        guard !due.isEmpty else { return }
        var work = Work()
        for directory in due.directories { try walk(directory, into: &work) }
        for path in due.gone { try walk(path, into: &work) }
        // Every directory is watched now: nothing is missed any more, however long the reading takes.
        if due.directories.contains(.folder) { supervisor.isWatching() }
        for path in due.files { work.insist(path) }
        try examine(work.present, mustRead: work.insisted)
        // Last, and looked at anew: what has moved is no longer at its old path in the catalogue.
        try examine(work.absent, mustRead: [])
        // Asked to stop in the middle: not everything is compared, so nobody may be told that it is.
        guard !Task.isShuttingDownGracefully else { return }
        if due.directories.contains(.folder) { counters.swept() }
        answer(due.markers)
    }

    /// Lets those go on who waited for everything before their marker; what has been put off is waited for too.
    private func answer(_ markers: [Int]) {
        guard let last = markers.max() else { return }
        guard .now >= postponedUntil else { return hints.note { $0.mark(last, at: $1) } }
        // Numbers rise, so whoever has a lower one asked earlier.
        for number in waiting.keys.filter({ $0 <= last }) {
            waiting.removeValue(forKey: number)?.resume(returning: tail.head)
        }
    }

    /// Tells those who wait that there is nothing to wait for.
    private func refuse(_ error: any Error) {
        for (_, waiter) in waiting { waiter.resume(throwing: error) }
        waiting = [:]
    }

    /// Compares a directory and everything inside it with the catalogue.
    ///
    /// Watches each directory, then lists it.
    private func walk(_ start: ArticlePath, into work: inout Work) throws {
        var known = Dictionary(
            uniqueKeysWithValues: try store.catalogue { catalogue in
                // The path itself may have been an article, or have become one.
                try (catalogue.entries(inside: start) + [catalogue.entry(at: start)].compactMap { $0 }).map {
                    ($0.path, $0)
                }
            })
        var directories: [ArticlePath] = []
        var hasYoung = false
        switch folder?.kind(at: start) {
        case .directory: directories = [start]
        case .regular: work.add(start)
        case .unseen: return
        default:
            inotify.unwatch(start)
            counters.recover(inside: start)
        }
        while let directory = directories.popLast() {
            supervisor.alive()
            guard let entries = list(directory) else {
                // What cannot be listed is not gone.
                known = known.filter { !$0.key.isInside(directory) }
                continue
            }
            for entry in entries {
                let path = directory.appending(entry.name)
                switch entry.kind {
                case .directory: directories.append(path)
                case .regular(let file):
                    let article = known.removeValue(forKey: path)
                    if let article, article.fingerprint == file, !article.needsDocument { continue }
                    if isYoung(file, path) { hasYoung = true } else { work.add(path) }
                default: break
                }
            }
        }
        // What is missing may be one of the young files under its new name: then it is looked for after them.
        if hasYoung {
            postponedUntil = max(postponedUntil, .now + settings.settling.removal)
            hints.note { paths, now in known.keys.forEach { paths.note($0, .gone, at: now) } }
        } else {
            work.absent += known.keys.sorted()
        }
    }

    private func list(_ directory: ArticlePath) -> [Folder.Entry]? {
        var failure: Int32 = 0
        let entries = folder?.list(directory) { failure = inotify.watch($0, as: directory) }
        let problem: String? =
            if failure != 0 {
                "the directory \(directory.printable) is not watched (\(failure.meaning)): "
                    + "changes in it are seen only at a restart; raise fs.inotify.max_user_watches"
            } else if entries == nil {
                "the directory \(directory.printable) cannot be listed; its articles are kept as they were"
            } else {
                nil
            }
        if counters.degrade(directory, problem), let problem { logger.warning("\(problem)") }
        return entries
    }

    /// Whether a listed file changed so lately that its writer may not be done; it is then looked at a little later.
    private func isYoung(_ file: Fingerprint, _ path: ArticlePath) -> Bool {
        isYounger(file, path, than: settings.settling.close, .touched)
    }

    /// Whether a file is empty because its writer has only just made it, or cut it short to write it anew.
    private func isBlank(_ file: Fingerprint, _ path: ArticlePath) -> Bool {
        file.size == 0 && isYounger(file, path, than: settings.settling.write, .modified)
    }

    /// By the time of change, which only the kernel sets: a copy can bring any time of modification with it.
    private func isYounger(
        _ file: Fingerprint, _ path: ArticlePath, than settle: Duration, _ hint: DirtyPaths.Hint
    ) -> Bool {
        let age = WallClock.nanoseconds - file.changed
        guard age >= 0, .nanoseconds(age) < settle else { return false }
        let moment = ContinuousClock.now + settle - .nanoseconds(age)
        hints.note { paths, _ in paths.postpone(path, hint, until: moment) }
        // A file that is being written is not dropped yet: nobody waits for it.
        if hint != .modified { postponedUntil = max(postponedUntil, moment) }
        return true
    }

    // MARK: - Comparing and reading

    /// Compares paths with the catalogue, all at once (a file's old path and its new one may lie anywhere among them), and
    /// records what is different, a batch at a time.
    private func examine(_ paths: [ArticlePath], mustRead: Set<ArticlePath>) throws {
        guard !paths.isEmpty else { return }
        var groups = try compare(paths).steps().map { $0.filter { isWorthReading($0, mustRead) } }[...]
        // Asked to stop: what is left is found at the next start.
        while !groups.isEmpty, !Task.isShuttingDownGracefully {
            let sizes = groups.lazy.map { $0.reduce(0) { $0 + $1.bytes } }
            let batch = groups.prefix(Desk.capacity(for: sizes))
            groups = groups.dropFirst(batch.count)
            try record(Array(batch.joined()))
        }
    }

    /// What is now at these paths, and at every other path that their files or articles have to do with.
    private func compare(_ paths: some Sequence<ArticlePath>) throws -> Comparison {
        try store.catalogue { catalogue in
            var comparison = Comparison()
            var queue = Array(paths)
            while let path = queue.popLast() {
                guard comparison.findings[path] == nil else { continue }
                supervisor.alive()
                let finding = folder?.finding(at: path) ?? .unseen
                comparison.findings[path] = finding
                if let entry = try catalogue.entry(at: path) { comparison.entries[entry.id] = entry }
                guard case .file(let file) = finding else { continue }
                for entry in try catalogue.entries(of: file) {
                    comparison.entries[entry.id] = entry
                    queue.append(entry.path)
                }
            }
            return comparison
        }
    }

    /// Whether a step needs more than what the catalogue knows.
    private func isWorthReading(_ step: Comparison.Step, _ mustRead: Set<ArticlePath>) -> Bool {
        switch step {
        case .remove, .move: true
        case .add(let path, let file): !isBlank(file, path)
        case .keep(let entry, let file):
            (entry.fingerprint != file || entry.needsDocument || mustRead.contains(entry.path))
                && !isBlank(file, entry.path)
        }
    }

    /// Reads the files of a batch on all cores, puts what they say on the desk in the order of the steps, commits it, and
    /// tells everyone.
    private func record(_ steps: [Comparison.Step]) throws {
        guard let folder else { return }
        let readings = steps.concurrentMap { $0.destination.map { Reading($0, in: folder) } }
        var desk = Desk()
        for (step, reading) in zip(steps, readings) {
            switch step {
            case .remove(let entry):
                // A folder that is gone takes all its files with it, and they are not removed by that.
                guard folder.isInPlace else {
                    hints.ring()
                    continue
                }
                desk.batch.drafts.append(Draft(kind: .removed, article: entry, path: entry.path))
            case .move(let entry, let path, _):
                try put(reading, at: path, of: entry, isMove: true, onto: &desk)
            case .keep(let entry, _):
                try put(reading, at: entry.path, of: entry, isMove: false, onto: &desk)
            case .add(let path, _):
                try put(reading, at: path, of: nil, isMove: false, onto: &desk)
            }
        }
        try commit(desk.batch)
    }

    private func put(
        _ reading: Reading?, at path: ArticlePath, of entry: CatalogueEntry?, isMove: Bool, onto desk: inout Desk
    ) throws {
        switch reading {
        case .document(let document, let file):
            let known = try entry ?? removed(file, at: path, desk)
            desk.put(document, at: path, of: known, file, isMove: isMove) { store.lastDocument(of: $0) }
        case .unreadable(let reason, let file):
            desk.put(unreadable: reason, at: path, of: entry, file, isMove: isMove)
        case .missing, nil:
            postponedUntil = max(postponedUntil, .now + settings.settling.removal)
            hints.note { $0.note(path, .gone, at: $1) }
        case .unsettled:
            hints.note { $0.note(path, .modified, at: $1) }
        }
    }

    /// The article that comes back with this file, if it was one before and is not taken by another file of the batch.
    private func removed(_ file: Fingerprint, at path: ArticlePath, _ desk: Desk) throws(StoreError) -> CatalogueEntry?
    {
        let entries = try store.catalogue { try $0.removedEntries(of: file, at: path) }
        return entries.first { entry in !desk.batch.drafts.contains { $0.article?.id == entry.id } }
    }

    /// Commits a batch, then tells everyone.
    private func commit(_ batch: Batch) throws {
        guard !batch.isEmpty else { return }
        let changes = try store.commit(batch)
        tail.publish(changes.map { ($0.change.seq, $0.json) })
        for recorded in changes { logger.info(recorded.change) }
        supervisor.alive()
    }
}

// MARK: - The folder itself

extension Newsroom {
    /// Whether the folder is there to be compared.
    ///
    /// Its loss and its return are changes of their own; no article is removed because the folder is not there.
    private func checkFolder() throws -> Bool {
        if folder?.isInPlace == true { return true }
        if folder != nil {
            folder = nil
            refuse(ServiceError.folderMissing(path: settings.folder))
            inotify.unwatch(.folder)
            let sentence =
                "the folder \(settings.folder) is missing: nothing is removed, and it is looked for every second"
            _ = counters.degrade(nil, sentence)
            logger.error("\(sentence)")
            try note(.folderMissing)
        }
        guard let found = try? Folder(path: settings.folder) else { return false }
        folder = found
        _ = counters.degrade(nil, nil)
        try note(.folderBack)
        hints.note { $0.noteOverflow(at: $1) }
        return true
    }

    private func note(_ kind: Change.Kind) throws {
        var batch = Batch()
        batch.drafts.append(Draft(kind: kind, article: nil, path: .folder))
        try commit(batch)
    }
}
