import Dispatch
import Foundation

/// One connection to the service: blocking calls on a queue of its own, so that no thread of Swift's pool ever waits.
final class Connection: Sendable {
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "org.tidings.Feed.connection")

    private static let chunkBytes = 1 << 16

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Connects to the socket.
    ///
    /// Local and immediate: the kernel answers, or there is nobody to answer.
    static func open(socket path: String) throws(FeedError) -> Connection {
        func unreachable(_ code: Int32) -> FeedError {
            .unreachable(socket: path, reason: String(cString: strerror(code)))
        }
        guard var address = sockaddr_un(path: path) else { throw unreachable(ENAMETOOLONG) }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw unreachable(errno) }
        let connection = Connection(descriptor: descriptor)
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else { throw unreachable(errno) }
        return connection
    }

    /// Sends all of `bytes`.
    func send(_ bytes: [UInt8]) async throws(FeedError) {
        let isSent = await onQueue { [descriptor] in
            var rest = bytes[...]
            while !rest.isEmpty {
                // MSG_NOSIGNAL: a service that went away is an error here, not the end of the caller's process.
                let count = rest.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        if !isSent { throw .disconnected }
    }

    /// Says that nothing more will be sent.
    func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Waits for more bytes.
    ///
    /// When the task is cancelled the connection ends, and so does the wait.
    func receive() async throws(FeedError) -> [UInt8] {
        let bytes = await withTaskCancellationHandler {
            await onQueue { [descriptor] in
                [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { buffer, count in
                    repeat {
                        count = max(-1, recv(descriptor, buffer.baseAddress, buffer.count, 0))
                    } while count < 0
                        && errno == EINTR
                    count = max(0, count)
                }
            }
        } onCancel: {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
        if bytes.isEmpty { throw .disconnected }
        return bytes
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

extension sockaddr_un {
    /// The address of a socket in the file system; `nil` where the path does not fit (107 bytes, unix(7)).
    package init?(path: String) {
        self.init()
        sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: sun_path) else { return nil }
        withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
    }
}
