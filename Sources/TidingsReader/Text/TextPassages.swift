/// Plain text cut into passages: paragraphs (hard-wrapped ones joined again), lists, tables, quoted lines.
///
/// One pass over the lines; what a passage is about is not asked here.
struct TextPassages {
    private let lines: [Line]
    private let wrapping: Wrapping?
    private let unwrapping: Unwrapping?
    /// Most lines end at the same column.
    private let isJustified: Bool
    private var passages: [Passage] = []
    private var next = 0

    static func passages(_ lines: [Line]) -> [Passage] {
        var pass = TextPassages(LinkNumbers.isDump(lines) ? lines.map(LinkNumbers.without) : lines)
        pass.run()
        return pass.passages
    }

    private init(_ lines: [Line]) {
        self.lines = lines
        wrapping = Wrapping(lines)
        unwrapping = wrapping == nil ? nil : Unwrapping(lines)
        let column = wrapping?.column
        isJustified = lines.count { $0.right == column } * 3 > lines.count { !$0.isBlank }
    }

    private mutating func run() {
        while next < lines.count {
            let line = lines[next]
            if line.isBlank {
                next += 1
            } else if isSeparator(line) {
                separator(line)
            } else if line.bytes.first == UInt8(ascii: ">") {
                quote()
            } else if let end = table() {
                next = end
            } else if let end = list() {
                next = end
            } else {
                paragraph()
            }
        }
    }

    private mutating func append(_ form: Passage.Form, _ text: [UInt8], from first: Int, through last: Int) {
        guard !text.isEmpty else { return }
        let place = Passage.Place(
            isAfterBlank: first == 0 || lines[first - 1].isBlank || lines[first].isAfterPageBreak,
            isBeforeBlank: last + 1 >= lines.count || lines[last + 1].isBlank,
            isAfterPageBreak: lines[first].isAfterPageBreak && first > 0)
        passages.append(Passage(form, text, lines: lines[first].number...lines[last].number, place: place))
    }

    /// So many lines around one are looked at, at most: what is asked of each line must not cost a whole article.
    private static let neighbours = 40
    /// A longer list is cut in two.
    private static let itemsMaximum = 1_000

    // MARK: Separators

    /// Punctuation only.
    private func isSeparator(_ line: Line) -> Bool {
        guard let first = line.bytes.first, !(first | 0x20 >= 0x61 && first | 0x20 <= 0x7A) else { return false }
        var scalars = Scalars(line.bytes)
        while let (value, _) = scalars.next() {
            if Letters.isWord(value) || value == 0x24 || value >= 0x1F000 { return false }
        }
        return true
    }

    /// A row of one mark as wide as the line above makes that line a heading.
    private mutating func separator(_ line: Line) {
        let mark = line.bytes.first
        let isRow = line.bytes.count >= 3 && line.bytes.allSatisfy { $0 == mark } && "=-~^_*".utf8.contains(mark ?? 0)
        if isRow, next > 0, !lines[next - 1].isBlank, let last = passages.indices.last,
            passages[last].lines.upperBound == lines[next - 1].number,
            passages[last].isText || passages[last].isHeading
        {
            let above = lines[next - 1]
            let first = passages[last].lines.lowerBound - lines[0].number
            let widest = lines[first..<next].map(\.width).max() ?? 0
            if abs(line.width - above.width) <= 2 || abs(line.width - widest) <= 2,
                abs(line.indent - (lines[first..<next].map(\.indent).min() ?? 0)) <= 2 || line.indent == above.indent,
                passages[last].text.count < 200
            {
                let title = passages[last]
                passages[last] = Passage(
                    .heading(level: mark == UInt8(ascii: "=") ? 1 : 2), title.text, lines: title.lines,
                    place: .init(
                        isAfterBlank: title.place.isAfterBlank, isBeforeBlank: true,
                        isAfterPageBreak: title.place.isAfterPageBreak))
            }
        }
        append(.separator, Array(line.bytes), from: next, through: next)
        next += 1
    }

    // MARK: Quoted lines

