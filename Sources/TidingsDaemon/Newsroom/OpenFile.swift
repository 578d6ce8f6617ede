import CLinux
import Glibc
import TidingsStore

/// An open descriptor that closes itself.
struct OpenFile: ~Copyable {
    let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// What it is, without reading it.
    func kind() -> FileKind {
        FileKind(descriptor, name: [])
    }
}

/// What lies at a path.
enum FileKind: Equatable {
    case regular(Fingerprint)
    case directory
    case other(SpecialFile)
    case missing
    /// It is there and the system does not let us see it.
    case unseen(errno: Int32)

    /// Looks at `name` in an open directory, or at the open file itself where the name is empty.
    ///
    /// Follows no link.
    init(_ descriptor: Int32, name: [UInt8]) {
        var file = linux_file()
        let result = unsafe (name + [0]).withUnsafeBufferPointer { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe linux_stat(descriptor, $0.baseAddress, &file) }
        }
        self = result == 0 ? Self.kind(of: file) : Self.failure(errno)
    }

    /// Whether a failure says something of us or of the moment, and nothing of the file.
    static func isPassing(_ code: Int32) -> Bool { [EMFILE, ENFILE, ENOMEM, EIO, EAGAIN, EINTR].contains(code) }

    var isRegular: Bool { if case .regular = self { true } else { false } }

    static func failure(_ code: Int32) -> FileKind {
        switch code {
        case ENOENT, ENOTDIR: .missing
        // openat2 with RESOLVE_NO_SYMLINKS and RESOLVE_BENEATH: a link on the way, or a way out.
        case ELOOP, EXDEV: .other(.link)
        default: .unseen(errno: code)
        }
    }

    private static func kind(of file: linux_file) -> FileKind {
        switch file.kind {
        case linux_file_regular:
            .regular(
                Fingerprint(
                    device: file.device, inode: file.inode, born: file.born, size: file.size,
                    modified: file.modified, changed: file.changed))
        case linux_file_directory: .directory
        case linux_file_link: .other(.link)
        case linux_file_fifo: .other(.fifo)
        case linux_file_socket: .other(.socket)
        default: .other(.device)
        }
    }
}

/// What is never opened, as `tidings status` names it.
enum SpecialFile: String {
    case link = "symbolic link"
    case fifo = "FIFO"
    case socket
    case device
}
