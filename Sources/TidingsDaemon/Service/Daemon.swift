import Foundation
package import Logging
import NIOPosix
import ServiceLifecycle
import TidingsFeed
import TidingsStore
import UnixSignals

/// The service put together, in the order of the flow: folder → watch → newsroom → store → feed.
package struct Daemon {
    private let settings: Settings
    private let rereading: @Sendable () async throws -> Settings
    private let log: LogState
    private let logger: Logger

    /// - Parameter rereading: puts the settings together anew.
    package init(
        settings: Settings, rereading: @escaping @Sendable () async throws -> Settings, log: LogState, logger: Logger
    ) {
        self.settings = settings
        self.rereading = rereading
        self.log = log
        self.logger = logger
    }

    /// Checks what can be refused before anything is written: the places that the settings name.
    package static func check(_ settings: Settings) throws {
        try checkPlaces(settings)
        try Store.check(directory: settings.state)
    }

    /// Runs until SIGTERM or SIGINT, or until something fails that the service cannot go on without.
    ///
    /// Everything that can be refused is checked before anything is written: settings, folder, socket, then the store.
    package func run() async throws {
        try Self.checkPlaces(settings)
        let socket = try UnixSocket(path: settings.socket)
        let supervisor = Supervisor()
        // Where the last stop was unclean, every document is checked.
        _ = supervisor.status("opening the store")
        let store = try Store(
            directory: settings.state, retention: settings.retention, progress: supervisor.makesProgress)
        try store.setFolder(settings.folder)
        if let format = store.convertedFrom {
            logger.log(.converted, "the ledger was of format \(format), and is of format \(Store.format) now")
        }

        let live = LiveSettings(settings)
        let counters = Counters()
        let hints = Hints(settling: settings.settling)
        let cookies = try Cookies(directory: settings.state + "/cookies")
        let inotify = Inotify(folder: settings.folder, cookies: cookies.directory)
        let tail = Tail(head: try store.head())
        // A thread for the newsroom, which blocks, and one for reading inotify, which must not wait for it.
        let blocking = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let watching = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        // Another that blocks, for consumers' positions; and those that serve, which never do.
        let recording = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let serving = MultiThreadedEventLoopGroup(numberOfThreads: 2)

        let watcher = Watcher(
            inotify: inotify, hints: hints, cookies: cookies, counters: counters, logger: logger, group: watching,
            settings: live)
        let newsroom = try Newsroom(
            on: blocking.any(), store: store, settings: live, hints: hints, inotify: inotify,
            cookies: cookies, tail: tail, counters: counters, supervisor: supervisor, logger: logger)
        let status = StatusReport(
            settings: live, store: store, inotify: inotify, hints: hints, counters: counters, log: log,
            started: Date())
        let source = FeedSource(store: store, tail: tail, pages: LedgerPages(store: store))
        let consumers = Consumers(source: source, logger: logger, on: recording.any())
        let reloading = Reloading(
            read: rereading, settings: live, store: store, newsroom: newsroom, supervisor: supervisor, logger: logger,
            isAtTerminal: JournalLogHandler.isTerminal)
        let methods = Methods(
            store: store, source: source, consumers: consumers, status: status, synchronize: newsroom.synchronize,
            rebuild: { try await newsroom.rebuild($0) }, reload: reloading.reload,
            counters: counters, logger: logger)
        let server = FeedServer(
            socket: socket, methods: methods, settings: live, counters: counters, supervisor: supervisor,
            logger: logger, group: serving)
        let metrics = MetricsFile(
            settings: live, status: status, consumers: consumers, counters: counters, logger: logger)

        logger.log(
            .started,
            "tidingsd \(Release.version): watching \(settings.folder), state in \(settings.state), socket \(settings.socket)"
        )
        if socket.isElsewhere {
            logger.warning("tidingsd.socket says where clients connect (ListenStream=), and not the setting socket")
        }
        for variable in Settings.strangers(in: ProcessInfo.processInfo.environment) {
            logger.warning("\(variable) in the environment is no setting")
        }
        // They stop from the last to the first: nothing new comes in, the batch is finished, subscribers are drained.
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: consumers), .init(service: server), .init(service: newsroom),
                    .init(service: watcher), .init(service: metrics), .init(service: reloading),
                    .init(service: Farewell(supervisor: supervisor, logger: logger)),
                ],
                gracefulShutdownSignals: reloading.isAtTerminal ? [.sigterm, .sigint, .sighup] : [.sigterm, .sigint],
                logger: logger))
        do {
            try await group.run()
            try store.close()
        } catch {
            store.abandon()
            throw error
        }
        logger.log(.stopped, "tidingsd stopped at change \(tail.head)")
    }

    /// The places that the settings name are there, and apart: the service must not read what it writes.
    static func checkPlaces(_ settings: Settings) throws(ServiceError) {
        _ = try Folder(path: settings.folder)
        let bytes = settings.socket.utf8.count
        guard bytes <= UnixSocket.pathBytesMaximum else {
            throw .socketPathTooLong(path: settings.socket, bytes: bytes)
        }
        let folder = URL(fileURLWithPath: settings.folder).resolvingSymlinksInPath().path
        let state = URL(fileURLWithPath: settings.state).resolvingSymlinksInPath().path
        func isInside(_ path: String, _ directory: String) -> Bool {
            path == directory || path.hasPrefix(directory == "/" ? directory : directory + "/")
        }
        if isInside(state, folder) { throw .stateInsideFolder(state: state, folder: folder) }
        if isInside(folder, state) { throw .folderInsideState(folder: folder, state: state) }
    }
}

/// Says that the service stops, before anything does.
private struct Farewell: Service {
    let supervisor: Supervisor
    let logger: Logger

    func run() async throws {
        try await gracefulShutdown()
        supervisor.isStopping()
        logger.log(.stopping, "stopping: the batch is finished and subscribers are drained")
    }
}
