/// What a line of Markdown begins with.
///
/// Sections are those of CommonMark 0.31.2.
enum Mark {
    /// 4.2: one to six `#`, then white space or nothing.
    static func atxLevel(_ line: Line) -> Int? {
        let level = line.bytes.prefix { $0 == UInt8(ascii: "#") }.count
        guard line.indent < 4, (1...6).contains(level) else { return nil }
        let next = line.bytes.dropFirst(level).first
        return next == nil || next == 0x20 || next == 0x09 ? level : nil
    }

    /// The heading's text, without a closing run of `#`.
    static func atxText(_ line: Line, level: Int) -> ArraySlice<UInt8> {
        let text = line.bytes.dropFirst(level)
        let open = text.reversed().drop { $0 == UInt8(ascii: "#") }
        return open.first == 0x20 || open.first == 0x09 ? text.prefix(open.count) : text
    }

    /// 4.3: the line below a paragraph that makes it a heading.
    static func setextLevel(_ line: Line) -> Int? {
        guard line.indent < 4, let first = line.bytes.first, line.bytes.allSatisfy({ $0 == first }) else { return nil }
        return first == UInt8(ascii: "=") ? 1 : first == UInt8(ascii: "-") ? 2 : nil
    }

    /// 4.5: the run of three or more backticks or tildes that opens fenced code.
    static func fence(_ line: Line) -> ArraySlice<UInt8>? {
        guard line.indent < 4, let first = line.bytes.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~")
        else { return nil }
        let run = line.bytes.prefix { $0 == first }
        return run.count >= 3 && !line.bytes.dropFirst(run.count).contains(UInt8(ascii: "`")) ? run : nil
    }

    /// 4.1: three or more `-`, `_` or `*`, and nothing else but white space.
    static func isThematicBreak(_ line: Line) -> Bool {
        let marks = line.bytes.filter { $0 != 0x20 && $0 != 0x09 }
        guard line.indent < 4, marks.count >= 3, let first = marks.first, "-_*".utf8.contains(first) else {
            return false
        }
        return marks.allSatisfy { $0 == first }
    }

    /// GitHub's tables (https://github.github.com/gfm/#tables-extension-): the row of dashes below the head.
    static func isTableRule(_ line: Line, below head: Line) -> Bool {
        line.bytes.contains(UInt8(ascii: "|")) && line.bytes.contains(UInt8(ascii: "-"))
            && head.bytes.contains(UInt8(ascii: "|"))
            && line.bytes.allSatisfy { "|-: ".utf8.contains($0) }
    }

    /// A link's definition (4.7), a line of HTML, a comment: none of the text.
    static func isAside(_ line: Line) -> Bool {
        if line.bytes.first == UInt8(ascii: "<"), line.bytes.last == UInt8(ascii: ">") {
            return !line.bytes.starts(with: "<http".utf8)
        }
        guard line.bytes.first == UInt8(ascii: "["), line.bytes.dropFirst().first != UInt8(ascii: "^"),
            let close = line.bytes.firstIndex(of: UInt8(ascii: "]"))
        else { return false }
        return line.bytes[close...].starts(with: "]: ".utf8) && !line.bytes[(close + 3)...].contains(0x20)
    }

    struct Item {
        let line: Line
        let isOrdered: Bool
        /// The column of its bullet or number.
        let markColumn: Int
        /// The column its text begins at: what is indented as far belongs to it.
        let column: Int
    }

    /// 5.2: a bullet or a number, then white space.
    static func item(_ line: Line) -> Item? {
        let digits = line.bytes.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
        guard digits <= 9, let mark = line.bytes.dropFirst(digits).first else { return nil }
        let isOrdered = digits > 0
        guard (isOrdered ? ".)" : "-*+").utf8.contains(mark) else { return nil }
        let rest = line.bytes.dropFirst(digits + 1)
        guard let space = rest.first, space == 0x20 || space == 0x09 else { return nil }
        let text = Line(number: line.number, raw: rest)
        return Item(
            line: text, isOrdered: isOrdered, markColumn: line.indent,
            column: line.indent + digits + 1 + min(4, text.indent))
    }
}
