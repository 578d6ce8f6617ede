import CLinux
import Crypto
import Dispatch
import Foundation
import Synchronization
import TidingsFeed

/// Which superseded document of which article.
package struct RevisionKey: Hashable, Sendable {
    package let article, revision: Int

    package init(article: Int, revision: Int) {
        self.article = article
        self.revision = revision
    }
}

/// The JSON store: `documents/<id>.json` and `revisions/<id>.<revision>.json`, plain files for `jq`, `grep` and `rsync`.
///
/// A document is written beside the one it replaces (`documents/.<id>.json.tmp`) before its change is recorded, and put
/// in place after: whoever reads documents/ sees whole documents, and none that no change tells of. Nothing here is synced
/// by itself: a document can be made again from its article, and the catalogue's SHA-256 tells which ones have to be.
struct DocumentFiles: Sendable {
    let directory: String

    var documents: String { directory + "/documents" }
    var revisions: String { directory + "/revisions" }

    func path(of id: Int) -> String { "\(documents)/\(id).json" }
    func path(of key: RevisionKey) -> String { "\(revisions)/\(key.article).\(key.revision).json" }
    private func waiting(_ id: Int) -> String { "\(documents)/.\(id).json.tmp" }

    func prepare() throws(StoreError) {
        for path in [documents, revisions] where mkdir(path, 0o755) != 0 && errno != EEXIST {
            throw .notMade(path)
        }
    }

    // MARK: - Writing

