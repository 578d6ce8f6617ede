import Crypto
package import TidingsFeed

/// Reads an article: bytes in, document out.
///
/// A pure function of the bytes and the file's name: no file, no clock, no log, no state between articles. The same bytes
/// give the same document on every machine, for ever per `version`.
package struct Reader: Sendable {
    /// Raised whenever any document would come out different.
    package static let version = "5"

    /// Largest article read, in bytes, and the most lines with text on them.
    ///
    /// Its document stays below the feed's largest reply (16 MiB) even where it is one list, whose text stands there
    /// three times, with every quotation mark escaped.
    package static let articleBytesMaximum = 2 << 20
    package static let articleLinesMaximum = 20_000

    /// Why bytes are not an article; `rawValue` is the `reason` of the change.
    package enum Unreadable: String, Error, Sendable {
        /// There are NUL bytes, or too many other control characters: a picture, an archive, a program.
        case notText
        /// There is nothing but white space.
        case empty
        /// More than `articleBytesMaximum` or `articleLinesMaximum`.
        case tooLarge
    }

    package init() {}

    /// The document of these bytes.
    ///
    /// `uri` names the content (RFC 6920); a store puts its own there.
    /// - Parameters:
    ///   - path: the article's path or file name: its ending says which format it is read in.
    package func document(from bytes: [UInt8], path: ArticlePath) throws(Unreadable) -> Document {
        let digest = SHA256.hash(data: bytes)
        return try structure(from: bytes, path: path).document(path: path, bytes: bytes.count, digest: Array(digest))
    }

    /// What the text's shape and words tell, before it is put into its envelope.
    package func structure(from bytes: [UInt8], path: ArticlePath) throws(Unreadable) -> ArticleStructure {
        guard bytes.count <= Self.articleBytesMaximum else { throw .tooLarge }
        let text = try DecodedText(bytes)
        // Windows-1252 grows as UTF-8.
        guard text.utf8.count <= Self.articleBytesMaximum else { throw .tooLarge }
        let format = ArticleName(path.name)?.format ?? .text
        let lines = Line.lines(of: text.utf8, tab: format == .markdown ? 4 : 8)
        // No NUL, and of other control characters at most one in a hundred bytes: text has a few strays, not more.
        guard lines.reduce(0, { $0 + $1.controls }) * 100 <= text.utf8.count else { throw .notText }
        let filled = lines.count { !$0.isBlank }
        guard filled > 0 else { throw .empty }
        guard filled <= Self.articleLinesMaximum else { throw .tooLarge }

        var structure = ArticleStructure(format: format, encoding: text.encoding)
        structure.leftovers = Leftovers.found(in: lines)
        let passages: [Passage]
        switch format {
        case .text:
            passages = TextPassages.passages(lines)
        case .markdown:
            var start = 0
            if let matter = FrontMatter(lines) {
                matter.fill(&structure)
                start = matter.end
            }
            passages = MarkdownPassages.passages(lines[start...])
        }
        return ArticleReading.read(passages, into: structure)
    }
}
