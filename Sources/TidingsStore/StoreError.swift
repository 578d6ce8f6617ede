import Foundation

/// Why a store cannot be opened or written, each case something the operator can act on.
package enum StoreError: Error, Hashable, Sendable {
    /// Another service has the store open; `pid` where it could be read.
    case locked(path: String, pid: Int?)
    /// The directory cannot be made or written to.
    case notWritable(path: String, reason: String)
    /// A later version of Tidings wrote the ledger.
    case newerFormat(path: String)
    /// An earlier version wrote the ledger, and only a service brings it up to date.
    case olderFormat(path: String)
    /// The file is a database of something else.
    case foreign(path: String)
    /// The ledger is not a database any more.
    case damaged(path: String, reason: String)
    /// Something is used up or closed that may come back: nothing is lost, and the same can be tried again.
    case shortage(Shortage, path: String)
    /// Reading, writing or syncing failed: the disk cannot be trusted with what was given to it.
    case disk(path: String, reason: String)
    /// A backup cannot be made there.
    case target(path: String, reason: String)
    /// There is no store in the directory.
    case missing(path: String)
}

/// What a store can be short of for a while.
package enum Shortage: Hashable, Sendable {
    /// The file system has no room, or no inode, left.
    case space
    /// The quota of the service's user is used up.
    case quota
    /// The process or the system has no file descriptor left.
    case descriptors
    /// The file system is mounted read only.
    case readOnly
    /// Another program keeps the ledger locked.
    case lock

    /// What an errno says, if it is one of these.
    init?(_ code: Int32) {
        switch code {
        case ENOSPC: self = .space
        case EDQUOT: self = .quota
        case EMFILE, ENFILE: self = .descriptors
        case EROFS: self = .readOnly
        default: return nil
        }
    }
}

extension StoreError {
    /// Why a file or directory of the store could not be made or opened.
    static func notMade(_ path: String, _ code: Int32 = errno) -> StoreError {
        Shortage(code).map { .shortage($0, path: path) }
            ?? .notWritable(path: path, reason: String(cString: strerror(code)))
    }

    /// What a system call on a file failed with.
    static func failed(_ path: String, _ code: Int32 = errno) -> StoreError {
        // Of what is short it matters where, not for which of many files.
        Shortage(code).map { .shortage($0, path: URL(fileURLWithPath: path).deletingLastPathComponent().path) }
            ?? .disk(path: path, reason: String(cString: strerror(code)))
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .locked(let path, let pid):
            "the state directory \(path) is in use by another tidingsd" + (pid.map { " (process \($0))" } ?? "")
                + "; stop that one first, or give this one another --state"
        case .notWritable(let path, let reason):
            "the state directory \(path) cannot be written (\(reason)); make it writable for this user, "
                + "or give another --state"
        case .newerFormat(let path):
            "the ledger \(path) was written by a newer version of Tidings; install that version or a later one"
        case .olderFormat(let path):
            "the ledger \(path) was written by an older version of Tidings; start the service on it once, then try again"
        case .foreign(let path):
            "\(path) is a database of another program; move it away, or give another --state"
        case .damaged(let path, let reason):
            "the ledger \(path) is damaged (\(reason)); nothing was changed: restore it from a backup, "
                + "or move the state directory away to begin a new store with a new epoch"
        case .disk(let path, let reason):
            "\(path) could not be read, written or synced: \(reason); nothing that was told is lost: mend the disk, "
                + "then start again, and look with tidings verify"
        case .missing(let path):
            "there is no store in \(path), or this user may not look: give the state directory of a service with --state, "
                + "and use the service's user or root"
        case .target(let path, let reason): "the backup \(path) cannot be made: \(reason)"
        case .shortage(let shortage, let path): shortage.sentence(path)
        }
    }
}

extension Shortage {
    fileprivate func sentence(_ path: String) -> String {
        switch self {
        case .space: "no space is left on the disk of \(path); make room"
        case .quota: "the quota of this user on the disk of \(path) is used up; raise it or make room"
        case .descriptors: "no file descriptor is left to open \(path); raise LimitNOFILE="
        case .readOnly:
            "the file system of \(path) is read only; find out why (dmesg), and mount it for writing (for the service under systemd: ReadWritePaths=)"
        case .lock: "another program keeps the ledger \(path) locked; end that program"
        }
    }
}
