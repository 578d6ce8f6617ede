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
        if directory.bytes.isEmpty { return try entries("state <> 'removed'", []) }
        // '/' is 0x2F and '0' is 0x30: the paths between are those that begin with "directory/".
        return try entries(
            "path > ? AND path < ? AND state <> 'removed'",
            [Data(directory.bytes + [0x2F]), Data(directory.bytes + [0x30])])
    }

    private func entries(_ condition: String, _ arguments: StatementArguments) throws -> [CatalogueEntry] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(CatalogueEntry.columns) FROM article WHERE \(condition)")
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var entries: [CatalogueEntry] = []
        while let row = try rows.next() { entries.append(CatalogueEntry(row)) }
        return entries
    }
}
