import TidingsFeed

/// Plain text: a headline, then paragraphs, headings and lists, told apart by the shape of lines and their neighbours.
///
/// One line is one paragraph, as in text copied from a web page.
enum TextStructure {
    static func read(_ lines: [Line]) -> ArticleStructure {
        var structure = ArticleStructure()
        let filled = lines.filter { !$0.isBlank }
        var next = 0
        while next < filled.count {
            let line = filled[next]
            if structure.headline == nil {
                takeHead(line, into: &structure)
                next += 1
            } else if line.text == structure.headline {
                structure.furniture.append(
                    .init(kind: "headline_repeat", text: line.text, line: line.number, rule: "text.headline.repeat"))
                next += 1
            } else if let line = StampLine(line), line.isFirst(in: structure) {
                switch line.kind {
                case .published: structure.published = line.stamp
                case .updated: structure.updated = line.stamp
                }
                next += 1
            } else if let list = list(in: filled[next...]) {
                structure.blocks.append(list)
                next += list.items?.count ?? 1
            } else {
                let following = next + 1 < filled.count ? filled[next + 1] : nil
                let isApart = lines.isBlank(before: line) && lines.isBlank(after: line)
                structure.blocks.append(
                    heading(line, before: following, isApart: isApart)
                        ?? .init(
                            kind: .paragraph, text: line.text, lines: line.number...line.number,
                            rule: "text.paragraph.line"))
                next += 1
            }
        }
        return structure
    }

    /// Before the headline only lines of navigation can stand.
    private static func takeHead(_ line: Line, into structure: inout ArticleStructure) {
        if NavigationPhrases.all.contains(line.bytes.lowercasedASCII()) {
            structure.furniture.append(
                .init(kind: "nav", text: line.text, line: line.number, rule: "text.furniture.navigation"))
        } else {
            structure.headline = line.text
        }
    }

    /// A run of lines that each begin with a bullet.
    private static func list(in lines: ArraySlice<Line>) -> Document.Block? {
        let bulleted = lines.prefix { Bullet.length(in: $0.bytes) != nil }
        guard let first = bulleted.first, let last = bulleted.last else { return nil }
        let items = bulleted.map { line in
            Line(number: line.number, raw: line.bytes.dropFirst(Bullet.length(in: line.bytes) ?? 0)).text
        }
        return .init(
            kind: .list, text: items.joined(separator: "\n"), items: items, lines: first.number...last.number,
            rule: "text.list.bullet")
    }

    /// Longest heading, in bytes: two printed lines.
    private static let headingBytesMaximum = 120

    /// A heading is short, begins like a sentence and does not end like one; it introduces something longer than itself.
    private static func heading(_ line: Line, before following: Line?, isApart: Bool) -> Document.Block? {
        guard let following, line.bytes.count <= headingBytesMaximum, let first = line.text.unicodeScalars.first,
            let last = line.bytes.last, !".,;:!\"".utf8.contains(last), !line.text.hasSuffix("”")
        else { return nil }
        if let number = leadingNumber(of: line.bytes), isApart {
            return .init(
                kind: .heading, text: line.text, level: 3, number: number, lines: line.number...line.number,
                rule: "text.heading.numbered")
        }
        let isIntroduction =
            following.bytes.count > line.bytes.count || leadingNumber(of: following.bytes) != nil
            || Bullet.length(in: following.bytes) != nil
        guard isIntroduction, first.properties.isUppercase || first.properties.numericType != nil else { return nil }
        guard isApart || isTitleCase(line.text) else { return nil }
        return .init(
            kind: .heading, text: line.text, level: 2, lines: line.number...line.number, rule: "text.heading.short-line"
        )
    }

    /// The number of a numbered heading, which ends with a point or a bracket.
    private static func leadingNumber(of bytes: ArraySlice<UInt8>) -> String? {
        let digits = bytes.prefix { $0 >= 0x30 && $0 <= 0x39 }
        let rest = bytes.dropFirst(digits.count)
        guard (1...3).contains(digits.count), rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")"),
            rest.dropFirst().first == UInt8(ascii: " ")
        else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Most of the longer words begin with a capital, and there are at least two.
    private static func isTitleCase(_ text: String) -> Bool {
        let words = text.split(separator: " ").filter { $0.utf8.count > 3 }
        let capitals = words.count { $0.unicodeScalars.first?.properties.isUppercase == true }
        return words.count >= 2 && capitals * 3 >= words.count * 2
    }
}

extension StampLine {
    /// An article has one of each; a second one is part of its text.
    fileprivate func isFirst(in structure: ArticleStructure) -> Bool {
        (kind == .published ? structure.published : structure.updated) == nil
    }
}

extension [Line] {
    /// Whether nothing, or a blank line, stands before this line.
    fileprivate func isBlank(before line: Line) -> Bool {
        line.number == 1 || self[line.number - 2].isBlank
    }

    fileprivate func isBlank(after line: Line) -> Bool {
        line.number == count || self[line.number].isBlank
    }
}
