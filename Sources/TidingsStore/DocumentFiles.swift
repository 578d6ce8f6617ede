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
            if let shortage = Shortage(errno) { throw .shortage(shortage, path: path) }
            throw .notWritable(path: path, reason: String(cString: strerror(errno)))
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
            // A file system without hard links.
            if errno == EPERM, (try? FileManager.default.copyItem(atPath: current, toPath: kept)) != nil { return }
            // Where there is none: history lost, not a wrong present.
            guard errno == ENOENT else { throw .failed(kept) }
        case .replace(let id):
            guard rename(waiting(id), path(of: id)) == 0 || errno == ENOENT else { throw .failed(path(of: id)) }
        case .retire(let key):
            guard rename(path(of: key.article), path(of: key)) == 0 || errno == ENOENT else {
                throw .failed(path(of: key))
            }
        case .forget(let key):
            guard unlink(path(of: key)) == 0 || errno == ENOENT else { throw .failed(path(of: key)) }
        }
    }

    /// Makes a revision the current document again.
    func restore(_ key: RevisionKey) throws(StoreError) {
        guard rename(path(of: key), path(of: key.article)) == 0 else { throw .failed(path(of: key.article)) }
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
        DispatchQueue.global().async { sync.end(Result { () throws(StoreError) in try self.sync() }) }
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

    func read(_ key: RevisionKey) -> Data? { FileManager.default.contents(atPath: path(of: key)) }

    /// A document, if it is there and is the one the catalogue means: in place, or recorded a moment ago.
    func sound(id: Int, digest: String) -> Data? {
        Self.sound(path(of: id), digest) ?? Self.sound(waiting(id), digest)
    }

    /// The same, of a document that is in place.
    func inPlace(id: Int, digest: String) -> Data? { Self.sound(path(of: id), digest) }

    /// A document that was written, if it is the one that was recorded.
    func isRecorded(id: Int, digest: String) -> Bool { Self.sound(waiting(id), digest) != nil }

    /// A superseded document; one of an older format has no digest to be checked by.
    func sound(_ key: RevisionKey, digest: String) -> Data? {
        digest.isEmpty ? read(key) : Self.sound(path(of: key), digest)
    }

    /// A document that was an article's last, by what the article is known by.
    func kept(_ key: RevisionKey, digest: String) -> Data? { Self.sound(path(of: key), digest) }

    private static func sound(_ path: String, _ digest: String) -> Data? {
        FileManager.default.contents(atPath: path).flatMap { SHA256.hash(data: $0).hexadecimal == digest ? $0 : nil }
    }

    // MARK: - Listing

    /// Whether there is any document at all.
    var isEmpty: Bool { Self.names(documents).lazy.compactMap { Self.id($0) }.isEmpty }

    /// The ids that have a document in place, and those that have one written.
    func list() -> (placed: Set<Int>, written: [Int]) {
        let names = Self.names(documents)
        return (Set(names.compactMap { Self.id($0) }), names.compactMap { Self.writtenID($0) })
    }

    func listRevisions() -> Set<RevisionKey> {
        Set(
            Self.names(revisions).compactMap { name in
                let parts = name.split(separator: ".", omittingEmptySubsequences: false)
                guard parts.count == 3, parts[2] == "json", let id = Int(parts[0]), let revision = Int(parts[1]) else {
                    return nil
                }
                return RevisionKey(article: id, revision: revision)
            })
    }

    private static func names(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    private static func id(_ name: String) -> Int? { name.hasSuffix(".json") ? Int(name.dropLast(5)) : nil }

    private static func writtenID(_ name: String) -> Int? {
        name.hasPrefix(".") && name.hasSuffix(".json.tmp") ? Int(name.dropFirst().dropLast(9)) : nil
    }
}
