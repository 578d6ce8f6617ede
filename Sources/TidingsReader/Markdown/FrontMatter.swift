import TidingsFeed
import Yams

/// The YAML between two `---` lines at the top of a Markdown file, and what of it ninjs has a place for.
struct FrontMatter {
    /// The line after the closing mark, as an index into the lines read.
    let end: Int
    private let fields: [String: Node]
    private let firstLine: Int
    private let lastLine: Int
    /// As it stands in the file.
    private let source: String

    /// More than this is not read as front matter: it is a head, not the article.
    private static let linesMaximum = 200
    private static let bytesMaximum = 64 << 10
    /// Aliases of aliases grow as a power of their number: with so few of them, to some hundreds of nodes at most.
    private static let aliasesMaximum = 16

    /// `nil` where there is none, or where it is no YAML, with or without quotation marks around its values: the lines then are ordinary Markdown, and nothing is lost.
    init?(_ lines: [Line]) {
        guard let first = lines.first, first.text == "---", first.indent == 0,
            let close = lines.prefix(Self.linesMaximum).dropFirst().firstIndex(where: {
                $0.indent == 0 && ($0.text == "---" || $0.text == "...")
            })
        else { return nil }
        let yaml = lines[1..<close].map { String(repeating: " ", count: $0.indent) + $0.text }.joined(separator: "\n")
        guard yaml.utf8.count <= Self.bytesMaximum, Self.aliases(in: yaml) <= Self.aliasesMaximum else { return nil }
        guard let mapping = Self.mapping(yaml) ?? Self.mapping(Self.quoted(lines[1..<close])) else { return nil }
        var fields: [String: Node] = [:]
        for (key, value) in mapping { if let name = key.string { fields[name.lowercased()] = value } }
        self.fields = fields
        self.end = close + 1
        self.firstLine = first.number
        self.lastLine = lines[close].number
        self.source = yaml
    }

    private static func mapping(_ yaml: String) -> Node.Mapping? {
        (try? Yams.compose(yaml: yaml))?.mapping
    }

    /// The same with quotation marks around the values: mostly a colon in a title is what makes it no YAML.
    private static func quoted(_ lines: ArraySlice<Line>) -> String {
        lines.map { line in
            let text = String(repeating: " ", count: line.indent) + line.text
            guard line.indent == 0, let match = line.text.wholeMatch(of: /([A-Za-z][A-Za-z_ -]{0,39}): +(.+)/),
                !(match.2.first == "[" && match.2.last == "]"), !isQuoted(match.2)
            else { return text }
            let value = match.2.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\(match.1): \"\(value)\""
        }.joined(separator: "\n")
    }

    private static func isQuoted(_ value: Substring) -> Bool {
        (value.first == "\"" || value.first == "'") && (try? Yams.compose(yaml: String(value)))?.scalar != nil
    }

    /// Fills in what the fields say.
    ///
    /// Names are those that static-site generators and note programs use.
    func fill(_ structure: inout ArticleStructure) {
        structure.parts.append(
            .init(field: "front_matter", text: source, lines: firstLine...lastLine, rule: "markdown.front-matter"))
        structure.headline = text("title", "headline")
        structure.deck = text("description", "subtitle", "summary", "deck", "excerpt")
        structure.language = text("language", "lang").flatMap(Self.languageTag)
        structure.outlet = text("outlet", "publisher", "publication", "source")
        structure.authors = authors("authors", "author", "byline", "by")
        structure.subjects = texts("tags", "keywords", "categories")
        structure.people = texts("people", "persons")
        structure.organisations = texts("organisations", "organizations", "companies")
        structure.places = texts("places", "locations")
        structure.published = stamp("published", "date", "pubdate", "datepublished")
        structure.updated = stamp("updated", "modified", "lastmod", "datemodified")
    }

    /// How many words look like an alias: `*` at the beginning of a word, with something behind it.
    private static func aliases(in yaml: String) -> Int {
        let bytes = Array(yaml.utf8)
        return bytes.indices.count { index in
            bytes[index] == UInt8(ascii: "*") && (index == 0 || " \n[{,:-?".utf8.contains(bytes[index - 1]))
                && index + 1 < bytes.count && !" \n".utf8.contains(bytes[index + 1])
        }
    }

    private func node(_ names: [String]) -> Node? {
        names.lazy.compactMap { fields[$0] }.first
    }

    private func text(_ names: String...) -> String? {
        node(names)?.scalar.map(\.string).flatMap { $0.isEmpty || $0 == "null" || $0 == "~" ? nil : $0 }
    }

    /// A field that is one text or a list of texts; an author may also be a mapping with a name.
    private func texts(_ names: String...) -> [String] { texts(names) }

    private func texts(_ names: [String]) -> [String] {
        guard let node = node(names) else { return [] }
        let items = node.sequence.map(Array.init) ?? [node]
        return items.compactMap { ($0.mapping?["name"] ?? $0).scalar?.string }.filter { !$0.isEmpty }
    }

    /// Several people in one text, with their jobs, as below a headline: "Ada Quist, Jon Bell and Mirel Costin".
    private func authors(_ names: String...) -> [Document.Author] {
        guard let text = node(names)?.scalar?.string else { return texts(names).map { .init(name: $0) } }
        var parse = MetaParse(line: PrintedLine(Array(text.utf8)), number: firstLine, isNameAllowed: true)
        guard parse.run(), case let meta = parse.meta, !meta.authors.isEmpty, meta.stamps.isEmpty, meta.outlet == nil,
            meta.location == nil
        else { return texts(names).map { .init(name: $0) } }
        return meta.authors.map { .init(name: $0.name, title: $0.title) }
    }

    private func stamp(_ names: String...) -> Document.Stamp? {
        for name in names {
            guard let scalar = fields[name]?.scalar else { continue }
            // The mark's line counts from 1 within the YAML, which begins one line below the opening mark.
            let line = firstLine + (scalar.mark?.line ?? 1)
            if let stamp = ISOStamp(scalar.string) {
                return .init(raw: scalar.string, value: stamp.value, zone: stamp.zone, line: line)
            }
            // "3 March 2026", "12.05.2025, 18:05": as below a headline.
            let printed = Passage(.text, Array(scalar.string.utf8), lines: line...line)
            if let stamp = printed.meta?.stamps.first?.stamp { return stamp }
        }
        return nil
    }

    /// A well-formed language tag (BCP 47): letters, then parts of up to eight letters or digits.
    private static func languageTag(_ text: String) -> String? {
        let tag = String(text.map { $0 == "_" ? "-" : $0 })
        return tag.wholeMatch(of: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/) == nil ? nil : tag
    }
}