    /// Lines that begin with ">", as mail quotes: one quote a paragraph.
    private mutating func quote() {
        var run: [(index: Int, bytes: ArraySlice<UInt8>)] = []
        func flush() {
            guard let first = run.first, let last = run.last else { return }
            let text = (unwrapping ?? Unwrapping([])).joined(run.map(\.bytes))
            append(.quote, text, from: first.index, through: last.index)
            run = []
        }
        while next < lines.count, lines[next].bytes.first == UInt8(ascii: ">") {
            let inner = Line(number: 0, raw: lines[next].bytes.drop { $0 == UInt8(ascii: ">") || $0 == 0x20 })
            if inner.isBlank {
                append(.separator, Array(lines[next].bytes), from: next, through: next)
                flush()
            } else {
                if wrapping == nil, !run.isEmpty { flush() }
                run.append((next, inner.bytes))
            }
            next += 1
        }
        flush()
    }

    // MARK: Tables

    /// Rows of as many cells each, between tabs, strokes or columns of white space, with numbers in them.
    private mutating func table() -> Int? {
        guard lines[next].hasCells else { return nil }
        var rows: [[String]] = []
        var starts: [[Int]] = []
        var end = next
        var last = next
        while end < lines.count, !lines[end].isBlank {
            if isSeparator(lines[end]) {
                guard !rows.isEmpty, lines[end].width >= 3 else { break }
                end += 1
                continue
            }
            let cells = Self.cells(lines[end])
            guard cells.count >= 2,
                rows.isEmpty || cells.count == rows[0].count
                    || abs(cells.count - rows[0].count) == 1 && rows[0].count > 2
            else { break }
            rows.append(cells.map(\.text))
            starts.append(cells.map(\.column))
            last = end
            end += 1
        }
        guard rows.count >= 2, let columns = rows.first?.count, rows.count * columns >= 6 else { return nil }
        let isNumeric = rows.count { row in row.dropFirst().contains { $0.utf8.contains { $0 >= 0x30 && $0 <= 0x39 } } }
        guard isNumeric * 2 >= rows.count else { return nil }
        if !lines[next].bytes.contains(0x09), !lines[next].bytes.contains(UInt8(ascii: "|")), !isAligned(rows, starts) {
            return nil
        }
        let text = Array(rows.map { $0.joined(separator: " | ") }.joined(separator: "\n").utf8)
        append(.table(rows: rows), text, from: next, through: last)
        return last + 1
    }

    private static func cells(_ line: Line) -> [(text: String, column: Int)] {
        var cells: [(String, Int)] = []
        var column = line.indent
        var start = line.bytes.startIndex
        var index = start
        var startColumn = column
        let isStroked = line.bytes.contains(UInt8(ascii: "|"))
        let isTabbed = line.bytes.contains(0x09)
        func close(_ end: Int) {
            let cell = Line(number: 0, raw: line.bytes[start..<end])
            if !cell.isBlank {
                cells.append((cell.text, startColumn + cell.indent))
            } else if isStroked && start > line.bytes.startIndex && end < line.bytes.endIndex {
                cells.append(("", startColumn))
            }
        }
        while index < line.bytes.endIndex {
            let byte = line.bytes[index]
            let isBreak =
                isStroked
                ? byte == UInt8(ascii: "|")
                : isTabbed
                    ? byte == 0x09 : byte == 0x20 && index + 1 < line.bytes.endIndex && line.bytes[index + 1] == 0x20
            if isBreak {
                close(index)
                while index < line.bytes.endIndex,
                    isStroked
                        ? line.bytes[index] == UInt8(ascii: "|")
                        : isTabbed ? line.bytes[index] == 0x09 : line.bytes[index] == 0x20
                {
                    index += 1
                    column += 1
                    if isStroked { break }
                }
                start = index
                startColumn = column
            } else {
                if byte & 0xC0 != 0x80 { column += 1 }
                index += 1
            }
        }
        close(line.bytes.endIndex)
        return cells
    }

    /// The cells behind the first begin, or end, at the same columns in most rows.
    private func isAligned(_ rows: [[String]], _ starts: [[Int]]) -> Bool {
        let columns = rows.map(\.count).max() ?? 0
        let full = rows.indices.filter { rows[$0].count == columns }
        guard full.count * 2 > rows.count else { return false }
        for column in 1..<columns {
            let begins = Dictionary(grouping: full) { starts[$0][column] }.values.map(\.count).max() ?? 0
            let ends =
                Dictionary(grouping: full) { starts[$0][column] + rows[$0][column].unicodeScalars.count }.values.map(
                    \.count
                ).max() ?? 0
            if max(begins, ends) * 3 < full.count * 2 { return false }
        }
        return true
    }

