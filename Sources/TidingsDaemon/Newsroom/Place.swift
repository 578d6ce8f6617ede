import Foundation
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
                    "the folder \(settings.folder) is not on the file system that its articles were on: nothing is removed; "
                        + "mount it, or take it as it is: touch \(acceptance)")
                return false
            }
            try arrive(at: found)
        }
        folder = found
        return true
    }

    /// Whether a directory at the folder's path is the folder, and not the empty place where its file system is mounted.
    private func isOurs(_ found: Folder) throws -> Bool {
        guard let before = mounts[.folder], before.isReplaced(by: found.mount) else { return true }
        return try isAcceptable(.folder, before, found.mount, found)
    }

    /// Whether a directory on which something else lies than before is all right: what it holds says so, or the operator.
    private func isAcceptable(
        _ directory: ArticlePath, _ before: Mount, _ now: Mount, _ folder: Folder
    ) throws -> Bool {
        let sample = try store.catalogue { try $0.someEntries(inside: directory, maximum: Self.sampleMaximum) }
        if sample.isEmpty { return true }
        // Where nothing is mounted any more, an article of a known name proves nothing: scripts write them anew.
        if !before.isMountPoint || now.isMountPoint {
            let found = sample.filter { entry in
                if case .regular(let file) = folder.kind(at: entry.path) {
                    file.size == entry.fingerprint.size
                } else {
                    false
                }
            }
            if found.count * Self.sampleShare >= sample.count { return true }
        }
        guard unsafe access(acceptance, F_OK) == 0 else { return false }
        isAcceptanceUsed = true
        return true
    }

    /// Enough to tell another file system: not one in ten of a thousand articles is on it.
    private static let sampleMaximum = 1000
    private static let sampleShare = 10

    /// The file by which an operator says that things are to be taken as they are; it is taken away by that.
    private var acceptance: String { settings.acceptance }

    /// What was accepted has been listed: the next time is another.
    func forgetAcceptance() {
        guard isAcceptanceUsed else { return }
        isAcceptanceUsed = false
        unsafe unlink(acceptance)
    }

    private func lose(_ sentence: String) throws {
        hasArrived = true
        if counters.health({ $0.folder }) != sentence {
            counters.health { $0.folder = sentence }
            degraded.text = sentence
            logger.log(.folderMissing, "\(sentence)")
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
        // What cannot be recorded now is tried again: the folder is there when it is recorded that it is.
        if isMissingTold { try tell(.folderBack) }
        if mounts[.folder] != found.mount { try setMount(found.mount, at: .folder) }
        home = found.identity
        hasArrived = true
        counters.health { $0.folder = nil }
        degraded.text = ""
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

    /// Notes where something has been mounted or unmounted.
    func lookAtMounts(in folder: Folder?) {
        guard let folder, mountsSeen.map({ .now - $0 >= Self.placeInterval }) ?? true else { return }
        mountsSeen = .now
        let table = MountTable.mountPoints(
            inside: URL(fileURLWithPath: folder.path).resolvingSymlinksInPath().path)
        let new = table.filter { place in
            mounts[place] == nil && place.isEntered && folder.kind(at: place) == .directory
        }
        let troubles = counters.health { $0.troubles }
        let replaced = mounts.filter { place, mount in
            place != .folder && troubles[place] == nil
                && folder.mount(at: place).map { mount.isReplaced(by: $0) } ?? false
        }
        guard !new.isEmpty || !replaced.isEmpty else { return }
        hints.note { paths, now in (new + replaced.keys).forEach { paths.note($0, .directory, at: now) } }
    }

    /// What is wrong with a directory where something was mounted; `nil` for nothing.
    func mountTrouble(_ directory: ArticlePath, _ mount: Mount?, _ folder: Folder) throws -> Health.Trouble? {
        guard directory != .folder, let mount else { return nil }
        if let before = mounts[directory], before.isReplaced(by: mount),
            try !isAcceptable(directory, before, mount, folder)
        {
            return mount.isMountPoint ? .otherFileSystem : .unmounted
        }
        let now = mount.isMountPoint ? mount : nil
        if mounts[directory] != now { try setMount(now, at: directory) }
        return nil
    }

    /// Whether a path lies where something else is mounted than before, or nothing: what is there now, and what is not,
    /// says nothing.
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
        try store.setMount(mount, at: path)
        mounts[path] = mount
    }
}

extension ArticlePath {
    /// Whether the service looks in there: no directory on the way is hidden.
    fileprivate var isEntered: Bool {
        bytes.split(separator: UInt8(ascii: "/")).allSatisfy { Folder.isEntered($0) }
    }
}
