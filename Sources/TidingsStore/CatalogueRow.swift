import Crypto
import Foundation
import GRDB
import TidingsFeed

/// An article's row in the ledger, with the checksum that tells when the disk has changed it.
extension CatalogueEntry {
    static let columns = """
        id, path, state, reason, revision, seq, digest, document_digest, device, inode, born, size, modified, changed,
        headline, language, words, checksum
        """

    /// A row that is not as it was recorded.
    struct Damaged: Error {
        let id: Int
    }

    init(_ row: Row) throws {
        try self.init(unchecked: row)
        guard try row.at(17) as Data? == checksum else { throw Damaged(id: id) }
    }

    /// What a row says, whether it is as it was recorded or not.
    init(unchecked row: Row) throws {
        try self.init(
            id: row.at(0), path: ArticlePath(bytes: Array(row.at(1) as Data? ?? Data())),
            state: State(rawValue: row.at(2)) ?? .removed, reason: row.at(3), revision: row.at(4), seq: row.at(5),
            digest: row.at(6), documentDigest: row.at(7),
            fingerprint: Fingerprint(
                device: UInt64(bitPattern: row.at(8)), inode: UInt64(bitPattern: row.at(9)), born: row.at(10),
                size: UInt64(bitPattern: row.at(11)), modified: row.at(12), changed: row.at(13)),
            headline: row.at(14))
        language = try row.at(15)
        words = try row.at(16)
    }

    /// The first eight bytes of the SHA-256 of all columns: enough against a disk, and not meant against people.
    var checksum: Data {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        let numbers = [
            Int64(id), Int64(revision), Int64(seq), Int64(bitPattern: fingerprint.device),
            Int64(bitPattern: fingerprint.inode), fingerprint.born, Int64(bitPattern: fingerprint.size),
            fingerprint.modified, fingerprint.changed, Int64(words),
        ]
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }
        bytes += path.bytes
        // NUL is in none of them: where one ends is part of what is summed.
        for text in [state.rawValue, reason ?? "\u{1}", digest, documentDigest, headline, language] {
            bytes.append(0)
            bytes += text.utf8
        }
        return Data(SHA256.hash(data: bytes).prefix(8))
    }

    /// Records the article as it is now.
    func save(in db: Database) throws {
        try db.cachedStatement(sql: Self.upsert).execute(
            arguments: [
                id, Data(path.bytes), state.rawValue, reason, revision, seq, digest, documentDigest,
                Int64(bitPattern: fingerprint.device), Int64(bitPattern: fingerprint.inode), fingerprint.born,
                Int64(bitPattern: fingerprint.size), fingerprint.modified, fingerprint.changed, headline, language,
                words,
                checksum,
            ])
    }

    private static let upsert = {
        let names = columns.split { ", \n".contains($0) }
        let values = Array(repeating: "?", count: names.count).joined(separator: ", ")
        let updates = names.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        return "INSERT INTO article (\(columns)) VALUES (\(values)) ON CONFLICT (id) DO UPDATE SET \(updates)"
    }()

    static func fetchAll(
        _ db: Database, where condition: String, _ arguments: StatementArguments = []
    ) throws -> [CatalogueEntry] {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM article WHERE \(condition)")
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var entries: [CatalogueEntry] = []
        while let row = try rows.next() { entries.append(try CatalogueEntry(row)) }
        return entries
    }

    /// Those of some ids that there are.
    static func fetchAll(_ db: Database, _ ids: some Collection<Int>) throws -> [CatalogueEntry] {
        try ids.compactMap { try fetchAll(db, where: "id = ?", [$0]).first }
    }
}

extension Article {
    init(_ entry: CatalogueEntry) {
        self.init(
            id: entry.id, path: entry.path, revision: entry.revision, seq: entry.seq, headline: entry.headline,
            language: entry.language, words: entry.words, bytes: Int(clamping: entry.fingerprint.size),
            modified: Date(nanoseconds: entry.fingerprint.modified).timestamp, unreadable: entry.reason)
    }
}

extension Row {
    /// A column; one that is not of the type that was recorded is an error, not the end of the process.
    func at<Value: DatabaseValueConvertible>(_ index: Int) throws -> Value { try decode(Value.self, atIndex: index) }
}

extension RevisionKey {
    /// Of a row that begins with article and revision.
    init(_ row: Row) throws { try self.init(article: row.at(0), revision: row.at(1)) }
}
