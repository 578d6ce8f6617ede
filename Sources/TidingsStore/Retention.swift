package import Foundation
import GRDB
import TidingsFeed

/// How long what is recorded is kept.
package struct Retention: Sendable {
    /// The newest changes, at least one.
    package var changes: Int
    /// Changes that are no older; 0: of any age.
    package var days: Int
    /// Superseded documents of each article.
    package var revisions: Int
    /// How many changes a consumer that does not acknowledge them may hold back, beyond `changes`.
    package var held: Int

    package init(changes: Int = 1_000_000, days: Int = 0, revisions: Int = 20, held: Int = 1_000_000) {
        self.changes = changes
        self.days = days
        self.revisions = revisions
        self.held = held
    }

    /// Changes that are deleted in one step: some milliseconds, so that intake never waits for more.
    static let step = 1_000
}

extension Store {
    /// What a step of trimming did.
    package struct Trimmed: Equatable, Sendable {
        package var changes = 0
        package var revisions = 0
        /// The oldest change that is left, where some were deleted.
        package var oldest = 0
        /// Consumers that held back more than they may, and will not see all.
        package var lost: [String] = []
        /// Whether there is more to trim.
        package var isUnfinished = false
    }

    /// Deletes some of what is no longer kept: one short transaction.
    ///
    /// It waits until there is a step's worth, so that it costs a stream of single changes nothing.
    package func trim(at time: Date = Date()) throws(StoreError) -> Trimmed {
        let (trimmed, forgotten) = try write { [retention] db in
            var trimming = Trimming(db: db, retention: retention, time: time)
            return (try trimming.step(), trimming.forgotten)
        }
        note(forgotten.map { .forget($0) })
        try finish()
        return trimmed
    }

    /// Deletes revisions beyond those that are kept, of some articles: for when fewer are to be kept than before.
    /// - Parameter id: the articles after this one are looked at.
    /// - Returns: the last that was; `nil` when all have been.
    package func trimRevisions(afterArticle id: Int) throws(StoreError) -> Int? {
        let (forgotten, last) = try write { [retention] db in
            let articles = try Row.fetchAll(
                db, sql: "SELECT id, revision FROM article WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [id, Retention.step])
            var forgotten: [RevisionKey] = []
            for article in articles {
                let (id, revision): (Int, Int) = try (article.at(0), article.at(1))
                forgotten += try Int.fetchAll(
                    db.cachedStatement(
                        sql: "DELETE FROM revision WHERE article = ? AND revision < ? RETURNING revision"),
                    arguments: [id, revision - retention.revisions]
                ).map { RevisionKey(article: id, revision: $0) }
            }
            return (forgotten, articles.count < Retention.step ? nil : try articles.last?.at(0) as Int?)
        }
        note(forgotten.map { .forget($0) })
        try finish()
        return last
    }
}

/// One step of trimming, in its transaction.
private struct Trimming {
    let db: Database
    let retention: Retention
    let time: Date
    private(set) var forgotten: [RevisionKey] = []

    init(db: Database, retention: Retention, time: Date) {
        self.db = db
        self.retention = retention
        self.time = time
    }

    mutating func step() throws -> Store.Trimmed {
        var trimmed = Store.Trimmed()
        let head = try Int.fetchOne(db, sql: "SELECT head FROM store") ?? 0
        guard let oldest = try Int.fetchOne(db, sql: "SELECT min(seq) FROM change") else { return trimmed }
        let end = oldest + Retention.step - 1
        var last = head - retention.changes
        // Few at a time, and not one at each change.
        if last - oldest + 1 < min(Retention.step, retention.changes / 10) { last = oldest - 1 }
        if retention.days > 0 {
            let limit = time.addingTimeInterval(-Double(retention.days) * 86_400).timestamp
            // A clock that was set back does not keep what came before.
            let young = try Int.fetchOne(
                db, sql: "SELECT min(seq) FROM change WHERE seq <= ? AND time >= ?", arguments: [end, limit])
            last = max(last, young.map { $0 - 1 } ?? end)
        }
        // The newest stays: the ledger's end can be checked by it.
        last = min(last, end, head - 1)
        guard last >= oldest else { return trimmed }
        (last, trimmed.lost) = try hold(last, head)
        guard last >= oldest else { return trimmed }
        try forgetRemovedArticles(upTo: last)
        try db.execute(sql: "DELETE FROM change WHERE seq <= ?", arguments: [last])
        trimmed.changes = db.changesCount
        // A reading is of no use when every change that is left is of a later one of its article.
        try db.execute(
            sql: """
                DELETE FROM reading WHERE seq <= ?1 AND EXISTS (
                    SELECT 1 FROM reading AS later
                    WHERE later.article = reading.article AND later.revision > reading.revision AND later.seq <= ?1 + 1)
                """, arguments: [last])
        trimmed.oldest = last + 1
        trimmed.revisions = forgotten.count
        trimmed.isUnfinished = last == end
        return trimmed
    }

    /// How far consumers let it go; those who hold back more than they may are lost.
    private func hold(_ last: Int, _ head: Int) throws -> (last: Int, lost: [String]) {
        let limit = head - retention.changes - retention.held
        var lost: [String] = []
        var last = last
        // One that is damaged says nothing that could be held for it, and must not keep everything.
        for var consumer in try StoredConsumer.fetchSound(db) where !consumer.isLost && consumer.acknowledged < last {
            if consumer.acknowledged < limit {
                consumer.isLost = true
                try consumer.save(in: db)
                lost.append(consumer.name)
            } else {
                last = consumer.acknowledged
            }
        }
        return (last, lost)
    }

    /// The last documents of articles whose removal is forgotten; the article itself keeps its id.
    private mutating func forgetRemovedArticles(upTo last: Int) throws {
        let gone = """
            article IN (
                SELECT change.article FROM change JOIN article ON article.id = change.article
                WHERE change.seq <= ? AND article.seq = change.seq AND article.state = 'removed')
            """
        let rows = try Row.fetchAll(
            db, sql: "DELETE FROM revision WHERE \(gone) RETURNING article, revision", arguments: [last])
        forgotten += try rows.map { try RevisionKey($0) }
        try db.execute(sql: "DELETE FROM reading WHERE \(gone)", arguments: [last])
    }
}
