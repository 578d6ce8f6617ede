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
    /// Problems of one kind that are told: a broken disk has millions.
    private static let problemsMaximum = 1_000
    /// How long a document may not be what the catalogue says: the service may just be putting it in place.
    private static let patience = Duration.seconds(5)

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
        report.isUnclean = left != nil && !report.isRunning
        try Ledger.check(at: path, documents: documents, left: left)
        ledger = try Ledger.readOnly(at: path)
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
        if !report.isRunning && !report.isUnclean { try lookForStrays() }
    }

    private mutating func lookAtDocuments() throws {
        var last = 0
        while true {
            let entries = try ledger.read { db in
                try CatalogueEntry.fetchAll(
                    db, where: "id > ? AND revision > 0 AND state <> 'removed' ORDER BY id LIMIT ?",
                    [last, Self.pageMaximum])
            }
            guard let end = entries.last?.id else { return }
            last = end
            let faults = entries.concurrentMap { [documents] in documents.fault(of: $0) }
            for (entry, fault) in zip(entries, faults) {
                report.documents += 1
                guard fault != nil, let (entry, fault) = try lastingFault(of: entry) else { continue }
                tell(.init(subject: .document, id: entry.id, path: entry.path.text, reason: fault))
            }
        }
    }

    /// What is wrong with a document, when the service has had time to put it in place.
    private func lastingFault(of entry: CatalogueEntry) throws -> (entry: CatalogueEntry, reason: String)? {
        let deadline = ContinuousClock.now + (report.isRunning ? Self.patience : .zero)
        while true {
            let now = try ledger.read { try CatalogueEntry.fetchAll($0, [entry.id]).first }
            guard let now, now.state != .removed, let fault = documents.fault(of: now) else { return nil }
            if .now >= deadline { return (now, fault) }
            usleep(10_000)
        }
    }

    private mutating func lookAtRevisions() throws {
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
            guard let end = rows.last?.key else { return }
            last = end
            let isSound = rows.concurrentMap { [documents] in documents.sound($0.key, digest: $0.digest) != nil }
            for (row, isSound) in zip(rows, isSound) {
                report.revisions += 1
                if !isSound, try isLastingFault(row.key) {
                    let reason = documents.read(row.key) == nil ? "missing" : "its SHA-256 is not the one recorded"
                    tell(.init(subject: .revision, id: row.key.article, revision: row.key.revision, reason: reason))
                }
            }
        }
    }

    private func isLastingFault(_ key: RevisionKey) throws -> Bool {
        let deadline = ContinuousClock.now + (report.isRunning ? Self.patience : .zero)
        while true {
            let digest = try ledger.read { db in
                try String.fetchOne(
                    db, sql: "SELECT digest FROM revision WHERE article = ? AND revision = ?",
                    arguments: [key.article, key.revision])
            }
            // Trimmed meanwhile, put in place meanwhile, or still to be linked to the document that it is.
            guard let digest, documents.sound(key, digest: digest) == nil else { return false }
            if report.isUnclean, documents.inPlace(id: key.article, digest: digest) != nil { return false }
            if .now >= deadline { return true }
            usleep(10_000)
        }
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
            documents.list().placed.subtracting(ids).map { documents.path(of: $0) }
            + documents.listRevisions().subtracting(keys).map { documents.path(of: $0) }
        for path in strays.sorted() {
            tell(.init(subject: .file, path: path, reason: "nothing in the ledger means it"))
        }
    }

    private mutating func tell(_ problem: Problem) {
        if report.problems.count < Self.problemsMaximum { report.problems.append(problem) }
    }
}

extension DocumentFiles {
    /// What is wrong with the document of an article; `nil` for nothing.
    ///
    /// A document that is, byte for byte, what this version writes for what it says is valid by our schema: every document
    /// that this version writes is (Tests/EndToEnd/SchemaTests.swift).
    func fault(of entry: CatalogueEntry) -> String? {
        guard !entry.documentDigest.isEmpty else {
            return entry.state == .current ? "it waits to be made again from its article" : nil
        }
        guard let data = sound(id: entry.id, digest: entry.documentDigest) else {
            return FileManager.default.fileExists(atPath: path(of: entry.id))
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
    func isSound(_ entry: CatalogueEntry) -> Bool { sound(id: entry.id, digest: entry.documentDigest) != nil }

    /// Whether a superseded document has no content: what a power cut leaves of a file that was not synced.
    func isBlank(_ key: RevisionKey) -> Bool {
        var file = stat()
        return stat(path(of: key), &file) != 0 || file.st_size == 0
    }
}
