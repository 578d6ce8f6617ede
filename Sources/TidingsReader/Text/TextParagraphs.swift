/// Paragraphs of plain text: which lines belong to one.
extension TextPassages {
    mutating func paragraph() {
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
    static func singleSpaced(_ text: [UInt8]) -> [UInt8] {
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
        // A headline in capitals that was too long for one line: so many words are neither a paper nor a person.
        if index == first, index < Self.headLines, line.isCapitals, following.isCapitals, endsOpen(line), isFirstTitle,
            line.bytes.count(where: { $0 == 0x20 }) >= 4, following.bytes.count(where: { $0 == 0x20 }) >= 3,
            !isMeta(line), !isMeta(following), !isSignature(following),
            line.bytes.contains(where: { $0 >= 0x41 && $0 <= 0x5A })
        {
            return true
        }
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
                && $0.metaWithNames == nil
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
        return passage.meta != nil
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
