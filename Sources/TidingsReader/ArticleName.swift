package import TidingsFeed

/// A file name that says "this is an article", and in which format.
package struct ArticleName: Sendable {
    package let format: Document.Format

    /// The endings read, in lower case; upper case counts too.
    static let formats: [(ending: String, format: Document.Format)] = [
        (".txt", .text), (".text", .text), (".md", .markdown), (".markdown", .markdown),
    ]

    /// `nil` where the file is not an article: other endings, and what editors and copying tools leave while they work
    /// (all dot files: `.x.swp`, `.goutputstream-…`, rsync's `.x.txt.AbC123`).
    ///
    /// `x.txt~`, `x.txt.part`, `x.txt.crdownload`, `x.tmp` and vim's `4913` have other endings.
    package init?(_ name: some BidirectionalCollection<UInt8>) {
        guard name.first != UInt8(ascii: ".") else { return nil }
        for (ending, format) in Self.formats
        where name.count > ending.utf8.count && name.suffix(ending.utf8.count).lowercasedASCII() == Array(ending.utf8) {
            self.format = format
            return
        }
        return nil
    }
}

extension Sequence<UInt8> {
    func lowercasedASCII() -> [UInt8] {
        map { ($0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z")) ? $0 | 0x20 : $0 }
    }
}
