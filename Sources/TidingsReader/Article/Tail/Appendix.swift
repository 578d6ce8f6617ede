import TidingsFeed

/// Sources, videos and other lists that belong to the article but not to its text.
extension ArticleReading {
    mutating func appendix(_ heading: Int) -> Bool {
        // Only behind the body, or with items that are not sentences.
        var end = heading + 1
        var items: [Document.Link] = []
        var rows: [(index: Int, text: [UInt8], address: String?)] = []
        let isNamed =
            passages[heading].shape.label(.appendixHeading).map { $0 >= 2 } == true
            || passages[heading].shape.words.first?.clues.has(.appendixHeading) == true
                && passages[heading].shape.words.count > 1
        loop: while end < passages.count {
            let passage = passages[end]
            switch passage.form {
            case .list(let list, _):
                for item in list { rows.append((end, item.text, item.address)) }
            case .text:
                if let kind = outside[end]?.kind, kind != "nav" || !FurnitureRules.isAddress(passage),
                    passage.shape.words.count > 1 || ["comment_prompt", "pager", "legal"].contains(kind)
                {
                    break loop
                }
                if passage.shape.whole.hasAny(of: Clues(.relatedHeading, .teaserHeading, .bioHeading, .reporting))
                    || tagsLabel(end).map({ !$0.isClosed }) == true || isNote[end] || isBio(end, isExpected: false)
                    || passages[end].begins(withNameOf: structure.authors)
                {
                    break loop
                }
                if passage.text.contains(UInt8(ascii: "@")), passage.shape.words.count <= 24 { break loop }
                // Sentences behind titles are no items.
                if isProse[end], !isReference(passage), passage.shape.sentences >= 2,
                    rows.contains(where: { !isProse[$0.index] })
                {
                    break loop
                }
                if isProse[end], !isReference(passage),
                    rows.isEmpty || end <= lastBody && passage.place.isAfterBlank && !passages[end - 1].isText
                {
                    if rows.isEmpty && isNamed && heading > lastBody - 6 {} else { break loop }
                }
                rows.append((end, passage.text, passage.address))
            case .separator where rows.isEmpty: break
            case .meta: rows.append((end, passage.text, passage.address))
            case .quote, .picture: break loop
            default: break loop
            }
            end += 1
        }
        guard !rows.isEmpty else { return false }
        let prose = rows.count { isProse[$0.index] && !isReference(passages[$0.index]) }
        // "Further information", and a paragraph: the article's own.
        guard prose < rows.count || rows.count > 2 || heading > lastBody else { return false }
        guard prose * 2 <= rows.count || isNamed && heading >= lastBody - rows.count else { return false }
        guard heading > lastBody || prose < rows.count || isNamed else { return false }
        items = group(rows)
        guard !items.isEmpty else { return false }
        if let before = structure.appendix {
            structure.appendix = .init(heading: before.heading, items: before.items + items)
        } else {
            var title = passages[heading].string
            if title.hasSuffix(":") { title.removeLast() }
            structure.appendix = .init(heading: title, items: items)
        }
        part("appendix", heading, rule: "appendix.heading")
        for index in (heading + 1)..<end {
            if passages[index].isSeparator {
                furniture(index, ("separator", "furniture.separator"))
            } else {
                part("appendix", index, rule: "appendix.item")
            }
        }
        next = end
        return true
    }

    /// An item of a list of sources, though it ends in a point: with a number, or an address.
    private func isReference(_ passage: Passage) -> Bool {
        passage.text.first == UInt8(ascii: "[") || Bullet(passage.text[...]) != nil
            || passage.text.firstIndex(of: ArraySlice("http".utf8)) != nil || passage.text.first == UInt8(ascii: "^")
    }

    /// Titles with what stands around them: the name of a platform before each of them, an age or a channel behind.
    private func group(_ rows: [(index: Int, text: [UInt8], address: String?)]) -> [Document.Link] {
        func isPlatform(_ text: [UInt8]) -> Bool {
            let words = Words(text[...], in: .shared).all
            return words.count == 1 && words[0].clues.has(.platform)
        }
        let texts = rows.map { row -> [UInt8] in
            var text = row.text[...]
            if let bullet = Bullet(text) { text = text.dropFirst(bullet.length) }
            // [1], [^1]:
            if text.first == UInt8(ascii: "["), let close = text.firstIndex(of: UInt8(ascii: "]")),
                close - text.startIndex <= 6
            {
                text = text[(close + 1)...].drop { $0 == 0x3A || $0 == 0x20 }
            }
            return Array(text)
        }
        // A platform before every title: what follows the title belongs to it.
        if texts.count(where: isPlatform) >= 2, texts.first.map(isPlatform) == true {
            var items: [Document.Link] = []
            for index in texts.indices where index > 0 && isPlatform(texts[index - 1]) && !isPlatform(texts[index]) {
                items.append(link(String(decoding: texts[index], as: UTF8.self), rows[index].address))
            }
            return items
        }
        return texts.indices.compactMap { index -> Document.Link? in
            let text = texts[index]
            let words = Words(text[...], in: .shared).all
            if text.isEmpty || isPlatform(text) { return nil }
            let line = PrintedLine(text)
            if line.phrase(.ago, from: 0) == words.count, !words.isEmpty { return nil }
            // Lengths and counts: "4:12 · 1,203 views".
            if words.allSatisfy({ $0.isNumber || $0.clues.hasAny(of: Clues(.interfaceWord, .share)) }), text.count < 30
            {
                return nil
            }
            return link(String(decoding: text, as: UTF8.self), rows[index].address)
        }
    }
}
