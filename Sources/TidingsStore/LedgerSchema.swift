import CXXHash
import Crypto
import Foundation
import GRDB
import TidingsFeed

/// The ledger's tables and how older ones become today's.
///
/// docs/FORMATS.md describes every column.
enum LedgerSchema {
    /// "TDNG": the ledger says whose it is in the database header (https://www.sqlite.org/pragma.html#pragma_application_id).
    static let applicationID = 0x5444_4E47

    /// Oldest first.
    static let formats = migrator().migrations

    /// A migration that has been released is never edited: a new one follows it.
    /// - Parameter revisions: which files there are among the revisions, asked for by the migration that first records them.
    /// - Parameter progress: called now and then while something takes long.
    static func migrator(
        revisions: @escaping @Sendable () throws -> [RevisionKey] = { [] },
        progress: @escaping @Sendable () -> Void = {}
    ) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: first)
            try db.execute(
                sql: "INSERT INTO store (id, epoch, created, head, last_article) VALUES (1, ?, ?, 0, 0)",
                arguments: [UUID().uuidString.lowercased(), Date().timestamp])
        }
        migrator.registerMigration("2") { try $0.execute(sql: second) }
        migrator.registerMigration("3") { db in
            db.add(
                function: DatabaseFunction("tidings_digest", argumentCount: 1, pure: true) { values in
                    Data.fromDatabaseValue(values[0]).map { Data(SHA256.hash(data: $0)) }
                })
            try db.execute(sql: third)
            let rows = try Row.fetchCursor(db, sql: "SELECT \(CatalogueEntry.columns) FROM article")
            while let row = try rows.next() { try CatalogueEntry(unchecked: row).save(in: db) }
            for key in try revisions() {
                try db.execute(
                    sql: "INSERT INTO revision (article, revision, digest) VALUES (?, ?, '')",
                    arguments: [key.article, key.revision])
            }
        }
        migrator.registerMigration("4") { db in
            try db.execute(sql: fourth)
            try Conversion(db: db, progress: progress).run()
        }
        return migrator
    }

    /// What is recorded beside what must not be told as news when a bit of it flips on a disk.
    ///
    /// SQLite has no checksums of its own. XXH3, eight bytes, the lowest first: enough against a disk, not meant against
    /// people, and fast, for every replay waits for it.
    static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        xxh3_64(bytes.baseAddress, bytes.count).littleEndian
    }

    static func checksum(of bytes: some ContiguousBytes) -> Data {
        bytes.withUnsafeBytes { bytes in withUnsafeBytes(of: checksum(of: bytes)) { Data($0) } }
    }

    private static let fourth = """
        -- What filters ask of a change, so that nothing has to be decoded: the names in changed separated by commas, and
        -- whose facts are those of its document (seq of a reading). Its paths are in json.
        -- digest is XXH3 of json from here on.
        ALTER TABLE change ADD COLUMN changed TEXT;
        ALTER TABLE change ADD COLUMN reading INTEGER;
        CREATE INDEX change_kind ON change (kind, seq);

        -- Every revision that changes tell of: the change that made it, and the facts that filters ask of its document
        -- (Facts.swift); NULL for those of older formats.
        CREATE TABLE reading (
            seq INTEGER PRIMARY KEY,
            article INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            time TEXT NOT NULL,
            names TEXT,
            words BLOB,
            checksum BLOB
        ) STRICT;
        CREATE INDEX reading_article ON reading (article, revision);

        -- Durable consumers: whose each is (uid), up to where it has acknowledged, when it was last seen, its filter as
        -- JSON, whether changes that it had not acknowledged are gone. No version before has made any.
        DROP TABLE consumer;
        CREATE TABLE consumer (
            name TEXT PRIMARY KEY,
            owner INTEGER NOT NULL,
            created TEXT NOT NULL,
            acknowledged INTEGER NOT NULL,
            last_seen TEXT,
            filter TEXT,
            lost INTEGER NOT NULL,
            checksum BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// Fills in what format 4 has more, from the changes themselves.
    private struct Conversion {
        let db: Database
        let progress: () -> Void

        func run() throws {
            // Which reading an article's changes are of.
            var readings: [Int: Int] = [:]
            let rows = try Row.fetchCursor(db, sql: "SELECT seq, json, digest FROM change ORDER BY seq")
            while let row = try rows.next() {
                progress()
                let (seq, json): (Int, Data) = try (row.at(0), row.at(1))
                guard try row.at(2) as Data? == Data(SHA256.hash(data: json)),
                    let change = try? WireJSON.decode(Change.self, from: json)
                else {
                    // It stays damaged.
                    try db.execute(sql: "UPDATE change SET digest = NULL WHERE seq = ?", arguments: [seq])
                    continue
                }
                if let id = change.id, change.kind.makesRevision {
                    readings[id] = seq
                    try db.execute(
                        sql: "INSERT INTO reading (seq, article, revision, time) VALUES (?, ?, ?, ?)",
                        arguments: [seq, id, change.revision ?? 0, change.time])
                }
                try db.execute(
                    sql: "UPDATE change SET digest = ?, changed = ?, reading = ? WHERE seq = ?",
                    arguments: [checksum(of: json), change.changed.joined, change.id.flatMap { readings[$0] }, seq])
            }
        }
    }

    private static let third = """
        -- SQLite has no checksums: SHA-256 of json, and what CatalogueRow.swift sums up of an article.
        ALTER TABLE article ADD COLUMN checksum BLOB;
        ALTER TABLE change ADD COLUMN digest BLOB;
        UPDATE change SET digest = tidings_digest(json);

        -- The superseded documents that are kept; digest is SHA-256 in hexadecimal, empty for those of older formats.
        CREATE TABLE revision (
            article INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (article, revision)
        ) STRICT, WITHOUT ROWID;

        -- Whose numbers the older ones are: a store that was restored from a backup goes on under a new epoch, and a
        -- subscriber's position in an old one is known up to last.
        CREATE TABLE past_epoch (
            epoch TEXT PRIMARY KEY,
            last INTEGER NOT NULL
        ) STRICT;

        -- The folder that was watched last; whether this is a backup that has never been opened.
        ALTER TABLE store ADD COLUMN folder TEXT;
        ALTER TABLE store ADD COLUMN is_backup INTEGER NOT NULL DEFAULT 0;

        -- Whether changes that it had not acknowledged are gone: it held back more than it may.
        ALTER TABLE consumer ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;
        """

    private static let second = """
        -- Renames that only the content tells: an article is looked for by its digest.
        CREATE INDEX article_digest ON article (digest) WHERE state = 'current';

        -- Whether the last that was told of the folder is that it is missing.
        ALTER TABLE store ADD COLUMN folder_missing INTEGER NOT NULL DEFAULT 0;

        -- The folder itself (an empty path) and every mount point inside it, with what was mounted there. A mount point
        -- without its file system is not an empty directory.
        CREATE TABLE mount (
            path BLOB PRIMARY KEY,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            born INTEGER NOT NULL,
            is_mount_point INTEGER NOT NULL
        ) STRICT;
        """

    private static let first = """
        PRAGMA application_id = \(applicationID);

        -- One row: who this store is, and the last numbers given. They outlive the rows that had them.
        CREATE TABLE store (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            epoch TEXT NOT NULL,
            created TEXT NOT NULL,
            head INTEGER NOT NULL,
            last_article INTEGER NOT NULL
        ) STRICT;

        -- The numbered changes, each as the JSON that subscribers get.
        CREATE TABLE change (
            seq INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            kind TEXT NOT NULL,
            article INTEGER,
            json BLOB NOT NULL
        ) STRICT;

        -- The catalogue: every article ever known, with what the file system said when it was read.
        -- path is bytes: a name need not be UTF-8. Inode and device are unsigned, stored as the same 64 bits.
        CREATE TABLE article (
            id INTEGER PRIMARY KEY,
            path BLOB,
            state TEXT NOT NULL CHECK (state IN ('current', 'unreadable', 'removed')),
            reason TEXT,
            revision INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            headline TEXT NOT NULL,
            language TEXT NOT NULL,
            words INTEGER NOT NULL,
            digest TEXT NOT NULL,
            document_digest TEXT NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            born INTEGER NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX article_path ON article (path) WHERE state <> 'removed';
        CREATE INDEX article_removed ON article (path) WHERE state = 'removed';
        CREATE INDEX article_file ON article (inode);

        -- Durable consumers: up to where each has acknowledged.
        CREATE TABLE consumer (
            name TEXT PRIMARY KEY,
            acknowledged INTEGER NOT NULL,
            created TEXT NOT NULL
        ) STRICT;
        """
}

extension Change.Kind {
    /// Whether a change of this kind made a revision of its article.
    var makesRevision: Bool { self == .added || self == .revised || self == .restored }
}

extension [DocumentPart] {
    /// As the ledger keeps them; `nil` for none.
    var joined: String? { isEmpty ? nil : map(\.rawValue).joined(separator: ",") }
}
