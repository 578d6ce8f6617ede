import CLinux
import Foundation

/// One service per store: an flock(2) on `lock` for as long as this lives.
///
/// The file says whose it is (the process number; 0 once the store was closed), the epoch and the newest number that was
/// given. A number found in it, with nobody holding the lock, says that the last service did not close the store; and the
/// ledger must have what the file says at least: a log that lost its end looks like a shorter log.
final class StoreLock: Sendable {
    private let descriptor: Int32
    private let path: String
    /// What the last service has left; `nil` in a new store.
    let left: Witness?
    /// Which file it is.
    private let identity: FileKey?

    /// What the last service has given.
    struct Witness: Equatable {
        /// 0: it closed the store.
        var pid: Int
        var epoch: String
        var head: Int

        var isOpen: Bool { pid != 0 }

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
            // Older versions wrote the process number alone, and nothing when they closed it.
            self.init(
                pid: Int(pid) ?? 1, epoch: parts.count > 1 ? parts[1] : "",
                head: parts.count > 2 ? Int(parts[2]) ?? 0 : 0)
        }
    }

    init(directory: String) throws(StoreError) {
        path = directory + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .notMade(directory) }
        let left = Self.witness(in: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked(path: directory, pid: left.flatMap { $0.isOpen ? $0.pid : nil })
        }
        self.descriptor = descriptor
        identity = FileKey(of: path)
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
    ///
    /// From the kernel's list (proc(5)), by the inode alone: the device there is not always stat's. Trying to take the lock could keep a service from starting.
    static func isHeld(inDirectory directory: String) -> Bool {
        guard let file = FileKey(of: directory + "/lock"),
            let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
        else { return false }
        return locks.split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            return words.contains("FLOCK") && !words.contains("->") && words.contains { $0.hasSuffix(":\(file.inode)") }
        }
    }

    /// Whether the lock that is held is the one that lies there: somebody may have deleted it.
    var isInPlace: Bool { identity != nil && FileKey(of: path) == identity }

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

    /// Says so and lets others in: everything is recorded, synced and closed.
    func markClosed(epoch: String, head: Int) throws(StoreError) {
        try write(Witness(pid: 0, epoch: epoch, head: head).line)
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

extension FileKey {
    /// The file at a path; `nil` where there is none.
    init?(of path: String) {
        var file = linux_file()
        guard linux_stat(AT_FDCWD, path, &file) == 0 else { return nil }
        self.init(device: file.device, inode: file.inode, born: file.born)
    }
}
