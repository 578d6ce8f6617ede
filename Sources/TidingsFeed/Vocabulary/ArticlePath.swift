import Foundation

/// Where an article lies: its path relative to the watched folder, as the bytes the file system has for it.
///
/// Linux names are bytes, not text: a name need not be UTF-8. On the wire a path is the nearest text (`path`), and where
/// that text does not name the file exactly, `path_b64` has the bytes.
package struct ArticlePath: Hashable, Comparable, Sendable {
    /// The bytes, parts separated by `/`, with no `/` at either end.
    ///
    /// Empty for the folder itself.
    package let bytes: [UInt8]

    /// The watched folder itself.
    package static let folder = ArticlePath(bytes: [])

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    /// The nearest text: what is not UTF-8 shows as U+FFFD.
    package var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The exact bytes in base64, only where `text` could not be turned back into them.
    package var base64: String? {
        String(validating: bytes, as: UTF8.self) == nil ? Data(bytes).base64EncodedString() : nil
    }

    /// The last part: the file's own name.
    package var name: ArraySlice<UInt8> {
        bytes[(bytes.lastIndex(of: Self.separator).map { $0 + 1 } ?? 0)...]
    }

    /// The path of `name` inside this directory.
    package func appending(_ name: some Sequence<UInt8>) -> ArticlePath {
        ArticlePath(bytes: bytes.isEmpty ? Array(name) : bytes + [Self.separator] + name)
    }

    /// Whether this path lies below `directory`, at any depth.
    package func isInside(_ directory: ArticlePath) -> Bool {
        if directory.bytes.isEmpty { return !bytes.isEmpty }
        return bytes.count > directory.bytes.count && bytes[directory.bytes.count] == Self.separator
            && bytes.starts(with: directory.bytes)
    }

    /// Byte order: what `LC_ALL=C sort` and the ledger's index use.
    package static func < (left: ArticlePath, right: ArticlePath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    private static let separator = UInt8(ascii: "/")
}
