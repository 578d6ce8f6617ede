import CLinux
import Glibc
import TidingsFeed
import TidingsReader
import TidingsStore

/// The watched folder, opened for one visit.
///
/// Every look at a file goes through here.
///
/// What contributors drop is hostile until read: no path leads out of the folder, no link is followed, and nothing but a
/// regular file is ever opened (a FIFO would hang, a device would act). Only for a visit: an open directory keeps its
/// file system from being unmounted.
final class Folder: Sendable {
    let path: String
    private let root: OpenFile
    private let hasOpenat2: Bool
    /// Files that are ours, under whatever name they are linked here.
    private let ownFiles: Set<FileKey>
    /// Which directory it is: another one at the same path is not this folder.
    let identity: FileKey
    /// What it lies on.
    let mount: Mount

    /// Whether openat2(2) is there and allowed.
    private static let isOpenat2Allowed: Bool = {
        let probe = unsafe linux_openat2(AT_FDCWD, ".", linux_O_PATH, linux_RESOLVE_INSIDE)
        if probe >= 0 { close(probe) }
        return probe >= 0
    }()

    /// - Parameters:
    ///   - ownFiles: paths of files that are never read.
    ///   - usesOpenat2: `false` to do as where openat2(2) is blocked.
    init(path: String, ownFiles: [String] = [], usesOpenat2: Bool = true) throws(ServiceError) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw .folderMissing(path: path)
            case ENOTDIR: throw .folderNotDirectory(path: path)
            case EMFILE, ENFILE, ENOMEM: throw .system(call: "open of \(path)", reason: errno.meaning)
            default: throw .folderUnreadable(path: path, reason: errno.meaning)
            }
        }
        root = OpenFile(descriptor: descriptor)
        guard unsafe access(path, R_OK | X_OK) == 0, let identity = Self.key(of: descriptor, ""),
            let mount = Self.mount(of: descriptor)
        else {
            throw .folderUnreadable(path: path, reason: errno.meaning)
        }
        self.mount = mount
        self.path = path
        self.identity = identity
        self.ownFiles = Set(ownFiles.compactMap { Self.key(of: AT_FDCWD, $0) })
        hasOpenat2 = usesOpenat2 && Self.isOpenat2Allowed
    }

    /// Whether the directory that was opened is still what lies at the path.
    ///
    /// The path itself may be a link, as the operator likes; nothing inside may.
    var isInPlace: Bool {
        let descriptor = unsafe Glibc.open(path, Int32(truncatingIfNeeded: linux_O_PATH) | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return Self.key(of: descriptor, "") == identity
    }

    private static func key(of directory: Int32, _ name: String) -> FileKey? {
        var file = linux_file()
        guard unsafe linux_stat(directory, name, &file) == 0 else { return nil }
        return FileKey(device: file.device, inode: file.inode, born: file.born)
    }

    private static func mount(of directory: Int32) -> Mount? {
        var file = linux_file()
        guard unsafe linux_stat(directory, "", &file) == 0 else { return nil }
        let root = FileKey(device: file.device, inode: file.inode, born: file.born)
        return Mount(root: root, isMountPoint: file.is_mount != 0)
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

    /// What is mounted at a directory; `nil` where there is no such directory.
    func mount(at path: ArticlePath) -> Mount? {
        guard let place = try? open(path, linux_O_PATH) else { return nil }
        return Self.mount(of: place.descriptor)
    }

    /// What a directory holds.
    struct Listing {
        /// The articles' files, by name.
        var files: [(name: [UInt8], fingerprint: Fingerprint)] = []
        /// The directories that are entered.
        var directories: [[UInt8]] = []
        /// What looks as if it were meant to be read and is not.
        var skipped: [(name: [UInt8], kind: SpecialFile)] = []
        /// Files with other names, and hidden ones.
        var ignored = 0
        /// What is mounted at the directory; `nil` where it cannot be told.
        var mount: Mount?
        /// The type of its file system (statfs(2)).
        var filesystem: UInt64 = 0
    }

    /// Directories inside directories: deeper than any filing system goes, and a bound for what each look costs.
    static let depthMaximum = 256

    /// Opens a directory, hands it to `watch`, then lists it: what is made after the listing is told by the watch.
    /// - Throws: the errno, as a `ListingFailure`, where the directory cannot be listed.
    func list(_ path: ArticlePath, watch: (borrowing OpenFile) -> Void) throws(ListingFailure) -> Listing {
        let opened: OpenFile
        do throws(Refusal) {
            opened = try open(path, UInt64(O_RDONLY | O_DIRECTORY))
        } catch {
            throw ListingFailure(errno: error.errno)
        }
        watch(opened)
        let copy = fcntl(opened.descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw ListingFailure(errno: errno) }
        guard let stream = unsafe fdopendir(copy) else {
            let code = errno
            close(copy)
            throw ListingFailure(errno: code)
        }
        defer { unsafe _ = closedir(stream) }
        // The copy shares its position with the descriptor it was made from, which an earlier listing may have moved.
        unsafe rewinddir(stream)
        var listing = Listing()
        listing.mount = Self.mount(of: copy)
        listing.filesystem = linux_filesystem(copy)
        while let pointer = unsafe linux_next_name(stream) {
            let name = unsafe Array(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
            let isArticle = ArticleName(name) != nil
            guard isArticle || Self.isEntered(name) else {
                listing.ignored += 1
                continue
            }
            switch FileKind(copy, name: name) {
            case .directory: listing.directories.append(name)
            case .regular(let fingerprint) where isArticle: listing.files.append((name, fingerprint))
            // A link without an article's name may lead to a directory of articles.
            case .other(let kind) where isArticle || kind == .link: listing.skipped.append((name, kind))
            case .missing: break
            default: listing.ignored += 1
            }
        }
        // Cut short by an error, it must not pass for all there is.
        if errno != 0 { throw ListingFailure(errno: errno) }
        return listing
    }

    struct ListingFailure: Error {
        let errno: Int32
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
        /// The system could not open it just now, for lack of something, or because of a writer's lease.
        case unavailable
    }

    /// Reads the article at a path: opened without touching it, checked, then opened for real.
    func read(_ path: ArticlePath) -> Content {
        let place: OpenFile
        do throws(Refusal) {
            place = try open(path, linux_O_PATH)
        } catch {
            if case .unseen = FileKind.failure(error.errno) { return .unavailable }
            return .missing
        }
        guard case .regular(let before) = place.kind() else { return .missing }
        guard !ownFiles.contains(before.file) else { return .unreadable(reason: "ownFile", before) }
        guard before.size <= UInt64(Reader.articleBytesMaximum) else { return .unreadable(reason: "tooLarge", before) }
        // The very file that was checked, by its descriptor: its path may lead elsewhere by now.
        let descriptor = unsafe Glibc.open(
            "/proc/self/fd/\(place.descriptor)", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case EACCES, EPERM: return .unreadable(reason: "notPermitted", before)
            case let code where FileKind.isPassing(code) && code != EIO: return .unavailable
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
        // The kernel takes no longer paths in one piece (PATH_MAX).
        guard hasOpenat2, name.count < 4096 else { return try walk(name, flags) }
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
