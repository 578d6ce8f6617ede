/// Why a store cannot be opened or written, each case something the operator can act on.
package enum StoreError: Error, Hashable, Sendable {
    /// Another service has the store open; `pid` where it could be read.
    case locked(path: String, pid: Int?)
    /// The directory cannot be made or written to.
    case notWritable(path: String, reason: String)
    /// A later version of Tidings wrote the ledger.
    case newerFormat(path: String)
    /// The file is a database of something else.
    case foreign(path: String)
    /// The ledger is not a database any more.
    case damaged(path: String, reason: String)
    /// Reading or writing failed: the disk is full or broken.
    case disk(path: String, reason: String)
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
        case .foreign(let path):
            "\(path) is a database of another program; move it away, or give another --state"
        case .damaged(let path, let reason):
            "the ledger \(path) is damaged (\(reason)); nothing was changed: restore it from a backup, "
                + "or move the state directory away to begin a new store with a new epoch"
        case .disk(let path, let reason):
            "\(path) could not be read or written: \(reason); make room or mend the disk, then start again"
        }
    }
}