    // MARK: Lists

    private struct OpenItem {
        var bullet: Bullet
        var indent: Int
        var level: Int
        var lines: [Int]
    }

    private mutating func list() -> Int? {
        guard let first = Bullet(lines[next].bytes) else { return nil }
        var items: [OpenItem] = []
        var index = next
        var last = next
        while index < lines.count {
            let line = lines[index]
            if line.isBlank {
                // A blank line may stand between items, two end the list.
                guard index + 1 < lines.count, !lines[index + 1].isBlank else { break }
                let following = lines[index + 1]
                guard let bullet = Bullet(following.bytes),
                    let item = items.last(where: { $0.bullet.isSameKind(as: bullet) }),
                    bullet.follows(item.bullet) || !bullet.isOrdered || following.indent > line.indent,
                    abs(following.indent - item.indent) <= 1 || items.contains(where: { $0.indent == following.indent })
                else { break }
                index += 1
            } else if isSeparator(line) {
                break
            } else if let bullet = Bullet(line.bytes), items.count < Self.itemsMaximum,
                isItem(bullet, line, after: items)
            {
                items.append(OpenItem(bullet: bullet, indent: line.indent, level: 1, lines: [index]))
                last = index
                index += 1
            } else if let item = items.last, goesOn(line, index, item) {
                items[items.count - 1].lines.append(index)
                last = index
                index += 1
            } else {
                break
            }
        }
        guard isList(items, first) else { return nil }
        setLevels(&items)
        let joined = items.map { item -> Passage.Item in
            var parts = item.lines.map { lines[$0].bytes }
            parts[0] = parts[0].dropFirst(item.bullet.length)
            let text = (unwrapping ?? Unwrapping([])).joined(parts.map(\.trimmed))
            return .init(text: Self.singleSpaced(text), level: item.level)
        }.filter { !$0.text.isEmpty }
        guard !joined.isEmpty else { return nil }
        append(
            .list(items: joined, ordered: first.isOrdered), Array(joined.map(\.text).joined(separator: [0x0A])),
            from: next, through: last)
        return last + 1
    }

    /// A bullet in the middle of a list's lines begins an item, unless it cannot follow what stands before.
    private func isItem(_ bullet: Bullet, _ line: Line, after items: [OpenItem]) -> Bool {
        guard let last = items.last else { return true }
        if bullet.isSameKind(as: last.bullet) {
            return !bullet.isOrdered || bullet.follows(last.bullet) || isFirst(bullet) && line.indent != last.indent
        }
        if let same = items.last(where: { $0.bullet.isSameKind(as: bullet) }) {
            return bullet.follows(same.bullet) || !bullet.isOrdered || line.indent > last.indent || isFirst(bullet)
        }
        return line.indent > last.indent || isFirst(bullet) || !bullet.isOrdered
    }

    private func isFirst(_ bullet: Bullet) -> Bool {
        switch bullet.kind {
        case .number(let number): number == 1
        case .letter(let letter): letter == UInt8(ascii: "a") || letter == UInt8(ascii: "i")
        case .roman, .mark: true
        }
    }

    /// A line without a bullet is part of an item where it hangs below its text, or was broken to fit.
    private func goesOn(_ line: Line, _ index: Int, _ item: OpenItem) -> Bool {
        let before = lines[index - 1]
        guard !before.isBlank else { return false }
        if line.indent > item.indent { return wrapping != nil || line.indent >= item.indent + 2 }
        guard let wrapping, line.indent >= item.indent else { return false }
        return wrapping.isBroken(before, before: line)
    }

    /// Several items, or one whose mark is nothing else.
    ///
    /// Numbers with text between them are headings, and so are numbers that do not count up.
    private func isList(_ items: [OpenItem], _ first: Bullet) -> Bool {
        guard items.count == 1 else { return items.count > 1 }
        if first.isOrdered { return false }
        if first.isDash {
            // One dash: an item only below a line that announces it.
            return next > 0 && previousFilled().map { $0.bytes.last == UInt8(ascii: ":") } == true
        }
        return true
    }

    private func previousFilled() -> Line? { lines[..<next].last { !$0.isBlank } }

