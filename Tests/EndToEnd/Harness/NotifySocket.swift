import Foundation

@testable import TidingsFeed

/// The supervisor's end of sd_notify(3): receives what a service says of itself.
final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32
    private let messages = Messages()

    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard var address = sockaddr_un(path: path) else { throw TestFailure("\(path) is too long") }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw TestFailure("bind: \(String(cString: strerror(errno)))") }
        // A service may run as another user.
        chmod(path, 0o777)
        // Read as systemd reads: at once. A full queue would stop whoever tells something.
        let (socket, messages) = (descriptor, messages)
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = recv(socket, &buffer, buffer.count, 0)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                messages.add(String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").map(String.init))
            }
            close(socket)
        }
    }

    deinit {
        // Ends the thread: close(2) alone would not wake it.
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Waits until a message with this line comes, after the last one that was waited for.
    func wait(for line: String) throws {
        try wait { $0 == line }
    }

    func wait(until isIt: (String) -> Bool) throws {
        guard messages.take(through: isIt, before: Date(timeIntervalSinceNow: 60)) else {
            throw TestFailure("the service did not say it within a minute")
        }
    }
}

/// The lines that came and were not waited for yet.
private final class Messages: @unchecked Sendable {
    // Sendable by its condition: every access is between lock and unlock.
    private let condition = NSCondition()
    private var lines: [String] = []

    func add(_ more: [String]) {
        condition.withLock { lines += more }
        condition.broadcast()
    }

    func take(through isIt: (String) -> Bool, before deadline: Date) -> Bool {
        condition.withLock {
            while true {
                if let index = lines.firstIndex(where: isIt) {
                    lines.removeFirst(index + 1)
                    return true
                }
                guard condition.wait(until: deadline) else { return false }
            }
        }
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
