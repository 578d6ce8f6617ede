import Foundation

/// A child process.
///
/// Not Foundation's: that one notices an exit by a descriptor which the child must not close, and which other children
/// inherit.
final class Spawned {
    let pid: pid_t
    private var status: Int32?

    /// - Parameters:
    ///   - output: descriptors for standard output and standard error.
    init(_ arguments: [String], environment: [String: String], in folder: String? = nil, output: [Int32]) throws {
        let words = folder.map { ["/usr/bin/env", "-C", $0] + arguments } ?? arguments
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for (target, descriptor) in zip([1, 2] as [Int32], output) {
            posix_spawn_file_actions_adddup2(&actions, descriptor, target)
        }
        // The threads that tests run on block signals; a child must not.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var pid: pid_t = 0
        let code = posix_spawn(&pid, words[0], &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw TestFailure("\(words[0]): \(String(cString: strerror(code)))") }
        self.pid = pid
    }

    /// Waits for its end.
    /// - Returns: the exit status, or 128 and the signal, as a shell has it.
    @discardableResult
    func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0 && errno == EINTR {}
        let result = Self.status(raw)
        status = result
        return result
    }

    /// Whether it has not ended.
    var isRunning: Bool {
        guard status == nil else { return false }
        var raw: Int32 = 0
        guard waitpid(pid, &raw, WNOHANG) == pid else { return true }
        status = Self.status(raw)
        return false
    }

    private static func status(_ raw: Int32) -> Int32 {
        let signal = raw & 0x7F
        return signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
    }

    func signal(_ number: Int32) {
        if status == nil { kill(pid, number) }
    }
}
