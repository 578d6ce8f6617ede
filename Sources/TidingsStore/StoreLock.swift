import Foundation

/// One service per store: an flock(2) on `lock` for as long as this lives.
///
/// While the store is open the file holds the process number; a clean close empties it. So a number found in it, with
/// nobody holding the lock, says that the last service did not close the store.
final class StoreLock: Sendable {
    private let descriptor: Int32
    let wasLeftOpen: Bool

    init(directory: String) throws(StoreError) {
        let path = directory + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .notWritable(path: directory, reason: String(cString: strerror(errno)))
        }
        let pid = Self.content(of: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked(path: directory, pid: pid)
        }
        self.descriptor = descriptor
        wasLeftOpen = pid != nil
    }

    /// Writes the process number: from now on, whoever finds it without the lock held knows that we did not close.
    func markOpen() {
        let text = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, text, text.count, 0)
    }

    /// Empties the file and lets others in: everything is recorded and closed.
    func markClosed() {
        ftruncate(descriptor, 0)
        flock(descriptor, LOCK_UN)
    }

    deinit {
        // Not left to close(2): a process that is just being forked shares the lock until it executes its program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func content(of descriptor: Int32) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int(String(decoding: bytes.prefix(count), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
            ?? 0
    }
}
