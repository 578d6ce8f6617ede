import TidingsFeed

/// Lines of the head that are neither headline nor byline: fields named by their key, codes of desks, labels, places.
extension ArticleReading {
    /// "Title: …": the value's first byte.
    func titleLabel(_ index: Int) -> Int? {
        guard let (clue, start) = keyValue(passages[index]), clue == .title else { return nil }
        return start
    }

    /// A line "Key: value" whose key is a field of an article.
    func keyValue(_ passage: Passage) -> (clue: Clue, start: Int)? {
        let shape = passage.shape
        guard let label = shape.labels.last, label.words < shape.words.count else { return nil }
        let line = PrintedLine(passage)
        let gap = line.gap(before: label.words)
        guard gap.first == 0x3A || gap.starts(with: [0x20, 0x3A]) || gap.starts(with: [0xEF, 0xBC, 0x9A]) else {
            return nil
        }
        for clue in [Clue.title, .deck, .byline, .published, .updated, .outlet, .location, .tags, .meta]
        where label.clues.has(clue) {
            // "Update: …", "Analysis: …" may begin a headline.
            let colon = gap.first == 0xEF ? gap.startIndex + 3 : (gap.firstIndex(of: 0x3A) ?? gap.startIndex) + 1
            return (clue, passage.text[colon...].trimmed.startIndex)
        }
        return nil
    }

    /// A field named by its key: "Source: The Courier".
    mutating func keyField(_ index: Int, _ clue: Clue, _ start: Int) -> Bool {
        let passage = passages[index]
        let value = passage.string(start..<passage.text.count)
        switch clue {
        case .deck:
            guard structure.deck == nil else { return false }
            structure.deck = value
            part("deck", index, rule: "meta.key")
        case .outlet:
            // Where it was found, not who published it.
            if value.contains("://") {
                furniture(index, ("meta", "meta.key"))
                return true
            }
            if structure.outlet == nil { structure.outlet = value }
            part("outlet", index, rule: "meta.key")
        case .location:
            if structure.location == nil { structure.location = value }
            part("location", index, rule: "meta.key")
        case .tags:
            return tags(index)
        case .byline:
            // Names that are read as such first; else as printed.
            guard passage.shape.words.count <= 12 else { return false }
            // "Ada Quist <ada@…>", "ada@… (Ada Quist)": the name is what is no address.
            if value.contains("@") {
                let line = PrintedLine(Array(value.utf8))
                let name = line.words.indices.first {
                    line.name(at: $0) != nil && !line.gap(before: $0).contains(UInt8(ascii: "@"))
                        && line.gap(before: $0 + 1).first != UInt8(ascii: "@")
                }
                guard let name, let end = line.name(at: name) else {
                    furniture(index, ("meta", "meta.key"))
                    return true
                }
                structure.authors.append(.init(name: line.nameText(name..<end)))
            } else {
                structure.authors.append(.init(name: value))
            }
            part("byline", index, rule: "meta.key")
        case .published, .updated:
            return meta(index)
        case .meta:
            furniture(index, ("meta", "meta.key"))
        default:
            return false
        }
        return true
    }

    /// What desks put before a story: "BC-EU--Summit, 2nd Ld-Writethru", "a0432", "UPDATE 2-" alone.
    func isSlug(_ passage: Passage) -> Bool {
        let shape = passage.shape
        guard !shape.words.isEmpty else { return false }
        if shape.whole.has(.slug), shape.words.count <= 14, shape.ending != .stop || passage.text.contains(0x3A) {
            return true
        }
        let text = passage.text
        if text.first == 0x28, text.last == 0x29, shape.words.count <= 30, !hasBody { return true }
        guard shape.words.count <= 12 else { return false }
        if text.count(of: [0x2D, 0x2D]) > 0, !text.contains(0x2E), text.firstIndex(of: [0x20, 0x2D, 0x2D, 0x20]) == nil
        {
            return true
        }
        if shape.words.count <= 6, shape.words.contains(where: { $0.clues.has(.slugWord) }), shape.ending != .stop {
            return true
        }
        if shape.words.count <= 8, shape.words[0].clues.has(.source), shape.words[0].isAllCapitals, text.count > 6,
            text[6] == 0x20
        {
            return true
        }
        if shape.words.count <= 6, shape.isAllCapitals || shape.words.allSatisfy({ $0.isCapital || $0.isNumber }),
            let stroke = text.firstIndex(of: 0x2F), stroke > 0, stroke + 1 < text.count, text[stroke - 1] >= 0x41,
            text[stroke - 1] <= 0x5A, text[stroke + 1] >= 0x41, text[stroke + 1] <= 0x5A
        {
            return true
        }
        return isCode(passage)
    }

