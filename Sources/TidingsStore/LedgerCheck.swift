import Foundation
import GRDB
import TidingsFeed

/// The ledger by itself: whether its pages, its changes and its catalogue are whole and agree, as of one moment.
struct LedgerCheck {
    let db: Database
    var report: Verification.Report

    /// What the changes say of an article.
    private struct Folded {
        var seq = 0
        var path: ArticlePath?
        /// `nil` while it is not known.
        var state: CatalogueEntry.State?
    }
    private var articles: [Int: Folded] = [:]
    /// Articles of whose changes some cannot be read.
    private var untold: Set<Int> = []

    /// Damaged pages that SQLite tells of: more say nothing new.
    private static let pagesMaximum = 100

    init(db: Database, report: Verification.Report) {
        self.db = db
        self.report = report
    }

    mutating func run() throws {
        let pages = try String.fetchAll(db, sql: "PRAGMA integrity_check(\(Self.pagesMaximum))")
        for reason in pages where reason != "ok" { tell(.ledger, nil, reason) }
        let store = try Row.fetchOne(db, sql: "SELECT epoch, head FROM store")
        report.epoch = try store?.at(0) ?? ""
        report.head = try store?.at(1) ?? 0
        try checkChanges()
        try checkCatalogue()
        try checkReadings()
        try checkConsumers()
    }

    private mutating func checkChanges() throws {
        var expected = try Int.fetchOne(db, sql: "SELECT min(seq) FROM change") ?? report.head + 1
        report.oldest = expected
        let epochs = Set(try String.fetchAll(db, sql: "SELECT epoch FROM store UNION SELECT epoch FROM past_epoch"))
        let rows = try Row.fetchCursor(
            db, sql: "SELECT seq, json, digest, kind, article, time, changed FROM change ORDER BY seq")
        while let row = try rows.next() {
            let (seq, json): (Int, Data) = try (row.at(0), row.at(1))
            report.changes += 1
            if seq != expected { tell(.change, expected, "changes \(expected) to \(seq - 1) are missing") }
            expected = seq + 1
            guard try row.at(2) as Data? == LedgerSchema.checksum(of: json) else {
                tell(.change, seq, "its checksum is not the one recorded")
                if let id = try row.at(4) as Int? { untold.insert(id) }
                continue
            }
            guard let change = try? WireJSON.decode(Change.self, from: json), change.seq == seq,
                try change.kind.rawValue == row.at(3), try change.id == row.at(4), try change.time == row.at(5),
                try change.changed.joined == row.at(6), epochs.contains(change.epoch)
            else {
                tell(.change, seq, "its columns are not what it says")
                continue
            }
            fold(change)
        }
        if expected != report.head + 1 {
            tell(.ledger, nil, "its changes end at \(expected - 1) and \(report.head) were given")
        }
    }

    private mutating func fold(_ change: Change) {
        guard let id = change.id else { return }
        var article = articles[id] ?? Folded()
        article.seq = change.seq
        article.path = ChangePaths(change).path.map { ArticlePath(bytes: $0) }
        switch change.kind {
        case .unreadable: article.state = .unreadable
        case .removed: article.state = .removed
        case .moved: break
        default: article.state = .current
        }
        articles[id] = article
    }

    private mutating func checkCatalogue() throws {
        let last = try Int.fetchOne(db, sql: "SELECT last_article FROM store") ?? 0
        let rows = try Row.fetchCursor(db, sql: "SELECT \(CatalogueEntry.columns) FROM article ORDER BY id")
        while let row = try rows.next() {
            let entry = try CatalogueEntry(unchecked: row)
            if (try? CatalogueEntry(row)) == nil {
                tell(.article, entry.id, "the catalogue's row is not as it was recorded", entry.path)
                articles[entry.id] = nil
                continue
            }
            report.articles += entry.state == .removed ? 0 : 1
            if entry.id > last { tell(.article, entry.id, "its number was never given", entry.path) }
            let told = articles.removeValue(forKey: entry.id)
            if untold.contains(entry.id) { continue }
            if let told {
                if told.seq != entry.seq || told.path != entry.path || told.state ?? entry.state != entry.state {
                    tell(.article, entry.id, "the catalogue does not say what its last change says", entry.path)
                }
            } else if entry.seq >= report.oldest {
                tell(.article, entry.id, "no change tells of it", entry.path)
            }
        }
        for id in articles.keys.sorted() { tell(.article, id, "it is not in the catalogue, and changes tell of it") }
    }

    private mutating func checkReadings() throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT \(StoredFacts.columns), seq FROM reading ORDER BY seq")
        while let row = try rows.next() {
            do { _ = try StoredFacts(row, from: 0) } catch is StoredFacts.Damaged {
                tell(.change, try row.at(5), "the facts of its document are not as they were recorded")
            }
        }
    }

    private mutating func checkConsumers() throws {
        do { _ = try StoredConsumer.fetchAll(db) } catch let error as StoredConsumer.Damaged {
            tell(.ledger, nil, "the consumer \(error.name) is not as it was recorded")
        }
    }

    private mutating func tell(
        _ subject: Verification.Problem.Subject, _ id: Int?, _ reason: String, _ path: ArticlePath? = nil
    ) {
        report.problems.append(.init(subject: subject, id: id, path: path?.text, reason: reason))
    }
}
