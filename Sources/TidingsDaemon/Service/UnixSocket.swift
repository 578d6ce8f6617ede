import CSystemd
import Foundation
import Glibc
import TidingsFeed

/// The socket the feed is published on: handed over by systemd, or made by us.
struct UnixSocket: Sendable {
    enum Origin: Sendable {
        /// By socket activation (sd_listen_fds(3)).
        case handedOver(descriptor: Int32)
        case bound
    }

    let path: String
    let origin: Origin

    /// What sun_path holds, less the NUL (unix(7)).
    static let pathBytesMaximum = 107
    /// The group may connect; who that is, is the operator's choice.
    private static let mode: mode_t = 0o660

    /// Takes the socket handed over, else looks whether the path can be had.
    ///
    /// Nothing is touched yet.
    init(path: String) throws(ServiceError) {
        self.path = path
        if let descriptor = Self.handedOver() {
            origin = .handedOver(descriptor: descriptor)
            return
        }
        origin = .bound
        let bytes = path.utf8.count
        guard bytes <= Self.pathBytesMaximum else { throw .socketPathTooLong(path: path, bytes: bytes) }
        _ = try Self.isLeftOver(path)
        // The directory itself is made if need be; further up, a missing one is more likely a mistake.
        let directory = Self.parent(of: path)
        let place = unsafe access(directory, F_OK) == 0 ? directory : Self.parent(of: directory)
        guard unsafe access(place, W_OK | X_OK) == 0 else {
            throw .socketUnusable(path: path, reason: "\(place): \(errno.meaning)")
        }
    }

    /// Makes room for the socket: its directory is made, a socket that a dead service has left is taken away.
    func claim() throws(ServiceError) {
        guard case .bound = origin else { return }
        if unsafe mkdir(Self.parent(of: path), 0o755) != 0 && errno != EEXIST {
            throw .socketUnusable(path: path, reason: errno.meaning)
        }
        if try Self.isLeftOver(path), unsafe unlink(path) != 0 {
            throw .socketUnusable(path: path, reason: errno.meaning)
        }
    }

    private static func handedOver() -> Int32? {
        for descriptor in 0..<max(0, sd_listen_fds(1)) {
            let candidate = SD_LISTEN_FDS_START + descriptor
            if sd_is_socket_unix(candidate, Int32(SOCK_STREAM.rawValue), 1, nil, 0) > 0 { return candidate }
        }
        return nil
    }

    private static func parent(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    /// Whether a socket lies at the path to which nobody listens: what a service that was killed has left.
    ///
    /// A live service there is refused, and anything that is not a socket left alone.
    private static func isLeftOver(_ path: String) throws(ServiceError) -> Bool {
        var file = stat()
        guard unsafe lstat(path, &file) == 0 else {
            if errno == ENOENT { return false }
            throw .socketUnusable(path: path, reason: errno.meaning)
        }
        guard file.st_mode & S_IFMT == S_IFSOCK else { throw .socketPathTaken(path: path) }
        switch connectionError(path) {
        case 0, EAGAIN: throw .socketInUse(path: path)
        case ECONNREFUSED: return true
        case let code: throw .socketUnusable(path: path, reason: code.meaning)
        }
    }

    /// 0 where somebody answers at the path, else the errno of connect(2).
    private static func connectionError(_ path: String) -> Int32 {
        guard var address = sockaddr_un(path: path) else { return ENAMETOOLONG }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        defer { close(descriptor) }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 ? 0 : errno
    }

    /// Lets the group in, once the socket is there.
    func open() throws(ServiceError) {
        guard unsafe chmod(path, Self.mode) == 0 else { throw .socketUnusable(path: path, reason: errno.meaning) }
    }

    /// Which file the socket is.
    struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    /// The socket that lies at the path now.
    var identity: Identity? {
        var file = stat()
        return unsafe lstat(path, &file) == 0 ? Identity(device: file.st_dev, inode: file.st_ino) : nil
    }

    /// Takes away a socket that we made; systemd keeps its own, and so does whoever has taken the path since.
    func remove(_ made: Identity?) {
        if case .bound = origin, let made, identity == made { unsafe unlink(path) }
    }
}
