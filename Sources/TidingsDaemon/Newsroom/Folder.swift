import CLinux
import Glibc
import TidingsFeed
import TidingsReader
import TidingsStore

/// The watched folder, as it is now.
///
/// Every look at a file goes through here.
///
/// What contributors drop is hostile until read: no path leads out of the folder, no link is followed, and nothing but a
/// regular file is ever opened (a FIFO would hang, a device would act).
final class Folder: Sendable {
    let path: String
    private let root: OpenFile
    /// Whether openat2(2) is there and allowed.
    private let hasOpenat2: Bool
    /// Device and inode of the directory that was opened: another one at the same path is not this folder.
    private let identity: [UInt64]

    /// - Parameter usesOpenat2: `false` to do as where openat2(2) is blocked.
    init(path: String, usesOpenat2: Bool = true) throws(ServiceError) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw .folderMissing(path: path)
            case ENOTDIR: throw .folderNotDirectory(path: path)
            default: throw .folderUnreadable(path: path, reason: errno.meaning)
            }
        }
        root = OpenFile(descriptor: descriptor)
        guard unsafe access(path, R_OK | X_OK) == 0 else { throw .folderUnreadable(path: path, reason: errno.meaning) }
        self.path = path
        let probe = usesOpenat2 ? unsafe linux_openat2(descriptor, ".", linux_O_PATH, linux_RESOLVE_INSIDE) : -1
        hasOpenat2 = probe >= 0
        if probe >= 0 { close(probe) }
        identity = Self.identity(of: descriptor) ?? []
    }

    /// Whether the directory that was opened is still what lies at the path.
    ///
    /// The path itself may be a link, as the operator likes; nothing inside may.
    var isInPlace: Bool {
        let descriptor = unsafe Glibc.open(path, Int32(truncatingIfNeeded: linux_O_PATH) | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return Self.identity(of: descriptor) == identity
    }

    private static func identity(of directory: Int32) -> [UInt64]? {
        var file = linux_file()
        return unsafe linux_stat(directory, "", &file) == 0 ? [file.device, file.inode] : nil
    }

    /// Whether the service looks into a directory of this name: not into hidden ones.
    static func isEntered(_ name: some Collection<UInt8>) -> Bool { name.first != UInt8(ascii: ".") }

    // MARK: - Looking

    /// What lies at a path.
    func kind(at path: ArticlePath) -> FileKind {
        guard !path.bytes.isEmpty else { return isInPlace ? .directory : .missing }
        do throws(Refusal) {
            return try open(path, linux_O_PATH).kind()
        } catch {
            return FileKind.failure(error.errno)
        }
    }

    /// The article file at a path, if one is there.
    func finding(at path: ArticlePath) -> Finding {
        guard ArticleName(path.name) != nil else { return .nothing }
        return switch kind(at: path) {
        case .regular(let fingerprint): .file(fingerprint)
        case .unseen: .unseen
        default: .nothing
        }
    }

    /// One entry of a directory.
    struct Entry {
        let name: [UInt8]
        let kind: FileKind
    }

    /// Opens a directory, hands it to `watch`, then lists it: what is made after the listing is told by the watch.
    /// - Returns: the articles and the directories entered; `nil` where the directory cannot be listed.
    func list(_ path: ArticlePath, watch: (borrowing OpenFile) -> Void) -> [Entry]? {
        guard let opened = try? open(path, UInt64(O_RDONLY | O_DIRECTORY)) else { return nil }
        watch(opened)
        let copy = fcntl(opened.descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0, let stream = unsafe fdopendir(copy) else { return nil }
        defer { unsafe _ = closedir(stream) }
        // The copy shares its position with the descriptor it was made from, which an earlier listing may have moved.
        unsafe rewinddir(stream)
        var entries: [Entry] = []
        while let pointer = unsafe linux_next_name(stream) {
            let name = unsafe Array(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
            guard ArticleName(name) != nil || Self.isEntered(name) else { continue }
            switch FileKind(copy, name: name) {
            case .directory where Self.isEntered(name): entries.append(Entry(name: name, kind: .directory))
            case .regular(let fingerprint) where ArticleName(name) != nil:
                entries.append(Entry(name: name, kind: .regular(fingerprint)))
            default: break
            }
        }
        return entries
    }

    // MARK: - Reading

    enum Content {
        case bytes([UInt8], Fingerprint)
        /// It is an article's file and cannot be read: the reason, as in a change.
        case unreadable(reason: String, Fingerprint)
        /// It went away, or is no regular file any more.
        case missing
        /// It changed while it was read.
        case unsettled
    }

    /// Reads the article at a path: opened without touching it, checked, then opened for real.
    func read(_ path: ArticlePath) -> Content {
        let place: OpenFile
        do throws(Refusal) {
            place = try open(path, linux_O_PATH)
        } catch {
            if case .unseen = FileKind.failure(error.errno) { return .unsettled }
            return .missing
        }
        guard case .regular(let before) = place.kind() else { return .missing }
        guard before.size <= UInt64(Reader.articleBytesMaximum) else { return .unreadable(reason: "tooLarge", before) }
        // The very file that was checked, by its descriptor: its path may lead elsewhere by now.
        let descriptor = unsafe Glibc.open(
            "/proc/self/fd/\(place.descriptor)", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case EACCES, EPERM: return .unreadable(reason: "notPermitted", before)
            // Our own trouble, or a writer's lease: it passes, and says nothing of the article.
            case EMFILE, ENFILE, ENOMEM, EINTR, EAGAIN: return .unsettled
            default: return .unreadable(reason: "notOpened", before)
            }
        }
        let file = OpenFile(descriptor: descriptor)
        guard let bytes = Self.bytes(of: file, expected: Int(before.size)) else {
            return .unreadable(reason: "notRead", before)
        }
        guard case .regular(let after) = file.kind(), after == before, bytes.count == Int(after.size) else {
            return .unsettled
        }
        return .bytes(bytes, after)
    }

    /// All bytes, at most one more than expected: a file that grows while it is read is not read to its end.
    private static func bytes(of file: borrowing OpenFile, expected: Int) -> [UInt8]? {
        var isRead = true
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: expected + 1) { buffer, count in
            while count <= expected {
                let got = unsafe Glibc.read(
                    file.descriptor, buffer.baseAddress.map { unsafe $0 + count }, expected + 1 - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { isRead = false }
                if got <= 0 { break }
                count += got
            }
        }
        return isRead ? bytes : nil
    }

    private struct Refusal: Error {
        let errno: Int32
    }

    /// Opens what lies at a path inside the folder, without following a link anywhere on the way.
    private func open(_ path: ArticlePath, _ flags: UInt64) throws(Refusal) -> OpenFile {
        let name = path.bytes.isEmpty ? [UInt8(ascii: ".")] : path.bytes
        let flags = flags | UInt64(O_CLOEXEC | O_NOFOLLOW)
        guard hasOpenat2 else { return try walk(name, flags) }
        return unsafe try Self.descriptor(name) {
            unsafe linux_openat2(root.descriptor, $0, flags, linux_RESOLVE_INSIDE)
        }
    }

    /// The same, part by part: where a sandbox blocks openat2(2), as systemd's RestrictSUIDSGID= and older containers do.
    private func walk(_ name: [UInt8], _ flags: UInt64) throws(Refusal) -> OpenFile {
        var parts = name.split(separator: UInt8(ascii: "/")).map(Array.init)
        guard !parts.contains(Array("..".utf8)) else { throw Refusal(errno: EXDEV) }
        let last = parts.removeLast()
        var above = unsafe try Self.descriptor([UInt8(ascii: ".")]) {
            unsafe Glibc.openat(root.descriptor, $0, Self.directory)
        }
        for part in parts {
            above = unsafe try Self.descriptor(part) { unsafe Glibc.openat(above.descriptor, $0, Self.directory) }
        }
        return unsafe try Self.descriptor(last) {
            unsafe Glibc.openat(above.descriptor, $0, Int32(truncatingIfNeeded: flags))
        }
    }

    /// A directory on the way, as a place: a link there is ENOTDIR.
    private static let directory = Int32(truncatingIfNeeded: linux_O_PATH) | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

    /// The descriptor that a call gives for a name.
    private static func descriptor(_ name: [UInt8], _ call: (UnsafePointer<CChar>) -> Int32) throws(Refusal) -> OpenFile
    {
        let (descriptor, code) = unsafe (name + [0]).withUnsafeBufferPointer { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { name in
                let descriptor = unsafe name.baseAddress.map { unsafe call($0) } ?? -1
                return (descriptor, errno)
            }
        }
        guard descriptor >= 0 else { throw Refusal(errno: code) }
        return OpenFile(descriptor: descriptor)
    }
}
