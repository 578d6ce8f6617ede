import Foundation
import GRDB
import TidingsFeed

/// The document of a revision, current or superseded, where it is kept.
struct RevisionDocument {
    let key: RevisionKey
    let db: Database
    let documents: DocumentFiles

    /// Its JSON; `nil` where it is not kept, or not as it was recorded.
    func json() throws -> Data? {
        let current = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT document_digest FROM article WHERE id = ? AND revision = ?"),
            arguments: [key.article, key.revision])
        if let digest = try current?.at(0) as String?, let json = try documents.last(key, digest: digest) {
            return json
        }
        let kept = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT digest FROM revision WHERE article = ? AND revision = ?"),
            arguments: [key.article, key.revision])
        guard let digest = try kept?.at(0) as String? else { return nil }
        // One that is recorded as superseded a moment ago may still be in place.
        return try documents.sound(key, digest: digest) ?? documents.inPlace(id: key.article, digest: digest)
    }

    /// What filters ask of it: as recorded, else as the document says.
    func facts() throws -> Facts? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT \(StoredFacts.columns) FROM reading WHERE article = ? AND revision = ? ORDER BY seq DESC"),
            arguments: [key.article, key.revision])
        if let row, let facts = try StoredFacts(row, from: 0)?.facts { return facts }
        return try factsOfDocument()
    }

    func factsOfDocument() throws -> Facts? {
        try json().flatMap { try? WireJSON.decode(Document.self, from: $0) }.map { Facts($0) }
    }

    // MARK: - Looking it up

    /// - Returns: what there is, and for a second look which revision was meant, and the digest it should have.
    static func find(
        id: Int?, path: ArticlePath?, revision: Int?, _ db: Database, _ documents: DocumentFiles
    ) throws -> (Store.Found, RevisionKey?, digest: String) {
        // Of one that is gone only revisions are asked for; where one is in its place now, that is meant.
        let states = revision == nil ? ["<>"] : ["<>", "="]
        let row = try states.compactMap { state in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT id, revision, document_digest FROM article
                    WHERE (id = ? OR path = ?) AND state \(state) 'removed' AND revision > 0 ORDER BY seq DESC
                    """, arguments: [id, path.map { Data($0.bytes) }])
        }.first
        guard let row else { return (.noArticle, nil, "") }
        let (current, digest): (RevisionKey, String) = (try RevisionKey(row), try row.at(2))
        guard let revision else {
            let json = try documents.last(current, digest: digest)
            return (json.map { .document($0) } ?? .damaged(current.article), current, digest)
        }
        let key = RevisionKey(article: current.article, revision: revision)
        let kept = try list(of: key.article, db).map(\.revision)
        guard kept.contains(revision) else { return (.noRevision(kept: kept), nil, "") }
        let json = try RevisionDocument(key: key, db: db, documents: documents).json()
        return (json.map { .document($0) } ?? .damaged(key.article), key, digest)
    }

    /// The revisions of an article whose documents are kept, the oldest first.
    static func list(of id: Int, _ db: Database) throws -> [Revision] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT kept.revision, reading.seq, reading.time, kept.is_current FROM (
                    SELECT article, revision, 0 AS is_current FROM revision WHERE article = ?1
                    UNION ALL
                    SELECT id, revision, 1 FROM article WHERE id = ?1 AND state <> 'removed' AND revision > 0
                ) AS kept LEFT JOIN reading ON reading.article = kept.article AND reading.revision = kept.revision
                ORDER BY kept.revision
                """, arguments: [id])
        return try rows.map { try Revision(revision: $0.at(0), seq: $0.at(1), time: $0.at(2), current: $0.at(3)) }
    }
}
