import CLinux
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import TidingsFeed
import TidingsReader

/// Reads inotify and notes where to look.
///
/// It decides nothing: the newsroom compares.
///
/// It never waits for the newsroom, so the kernel's queue is emptied as fast as a set takes paths.
struct Watcher: Service {
    let inotify: Inotify
    let hints: Hints
    let cookies: Cookies
    let counters: Counters
    let logger: Logger
    let group: any EventLoopGroup
    let settings: LiveSettings

    /// Room for 16,384 events (the kernel's queue) with names of up to ten bytes in one read.
    private static let readBytes = 1 << 19

    func run() async throws {
        var descriptor = try inotify.duplicate()
        while descriptor == nil {
            let pause = Duration.seconds(settings.pollSeconds)
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
            guard inotify.open() else { continue }
            descriptor = try inotify.duplicate()
            hints.note { $0.note(.folder, .directory, at: $1) }
        }
        if let descriptor { try await read(descriptor) }
    }

    private func read(_ descriptor: Int32) async throws {
        let channel = try await NIOPipeBootstrap(group: group)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
            .channelOption(.maxMessagesPerRead, value: 1)
            .takingOwnershipOfDescriptor(input: descriptor) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { events in
            var departures = Departures()
            for try await buffer in events.cancelOnGracefulShutdown() { take(buffer, &departures) }
        }
    }

    private func take(_ events: ByteBuffer, _ departures: inout Departures) {
        var buffer = events
        var fences: [[UInt8]] = []
        hints.note { paths, now in
            while let event = InotifyEvent(from: &buffer) { take(event, &departures, &fences, into: &paths, at: now) }
        }
        fences.forEach(cookies.see)
    }

    private func take(
        _ event: InotifyEvent, _ departures: inout Departures, _ fences: inout [[UInt8]], into paths: inout DirtyPaths,
        at now: ContinuousClock.Instant
    ) {
        if event.has(IN_Q_OVERFLOW) {
            counters.overflowed()
            if paths.noteOverflow(at: now) { logger.log(.overflow, "inotify lost events: comparing the whole folder") }
            // The events of cookies may be among the lost ones; the listing of the whole folder answers them all.
            paths.mark(cookies.last, at: now)
            return
        }
        switch inotify.place(of: event.watch) {
        case .cookies:
            if let number = cookies.number(of: event.name) {
                paths.mark(number, at: now)
            } else {
                fences.append(event.name)
            }
        case .directory(let directory):
            let path = event.name.isEmpty ? directory : directory.appending(event.name)
            if event.cookie != 0, event.has(IN_ISDIR) || ArticleName(event.name) != nil {
                departures.pair(event, path) { paths.noteRename(from: $0, to: $1, at: now) }
            }
            if let hint = Self.hint(for: event) { paths.note(path, hint, at: now) }
        case .elsewhere: break
        }
        // By number, not by path: the path may be another directory's by now.
        if event.has(IN_IGNORED) { inotify.forget(event.watch) }
    }

    /// What an event says of its path; `nil` where it is about nothing that could be an article.
    static func hint(for event: InotifyEvent) -> DirtyPaths.Hint? {
        if event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) || event.has(IN_UNMOUNT) { return .gone }
        // A directory's own times and modes: what it means for the files inside is told by themselves.
        if event.name.isEmpty { return event.has(IN_ATTRIB) ? .directory : nil }
        if event.has(IN_ISDIR) {
            guard Folder.isEntered(event.name) else { return nil }
            return event.has(IN_MOVED_FROM) || event.has(IN_DELETE) ? .gone : .directory
        }
        guard ArticleName(event.name) != nil else { return nil }
        if event.has(IN_MOVED_FROM) || event.has(IN_DELETE) { return .gone }
        if event.has(IN_MOVED_TO) { return .complete }
        if event.has(IN_CLOSE_WRITE) { return .closed }
        if event.has(IN_CREATE) { return .created }
        return event.has(IN_MODIFY) ? .modified : .touched
    }
}

/// First halves of renames whose second half has not been read yet.
struct Departures {
    private var paths: [UInt32: ArticlePath] = [:]

    /// The kernel tells both halves one after the other; what was moved out of the folder has no second half.
    private static let maximum = 1024

    /// Tells `rename` of both paths when an event is the second half of a rename.
    mutating func pair(_ event: InotifyEvent, _ path: ArticlePath, rename: (ArticlePath, ArticlePath) -> Void) {
        if event.has(IN_MOVED_FROM) {
            if paths.count >= Self.maximum { paths = [:] }
            paths[event.cookie] = path
        } else if event.has(IN_MOVED_TO), let from = paths.removeValue(forKey: event.cookie) {
            rename(from, path)
        }
    }
}
