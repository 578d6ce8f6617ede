import CLinux
import Foundation
import Glibc
import NIOConcurrencyHelpers
import TidingsFeed

/// The one inotify instance, and which directory each of its watches is on.
///
/// The newsroom adds watches while it lists directories (watch first, then list: nothing made in between is missed); the
/// watcher reads the events.
final class Inotify: Sendable {
    private let descriptor: Int32
    private let directories = NIOLockedValueBox(WatchedDirectories())

    /// Everything that can mean "look here": a hard link gives only CREATE, truncate(2) only MODIFY, chmod only ATTRIB.
    ///
    /// IN_EXCL_UNLINK: what is deleted while open is silent.
    private static let mask =
        UInt32(IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO)
        | UInt32(IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)

    init() throws(ServiceError) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        if descriptor < 0 { throw .system(call: "inotify_init1", reason: errno.meaning) }
    }

    deinit {
        close(descriptor)
    }

    /// Watches an open directory, whatever its path has become since it was opened.
    /// - Returns: 0, or the errno: ENOSPC where the user's limit of watches is reached.
    func watch(_ open: borrowing OpenFile, as path: ArticlePath) -> Int32 {
        // Under the lock: an event on the new watch is only looked up once the watch has its path.
        directories.withLockedValue { directories in
            let watch = unsafe inotify_add_watch(descriptor, "/proc/self/fd/\(open.descriptor)/.", Self.mask)
            guard watch >= 0 else { return errno }
            directories.set(path, for: watch)
            return 0
        }
    }

    /// Watches a directory of ours for new files only, under a number of its own.
    func watchForCreation(_ path: String) throws(ServiceError) -> Int32 {
        let watch = unsafe inotify_add_watch(descriptor, path, UInt32(IN_CREATE | IN_ONLYDIR | IN_DONT_FOLLOW))
        if watch < 0 { throw .system(call: "inotify_add_watch of \(path)", reason: errno.meaning) }
        return watch
    }

    /// Watches the directory that the folder lies in, for the folder's own coming and going.
    ///
    /// The folder's watch does not tell of its deletion: IN_DELETE_SELF comes when nobody has it open any more, and we have.
    /// What the events say is not looked at: every event makes the newsroom check that the folder is in place.
    /// Best effort: where the directory cannot be watched, other events and the search for a missing folder do.
    func watchPlace(of folder: String) {
        let mask = UInt32(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR)
        let url = URL(fileURLWithPath: folder)
        for place in Set([url, url.resolvingSymlinksInPath()].map { $0.deletingLastPathComponent().path }) {
            _ = unsafe inotify_add_watch(descriptor, place, mask)
        }
    }

    /// Drops the watches of a directory that is no longer there, and of all inside it.
    func unwatch(_ directory: ArticlePath) {
        directories.withLockedValue { directories in
            for watch in directories.remove(inside: directory) { _ = inotify_rm_watch(descriptor, watch) }
        }
    }

    /// Which directory an event is about.
    func directory(of watch: Int32) -> ArticlePath? { directories.withLockedValue { $0.path(of: watch) } }

    func forget(_ watch: Int32) { directories.withLockedValue { $0.forget(watch) } }

    var watchCount: Int { directories.withLockedValue { $0.count } }

    /// A second descriptor of the same instance, for the one who reads it.
    func duplicate() throws(ServiceError) -> Int32 {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        if copy < 0 { throw .system(call: "fcntl(F_DUPFD_CLOEXEC)", reason: errno.meaning) }
        return copy
    }
}