    private func setLevels(_ items: inout [OpenItem]) {
        var open: [(indent: Int, bullet: Bullet)] = []
        for index in items.indices {
            let item = items[index]
            if let same = open.lastIndex(where: {
                abs($0.indent - item.indent) <= 1 && $0.bullet.isSameKind(as: item.bullet)
            }) {
                open.removeSubrange((same + 1)...)
            } else {
                while let top = open.last, top.indent > item.indent { open.removeLast() }
                // Another mark at the same column is a level below, if the first mark comes again.
                if let top = open.last, top.indent == item.indent,
                    !items[index...].contains(where: {
                        $0.indent == item.indent && $0.bullet.isSameKind(as: top.bullet)
                    })
                {
                    open.removeLast()
                }
                open.append((item.indent, item.bullet))
            }
            items[index].level = min(open.count, 16)
        }
    }

    // MARK: Paragraphs

    private mutating func paragraph() {
        let first = next
        var last = next
        if wrapping != nil {
            while last + 1 < lines.count, isContinued(last, from: first) { last += 1 }
        }
        let text =
            last == first
            ? Array(lines[first].bytes) : (unwrapping ?? Unwrapping([])).joined(lines[first...last].map(\.bytes))
        append(isSetIn(first, last) ? .quote : .text, clean(text, isJoined: last > first), from: first, through: last)
        next = last + 1
    }

    /// Several lines with the same indent, deeper than the text around them: a quotation.
    private func isSetIn(_ first: Int, _ last: Int) -> Bool {
        guard let wrapping, last > first, lines[first].indent >= wrapping.margin + 4,
            lines[first...last].allSatisfy({ $0.indent == lines[first].indent }), first > 0, lines[first - 1].isBlank,
            last + 1 >= lines.count || lines[last + 1].isBlank
        else { return false }
        // Below something at the margin that ends like a sentence or announces it.
        guard let above = lines[..<first].last(where: { !$0.isBlank }), above.indent <= wrapping.margin + 1,
            passages.contains(where: { $0.shape.isProse })
        else { return false }
        return !isCentred(lines[first]) || lines[first].indent == lines[first + 1].indent && last > first
    }

    private func clean(_ text: [UInt8], isJoined: Bool) -> [UInt8] {
        let text = text.suffix(2).elementsEqual([0xC2, 0xAD]) ? Array(text.dropLast(2)) : text
        return isJoined ? Self.singleSpaced(text) : text
    }

    /// Justified lines have several spaces between words.
    private static func singleSpaced(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for byte in text where !(byte == 0x20 && result.last == 0x20) { result.append(byte) }
        return result
    }

    /// Whether the line after this one belongs to the same paragraph.
    private func isContinued(_ index: Int, from first: Int) -> Bool {
        let line = lines[index]
        let following = lines[index + 1]
        guard let wrapping, !following.isBlank, !following.isAfterPageBreak, following.bytes.first != UInt8(ascii: ">"),
            !isSeparator(following)
        else { return false }
        if let bullet = Bullet(following.bytes),
            bullet.isOrdered
                ? following.indent > line.indent || line.bytes.last == UInt8(ascii: ":")
                : !bullet.isDash || following.indent > line.indent || line.bytes.last == UInt8(ascii: ":")
        {
            return false
        }
        // Two parts of a line far from each other are columns of a page's head.
        if index == first, line.hasWideGap, line.width > wrapping.column * 2 / 3, !isJustified { return false }
        let isBroken = wrapping.isBroken(line, before: following)
        // The article's head: who, when and "Key: value" stand on lines of their own, and a deck begins like a sentence.
        if index < Self.headLines || following.width < 16, isMeta(following) || index == first && isMeta(line) {
            return false
        }
        if index < Self.headLines, index == first, endsOpen(line), !Shape.isLowercase(following.bytes),
            !line.isCapitals, isFirstTitle, !Passage(.text, Array(line.bytes), lines: 1...1).shape.isTitleCase
        {
            return false
        }
        if following.indent > line.indent + 1 {
            // Centred lines: a title that was too long for one.
            return isBroken && isCentred(line) && isCentred(following) && index == first
        }
        if isCentred(line), isCentred(following), line.width * 20 >= wrapping.column * 11, endsOpen(line),
            !isSignature(following),
            line.isCapitals == following.isCapitals
        {
            return true
        }
        if Shape.isLowercase(following.bytes), endsOpen(line), following.indent <= line.indent + 1, line.width > 24,
            index == first || line.indent - following.indent <= 1
        {
            return true
        }
        // Paragraphs that begin with an indent: another one begins.
        if following.indent > wrapping.margin, following.indent == lines[first].indent, index == first,
            startsIndented(first)
        {
            return false
        }
        if isBroken { return true }
        // A block set narrower than the text: its own right edge counts.
        if following.indent > wrapping.margin || line.indent > wrapping.margin, let edge = rightEdge(index),
            line.right + following.firstWordWidth >= edge, index + 1 < lines.count,
            endsOpen(line) || line.right + 8 >= edge
        {
            return !isSignature(following)
        }
        return false
    }

