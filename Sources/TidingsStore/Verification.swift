import Crypto
import Foundation
import GRDB
import TidingsFeed

/// Whether everything in a state directory is as it was recorded; it changes nothing, and may run beside the service.
package struct Verification {
    /// What was looked at, and what is wrong.
    package struct Report: Codable, Sendable {
        package var state: String
        package var epoch = ""
        /// The newest number given, and the oldest change that is kept.
        package var head = 0
        package var oldest = 1
        package var changes = 0
        package var articles = 0
        package var documents = 0
        package var revisions = 0
        /// Whether a service has the store open.
        package var isRunning = false
        /// Whether the last service did not close it: the next start settles what is not in place yet.
        package var isUnclean = false
        /// Whether it is a backup that no service has been started on.
        package var isBackup = false
        package var problems: [Problem] = []
    }

    /// One thing that is wrong.
    package struct Problem: Codable, Hashable, Sendable {
        package enum Subject: String, Codable, Sendable {
            case ledger, change, article, document, revision, file
        }

        package var subject: Subject
        /// The change's number, or the article's.
        package var id: Int?
        package var revision: Int?
        package var path: String?
        package var reason: String
    }

    private let directory: String
    private let documents: DocumentFiles
    private let ledger: DatabaseQueue
    private var report: Report

    /// Articles, or revisions, looked at in one go.
    private static let pageMaximum = 1_000
    /// How long documents may not be what the catalogue says: the service may just be putting them in place.
    private static let patience = Duration.seconds(5)
    private static let pause = 20_000 as UInt32

    /// Looks at everything there is.
    package static func report(onDirectory directory: String) throws(StoreError) -> Report {
        do {
            var verification = try Verification(directory)
            try verification.look()
            return verification.report
        } catch {
            throw Ledger.failure(error, Store.ledgerPath(directory))
        }
    }

    private init(_ directory: String) throws {
        self.directory = directory
        documents = DocumentFiles(directory: directory)
        report = Report(state: directory)
        let path = Store.ledgerPath(directory)
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: directory) }
        report.isRunning = StoreLock.isHeld(inDirectory: directory)
        let left = StoreLock.witness(inDirectory: directory)
        try Ledger.check(at: path, documents: documents, left: left, isCurrent: true)
        ledger = try Ledger.readOnly(at: path)
        report.isBackup = try ledger.read { try Bool.fetchOne($0, sql: "SELECT is_backup FROM store") ?? false }
        report.isUnclean = left?.isOpen == true && !report.isRunning && !report.isBackup
    }

    private mutating func look() throws {
        defer { try? ledger.close() }
        // All as of one moment.
        var found = report
        try ledger.read { db in
            var check = LedgerCheck(db: db, report: found)
            try check.run()
            found = check.report
        }
        report = found
        try lookAtDocuments()
        try lookAtRevisions()
        if !isInUse && !report.isUnclean { try lookForStrays() }
    }

    /// Whether a service has the store open by now.
    private var isInUse: Bool { report.isRunning || StoreLock.isHeld(inDirectory: directory) }

    private mutating func lookAtDocuments() throws {
        var suspects: [Int] = []
        var last = 0
        while true {
            let entries = try ledger.read { [last] db in
                try CatalogueEntry.fetchAll(
                    db, where: "id > ? AND revision > 0 AND state <> 'removed' ORDER BY id LIMIT ?",
                    [last, Self.pageMaximum])
            }
            guard let end = entries.last?.id else { break }
            last = end
            report.documents += entries.count
            let faults = try entries.concurrentMap(throwing: { [documents] entry throws(StoreError) in
                try documents.fault(of: entry)
            })
            suspects += zip(entries, faults).filter { $0.1 != nil }.map(\.0.id)
        }
        try persist(suspects, { try documentFault($0) }).forEach { report.problems.append($0) }
    }

    /// What is wrong with those that look wrong, once the service has had time to put them in place: all wait together.
    private func persist<Suspect>(_ suspects: [Suspect], _ look: (Suspect) throws -> Problem?) throws -> [Problem] {
        let deadline = ContinuousClock.now + (isInUse ? Self.patience : .zero)
        var rest = suspects
        while true {
            var problems: [Problem] = []
            rest = try rest.filter { suspect in
                guard let problem = try look(suspect) else { return false }
                problems.append(problem)
                return true
            }
            if rest.isEmpty || .now >= deadline { return problems }
            usleep(Self.pause)
        }
    }

    private func documentFault(_ id: Int) throws -> Problem? {
        let entry = try ledger.read { try CatalogueEntry.fetchAll($0, [id]).first }
        guard let entry, entry.state != .removed, let fault = try documents.fault(of: entry) else { return nil }
        return Problem(subject: .document, id: id, path: entry.path.text, reason: fault)
    }

    private mutating func lookAtRevisions() throws {
        var suspects: [RevisionKey] = []
        var last = RevisionKey(article: 0, revision: 0)
        while true {
            let rows = try ledger.read { [last] db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT article, revision, digest FROM revision WHERE (article, revision) > (?, ?)
                        ORDER BY article, revision LIMIT ?
                        """, arguments: [last.article, last.revision, Self.pageMaximum]
                ).map { try (key: RevisionKey($0), digest: $0.at(2) as String) }
            }
            guard let end = rows.last?.key else { break }
            last = end
            report.revisions += rows.count
            let areSound = try rows.concurrentMap(throwing: { [documents] row throws(StoreError) in
                try documents.sound(row.key, digest: row.digest) != nil
            })
            suspects += zip(rows, areSound).filter { !$0.1 }.map(\.0.key)
        }
        try persist(suspects, { try revisionFault($0) }).forEach { report.problems.append($0) }
    }

    private func revisionFault(_ key: RevisionKey) throws -> Problem? {
        let digest = try ledger.read { db in
            try String.fetchOne(
                db, sql: "SELECT digest FROM revision WHERE article = ? AND revision = ?",
                arguments: [key.article, key.revision])
        }
        // Trimmed meanwhile, put in place meanwhile, or still to be linked to the document that it is.
        guard let digest, try documents.sound(key, digest: digest) == nil else { return nil }
        if report.isUnclean, try documents.inPlace(id: key.article, digest: digest) != nil { return nil }
        let reason = documents.exists(key) ? "its SHA-256 is not the one recorded" : "missing"
        return Problem(subject: .revision, id: key.article, revision: key.revision, reason: reason)
    }

    private mutating func lookForStrays() throws {
        let (ids, keys) = try ledger.read { db in
            (
                Set(try Int.fetchAll(db, sql: "SELECT id FROM article WHERE revision > 0 AND state <> 'removed'")),
                Set(
                    try Row.fetchAll(db, sql: "SELECT article, revision FROM revision").map {
                        try RevisionKey($0)
                    })
            )
        }
        let strays =
            try documents.list().placed.subtracting(ids).map { documents.path(of: $0) }
            + documents.listRevisions().subtracting(keys).map { documents.path(of: $0) }
        for path in strays.sorted() {
            report.problems.append(.init(subject: .file, path: path, reason: "nothing in the ledger means it"))
        }
    }
}

extension DocumentFiles {
    /// What is wrong with the document of an article; `nil` for nothing.
    ///
    /// A document that is, byte for byte, what this version writes for what it says is valid by our schema: every document
    /// that this version writes is (Tests/EndToEnd/SchemaTests.swift).
    func fault(of entry: CatalogueEntry) throws(StoreError) -> String? {
        guard !entry.documentDigest.isEmpty else {
            return entry.state == .current ? "it waits to be made again from its article" : nil
        }
        let key = RevisionKey(article: entry.id, revision: entry.revision)
        guard let data = try last(key, digest: entry.documentDigest) else {
            return exists(id: entry.id)
                ? "its SHA-256 is not the one recorded" : "missing"
        }
        guard let document = try? WireJSON.decode(Document.self, from: data) else { return "it is not a document" }
        guard (try? WireJSON.encode(document)).map({ $0 + [0x0A] }) == data else {
            return "it is not as this version writes it"
        }
        let said = document.tidings
        guard said.id == entry.id, said.revision == entry.revision,
            said.sha256 == entry.digest || entry.state != .current,
            said.path == entry.path.text || entry.state != .current, said.seq ?? 0 <= entry.seq
        else { return "it says that it is of another article, revision or path than the catalogue" }
        return nil
    }

    /// Whether the document of an article is the one that was recorded.
    func isSound(_ entry: CatalogueEntry) throws(StoreError) -> Bool {
        try sound(id: entry.id, digest: entry.documentDigest) != nil
    }
}
