import Glibc
import Logging
import TidingsFeed
import TidingsStore

/// The folder itself: whether it is there, and whether it is the one whose articles we know.
///
/// Its loss and its return are changes of their own; no article is removed because the folder is not there.
extension Newsroom {
    /// Opens the folder for a turn.
    /// - Returns: whether there is anything to compare.
    func enterFolder() throws -> Bool {
        let found: Folder
        do throws(ServiceError) {
            found = try Folder(path: settings.folder, ownFiles: store.ownFiles)
        } catch {
            if case .system = error {
                // Our own trouble, and says nothing of the folder: the next turn looks again.
                degraded.text = "\(error)"
                return false
            }
            try lose(
                "the folder \(settings.folder) is missing or cannot be read: nothing is removed, and it is looked for "
                    + "every second")
            return false
        }
        if found.identity != home {
            guard try isOurs(found) else {
                try lose(
                    "the folder \(settings.folder) is on another file system than its articles were, and has none of "
                        + "them: nothing is removed; mount it, or take it as it is: touch \(acceptance)")
                return false
            }
            try arrive(at: found)
        }
        folder = found
        return true
    }

    /// Whether a directory at the folder's path is the folder, and not the empty place where its file system is mounted.
    private func isOurs(_ found: Folder) throws -> Bool {
        guard mounts[.folder]?.isReplaced(by: found.mount) == true else { return true }
        if try holdsAny(of: .folder, found) { return true }
        return unsafe unlink(acceptance) == 0
    }

    /// The file by which an operator says that a folder is to be taken as it is; it is taken away by that.
    private var acceptance: String { settings.state + "/accept-folder" }

    /// Whether one of the articles that the catalogue has inside a directory is there, or it has none.
    private func holdsAny(of directory: ArticlePath, _ folder: Folder) throws -> Bool {
        let some = try store.catalogue { try $0.someEntries(inside: directory, maximum: Self.sampleMaximum) }
        return some.isEmpty || some.contains { folder.kind(at: $0.path).isRegular }
    }

    /// Enough to tell another file system: not one of a thousand articles is on it.
    private static let sampleMaximum = 1000

    private func lose(_ sentence: String) throws {
        hasArrived = true
        if counters.health({ $0.folder }) != sentence {
            counters.health { $0.folder = sentence }
            degraded.text = sentence
            logger.error("\(sentence)")
        }
        if home != nil {
            home = nil
            inotify.unwatch(.folder)
            counters.health { $0.remove(inside: .folder) }
        }
        refuse(ServiceError.folderMissing(path: settings.folder))
        // Nothing is missed: when the folder is back, all of it is compared.
        supervisor.isWatching()
        if !isMissingTold { try tell(.folderMissing) }
    }

    private func arrive(at found: Folder) throws {
        // Another directory at the same path, without a turn in between: the one that was known is gone.
        if home != nil { try lose("the folder \(settings.folder) has been replaced: comparing all of it") }
        home = found.identity
        hasArrived = true
        counters.health { $0.folder = nil }
        degraded.text = ""
        if isMissingTold { try tell(.folderBack) }
        if mounts[.folder] != found.mount { try setMount(found.mount, at: .folder) }
        inotify.watchPlaces()
        hints.note { $0.note(.folder, .directory, at: $1) }
    }

    private func tell(_ kind: Change.Kind) throws {
        var batch = Batch()
        batch.drafts.append(Draft(kind: kind, article: nil, path: .folder))
        try commit(batch)
        isMissingTold = kind == .folderMissing
    }

    // MARK: - Mount points inside

    /// Whether what was mounted at a directory is there still, or what it holds says that it is all right.
    func isMounted(_ directory: ArticlePath, _ mount: Mount?, _ folder: Folder) throws -> Bool {
        guard directory != .folder, let mount else { return true }
        if mounts[directory]?.isReplaced(by: mount) == true, try !holdsAny(of: directory, folder) { return false }
        let now = mount.isMountPoint ? mount : nil
        if mounts[directory] != now { try setMount(now, at: directory) }
        return true
    }

    /// Whether a file may be missing because the file system that it lay on is not mounted.
    func isAway(_ path: ArticlePath, _ folder: Folder) -> Bool {
        // Mostly there is one, the folder's own.
        guard mounts.count > 1 else { return false }
        return path.ancestors.contains { place in
            guard place != .folder, let mount = mounts[place] else { return false }
            return folder.mount(at: place).map { mount.isReplaced(by: $0) } ?? false
        }
    }

    /// A directory has been taken away, and the mount points inside it: nothing is to be mounted there again.
    func forgetMounts(inside directory: ArticlePath) throws {
        for place in mounts.keys where place != .folder && (place == directory || place.isInside(directory)) {
            try setMount(nil, at: place)
        }
    }

    private func setMount(_ mount: Mount?, at path: ArticlePath) throws {
        mounts[path] = mount
        try store.setMount(mount, at: path)
    }
}