    /// Lines at the margin follow in the same run: lines with an indent are the first of their paragraphs.
    private func startsIndented(_ first: Int) -> Bool {
        var index = first
        while index < lines.count, index < first + Self.neighbours, !lines[index].isBlank {
            if lines[index].indent < lines[first].indent { return true }
            index += 1
        }
        index = first
        while index > 0, first - index < Self.neighbours, !lines[index - 1].isBlank {
            index -= 1
            if lines[index].indent < lines[first].indent { return true }
        }
        return false
    }

    /// The widest line of the block of lines with the same indent around a line, if it has three lines or more.
    private func rightEdge(_ index: Int) -> Int? {
        let indent = lines[index].indent
        var from = index
        var through = index
        while from > 0, index - from < 20, !lines[from - 1].isBlank, abs(lines[from - 1].indent - indent) <= 4 {
            from -= 1
        }
        while through + 1 < lines.count, through - index < 20, !lines[through + 1].isBlank,
            abs(lines[through + 1].indent - indent) <= 4
        { through += 1 }
        guard through - from >= 2 else { return nil }
        return lines[from...through].map(\.right).max()
    }

    private func isCentred(_ line: Line) -> Bool {
        guard let wrapping, line.indent >= wrapping.margin + 4 else { return false }
        let middle = wrapping.margin + wrapping.column
        return abs(line.indent + line.right - middle) <= 5
    }

    /// Lines that belong to the article's head are among so many.
    private static let headLines = 40

    /// Nothing that could be a headline stands before.
    private var isFirstTitle: Bool {
        !passages.contains {
            $0.isText && $0.shape.words.count >= 5 && FurnitureRules.verdict($0, isInside: false) == nil
                && MetaLine($0, isNameAllowed: true) == nil
        }
    }

    private func isMeta(_ line: Line) -> Bool {
        guard line.width < 100 else { return false }
        let passage = Passage(.text, Array(line.bytes), lines: 1...1)
        if passage.shape.whole.has(.end), passage.shape.words.count <= 2 { return true }
        if let label = passage.shape.labels.last, label.words < passage.shape.words.count,
            label.clues.hasAny(
                of: Clues(.meta, .byline, .outlet, .tags, .location, .published, .updated, .title, .deck)),
            PrintedLine(passage).gap(before: label.words).first == 0x3A
        {
            return true
        }
        return MetaLine(passage, isNameAllowed: false) != nil
    }

    private func endsOpen(_ line: Line) -> Bool {
        guard let last = line.bytes.last else { return false }
        return !".:!?\"".utf8.contains(last)
    }

    /// "By Ada Quist", "12 March 2024": a line of its own wherever it stands.
    private func isSignature(_ line: Line) -> Bool {
        let passage = Passage(.text, Array(line.bytes), lines: 1...1)
        return passage.shape.label(.byline) != nil || passage.shape.words.contains { $0.month > 0 }
    }
}

extension Line {
    /// Three spaces or more, or a tab, between two words.
    var hasWideGap: Bool {
        var spaces = 0
        for byte in bytes {
            spaces = byte == 0x20 ? spaces + 1 : byte == 0x09 ? 3 : 0
            if spaces >= 3 { return true }
        }
        return false
    }

    var isCapitals: Bool { !bytes.contains { $0 >= 0x61 && $0 <= 0x7A } }
}

extension Shape {
    static func isLowercase(_ bytes: ArraySlice<UInt8>) -> Bool {
        var scalars = Scalars(bytes)
        guard let (value, _) = scalars.next() else { return false }
        return Letters.isWord(value) && !Letters.isUppercase(value) && !(0x30...0x39).contains(value) && value < 0x3040
    }
}

extension Passage {
    var isHeading: Bool { if case .heading = form { true } else { false } }
}