    /// Codes without words that say so.
    private func isCode(_ passage: Passage) -> Bool {
        let shape = passage.shape
        let text = passage.text
        if !text.contains(0x20), text.count(of: [0x2F]) >= 2, !text.contains(0x3A) { return true }
        // "ENA-0921-GHA-COCOA-PRICES"
        if !text.contains(0x20), text.count(of: [0x2D]) >= 2, shape.words.count >= 3,
            shape.words.allSatisfy({ $0.isAllCapitals || $0.isNumber })
        {
            return true
        }
        // "BC-EU-FISHERIES/QUOTAS (3RD LD)"
        let code = text.prefix { $0 != 0x20 }
        if Array(code).count(of: [0x2D]) >= 2, code.allSatisfy({ $0 < 0x61 || $0 > 0x7A }), shape.isAllCapitals {
            return true
        }
        // "1 COURTS Ferret"
        if shape.words.count >= 3, shape.words.count <= 6, shape.words[0].isNumber, shape.words[0].end == 1,
            shape.words[1].isAllCapitals, shape.words[1].start == 2, !shape.isAllCapitals, shape.ending == .none
        {
            return true
        }
        // Numbers and codes only.
        return shape.words.allSatisfy {
            $0.isNumber || $0.isAllCapitals && $0.end - $0.start <= 4
                || (text[$0.start..<$0.end].contains { $0 >= 0x30 && $0 <= 0x39 })
        } && shape.words.contains(where: \.isNumber)
    }

    /// What else stands in the head, between the headline and the first sentences: labels, places, codes.
    mutating func headMatter(_ index: Int) -> Bool {
        let passage = passages[index]
        let shape = passage.shape
        guard hasProse, !shape.isProse, shape.words.count <= 8, let following = following(index) else { return false }
        if isSlug(passage) {
            furniture(index, ("meta", "head.slug"))
            return true
        }
        if passages[following].isList || passages[following].isHeading { return false }
        if shape.words.count <= 3, shape.ending == .none,
            shape.words.allSatisfy({ $0.clues.hasAny(of: Clues(.sectionName, .topic)) || $0.isAllCapitals }),
            !isHeadingShape(index) || shape.words.allSatisfy({ $0.clues.has(.sectionName) })
        {
            furniture(index, ("topic_label", "head.label"))
            return true
        }
        // "Xinhua" below the headline, "(Xinhua)" in the dateline.
        if shape.words.count <= 4, structure.outlet == nil,
            passages[(index + 1)...].prefix(4).contains(where: {
                Array($0.text.prefix(120)).firstIndex(of: (Array("(".utf8) + passage.text + Array(")".utf8))[...])
                    != nil
            })
        {
            structure.outlet = passage.string
            part("outlet", index, rule: "outlet.in-dateline")
            return true
        }
        if (shape.words.count <= 3 || shape.words.count <= 5 && passage.text.contains(UInt8(ascii: ","))),
            shape.ending == .none, shape.words.allSatisfy(\.isCapital),
            !structure.authors.isEmpty || structure.published != nil, structure.location == nil,
            isProse[following] || passages[following].metaWithNames != nil, following == index + 1
        {
            structure.location = passage.string
            part("location", index, rule: "head.place")
            return true
        }
        return false
    }
}
