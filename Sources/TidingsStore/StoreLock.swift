import Foundation

/// One service per store: an flock(2) on `lock` for as long as this lives.
///
/// While the store is open the file says so: the process number, the epoch and the newest number that was given. A clean
/// close blanks it. So what is found in it, with nobody holding the lock, says that the last service did not close the
/// store, and what its ledger must at least have: a log that lost its end looks like a shorter log.
final class StoreLock: Sendable {
    private let descriptor: Int32
    private let path: String
    /// What a service that did not close the store has left.
    let left: Witness?

    /// What the last service has given.
    struct Witness: Equatable {
        var pid: Int
        var epoch: String
        var head: Int

        /// Always as long, so that writing it anew needs no room on the disk, and short enough to be written as a whole.
        fileprivate var line: String {
            let text = "\(pid) \(epoch) \(head)"
            return text + String(repeating: " ", count: max(0, Self.bytes - 1 - text.utf8.count)) + "\n"
        }

        fileprivate static let bytes = 96

        init(pid: Int, epoch: String, head: Int) {
            self.pid = pid
            self.epoch = epoch
            self.head = head
        }

        fileprivate init?(_ text: String) {
            let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let pid = parts.first else { return nil }
            // Older versions wrote the process number alone.
            self.init(
                pid: Int(pid) ?? 0, epoch: parts.count > 1 ? parts[1] : "",
                head: parts.count > 2 ? Int(parts[2]) ?? 0 : 0)
        }
    }

    init(directory: String) throws(StoreError) {
        path = directory + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if let shortage = Shortage(errno) { throw .shortage(shortage, path: path) }
            throw .notWritable(path: directory, reason: String(cString: strerror(errno)))
        }
        let left = Self.witness(in: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked(path: directory, pid: left?.pid)
        }
        self.descriptor = descriptor
        self.left = left
    }

    /// What the lock of a directory says, without taking it.
    static func witness(inDirectory directory: String) -> Witness? {
        let descriptor = open(directory + "/lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return witness(in: descriptor)
    }

    /// Whether a service has the store of a directory open.
    static func isHeld(inDirectory directory: String) -> Bool {
        let descriptor = open(directory + "/lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// From now on, whoever finds it without the lock held knows that we did not close: on disk before anything is written.
    func markOpen(epoch: String, head: Int) throws(StoreError) {
        try write(Witness(pid: Int(getpid()), epoch: epoch, head: head).line)
        guard fsync(descriptor) == 0 else { throw .disk(path: path, reason: String(cString: strerror(errno))) }
    }

    /// Notes the newest number, once it is durable.
    ///
    /// Not synced: after a power cut it may be an older one, never one that the ledger does not have.
    func note(epoch: String, head: Int) throws(StoreError) {
        try write(Witness(pid: Int(getpid()), epoch: epoch, head: head).line)
    }

    /// Blanks the file and lets others in: everything is recorded, synced and closed.
    func markClosed() throws(StoreError) {
        try write(String(repeating: " ", count: Witness.bytes - 1) + "\n")
        guard fsync(descriptor) == 0 else { throw .disk(path: path, reason: String(cString: strerror(errno))) }
        flock(descriptor, LOCK_UN)
    }

    deinit {
        // Not left to close(2): a process that is just being forked shares the lock until it executes its program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private func write(_ text: String) throws(StoreError) {
        let bytes = Array(text.utf8)
        let count = pwrite(descriptor, bytes, bytes.count, 0)
        guard count == bytes.count else { throw .failed(path, count < 0 ? errno : ENOSPC) }
    }

    private static func witness(in descriptor: Int32) -> Witness? {
        var bytes = [UInt8](repeating: 0, count: 2 * Witness.bytes)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Witness(String(decoding: bytes.prefix(count), as: UTF8.self))
    }
}
