import Foundation
import GRDB
import TidingsFeed

extension Ledger {
    /// Settles what the files and the ledger disagree on after an unclean stop.
    ///
    /// Documents that were recorded and not put in place are adopted, those that were never recorded are deleted, and
    /// those that are missing or damaged are marked, so that their articles are read again (same bytes, same document).
    func recover(_ documents: DocumentFiles, _ progress: @escaping () -> Void) throws(StoreError) -> Recovery {
        do {
            return try pool.write { db in
                var mending = Mending(db: db, documents: documents, progress: progress)
                try mending.adopt()
                try mending.clear()
                let ids = try Int.fetchAll(db, sql: "SELECT id FROM article WHERE revision > 0 AND state <> 'removed'")
                _ = try mending.mend(ids) { entry throws(StoreError) in try documents.isSound(entry) }
                try mending.settleRevisions()
                return mending.recovery
            }
        } catch {
            throw Self.failure(error, pool.path)
        }
    }
}

/// Bringing documents and ledger together, in one transaction.
struct Mending {
    let db: Database
    let documents: DocumentFiles
    private let progress: () -> Void
    private(set) var recovery = Recovery()
    /// Documents checked at a time, on all cores.
    private static let pageMaximum = 1_000

    /// - Parameter progress: called now and then while something takes long.
    init(db: Database, documents: DocumentFiles, progress: @escaping () -> Void = {}) {
        self.db = db
        self.documents = documents
        self.progress = progress
    }

    /// Puts in place what was recorded and written, and deletes what was only written.
    mutating func adopt() throws {
        for id in try documents.list().written {
            progress()
            let row = try Row.fetchOne(
                db, sql: "SELECT revision, document_digest, state FROM article WHERE id = ?", arguments: [id])
            guard let row, try row.at(2) as String != CatalogueEntry.State.removed.rawValue,
                try documents.isRecorded(id: id, digest: row.at(1))
            else {
                documents.discard(id: id)
                recovery.discarded += 1
                continue
            }
            // The one that it replaces becomes a revision first.
            for key in try missingRevisions(of: id) { try documents.perform(.keep(key)) }
            try documents.perform(.replace(id))
            recovery.adopted += 1
        }
    }

    /// The recorded revisions of an article whose file is still the current document.
    private func missingRevisions(of id: Int) throws -> [RevisionKey] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT revision, digest FROM revision WHERE article = ? ORDER BY revision DESC LIMIT 1",
            arguments: [id])
        return try rows.filter { row in
            try documents.sound(RevisionKey(article: id, revision: row.at(0)), digest: row.at(1)) == nil
                && (try documents.inPlace(id: id, digest: row.at(1))) != nil
        }.map { try RevisionKey(article: id, revision: $0.at(0)) }
    }

    /// Takes away documents of articles that are gone, and of none.
    mutating func clear() throws {
        let current = Set(
            try Int.fetchAll(db, sql: "SELECT id FROM article WHERE revision > 0 AND state <> 'removed'"))
        for id in try documents.list().placed.subtracting(current) {
            progress()
            for key in try missingRevisions(of: id) { try documents.perform(.retire(key)) }
            documents.delete(id: id)
            recovery.discarded += 1
        }
    }

    /// Checks documents, and marks those that have to be made again.
    /// - Returns: the paths of their articles.
    mutating func mend(
        _ articles: [Int], isSound: @Sendable (CatalogueEntry) throws(StoreError) -> Bool
    ) throws -> [ArticlePath] {
        var paths: [ArticlePath] = []
        for start in stride(from: 0, to: articles.count, by: Self.pageMaximum) {
            progress()
            let page = articles[start..<min(start + Self.pageMaximum, articles.count)]
            let entries = try CatalogueEntry.fetchAll(db, page)
            let areSound = try entries.concurrentMap(throwing: { entry throws(StoreError) in
                entry.documentDigest.isEmpty ? true : try isSound(entry)
            })
            for (entry, isSound) in zip(entries, areSound) where !isSound || entry.needsDocument {
                if !isSound, try restore(entry) { continue }
                if !isSound {
                    var entry = entry
                    entry.documentDigest = ""
                    try entry.save(in: db)
                }
                // One whose article cannot be read now cannot be made again.
                if entry.state == .unreadable { recovery.lost += 1 } else { recovery.damaged += 1 }
                paths.append(entry.path)
            }
        }
        return paths
    }

    /// Puts a document back that lies among the revisions: before format 3 it was put there before its change was recorded.
    private mutating func restore(_ entry: CatalogueEntry) throws -> Bool {
        let key = RevisionKey(article: entry.id, revision: entry.revision)
        guard try documents.kept(key, digest: entry.documentDigest) != nil else { return false }
        try documents.perform(.bringBack(key))
        try db.execute(
            sql: "DELETE FROM revision WHERE article = ? AND revision = ?", arguments: [key.article, key.revision])
        recovery.adopted += 1
        return true
    }

    /// Forgets revisions whose file is gone or empty, and deletes files that no revision is.
    ///
    /// They are not read here, there may be twenty of every article; `tidings verify` does.
    mutating func settleRevisions() throws {
        var files = try documents.listRevisions()
        let rows = try Row.fetchCursor(db, sql: "SELECT article, revision FROM revision")
        var missing: [RevisionKey] = []
        while let row = try rows.next() {
            progress()
            let key = try RevisionKey(row)
            let isListed = files.remove(key) != nil
            if try !isListed || !documents.hasContent(key) { missing.append(key) }
        }
        try forget(missing)
        for key in files { try documents.perform(.forget(key)) }
        recovery.discarded += files.count
    }

    /// Forgets revisions of some articles that are not as they were recorded.
    mutating func forgetUnsoundRevisions(of articles: [Int]) throws {
        for id in articles {
            let rows = try Row.fetchAll(
                db, sql: "SELECT revision, digest FROM revision WHERE article = ?", arguments: [id])
            try forget(
                rows.map { try (RevisionKey(article: id, revision: $0.at(0)), $0.at(1) as String) }
                    .filter { try documents.sound($0.0, digest: $0.1) == nil }.map(\.0))
        }
    }

    /// Forgets revisions that are lost.
    mutating func forget(_ revisions: [RevisionKey]) throws {
        for key in revisions {
            try db.execute(
                sql: "DELETE FROM revision WHERE article = ? AND revision = ?", arguments: [key.article, key.revision])
            try documents.perform(.forget(key))
        }
        recovery.lost += revisions.count
    }
}
