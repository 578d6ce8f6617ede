import TidingsFeed

/// Markdown: a strict subset of CommonMark (https://spec.commonmark.org/0.31.2/), block by block in one pass.
///
/// Read: ATX and setext headings, paragraphs, bullet and numbered lists, block quotes, fenced code, thematic breaks, a
/// picture alone on its line, hard line breaks, front matter, and of GitHub's extensions tables and footnotes. Not read as
/// such: HTML blocks and link definitions (kept apart), indented code (a paragraph). A list's items are their first
/// paragraphs; quotes do not nest. Lines at the head of a paragraph that say who wrote it and when stand for themselves,
/// as people write them below each other.
enum MarkdownPassages {
    static func passages(_ lines: ArraySlice<Line>) -> [Passage] {
        var pass = Pass()
        for line in lines { pass.take(line) }
        pass.finish()
        return pass.passages
    }
}

/// What is open while lines go by.
private struct Pass {
    var passages: [Passage] = []
    private var open = Open.nothing
    /// The lines of the open paragraph, quote or code.
    private var lines: [Line] = []
    private var list: MarkdownList?

    private enum Open: Equatable {
        case nothing, paragraph, quote, list, table
        case code(fence: ArraySlice<UInt8>)
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
            let text = MarkdownInline.text(of: Self.joined(lines))
            append(.heading(level: underline), text, (lines.first?.number ?? line.number)...line.number)
            forget()
        } else if let fence = Mark.fence(line) {
            begin(.code(fence: fence), with: line)
        } else if let level = Mark.atxLevel(line) {
            close()
            let text = Line(number: line.number, raw: Mark.atxText(line, level: level))
            append(.heading(level: level), MarkdownInline.text(of: text.text), line.number...line.number, else: line)
        } else if Mark.isThematicBreak(line) {
            close()
            append(.separator, line.text, line.number...line.number)
        } else if line.bytes.first == UInt8(ascii: ">") {
            let inner = Line(number: line.number, raw: line.bytes.dropFirst())
            if inner.isBlank {
                close()
                append(.separator, line.text, line.number...line.number)
            } else if open == .quote {
                lines.append(inner)
            } else {
                begin(.quote, with: inner)
            }
        } else if open == .table {
            if line.bytes.contains(UInt8(ascii: "|")) { lines.append(line) } else { begin(.paragraph, with: line) }
        } else if open == .paragraph, let head = lines.last, Mark.isTableRule(line, below: head) {
            lines.removeLast()
            close()
            open = .table
            lines = [head, line]
        } else if Mark.isAside(line), open != .paragraph {
            close()
            append(.meta, line.text, line.number...line.number)
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

    mutating func finish() { close() }

    private mutating func close() {
        switch open {
        case .nothing:
            break
        case .paragraph:
            for part in Self.parts(lines) { paragraph(part) }
        case .quote:
            if let first = lines.first, let last = lines.last {
                append(.quote, MarkdownInline.text(of: Self.joined(lines)), first.number...last.number, else: first)
            }
        case .list:
            if let list { passages.append(list.passage()) }
        case .table:
            table()
        case .code:
            guard let first = lines.first, let last = lines.last else { break }
            let inner = lines.dropFirst().filter { Mark.fence($0) == nil }
            let text = inner.map { String(repeating: " ", count: $0.indent) + $0.text }.joined(separator: "\n")
            append(.code, text, first.number...last.number, else: first)
        }
        forget()
    }

    /// Lines of one paragraph that are read apart: those that end in a hard break, pictures, and at its head those that
    /// say who wrote the article and when.
    private static func parts(_ lines: [Line]) -> [[Line]] {
        var parts: [[Line]] = []
        var isHead = true
        var isOpen = false
        for line in lines {
            let isAlone = isHead && lines.count > 1 && Self.isAlone(line)
            if isOpen, !isAlone { parts[parts.count - 1].append(line) } else { parts.append([line]) }
            isHead = isHead && (isAlone || lines.count <= 6)
            isOpen = !isAlone && !line.endsInBreak && line.bytes.last != UInt8(ascii: "\\")
        }
        return parts
    }

    private static func isAlone(_ line: Line) -> Bool {
        if MarkdownInline.picture(line.text) != nil { return true }
        let passage = Passage(.text, Array(MarkdownInline.text(of: line.text).utf8), lines: 1...1)
        if passage.meta != nil { return true }
        let printed = PrintedLine(passage)
        if let time = printed.time(at: 0), time.end == printed.words.count { return true }
        guard let label = passage.shape.labels.last, label.words < passage.shape.words.count else { return false }
        return label.clues.hasAny(of: Clues(.meta, .byline, .outlet, .tags, .location, .published, .updated, .title))
            && PrintedLine(passage).gap(before: label.words).first == 0x3A
    }

    private mutating func paragraph(_ lines: [Line]) {
        guard let first = lines.first, let last = lines.last else { return }
        var source = Self.joined(lines)
        if source.hasSuffix("\\") { source.removeLast() }
        let range = first.number...last.number
        if let picture = MarkdownInline.picture(source) {
            passages.append(Passage(.picture, Array(picture.utf8), lines: range))
            return
        }
        let text = MarkdownInline.text(of: source)
        guard !text.isEmpty else { return append(.text, text, range, else: first) }
        let bytes = Array(source.utf8)
        let isEmphasized =
            (bytes.first == UInt8(ascii: "*") || bytes.first == UInt8(ascii: "_")) && bytes.last == bytes.first
            && bytes.count > 2
        passages.append(
            Passage(
                .text, Array(text.utf8), lines: range, address: MarkdownInline.address(source),
                isEmphasized: isEmphasized))
    }

    /// Rows of cells between strokes, below them the row that makes them a table.
    private mutating func table() {
        guard let first = lines.first, let last = lines.last else { return }
        let rows = lines.enumerated().filter { $0.offset != 1 }.map { _, line -> [String] in
            var cells = line.text.split(separator: "|", omittingEmptySubsequences: false).map {
                MarkdownInline.text(of: Line(number: 0, raw: Array($0.utf8)[...]).text)
            }
            if cells.first?.isEmpty == true { cells.removeFirst() }
            if cells.last?.isEmpty == true { cells.removeLast() }
            return cells
        }
        append(
            .table(rows: rows), rows.map { $0.joined(separator: " | ") }.joined(separator: "\n"),
            first.number...last.number, else: first)
    }

    /// - Parameter line: what the passage is instead where it has no text.
    private mutating func append(
        _ form: Passage.Form, _ text: String, _ lines: ClosedRange<Int>, else line: Line? = nil
    ) {
        if !text.isEmpty {
            passages.append(Passage(form, Array(text.utf8), lines: lines))
        } else if let line {
            passages.append(Passage(.separator, Array(line.bytes), lines: lines))
        }
    }

    /// Line ends inside a paragraph are spaces (CommonMark 6.8).
    private static func joined(_ lines: [Line]) -> String {
        lines.filter { !$0.isBlank }.map(\.text).joined(separator: " ")
    }
}
