import Foundation
import GRDB
package import TidingsFeed

/// The articles of a store, as of one moment; handed out by `Store.catalogue`.
package struct Catalogue {
    let db: Database

    /// The article at a path, if one is there.
    package func entry(at path: ArticlePath) throws -> CatalogueEntry? {
        try entries("path = ? AND state <> 'removed'", [Data(path.bytes)]).first
    }

    /// The articles that may be coming back with a file, the likeliest first: those that were this very file, then the one
    /// that was last at its path.
    package func removedEntries(of file: Fingerprint, at path: ArticlePath) throws -> [CatalogueEntry] {
        let same = try entries("inode = ? AND state = 'removed' ORDER BY seq DESC", [Int64(bitPattern: file.inode)])
            .filter { $0.fingerprint.isSameFile(as: file) && file.born != 0 }
        let last = try entries("path = ? AND state = 'removed' ORDER BY seq DESC LIMIT 1", [Data(path.bytes)])
        return same.filter { $0.path == path } + same.filter { $0.path != path } + last
    }

    /// The articles that are this very file, wherever the catalogue has them.
    package func entries(of file: Fingerprint) throws -> [CatalogueEntry] {
        try entries("inode = ? AND state <> 'removed'", [Int64(bitPattern: file.inode)])
            .filter { $0.fingerprint.isSameFile(as: file) }
    }

    /// The articles inside a directory, at any depth; the whole catalogue for the folder itself.
    package func entries(inside directory: ArticlePath) throws -> [CatalogueEntry] {
        let (from, to) = Self.range(of: directory)
        return try entries("path >= ? AND path < ? AND state <> 'removed'", [from, to])
    }

    /// Whether there are articles inside what should be a directory.
    package func hasEntries(inside directory: ArticlePath) throws -> Bool {
        let (from, to) = Self.range(of: directory)
        let sql = "SELECT 1 FROM article WHERE path >= ? AND path < ? AND state <> 'removed' LIMIT 1"
        return try Int.fetchOne(try db.cachedStatement(sql: sql), arguments: [from, to]) != nil
    }

    /// The first articles inside a directory, in no order that means anything.
    package func someEntries(inside directory: ArticlePath, maximum: Int) throws -> [CatalogueEntry] {
        let (from, to) = Self.range(of: directory)
        return try entries("path >= ? AND path < ? AND state <> 'removed' LIMIT ?", [from, to, maximum])
    }

    /// The articles that say exactly this, the oldest first.
    package func entries(digest: String, maximum: Int) throws -> [CatalogueEntry] {
        try entries("digest = ? AND state = 'current' ORDER BY id LIMIT ?", [digest, maximum])
    }

    /// What the catalogue has directly in a directory.
    package struct Children {
        package var articles: [ArticlePath: CatalogueEntry] = [:]
        /// The names of the directories in which, at any depth, it has articles.
        package var directories: Set<[UInt8]> = []
    }

    /// What lies directly in a directory: costs as much as there is, however much lies deeper.
    package func children(of directory: ArticlePath) throws -> Children {
        var children = Children()
        let prefix = directory.bytes.isEmpty ? 0 : directory.bytes.count + 1
        var (from, to) = Self.range(of: directory)
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(CatalogueEntry.columns) FROM article
                WHERE path >= ? AND path < ? AND state <> 'removed' ORDER BY path
                """)
        search: while true {
            let rows = try Row.fetchCursor(statement, arguments: [from, to])
            while let row = try rows.next() {
                let entry = try CatalogueEntry(row)
                guard let slash = entry.path.bytes[prefix...].firstIndex(of: UInt8(ascii: "/")) else {
                    children.articles[entry.path] = entry
                    continue
                }
                // On to what comes behind that directory.
                children.directories.insert(Array(entry.path.bytes[prefix..<slash]))
                from = Data(entry.path.bytes[..<slash] + [UInt8(ascii: "/") + 1])
                continue search
            }
            return children
        }
    }

    /// The paths inside a directory begin with its own and a '/' (0x2F), so they lie before its own and a '0' (0x30).
    ///
    /// No name has more than 255 bytes (NAME_MAX), so no path begins with 256 of 0xFF.
    private static func range(of directory: ArticlePath) -> (from: Data, to: Data) {
        directory.bytes.isEmpty
            ? (Data(), Data(repeating: 0xFF, count: 256))
            : (Data(directory.bytes + [0x2F]), Data(directory.bytes + [0x30]))
    }

    /// What was mounted where, the folder itself included.
    package func mounts() throws -> [ArticlePath: Mount] {
        let rows = try Row.fetchAll(db, sql: "SELECT path, device, inode, born, is_mount_point FROM mount")
        return Dictionary(
            try rows.map {
                let root = try FileKey(
                    device: UInt64(bitPattern: $0.at(1)), inode: UInt64(bitPattern: $0.at(2)), born: $0.at(3))
                return try (ArticlePath(bytes: Array($0.at(0) as Data)), Mount(root: root, isMountPoint: $0.at(4)))
            }
        ) { $1 }
    }

    /// Whether the last that was told of the folder is that it is missing.
    package func isFolderMissing() throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT folder_missing FROM store") ?? false
    }

    private func entries(_ condition: String, _ arguments: StatementArguments) throws -> [CatalogueEntry] {
        try CatalogueEntry.fetchAll(db, where: condition, arguments)
    }
}
