import CSystemd
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

    /// Takes the socket handed over, else claims the path: a live service there is refused, a dead one's socket taken
    /// over, and anything that is not a socket left alone.
    init(path: String) throws(ServiceError) {
        self.path = path
        if let descriptor = Self.handedOver() {
            origin = .handedOver(descriptor: descriptor)
            return
        }
        origin = .bound
        let bytes = path.utf8.count
        guard bytes <= Self.pathBytesMaximum else { throw .socketPathTooLong(path: path, bytes: bytes) }
        try Self.makeDirectory(of: path)
        try Self.claim(path)
    }

    private static func handedOver() -> Int32? {
        for descriptor in 0..<max(0, sd_listen_fds(1)) {
            let candidate = SD_LISTEN_FDS_START + descriptor
            if sd_is_socket_unix(candidate, Int32(SOCK_STREAM.rawValue), 1, nil, 0) > 0 { return candidate }
        }
        return nil
    }

    /// The directory itself only: further up, a missing directory is more likely a mistake.
    private static func makeDirectory(of path: String) throws(ServiceError) {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        guard !directory.isEmpty, unsafe mkdir(directory, 0o755) != 0, errno != EEXIST else { return }
        throw .socketUnusable(path: path, reason: errno.meaning)
    }

    private static func claim(_ path: String) throws(ServiceError) {
        var file = stat()
        guard unsafe lstat(path, &file) == 0 else {
            if errno == ENOENT { return }
            throw .socketUnusable(path: path, reason: errno.meaning)
        }
        guard file.st_mode & S_IFMT == S_IFSOCK else { throw .socketPathTaken(path: path) }
        switch connectionError(path) {
        case 0, EAGAIN: throw .socketInUse(path: path)
        case ECONNREFUSED:
            // Nobody listens: what a service that was killed has left.
            guard unsafe unlink(path) == 0 else { throw .socketUnusable(path: path, reason: errno.meaning) }
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

    /// Takes away a socket that we made; systemd keeps its own.
    func remove() {
        if case .bound = origin { unsafe unlink(path) }
    }
}
