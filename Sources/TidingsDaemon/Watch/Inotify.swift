import CLinux
import Foundation
import Glibc
import NIOConcurrencyHelpers
import TidingsFeed

/// The one inotify instance, and which directory each of its watches is on.
///
/// The newsroom adds watches while it lists directories (watch first, then list: nothing made in between is missed); the
/// watcher reads the events. Where the user's limit of instances is reached there is none, until there is room.
final class Inotify: Sendable {
    private struct State {
        /// -1 while there is no instance.
        var descriptor: Int32 = -1
        var directories = WatchedDirectories()
        /// The watch on the directory of the cookies; -1 where it cannot be watched.
        var cookies: Int32 = -1
    }

    private let state = NIOLockedValueBox(State())
    private let cookies: String
    private let folder: String

    /// Everything that can mean "look here": a hard link gives only CREATE, truncate(2) only MODIFY, chmod only ATTRIB.
    ///
    /// IN_EXCL_UNLINK: what is deleted while open is silent.
    private static let mask =
        UInt32(IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO)
        | UInt32(IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)

    /// - Parameters:
    ///   - folder: the watched folder's path.
    ///   - cookies: the directory of the cookies.
    init(folder: String, cookies: String) {
        self.folder = folder
        self.cookies = cookies
        _ = open()
    }

    deinit {
        state.withLockedValue { if $0.descriptor >= 0 { close($0.descriptor) } }
    }

    /// Asks the kernel for an instance, if there is none; a new one watches no directory of the folder yet.
    /// - Returns: whether there is one now.
    func open() -> Bool {
        state.withLockedValue { state in
            if state.descriptor < 0 {
                state.descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
                guard state.descriptor >= 0 else { return false }
                Self.watchPlaces(of: folder, state.descriptor)
            }
            if state.cookies < 0 {
                state.cookies = unsafe inotify_add_watch(
                    state.descriptor, cookies, UInt32(IN_CREATE | IN_ONLYDIR | IN_DONT_FOLLOW))
            }
            return true
        }
    }

    /// Watches an open directory, whatever its path has become since it was opened.
    /// - Returns: 0, or the errno: ENOSPC where the user's limit of watches is reached, EMFILE where that of instances is;
    ///   and whether another directory was at the path before.
    func watch(_ open: borrowing OpenFile, as path: ArticlePath) -> (errno: Int32, isReplaced: Bool) {
        // Under the lock: an event on the new watch is only looked up once the watch has its path.
        state.withLockedValue { state in
            guard state.descriptor >= 0 else { return (EMFILE, false) }
            let watch = unsafe inotify_add_watch(
                state.descriptor, "/proc/self/fd/\(open.descriptor)/.", Self.mask)
            guard watch >= 0 else { return (errno, false) }
            guard let other = state.directories.set(path, for: watch) else { return (0, false) }
            // It was moved away, with all inside it.
            inotify_rm_watch(state.descriptor, other)
            for inside in state.directories.remove(inside: path) where inside != watch {
                inotify_rm_watch(state.descriptor, inside)
            }
            _ = state.directories.set(path, for: watch)
            return (0, true)
        }
    }

    /// Drops the watches of all directories but those that a sweep has seen.
    func retain(_ seen: Set<ArticlePath>) {
        state.withLockedValue { state in
            for watch in state.directories.retain(seen) { inotify_rm_watch(state.descriptor, watch) }
        }
    }

    /// Watches what the folder's path goes through, for the folder's own coming and going.
    ///
    /// The folder's watch tells of its deletion and renaming, but not of what happens above it. What the events say is not
    /// looked at: every event makes the newsroom check that the folder is in place. Best effort: what cannot be watched,
    /// and mounts, which inotify is silent about, are found by looking.
    func watchPlaces() {
        state.withLockedValue { if $0.descriptor >= 0 { Self.watchPlaces(of: folder, $0.descriptor) } }
    }

    private static func watchPlaces(of folder: String, _ descriptor: Int32) {
        let entries = UInt32(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)
        let itself = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB | IN_ONLYDIR)
        let url = URL(fileURLWithPath: folder)
        for place in [url, url.resolvingSymlinksInPath()] where place.path != "/" {
            var above = place.deletingLastPathComponent()
            _ = unsafe inotify_add_watch(descriptor, above.path, entries | itself)
            while above.path != "/" {
                above = above.deletingLastPathComponent()
                // Only what befalls it itself: the coming and going of strangers in / or /tmp would fill the queue.
                _ = unsafe inotify_add_watch(descriptor, above.path, itself | UInt32(IN_MASK_ADD))
            }
        }
    }

    /// Drops the watches of a directory that is no longer there, and of all inside it.
    func unwatch(_ directory: ArticlePath) {
        state.withLockedValue { state in
            for watch in state.directories.remove(inside: directory) { _ = inotify_rm_watch(state.descriptor, watch) }
        }
    }

    /// What an event is about.
    enum Place: Equatable {
        case directory(ArticlePath)
        case cookies
        /// What the folder's path goes through, or what is no longer watched.
        case elsewhere
    }

    func place(of watch: Int32) -> Place {
        state.withLockedValue { state in
            if watch == state.cookies { return .cookies }
            return state.directories.path(of: watch).map { .directory($0) } ?? .elsewhere
        }
    }

    func forget(_ watch: Int32) {
        state.withLockedValue { state in
            if watch == state.cookies { state.cookies = -1 }
            state.directories.forget(watch)
        }
    }

    /// Whether the making of a cookie is told.
    var seesCookies: Bool { state.withLockedValue { $0.cookies >= 0 } }

    var isOpen: Bool { state.withLockedValue { $0.descriptor >= 0 } }

    var watchCount: Int { state.withLockedValue { $0.directories.count } }

    /// A second descriptor of the same instance, for the one who reads it; `nil` where there is no instance.
    func duplicate() throws(ServiceError) -> Int32? {
        let descriptor = state.withLockedValue { $0.descriptor }
        guard descriptor >= 0 else { return nil }
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        if copy < 0 { throw .system(call: "fcntl(F_DUPFD_CLOEXEC)", reason: errno.meaning) }
        return copy
    }
}
