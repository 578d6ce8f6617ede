import CSystemd
import Foundation
import Glibc
import TidingsFeed

/// The socket the feed is published on: handed over by systemd, or made by us.
///
/// One that we made is given to systemd to keep, if it will: a restart then refuses nobody, as with a socket unit.
struct UnixSocket: Sendable {
    enum Origin: Sendable {
        /// By socket activation (sd_listen_fds(3)).
        case handedOver(descriptor: Int32)
        /// By systemd, which got it from the service before this one.
        case kept(descriptor: Int32)
        case bound
    }

    /// Under which systemd keeps it.
    static let keptName = "kept.org.tidings.Feed"

    let path: String
    let origin: Origin
    /// Sockets that a socket unit has as well: one is served.
    let unserved: Int

    /// What sun_path holds, less the NUL (unix(7)).
    static let pathBytesMaximum = 107
    /// The group may connect; who that is, is the operator's choice.
    private static let mode: mode_t = 0o660

    /// Takes the socket handed over, else looks whether the path can be had.
    ///
    /// Nothing is touched yet.
    init(path: String) throws(ServiceError) {
        self.path = path
        let given = Self.handedOver()
        let (kept, units) = (given.filter { $0.name == Self.keptName }, given.filter { $0.name != Self.keptName })
        let ours = units.first { Self.isBound($0.descriptor, to: path) } ?? units.first
        if let ours {
            origin = .handedOver(descriptor: ours.descriptor)
        } else if let kept = kept.first(where: { Self.isBound($0.descriptor, to: path) }), Self.isThere(path) {
            origin = .kept(descriptor: kept.descriptor)
        } else {
            origin = .bound
        }
        unserved = max(0, units.count - 1)
        for other in given where other.descriptor != descriptorGiven { close(other.descriptor) }
        guard case .bound = origin else { return }
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

    /// Whether a socket unit has another one than the settings name.
    var isElsewhere: Bool {
        if case .handedOver(let descriptor) = origin { !Self.isBound(descriptor, to: path) } else { false }
    }

    /// The socket itself, which nobody listens at yet where it is made now: its directory is made, and a socket that a dead
    /// service has left is taken away.
    func descriptor() throws(ServiceError) -> Int32 {
        if let descriptorGiven { descriptorGiven } else { try bound() }
    }

    private func bound() throws(ServiceError) -> Int32 {
        if unsafe mkdir(Self.parent(of: path), 0o755) != 0 && errno != EEXIST { throw unusable() }
        if try Self.isLeftOver(path), unsafe unlink(path) != 0 { throw unusable() }
        guard var address = sockaddr_un(path: path) else {
            throw .socketPathTooLong(path: path, bytes: path.utf8.count)
        }
        let descriptor = Self.stream()
        guard descriptor >= 0 else { throw unusable() }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // The group is let in before anybody can connect.
        guard result == 0, unsafe chmod(path, Self.mode) == 0 else {
            defer { close(descriptor) }
            throw unusable()
        }
        return descriptor
    }

    private func unusable() -> ServiceError { .socketUnusable(path: path, reason: errno.meaning) }

    private static func stream() -> Int32 {
        socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    }

    /// The listening sockets that systemd has for us, by name.
    private static func handedOver() -> [(descriptor: Int32, name: String)] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = unsafe sd_listen_fds_with_names(1, &names)
        defer { unsafe free(names) }
        var sockets: [(descriptor: Int32, name: String)] = []
        for index in 0..<max(0, Int(count)) {
            let descriptor = SD_LISTEN_FDS_START + Int32(index)
            let name = unsafe names?[index]
            defer { unsafe free(name) }
            guard sd_is_socket_unix(descriptor, Int32(SOCK_STREAM.rawValue), 1, nil, 0) > 0 else { continue }
            sockets.append((descriptor, unsafe name.map { unsafe String(cString: $0) } ?? ""))
        }
        return sockets
    }

    private static func isBound(_ descriptor: Int32, to path: String) -> Bool {
        unsafe sd_is_socket_unix(descriptor, Int32(SOCK_STREAM.rawValue), 1, path, 0) > 0
    }

    /// Whether somebody listens at the path: a socket keeps its name when its file is deleted, or another lies there.
    private static func isThere(_ path: String) -> Bool { [0, EAGAIN].contains(connectionError(path)) }

    /// What was handed over and is used.
    private var descriptorGiven: Int32? {
        switch origin {
        case .handedOver(let descriptor), .kept(let descriptor): descriptor
        case .bound: nil
        }
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
        let descriptor = stream()
        defer { close(descriptor) }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 ? 0 : errno
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

    /// Takes away a socket that we made and nobody keeps; whoever has taken the path since keeps his.
    func remove(_ made: Identity?) {
        if case .bound = origin, let made, identity == made { unsafe unlink(path) }
    }
}
