import CLinux
import Logging
import NIOConcurrencyHelpers
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

    /// Room for 16,384 events (the kernel's queue) with names of up to ten bytes in one read.
    private static let readBytes = 1 << 19

    func run() async throws {
        let channel = try await NIOPipeBootstrap(group: group)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
            .channelOption(.maxMessagesPerRead, value: 1)
            .takingOwnershipOfDescriptor(input: inotify.duplicate()) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { events in
            for try await buffer in events.cancelOnGracefulShutdown() { take(buffer) }
        }
    }

    private func take(_ events: ByteBuffer) {
        var buffer = events
        hints.note { paths, now in
            while let event = InotifyEvent(from: &buffer) { take(event, into: &paths, at: now) }
        }
    }

    private func take(_ event: InotifyEvent, into paths: inout DirtyPaths, at now: ContinuousClock.Instant) {
        if event.has(IN_Q_OVERFLOW) {
            logger.warning("inotify lost events: comparing the whole folder")
            counters.overflowed()
            paths.noteOverflow(at: now)
            // The events of cookies may be among the lost ones; the listing of the whole folder answers them all.
            paths.mark(cookies.last, at: now)
        } else if event.watch == cookies.watch {
            if let number = cookies.number(of: event.name) { paths.mark(number, at: now) }
        } else if event.has(IN_IGNORED) {
            inotify.forget(event.watch)
        } else if let directory = inotify.directory(of: event.watch) {
            let path = event.name.isEmpty ? directory : directory.appending(event.name)
            if let hint = Self.hint(for: event) { paths.note(path, hint, at: now) }
        }
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