    /// Writes a document that is not recorded yet.
    func write(_ json: Data, id: Int) throws(StoreError) {
        let path = waiting(id)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .failed(path) }
        var rest = json[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let error = StoreError.failed(path, count < 0 ? errno : ENOSPC)
                close(descriptor)
                unlink(path)
                throw error
            }
            rest = rest.dropFirst(count)
        }
        guard close(descriptor) == 0 else { throw .failed(path) }
    }

    /// Takes back what was written and is not going to be recorded.
    func discard(id: Int) { unlink(waiting(id)) }

    /// A step that puts in place what has been recorded.
    ///
    /// It may be done twice.
    enum Placement: Hashable, Sendable {
        /// Gives the current document a second name among the revisions.
        case keep(RevisionKey)
        /// Puts the document that was written for an article in place of its current one.
        case replace(Int)
        /// Takes away the current document of an article that is gone; it stays as a revision.
        case retire(RevisionKey)
        /// Makes the last document of an article that is back, and cannot be read, its current one again.
        case bringBack(RevisionKey)
        /// Drops a revision that is no longer kept.
        case forget(RevisionKey)
    }

    func perform(_ placement: Placement) throws(StoreError) {
        switch placement {
        case .keep(let key):
            let (current, kept) = (path(of: key.article), path(of: key))
            if link(current, kept) == 0 { return }
            if errno == EEXIST {
                unlink(kept)
                if link(current, kept) == 0 { return }
            }
            // A file system without hard links, or another one.
            if [EPERM, EXDEV, ENOSYS, EOPNOTSUPP, EMLINK].contains(errno),
                (try? FileManager.default.copyItem(atPath: current, toPath: kept)) != nil
            {
                return
            }
            // Where there is none: history lost, not a wrong present.
            guard errno == ENOENT else { throw .failed(kept) }
        case .replace(let id):
            guard rename(waiting(id), path(of: id)) == 0 || errno == ENOENT else { throw .failed(path(of: id)) }
        case .retire(let key):
            guard rename(path(of: key.article), path(of: key)) == 0 || errno == ENOENT else {
                throw .failed(path(of: key))
            }
        case .bringBack(let key):
            guard rename(path(of: key), path(of: key.article)) == 0 || errno == ENOENT else {
                throw .failed(path(of: key.article))
            }
        case .forget(let key):
            guard unlink(path(of: key)) == 0 || errno == ENOENT else { throw .failed(path(of: key)) }
        }
    }

    func delete(id: Int) { unlink(path(of: id)) }

    /// Puts everything that was written on disk, whatever it is.
    func sync() throws(StoreError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .failed(directory) }
        defer { close(descriptor) }
        guard linux_syncfs(descriptor) == 0 else {
            throw .disk(path: directory, reason: String(cString: strerror(errno)))
        }
    }

    /// The same, for a while.
    /// - Returns: whether all is on disk.
    func sync(within limit: DispatchTimeInterval) throws(StoreError) -> Bool {
        let sync = Synchronization()
        Thread.detachNewThread { sync.end(Result { () throws(StoreError) in try self.sync() }) }
        guard let result = sync.wait(limit) else { return false }
        try result.get()
        return true
    }

    private final class Synchronization: Sendable {
        private let done = DispatchSemaphore(value: 0)
        private let result = Mutex<Result<Void, StoreError>?>(nil)

        func end(_ value: Result<Void, StoreError>) {
            result.withLock { $0 = value }
            done.signal()
        }

        /// `nil` where it takes longer.
        func wait(_ limit: DispatchTimeInterval) -> Result<Void, StoreError>? {
            _ = done.wait(timeout: .now() + limit)
            return result.withLock { $0 }
        }
    }

    // MARK: - Reading

    /// A document, if it is there and is the one the catalogue means: in place, or recorded a moment ago.
    ///
    /// As all that follows, it throws what says nothing of the document: a disk that cannot be read, no descriptor left.
    func sound(id: Int, digest: String) throws(StoreError) -> Data? {
        // The last look is for one that is put in place between the first two.
        for path in [path(of: id), waiting(id), path(of: id)] {
            if let data = try Self.sound(path, digest) { return data }
        }
        return nil
    }

    /// The same, of a document that is in place.
    func inPlace(id: Int, digest: String) throws(StoreError) -> Data? { try Self.sound(path(of: id), digest) }

    /// Whether a document that was written is the one that was recorded.
    func isRecorded(id: Int, digest: String) throws(StoreError) -> Bool {
        try Self.sound(waiting(id), digest) != nil
    }

    /// A superseded document; one of an older format has no digest to be checked by.
    func sound(_ key: RevisionKey, digest: String) throws(StoreError) -> Data? {
        digest.isEmpty ? try Self.contents(path(of: key)) : try Self.sound(path(of: key), digest)
    }

    /// A document that was an article's last, by what the article is known by.
    func kept(_ key: RevisionKey, digest: String) throws(StoreError) -> Data? {
        try Self.sound(path(of: key), digest)
    }

    /// The last document of an article, wherever it lies: that of one that is gone, or that came back unreadable before
    /// format 3, is among the revisions.
    func last(_ key: RevisionKey, digest: String) throws(StoreError) -> Data? {
        if let data = try sound(id: key.article, digest: digest) { return data }
        return try kept(key, digest: digest)
    }

    /// Whether there is a file for a superseded document, and it has content: a power cut leaves files that were not synced
    /// empty.
    func hasContent(_ key: RevisionKey) throws(StoreError) -> Bool {
        var file = stat()
        if stat(path(of: key), &file) == 0 { return file.st_size > 0 }
        guard errno == ENOENT else { throw .failed(path(of: key)) }
        return false
    }

    func exists(id: Int) -> Bool { access(path(of: id), F_OK) == 0 }
    func exists(_ key: RevisionKey) -> Bool { access(path(of: key), F_OK) == 0 }

    private static func sound(_ path: String, _ digest: String) throws(StoreError) -> Data? {
        guard let data = try contents(path), SHA256.hash(data: data).hexadecimal == digest else { return nil }
        return data
    }

    /// What a file holds; `nil` where there is none.
    private static func contents(_ path: String) throws(StoreError) -> Data? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .failed(path)
        }
        defer { close(descriptor) }
        var file = stat()
        guard fstat(descriptor, &file) == 0 else { throw .failed(path) }
        // What lies there instead of a file is no document.
        guard file.st_mode & S_IFMT == S_IFREG else { return nil }
        var data = Data(count: Int(file.st_size))
        var filled = 0
        while filled < data.count {
            let count = data.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .failed(path) }
            if count == 0 { break }
            filled += count
        }
        return data.prefix(filled)
    }

    // MARK: - Listing

    /// Whether there is any document at all.
    func isEmpty() throws(StoreError) -> Bool {
        let (placed, written) = try list()
        return placed.isEmpty && written.isEmpty
    }

    /// The ids that have a document in place, and those that have one written.
    func list() throws(StoreError) -> (placed: Set<Int>, written: [Int]) {
        let names = try Self.names(documents)
        return (Set(names.compactMap { Self.id($0) }), names.compactMap { Self.writtenID($0) })
    }

    func listRevisions() throws(StoreError) -> Set<RevisionKey> {
        let names = try Self.names(revisions)
        return Set(
            names.compactMap { name in
                let parts = name.split(separator: ".", omittingEmptySubsequences: false)
                guard parts.count == 3, parts[2] == "json", let id = Int(parts[0]), let revision = Int(parts[1]) else {
                    return nil
                }
                return RevisionKey(article: id, revision: revision)
            })
    }

    /// The names in a directory; none where there is no such directory.
    private static func names(_ path: String) throws(StoreError) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw .failed(path)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let name = linux_next_name(directory) { names.append(String(cString: name)) }
        guard errno == 0 else { throw .failed(path) }
        return names
    }

    private static func id(_ name: String) -> Int? { name.hasSuffix(".json") ? Int(name.dropLast(5)) : nil }

    private static func writtenID(_ name: String) -> Int? {
        name.hasPrefix(".") && name.hasSuffix(".json.tmp") ? Int(name.dropFirst().dropLast(9)) : nil
    }
}
