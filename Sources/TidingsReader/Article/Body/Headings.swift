import TidingsFeed

/// Headings that nothing marks as such.
extension ArticleReading {
    private static let headingWordsMaximum = 16

    /// Short, begins like a sentence and does not end like one.
    func isHeadingShape(_ index: Int) -> Bool {
        let shape = passages[index].shape
        guard passages[index].isText, shape.bytes <= 140, !shape.words.isEmpty,
            shape.words.count <= Self.headingWordsMaximum, !shape.isProse
        else { return false }
        switch shape.ending {
        case .stop:
            // "Mr. Nobody goes to the U.S." and "Stop!" end so; sentences of the body are longer or quoted.
            guard passages[index].text.last == 0x21 || shape.words.last?.isAllCapitals == true,
                shape.beginning != .quote
            else { return false }
        case .comma, .ellipsis: return false
        // A sentence ends inside of it: the rest broke off, or says who wrote it.
        case .none where shape.sentences > 0 && shape.words.count > 6: return false
        case .colon, .question, .none: break
        }
        // "— Ada Quist, chair of the friends": whose words stand above.
        if passages[index].text.first == 0xE2,
            passages[index].text.starts(with: "— ".utf8) || passages[index].text.starts(with: "– ".utf8)
        {
            return false
        }
        if shape.beginning == .lower
            || shape.beginning == .other
                && passages[index].text.first.map({ $0 < 0x80 && $0 != 0x2D && $0 != 0x24 }) ?? true
        {
            return false
        }
        return true
    }

    /// "- A place apart -": a heading between dashes.
    private static func undecorated(_ text: [UInt8]) -> Range<Int>? {
        guard text.count > 6, text[0] == 0x2D, text[1] == 0x20, text.suffix(2).elementsEqual(" -".utf8) else {
            return nil
        }
        return 2..<(text.count - 2)
    }

    mutating func headingLine(_ index: Int) -> Bool {
        if let inner = Self.undecorated(passages[index].text),
            passages[index].shape.words.count <= Self.headingWordsMaximum, index < lastBody
        {
            append(
                .init(
                    kind: .heading, text: passages[index].string(inner), level: 2, lines: passages[index].lines,
                    rule: "heading.dashes"))
            next = index + 1
            return true
        }
        guard !passages[index].shape.isProse, isHeadingShape(index), !isSpoken(index), let following = following(index)
        else { return false }
        let passage = passages[index]
        let shape = passage.shape
        // It must head something; a question with its letter belongs to an interview.
        guard index < lastBody || passages[following].isList || passages[following].isQuote else { return false }
        if shape.words.count > 1, shape.words[0].end - shape.words[0].start <= 3,
            shape.words[0].isAllCapitals || shape.words[0].end - shape.words[0].start == 1,
            PrintedLine(passage).gap(before: 1).first == 0x3A
        {
            return false
        }
        if let bullet = Bullet(passage.text[...]), case .number(let number) = bullet.kind, passage.text[0] != 0x28 {
            guard
                isProse[following] || passages[following].isList
                    || passages[following].shape.words.count > shape.words.count || following <= lastBody,
                shape.ending != .colon, shape.words.count > 1
            else { return false }
            heading(index, level: 3, number: String(number), rule: "heading.numbered")
            return true
        }
        guard introduces(index, following) else { return false }
        let isApart = passage.place.isAfterBlank && passage.place.isBeforeBlank
        let words = shape.words.count
        if shape.whole.has(.summaryHeading) {
            heading(index, level: 2, rule: "heading.phrase")
            return true
        }
        if shape.ending == .colon {
            // Announces a list: "Key points:", not "They demanded the following:".
            guard words <= 5, passages[following].isList, shape.isTitleCase || words <= 2 || shape.isAllCapitals else {
                return false
            }
        }
        if shape.isAllCapitals, words <= 12 {
            heading(index, level: 2, rule: "heading.capitals")
            return true
        }
        // Somebody's words alone are a pull quote, unless something with capitals or a heading's place speaks for them.
        if shape.isTitleCase {
            heading(index, level: 2, rule: "heading.title-case")
            return true
        }
        guard !shape.isUnspaced || words <= 24 else { return false }
        let isWithinRange = words <= (hasTitleCaseHeadings && words > 1 ? 8 : 12)
        if isApart || hasBlankLines && passage.place.isAfterBlank {
            guard isWithinRange || shape.ending == .question else { return false }
            heading(index, level: 2, rule: "heading.apart")
            return true
        }
        // Without blank lines: shorter than any sentence that breaks off.
        if words <= (hasTitleCaseHeadings ? 4 : 7) || shape.ending == .question && words <= 14 {
            heading(index, level: 2, rule: "heading.short")
            return true
        }
        return false
    }

    /// A turn of a conversation, in which two speak twice or more: "Ada Quist: How so?".
    private func isSpoken(_ index: Int) -> Bool {
        !speakers.isEmpty && speaker(index).map(speakers.contains) == true
    }

    /// The words before the first colon, or one letter before a point, as a key.
    func speaker(_ index: Int) -> UInt64? {
        let passage = passages[index]
        guard passage.isText, passage.shape.words.count >= 2 else { return nil }
        let line = PrintedLine(passage)
        if line.words[0].end == 1, line.words[0].isCapital, line.gap(before: 1).starts(with: [0x2E, 0x20]) {
            return line.words[..<1].key
        }
        guard
            let colon = line.words.indices.dropFirst().prefix(4).first(where: {
                line.gap(before: $0).elementsEqual([0x3A, 0x20])
            }), line.words[..<colon].allSatisfy({ $0.isCapital })
        else { return nil }
        return line.words[..<colon].key
    }

    /// What follows is longer, or a heading below, or a list.
    private func introduces(_ index: Int, _ following: Int) -> Bool {
        let passage = passages[following]
        if passage.isHeading || passage.isList || passage.isTable || passage.isQuote { return true }
        if isProse[following] || passage.shape.bytes > passages[index].shape.bytes { return true }
        return following <= lastBody && (isHeadingShape(following) || passage.shape.words.count >= 3)
    }
}
