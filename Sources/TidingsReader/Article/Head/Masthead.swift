import TidingsFeed

/// What stands before the headline: the paper's name, its date, navigation.
extension ArticleReading {
    mutating func beforeHeadline(_ index: Int) {
        let passage = passages[index]
        // "Vol. 41, No. 39 – September 28, 2023": the issue's day, if nothing else says when.
        if issue == nil, passage.isText, passage.shape.words.contains(where: { $0.month > 0 }) {
            let cells = Self.cells(passage)
            let dated = cells.firstIndex { $0.meta?.hasDay == true }
            // Beside the day stands the paper or a number, not a teaser.
            let isIssue = cells.indices.allSatisfy { other in
                let words = cells[other].shape.words
                return other == dated || words.contains(where: \.isNumber) || isMastheadName(cells[other])
            }
            if isIssue, let dated, let stamp = cells[dated].meta?.stamps.first,
                stamp.kind == nil, stamp.stamp?.value.utf8.count == 10
            {
                issue = stamp.stamp
            }
            issue?.line = passage.lines.lowerBound
        }
        if case .heading = passage.form {
        } else if !passage.isText {
            if case .picture = passage.form { return picture(index) }
            return furniture(index, outside[index] ?? ("nav", "head.before-headline"))
        }
        if outside[index] == nil, note(index) || caption(index) { return }
        if let (clue, start) = keyValue(passage), keyField(index, clue, start) { return }
        if outside[index]?.kind != "legal", meta(index) { return }
        if let verdict = outside[index] {
            if verdict.kind == "nav" || verdict.kind == "share" { masthead(index) }
            return furniture(index, verdict)
        }
        if masthead(index) { return part("outlet", index, rule: "outlet.masthead") }
        let line = PrintedLine(passage)
        if isSlug(passage) { return furniture(index, ("meta", "head.slug")) }
        if passage.shape.words.count <= 7, line.isOutlet(0..<line.words.count) || isNamedElsewhere(index) {
            if structure.outlet == nil { structure.outlet = passage.string }
            return part("outlet", index, rule: "outlet.masthead")
        }
        // The first line of all, and no name of a section: the paper's.
        if passages[..<index].indices.allSatisfy({ outside[$0] != nil }), structure.outlet == nil,
            isMastheadName(passage)
        {
            // Right above the headline it may be a section's name too.
            if index + 1 < passages.count, outside[index + 1] != nil || index + 1 != headline {
                weakOutlet = weakOutlet ?? passage.string
            }
            return weakOutlet == nil
                ? furniture(index, ("topic_label", "head.label")) : part("outlet", index, rule: "outlet.first-line")
        }
        if passage.shape.words.count <= 4 { return furniture(index, ("topic_label", "head.label")) }
        furniture(index, (passage.shape.isProse ? "promo" : "nav", "head.before-headline"))
    }

    /// The parts of a line between wide gaps and marks.
    static func cells(_ passage: Passage) -> [Passage] {
        cellRanges(passage.text).map { Passage(.text, Array($0), lines: passage.lines) }
    }

    /// Between them stand two spaces or more, a tab, two colons, or a mark with a space on either side.
    static func cellRanges(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var cells: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        func close(_ end: Int, _ next: Int) {
            let cell = text[start..<end].trimmed
            if !cell.isEmpty { cells.append(cell) }
            start = next
            index = next
        }
        while index < text.count {
            if text[index] == 0x09 {
                close(index, index + 1)
            } else if text[index] == 0x3A, index + 1 < text.count, text[index + 1] == 0x3A {
                close(index, index + 2)
            } else if text[index] == 0x20, index + 1 < text.count {
                if text[index + 1] == 0x20 {
                    close(index, index + 2)
                } else if let length = markLength(text[(index + 1)...]), index + 1 + length < text.count,
                    text[index + 1 + length] == 0x20
                {
                    close(index, index + 2 + length)
                } else {
                    index += 1
                }
            } else {
                index += 1
            }
        }
        close(text.count, text.count)
        return cells
    }

    private static let cellMarks = ["|", "·", "•", "*", ">", "›", "–", "—", "-"].map { Array($0.utf8) }

    private static func markLength(_ rest: ArraySlice<UInt8>) -> Int? {
        guard let first = rest.first, first >= 0x80 || first == 0x7C || first == 0x2A || first == 0x3E || first == 0x2D
        else { return nil }
        return cellMarks.first { rest.starts(with: $0) }?.count
    }

    func isMastheadName(_ passage: Passage) -> Bool {
        let words = passage.shape.words
        guard words.count <= 4, passage.shape.ending == .none,
            !words.contains(where: { $0.month > 0 || $0.clues.hasAny(of: Clues(.updated, .published)) }),
            words.allSatisfy({ $0.isCapital || $0.isNumber || $0.end - $0.start <= 3 })
        else { return false }
        return words.count {
            !$0.clues.hasAny(of: Clues(.sectionName, .topic, .connector, .interfaceWord, .slug)) && !$0.isNumber
        } * 2 >= words.count && !passage.shape.whole.hasAny(of: Clues(.topic, .slug, .note))
    }

    /// The name of the paper in one of the cells of a line that has several: in the first, or where it looks like one.
    @discardableResult
    private mutating func masthead(_ index: Int) -> Bool {
        let passage = passages[index]
        guard structure.outlet == nil, passage.shape.bytes <= 200 else { return false }
        // "The Courier home": what a link to the first page says to those who cannot see it.
        let line = PrintedLine(passage)
        if line.words.count >= 3, line.has(line.words.count - 1, .homeWord),
            line.words.dropLast().allSatisfy({ $0.isCapital || $0.end - $0.start <= 3 })
        {
            structure.outlet = line.string(0..<line.words.count - 1)
            return true
        }
        let cells = Self.cells(passage)
        guard cells.count > 1 else { return false }
        for (number, cell) in cells.enumerated() where cell.shape.words.count <= 6 {
            let line = PrintedLine(cell)
            let isSure = line.isOutlet(0..<line.words.count)
            if isSure || number == 0 && isMastheadName(cell) && passage.text.first != UInt8(ascii: "[") {
                if isSure { structure.outlet = cell.string } else { weakOutlet = weakOutlet ?? cell.string }
                // A date beside it is the issue's.
                let rest = cells[(number + 1)...].map(\.string).joined(separator: " | ")
                if let meta = MetaLine(Passage(.text, Array(rest.utf8), lines: passage.lines), isNameAllowed: false) {
                    takeStamps(meta)
                }
                return true
            }
        }
        return false
    }

    /// A name that a copyright line, a bio or a title of the page repeats.
    func isNamedElsewhere(_ index: Int) -> Bool {
        let name = passages[index].text
        guard name.count >= 3, name.count <= 50,
            passages[index].shape.words.allSatisfy({ $0.isCapital || $0.end - $0.start <= 3 })
        else { return false }
        return passages.indices.contains { other in
            guard other != index, passages[other].shape.bytes <= Shape.bytesMaximum,
                passages[other].text.count > name.count
            else { return false }
            guard outside[other]?.kind == "legal" || other == headline || isBio(other, isExpected: false) else {
                return false
            }
            return Self.contains(passages[other].text, name)
        }
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        func lower(_ bytes: [UInt8]) -> [UInt8] { bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } }
        return lower(text).firstIndex(of: lower(part)[...]) != nil
    }
}
