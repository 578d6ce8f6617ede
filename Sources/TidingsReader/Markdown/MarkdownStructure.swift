import TidingsFeed

/// Markdown: a strict subset of CommonMark (https://spec.commonmark.org/0.31.2/), block by block in one pass.
///
/// Read: ATX and setext headings, paragraphs, bullet and numbered lists, block quotes, fenced code, thematic breaks, a
/// picture alone in its paragraph, front matter. Not read as such, kept as paragraphs: HTML blocks, indented code, link
/// definitions, tables. A list's blocks are its items' first paragraphs; quotes do not nest.
enum MarkdownStructure {
    static func read(_ lines: [Line]) -> ArticleStructure {
        var structure = ArticleStructure()
        var start = 0
        if let matter = FrontMatter(lines) {
            matter.fill(&structure)
            start = matter.end
        }
        var pass = Pass(structure: structure)
        for line in lines[start...] { pass.take(line) }
        pass.finish()
        return pass.structure
    }
}

/// What is open while lines go by.
private struct Pass {
    var structure: ArticleStructure
    private var open = Open.nothing
    /// The lines of the open paragraph, quote or code.
    private var lines: [Line] = []
    private var list: MarkdownList?

    private enum Open: Equatable {
        case nothing, paragraph, quote, list
        case code(fence: ArraySlice<UInt8>)
    }

    init(structure: ArticleStructure) {
        self.structure = structure
    }

    mutating func take(_ line: Line) {
        if case .code(let fence) = open {
            lines.append(line)
            if line.bytes.starts(with: fence), line.bytes.allSatisfy({ $0 == fence.first }) { close() }
        } else if line.isBlank {
            if open != .list || list?.blank() != true { close() }
        } else {
            takeFilled(line)
        }
    }

    private mutating func takeFilled(_ line: Line) {
        if let underline = Mark.setextLevel(line), open == .paragraph {
            append(heading: lines, through: line, level: underline, rule: "markdown.heading.setext")
            forget()
        } else if let fence = Mark.fence(line) {
            begin(.code(fence: fence), with: line)
        } else if let level = Mark.atxLevel(line) {
            close()
            let text = Line(number: line.number, raw: Mark.atxText(line, level: level))
            append(heading: [text], through: line, level: level, rule: "markdown.heading.atx")
        } else if Mark.isThematicBreak(line) {
            close()
        } else if line.bytes.first == UInt8(ascii: ">") {
            let inner = Line(number: line.number, raw: line.bytes.dropFirst())
            if open == .quote { lines.append(inner) } else { begin(.quote, with: inner) }
        } else if let item = Mark.item(line) {
            if open == .list, list?.add(item) == true { return }
            close()
            open = .list
            list = MarkdownList(item)
        } else if open == .paragraph || open == .quote {
            // A line without a mark of its own goes on with what is open.
            lines.append(line)
        } else if open != .list || list?.goesOn(with: line) != true {
            begin(.paragraph, with: line)
        }
    }

    private mutating func begin(_ kind: Open, with line: Line) {
        close()
        open = kind
        lines = [line]
    }

    private mutating func forget() {
        open = .nothing
        lines = []
        list = nil
    }

    mutating func finish() {
        close()
        if structure.headline == nil, let first = structure.blocks.first, first.kind == .paragraph {
            structure.headline = first.text
            structure.blocks.removeFirst()
        }
    }

    private mutating func close() {
        switch open {
        case .nothing:
            break
        case .paragraph:
            let text = Self.joined(lines)
            if let picture = MarkdownInline.picture(text) {
                append(.caption, picture, rule: "markdown.caption.picture")
            } else {
                append(.paragraph, MarkdownInline.text(of: text), rule: "markdown.paragraph")
            }
        case .quote:
            append(.quote, MarkdownInline.text(of: Self.joined(lines)), rule: "markdown.quote")
        case .list:
            if let list { structure.blocks.append(list.block()) }
        case .code:
            let inner = lines.dropFirst().filter { Mark.fence($0) == nil }
            let text = inner.map { String(repeating: " ", count: $0.indent) + $0.text }.joined(separator: "\n")
            append(.paragraph, text, rule: "markdown.code.fenced")
        }
        forget()
    }

    private mutating func append(_ kind: Document.Block.Kind, _ text: String, rule: String) {
        guard let first = lines.first, let last = lines.last, !text.isEmpty else { return }
        structure.blocks.append(.init(kind: kind, text: text, lines: first.number...last.number, rule: rule))
    }

    /// The first heading of the first level is the headline, unless the front matter has named one.
    private mutating func append(heading lines: [Line], through last: Line, level: Int, rule: String) {
        let text = MarkdownInline.text(of: Self.joined(lines))
        guard let first = lines.first, !text.isEmpty else { return }
        if structure.headline == nil, level == 1 || structure.blocks.isEmpty {
            structure.headline = text
        } else if text == structure.headline {
            structure.furniture.append(
                .init(kind: "headline_repeat", text: text, line: first.number, rule: "markdown.headline.repeat"))
        } else {
            structure.blocks.append(
                .init(
                    kind: .heading, text: text, level: max(2, level), lines: first.number...last.number, rule: rule))
        }
    }

    /// Line ends inside a paragraph are spaces (CommonMark 6.8).
    private static func joined(_ lines: [Line]) -> String {
        lines.filter { !$0.isBlank }.map(\.text).joined(separator: " ")
    }
}
