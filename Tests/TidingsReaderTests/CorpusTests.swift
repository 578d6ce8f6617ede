import Foundation
import Testing
import TidingsFeed
import TidingsReader

/// Articles of our own with what is expected of them, written by people who had not seen the rules.
struct CorpusTests {
    @Test(arguments: try Corpus.articles(in: "Corpus"))
    func `an article is read as expected`(article: Corpus.Article) throws {
        let read = try article.read()
        #expect(read == article.expected, "\(article.name)")
    }

    /// What is known to be read wrong: as soon as one of them is right, it belongs to the corpus.
    @Test(arguments: try Corpus.articles(in: "Wanted"))
    func `an article that is still wanted`(article: Corpus.Article) throws {
        #expect(try article.read() != article.expected, "\(article.name) is read right now: move its files to Corpus")
    }

    @Test func `there are enough of them, of every kind`() throws {
        let articles = try Corpus.articles(in: "Corpus")
        #expect(articles.count >= 60)
        let blocks = articles.flatMap(\.expected.blocks)
        for kind in ["paragraph", "heading", "list", "quote", "caption", "table", "note"] {
            #expect(blocks.contains { $0.kind == kind }, "no \(kind)")
        }
    }

    /// Nothing lost, nothing doubled: each line that is not blank is in one block, one piece of furniture or one part.
    @Test(arguments: try Corpus.articles(in: "Corpus") + Corpus.articles(in: "Wanted") + Corpus.seeds())
    func `every line is accounted for, once`(article: Corpus.Article) throws {
        let document = try article.document()
        var counts: [Int: Int] = [:]
        let own = document.tidings
        let spans =
            own.blocks.map { $0.lines[0]...$0.lines[1] } + own.furniture.map { $0.line...($0.lastLine ?? $0.line) }
            + own.parts.map { $0.lines[0]...$0.lines[1] }
        for span in spans { for line in span { counts[line, default: 0] += 1 } }
        for (index, line) in article.lines.enumerated() where !line.allSatisfy({ $0.isWhitespace }) {
            #expect(
                counts[index + 1] == 1, "\(article.name) line \(index + 1), \(counts[index + 1] ?? 0) times: \(line)")
        }
    }

    /// docs/READING.md says where each rule stands.
    @Test func `every rule is explained`() throws {
        let guide = try String(contentsOf: Corpus.folder.appending(path: "../../docs/READING.md"), encoding: .utf8)
        var rules: Set<String> = []
        for article in try Corpus.articles(in: "Corpus") + Corpus.articles(in: "Wanted") {
            let own = try article.document().tidings
            rules.formUnion(own.blocks.map(\.rule) + own.furniture.map(\.rule) + own.parts.map(\.rule))
        }
        for rule in rules {
            let group = rule.split(separator: ".", maxSplits: 1).first.map(String.init) ?? rule
            #expect(guide.contains("`\(group).`") || guide.contains("`\(rule)`"), "\(rule)")
        }
    }
}

/// The articles beside this file.
enum Corpus {
    struct Article: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let expected: Expected

        var testDescription: String { name }

        func document() throws -> Document {
            try Reader().document(from: bytes, path: ArticlePath(name))
        }

        func read() throws -> Expected { try Expected(document()) }

        /// Its lines as editors count them.
        var lines: [String] {
            let text =
                String(validating: bytes, as: UTF8.self)
                ?? String(decoding: bytes.map { $0 < 0x80 ? $0 : 0x78 }, as: UTF8.self)
            return text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
        }
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    static func articles(in name: String) throws -> [Article] {
        let folder = folder.appending(path: name)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter {
            $0.hasSuffix(".txt") || $0.hasSuffix(".md")
        }
        .map { file in
            let json = folder.appending(path: file).deletingPathExtension().appendingPathExtension("json")
            return Article(
                name: file, bytes: Array(try Data(contentsOf: folder.appending(path: file))),
                expected: try JSONDecoder().decode(Expected.self, from: Data(contentsOf: json)))
        }
    }

    static func seeds() throws -> [Article] {
        try Samples.files().map { Article(name: $0.name, bytes: $0.bytes, expected: Expected()) }
    }

    /// What of a document is compared; absent fields are expected to be absent.
    struct Expected: Codable, Equatable, Sendable {
        struct Dateline: Codable, Equatable, Sendable {
            var place: String?
            var date: String?
        }

        struct Block: Codable, Equatable, Sendable {
            var kind: String
            var text: String
            var lines: [Int]
            var level: Int?
            var items: [String]?
            var levels: [Int]?
            var ordered: Bool?
            var credit: String?
            var truncated: Bool?
        }

        var language: String?
        var headline: String?
        var deck: String?
        var authors: [String]?
        var outlet: String?
        var published: String?
        var updated: String?
        var dateline: Dateline?
        var blocks: [Block] = []
        var related: [String]?
        var appendix: [String]?
        var bios: [String]?
        var tags: [String]?

        init() {}

        init(_ document: Document) {
            func list(_ texts: [String]?) -> [String]? { texts?.isEmpty == false ? texts : nil }
            let own = document.tidings
            language = document.language
            headline = document.headline
            deck = document.deck
            authors = list(own.authors.map(\.name))
            outlet = own.outlet
            published = own.published?.value
            updated = own.updated?.value
            dateline = own.dateline.flatMap {
                $0.place == nil && $0.date == nil ? nil : Dateline(place: $0.place, date: $0.date)
            }
            blocks = own.blocks.map {
                Block(
                    kind: $0.kind.rawValue, text: $0.text, lines: $0.lines, level: $0.level, items: $0.items,
                    levels: $0.levels, ordered: $0.ordered, credit: $0.credit, truncated: $0.truncated)
            }
            related = list(own.related.map(\.title))
            appendix = list(own.appendix?.items.map(\.title))
            bios = list(own.authors.compactMap(\.bio))
            tags = list(document.subjects?.map(\.name))
        }
    }
}
