import Crypto
import Foundation
import TidingsFeed

/// The JSON store: `documents/<id>.json` and `revisions/<id>.<revision>.json`, plain files for `jq`, `grep` and `rsync`.
///
/// Nothing here is synced: a document can always be made again from its article, and the catalogue's SHA-256 tells
/// which ones have to be.
struct DocumentFiles: Sendable {
    let directory: String

    private var documents: String { directory + "/documents" }
    private var revisions: String { directory + "/revisions" }

    func path(of id: Int) -> String { "\(documents)/\(id).json" }
    func path(of id: Int, revision: Int) -> String { "\(revisions)/\(id).\(revision).json" }

    func prepare() throws(StoreError) {
        for path in [documents, revisions] where mkdir(path, 0o755) != 0 && errno != EEXIST {
            throw .notWritable(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// Puts a document in place, whole: readers see the old one or the new one, never a part.
    /// - Parameter superseded: the revision that stands there now and is to be kept, if any.
    func write(_ json: Data, id: Int, superseded: Int?) throws(StoreError) {
        let temporary = "\(documents)/.\(id).json.tmp"
        try Self.write(json, to: temporary)
        if let superseded { keep(id: id, revision: superseded) }
        guard rename(temporary, path(of: id)) == 0 else { throw Self.failure(path(of: id)) }
    }

    /// Gives the current document a second name among the revisions.
    ///
    /// Best effort: a missing old revision is history lost, not a wrong present.
    private func keep(id: Int, revision: Int) {
        // Where it is kept already, by a batch that was never committed, it stays: what lies in documents/ may be that batch's.
        link(path(of: id), path(of: id, revision: revision))
    }

    /// Puts a revision back in place of a document that a batch has written and never committed.
    func restore(id: Int, revision: Int) {
        let temporary = "\(documents)/.\(id).json.tmp"
        unlink(temporary)
        if link(path(of: id, revision: revision), temporary) == 0 { rename(temporary, path(of: id)) }
    }

    /// Takes away the current document of a removed article; it stays as a revision.
    func retire(id: Int, revision: Int) {
        rename(path(of: id), path(of: id, revision: revision))
    }

    /// Drops a revision that is no longer kept.
    func forget(id: Int, revision: Int) {
        unlink(path(of: id, revision: revision))
    }

    func read(id: Int, revision: Int? = nil) -> Data? {
        FileManager.default.contents(atPath: revision.map { path(of: id, revision: $0) } ?? path(of: id))
    }

    /// A document, if it is there and is the one the catalogue means.
    func sound(id: Int, revision: Int? = nil, digest: String) -> Data? {
        read(id: id, revision: revision).flatMap { SHA256.hash(data: $0).hexadecimal == digest ? $0 : nil }
    }

    /// Whether there is any document at all.
    var isEmpty: Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: documents)) ?? []
        return !names.contains { $0.hasSuffix(".json") }
    }

    /// The ids that have a file among the documents; temporary files of a crash are deleted on the way.
    func sweep() -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: documents)) ?? []
        for name in names where name.hasSuffix(".tmp") { unlink(documents + "/" + name) }
        return names.compactMap { $0.hasSuffix(".json") ? Int($0.dropLast(5)) : nil }
    }

    func delete(id: Int) {
        unlink(path(of: id))
    }

    private static func write(_ data: Data, to path: String) throws(StoreError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        var rest = [UInt8](data)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                let error = failure(path)
                close(descriptor)
                unlink(path)
                throw error
            }
            rest = rest.dropFirst(count)
        }
        guard close(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> StoreError {
        .disk(path: path, reason: String(cString: strerror(errno)))
    }
}
