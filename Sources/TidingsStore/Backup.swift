import Foundation
import GRDB
import TidingsFeed

/// A copy of a store, consistent at one number, taken beside the running service or without one.
///
/// Documents are copied first, while the service goes on. Then the ledger is locked for the few milliseconds in which
/// what has changed meanwhile is copied and a snapshot of the ledger is opened; the snapshot is copied afterwards (SQLite's
/// online backup, https://www.sqlite.org/backup.html). The directory gets its name last: it is whole or not there.
package struct Backup {
    package struct Report: Codable, Sendable {
        package var directory: String
        package var epoch = ""
        /// The number that the copy ends at.
        package var seq = 0
        package var documents = 0
        package var revisions = 0
        package var bytes = 0
        /// Documents that were not as recorded and are not in the copy: `tidings verify` names them.
        package var damaged = 0
    }

    private let source: DocumentFiles
    private let copy: DocumentFiles
    private let ledger: DatabaseQueue
    private var report: Report
    /// What the copies that were made are known by.
    private var copied: [Int: String] = [:]
    private var copiedRevisions: Set<RevisionKey> = []

    /// Makes the copy.
    /// - Parameters:
    ///   - state: the state directory of the service.
    ///   - directory: what is made; nothing may be there but an empty directory.
    package static func make(of state: String, at directory: String) throws(StoreError) -> Report {
        let partial = "\(directory).partial-\(getpid())"
        var isMade = false
        do {
            let path = Store.ledgerPath(state)
            guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: state) }
            let there = try? FileManager.default.contentsOfDirectory(atPath: directory)
            guard there?.isEmpty ?? !FileManager.default.fileExists(atPath: directory) else {
                throw StoreError.target(path: directory, reason: "something is there; name a new directory")
            }
            let above = URL(fileURLWithPath: directory).deletingLastPathComponent().resolvingSymlinksInPath().path
            let own = URL(fileURLWithPath: state).resolvingSymlinksInPath().path
            guard above != own, !above.hasPrefix(own + "/") else {
                throw StoreError.target(path: directory, reason: "it lies in the store itself; name another place")
            }
            try Ledger.check(at: path, documents: DocumentFiles(directory: state), left: nil, isCurrent: true)
            guard mkdir(partial, 0o750) == 0 else {
                throw StoreError.target(path: directory, reason: String(cString: strerror(errno)))
            }
            isMade = true
            var backup = try Backup(of: path, from: state, to: partial)
            try backup.run(to: directory)
            // An empty directory is replaced, and nothing else.
            guard rename(partial, directory) == 0 else { throw StoreError.failed(directory) }
            try DocumentFiles(directory: directory).sync()
            return backup.report
        } catch {
            if isMade { try? FileManager.default.removeItem(atPath: partial) }
            throw Ledger.failure(error, directory)
        }
    }

    private init(of path: String, from state: String, to partial: String) throws {
        source = DocumentFiles(directory: state)
        copy = DocumentFiles(directory: partial)
        report = Report(directory: partial)
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.qos = .default
        do {
            ledger = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw Ledger.failure(error, path)
        }
    }

    private mutating func run(to directory: String) throws {
        defer { try? ledger.close() }
        try copy.prepare()
        let reader = try Ledger.readOnly(at: ledger.path)
        defer { try? reader.close() }
        // What there is, without stopping anyone.
        try copyDocuments { sql, arguments in
            try reader.read { try Row.fetchAll($0, sql: sql, arguments: arguments) }
        }
        report.damaged = 0
        let destination = try DatabaseQueue(path: Store.ledgerPath(copy.directory))
        defer { try? destination.close() }
        var backup = self
        try reader.inTransaction(.deferred) { snapshot in
            // What has changed since, while nothing changes: the first look opens the snapshot.
            try backup.ledger.inTransaction(.immediate) { _ in
                try backup.copyDocuments { try Row.fetchAll(snapshot, sql: $0, arguments: $1) }
                return .rollback
            }
            try destination.writeWithoutTransaction { try snapshot.backup(to: $0) }
            return .commit
        }
        self = backup
        report.directory = directory
        try destination.write { db in
            try db.execute(sql: "UPDATE store SET is_backup = 1")
            report.epoch = try String.fetchOne(db, sql: "SELECT epoch FROM store") ?? ""
            report.seq = try Int.fetchOne(db, sql: "SELECT head FROM store") ?? 0
        }
        // So that it can be looked at where nothing can be written.
        try destination.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        let size = try FileManager.default.attributesOfItem(atPath: destination.path)[.size] as? Int
        report.bytes += size ?? 0
        // The first start on it checks every document, as after a crash.
        try "backup\n".write(toFile: copy.directory + "/lock", atomically: false, encoding: .utf8)
        try copy.sync()
    }

    // MARK: - Files

    private typealias Fetch = (_ sql: String, _ arguments: StatementArguments) throws -> [Row]

    /// Copies what is recorded and not copied yet, and deletes the copies of what is not recorded any more.
    private mutating func copyDocuments(_ fetch: Fetch) throws {
        var strays = Set(copied.keys)
        var last = 0
        while true {
            let rows = try fetch(
                """
                SELECT id, document_digest FROM article
                WHERE id > ? AND revision > 0 AND state <> 'removed' ORDER BY id LIMIT ?
                """, [last, Self.pageMaximum])
            for row in rows {
                last = try row.at(0)
                strays.remove(last)
                try copyDocument(last, digest: row.at(1))
            }
            if rows.count < Self.pageMaximum { break }
        }
        for id in strays {
            copy.delete(id: id)
            copied[id] = nil
        }
        try copyRevisions(fetch)
        report.documents = copied.count
        report.revisions = copiedRevisions.count
    }

    private mutating func copyDocument(_ id: Int, digest: String) throws {
        guard copied[id] != digest else { return }
        guard let data = try source.sound(id: id, digest: digest) else {
            report.damaged += 1
            return
        }
        try copy.write(data, id: id)
        try copy.perform(.replace(id))
        copied[id] = digest
        report.bytes += data.count
    }

    private mutating func copyRevisions(_ fetch: Fetch) throws {
        var strays = copiedRevisions
        var last = RevisionKey(article: 0, revision: 0)
        while true {
            let rows = try fetch(
                """
                SELECT article, revision, digest FROM revision WHERE (article, revision) > (?, ?)
                ORDER BY article, revision LIMIT ?
                """, [last.article, last.revision, Self.pageMaximum])
            for row in rows {
                last = try RevisionKey(row)
                strays.remove(last)
                guard !copiedRevisions.contains(last) else { continue }
                // Recorded a moment ago: it may still lie among the documents.
                let digest: String = try row.at(2)
                // Looked for again where it was first: it may be put there between the looks.
                let found = try source.sound(last, digest: digest) ?? source.inPlace(id: last.article, digest: digest)
                guard let data = try found ?? source.sound(last, digest: digest) else {
                    report.damaged += 1
                    continue
                }
                try copy.write(data, id: 0)
                guard rename(copy.documents + "/.0.json.tmp", copy.path(of: last)) == 0 else {
                    throw StoreError.failed(copy.path(of: last))
                }
                copiedRevisions.insert(last)
                report.bytes += data.count
            }
            if rows.count < Self.pageMaximum { break }
        }
        for key in strays {
            try copy.perform(.forget(key))
            copiedRevisions.remove(key)
        }
    }

    private static let pageMaximum = 1_000
}
