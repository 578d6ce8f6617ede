import TidingsFeed

/// What follows the body, or interrupts it: related articles, teasers, appendices, tags, who the authors are.
extension ArticleReading {
    // MARK: Sections with a heading of their own

    /// A heading of something that is not the body, and all that stands below it.
    mutating func section(_ index: Int) -> Bool {
        let passage = passages[index]
        let shape = passage.shape
        guard passage.isText || passage.isHeading, !shape.words.isEmpty, shape.words.count <= 10, shape.ending != .stop,
            shape.ending != .question || shape.whole.hasAny(of: Clues(.relatedHeading))
        else { return false }
        let whole = shape.whole
        if index + 1 >= passages.count { return false }
        if whole.has(.bioHeading), shape.words.count > 1 || index > lastBody || isBioNext(index) {
            isBioExpected = true
            part("bio", index, rule: "bio.heading")
            return true
        }
        if whole.has(.appendixHeading), appendix(index) { return true }
        // "More football"
        if index > lastBody, shape.words.count <= 3, shape.words[0].clues.has(.more), titles(index)
        {
            return true
        }
        // Behind the last sentences: any heading of several titles; inside only one that says so.
        if index > lastBody, passage.isText, isHeadingShape(index), shape.words.count <= 8, index + 2 < passages.count,
            isPage || structure.dateline != nil
                || shape.words.contains(where: { $0.clues.hasAny(of: Clues(.readWord, .siteWord)) }),
            isTitleLike(index + 1) || passages[index + 1].isList,
            passages[index + 1].isText
                || shape.words.contains(where: { $0.clues.hasAny(of: Clues(.readWord, .siteWord)) }),
            titles(index)
        {
            return true
        }
        return whole.hasAny(of: Clues(.relatedHeading, .teaserHeading)) && titles(index)
    }

    /// Four words or more, begun like a title, and nothing that a page says of itself.
    private func isTitleLike(_ index: Int) -> Bool {
        let passage = passages[index]
        return passage.isText && !isProse[index] && outside[index] == nil && passage.shape.words.count >= 4
            && (passage.shape.beginning == .upper || passage.shape.beginning == .quote
                || passage.shape.beginning == .digit)
            && !passage.text.contains(UInt8(ascii: "@")) && tagsLabel(index) == nil
            && !passage.shape.words.contains { $0.clues.hasAny(of: Clues(.interfaceWord, .moderationWord)) }
    }

    /// Half of the words, or more, are of buttons.
    private func isButtonRow(_ index: Int) -> Bool {
        let words = passages[index].shape.words
        guard passages[index].shape.ending == .none, words.count <= 9,
            words.contains(where: { $0.clues.has(.interfaceWord) })
        else { return false }
        return words.count { $0.clues.hasAny(of: Clues(.interfaceWord, .connector)) } * 2 >= words.count
    }

    private func isBioNext(_ index: Int) -> Bool {
        index + 1 < passages.count && isBio(index + 1, isExpected: true)
    }

    /// Titles of other articles below a heading, up to the next sentences.
    private mutating func titles(_ heading: Int) -> Bool {
        var end = heading + 1
        var found = 0
        loop: while end < passages.count {
            let passage = passages[end]
            switch passage.form {
            case .list: found += 1
            case .text, .quote:
                if passage.text.contains(UInt8(ascii: "@")) || isProse[end] || isNote[end]
                    || isBio(end, isExpected: false) || isReporting(end)
                {
                    break loop
                }
                if passage.shape.whole.hasAny(of: Clues(.relatedHeading, .teaserHeading, .appendixHeading, .bioHeading))
                    || tagsLabel(end) != nil
                {
                    break loop
                }
                if outside[end] == nil || isTitle(end) {
                    found += 1
                } else if ["comment_prompt", "legal", "pager"].contains(outside[end]?.kind ?? "") {
                    break loop
                }
                // A heading of the body that goes on.
                if found > 0, end < lastBody, passage.place.isAfterBlank, passage.place.isBeforeBlank, end + 1 < passages.count,
                    isProse[end + 1], end + 1 <= lastBody, end > heading + 1, !passage.isHeading
                {
                    found -= 1; break loop
                }
            case .heading: break loop
            case .picture: break
            default: break loop
            }
            end += 1
        }
        guard found > 0 else { return false }
        // In the middle of the body a heading with one line below may be the body's own.
        part("related", heading, rule: "related.heading")
        for index in (heading + 1)..<end {
            if case .list(let items, _) = passages[index].form {
                for item in items {
                    structure.related.append(link(String(decoding: item.text, as: UTF8.self), item.address))
                }
                part("related", index, rule: "related.below-heading")
            } else if case .picture = passages[index].form {
                picture(index)
            } else if let verdict = outside[index], !isTitle(index) {
                furniture(index, verdict)
            } else if index > heading + 1, isAge(index) || isButtonRow(index) {
                furniture(index, ("nav", "related.remark"))
            } else if isAge(index) || passages[index].shape.words.count <= 1
                || passages[index].shape.words.count <= 3
                    && passages[index].shape.words.allSatisfy({ $0.clues.has(.sectionName) })
                || MetaLine(passages[index], isNameAllowed: false) != nil
            {
                furniture(index, ("teaser", "related.remark"))
            } else {
                let text = passages[index].text
                // "Opinion: …" belongs to the title, "Read more: …" does not.
                let cut = labelled(index).flatMap { $0.isSure ? $0.start : nil } ?? Bullet(text[...])?.length ?? 0
                structure.related.append(link(passages[index].string(cut..<text.count), passages[index]))
                part("related", index, rule: "related.below-heading")
            }
        }
        next = end
        return true
    }

    /// Furniture by its words, but too long for a button.
    private func isTitle(_ index: Int) -> Bool {
        guard let kind = outside[index]?.kind else { return true }
        return ["nav", "share"].contains(kind) && passages[index].shape.words.count >= 5
            && outside[index]?.rule != "furniture.phrase"
            && passages[index].shape.words.count { $0.clues.has(.interfaceWord) } <= 1
    }

    func isAge(_ index: Int) -> Bool {
        passages[index].shape.whole.has(.ago) || time(of: index)?.rest == 0
    }

    private func link(_ title: String, _ passage: Passage) -> Document.Link { link(title, passage.address) }

    private func link(_ title: String, _ address: String?) -> Document.Link {
        // "Title - 23 July 2025"
        let bytes = Array(title.utf8)
        if let last = bytes.last, last >= 0x30 && last <= 0x39,
            let dash = bytes.indices.last(where: {
                $0 > 0 && bytes[$0] == 0x20 && bytes[$0 - 1] != 0x20
                    && (bytes[($0 + 1)...].starts(with: "- ".utf8) || bytes[($0 + 1)...].starts(with: "– ".utf8))
            })
        {
            let tail = bytes[(dash + 1)...].drop { $0 != 0x20 }
            if let meta = MetaLine(Passage(.text, Array(tail.dropFirst()), lines: 1...1), isNameAllowed: false),
                !meta.stamps.isEmpty
            {
                return link(String(decoding: bytes[..<dash], as: UTF8.self), address)
            }
        }
        // "Title - https://…", "Title (https://…)".
        if bytes.firstIndex(of: ArraySlice("http".utf8)) != nil,
            let match = title.firstMatch(of: /[\s(\[:–—-]*(https?:\/\/[^\s)\]]+)[)\]]?$/),
            match.range.lowerBound > title.startIndex
        {
            return .init(title: String(title[..<match.range.lowerBound]), url: String(match.1))
        }
        return .init(title: title, url: address)
    }

    // MARK: One link

    /// "Also read: …": where the title begins.
    private func labelled(_ index: Int) -> (start: Int, isSure: Bool)? {
        let passage = passages[index]
        let shape = passage.shape
        guard passage.isText, shape.bytes <= 300 else { return nil }
        guard let count = shape.label(.related) else { return loosely(passage) }
        let line = PrintedLine(passage)
        guard count < line.words.count else { return nil }
        let gap = line.gap(before: count)
        let isColon =
            gap.contains(0x3A) || gap.starts(with: [0xEF, 0xBC, 0x9A]) || gap.starts(with: [0x20, 0xEF, 0xBC, 0x9A])
        let isStroke =
            gap.contains(0x7C) || gap.contains(0x3E) || gap.starts(with: [0x20, 0xC2, 0xBB])
            || gap.starts(with: [0x20, 0xE2, 0x86, 0x92])
        let isDash =
            gap.elementsEqual([0x20, 0x2D, 0x20]) || gap.starts(with: [0x20, 0xE2, 0x80, 0x93])
            || gap.starts(with: [0x20, 0xE2, 0x80, 0x94])
        let isAlso =
            count >= 2 && line.words[0].isCapital && line.words[count].isCapital && passage.shape.ending == .none
            && (line.has(0, .also) || line.has(1, .also))
        let isCapitals =
            isAlso
            || line.words[..<count].allSatisfy { $0.isAllCapitals || $0.end - $0.start == 1 }
                && !line.words[count].isAllCapitals
        guard isColon || isStroke || isDash && count >= 2 || isCapitals && count >= 2 && line.words[count].isCapital
        else { return loosely(passage) }
        // The mark's own bytes; quotation marks of the title stay.
        var start = line.words[count].start
        while start > line.words[count - 1].end, let byte = Optional(passage.text[start - 1]),
            byte == 0x22 || byte == 0x27 || byte == 0x28
        { start -= 1 }
        if start >= 3,
            passage.text[start - 3..<start].elementsEqual([0xE2, 0x80, 0x9C])
                || passage.text[start - 3..<start].elementsEqual([0xE2, 0x80, 0x98])
        {
            start -= 3
        }
        return (start, isStroke || count >= 2 || isCapitals)
    }

    /// "What we reported in May: …", "Also from our experts → …": a few words of reading, a mark, and a title.
    private func loosely(_ passage: Passage) -> (start: Int, isSure: Bool)? {
        let shape = passage.shape
        guard hasBody, shape.ending == .none || shape.ending == .question, shape.words.count >= 5,
            shape.words.count <= 30
        else { return nil }
        let line = PrintedLine(passage)
        guard
            let mark = line.words.indices.dropFirst(2).prefix(7).first(where: { index in
                let gap = line.gap(before: index)
                return gap.contains(0x3A) || gap.starts(with: [0x20, 0xE2, 0x86, 0x92])
                    || gap.starts(with: [0x20, 0xC2, 0xBB]) || gap.contains(0x3E)
            }), line.words.count - mark >= 3,
            line.words[mark].isCapital
                || line.gap(before: mark).last.map({ $0 >= 0x80 || $0 == 0x22 || $0 == 0x27 }) == true
        else { return nil }
        let label = line.words[..<mark]
        guard label.contains(where: { $0.clues.has(.readWord) }),
            !label.dropFirst().contains(where: { $0.isCapital && !$0.isAllCapitals })
        else { return nil }
        return (line.words[mark].start, true)
    }

    mutating func related(_ index: Int) -> Bool {
        let passage = passages[index]
        if let (start, isSure) = labelled(index) {
            // "Analysis: what the vote means" under the headline is a deck or heading, not a link.
            guard isSure || hasBody, passage.shape.ending != .stop || isSure || passage.shape.words.count <= 16 else {
                return false
            }
            guard passage.shape.sentences <= 2 else { return false }
            structure.related.append(link(passage.string(start..<passage.text.count), passage))
            part("related", index, rule: "related.label")
            return true
        }
        // "[ How does the scheme work? ]": a title set apart in brackets.
        if hasBody, passage.isText, passage.text.first == UInt8(ascii: "["), passage.text.last == UInt8(ascii: "]"),
            passage.shape.words.count >= 4, passage.shape.bytes <= 200, passage.shape.ending != .stop
        {
            let inner = passage.text.dropFirst().dropLast().trimmed
            structure.related.append(link(String(decoding: inner, as: UTF8.self), passage))
            part("related", index, rule: "related.brackets")
            return true
        }
        // The label alone: the next line is the title.
        if passage.isText, passage.shape.whole.has(.related), passage.shape.words.count <= 6,
            index + 1 < passages.count, hasBody || passage.shape.ending == .colon,
            passage.shape.words.count >= 2 || passage.shape.ending == .colon || passage.shape.isAllCapitals,
            passages[index + 1].isText, !isProse[index + 1], outside[index + 1] == nil,
            passages[index + 1].shape.words.count >= 3
        {
            part("related", index, rule: "related.label")
            structure.related.append(link(passages[index + 1].string, passages[index + 1]))
            part("related", index + 1, rule: "related.below-label")
            return true
        }
        return false
    }

    // MARK: Tags

    private func tagsLabel(_ index: Int) -> (count: Int, isClosed: Bool)? {
        let passage = passages[index]
        guard passage.isText || passage.isHeading, let count = passage.shape.label(.tags) else { return nil }
        let line = PrintedLine(passage)
        if count == line.words.count {
            return (count, true)
        }
        let gap = line.gap(before: count)
        guard
            gap.contains(0x3A) || gap.contains(0x7C)
                || passage.shape.words[0].clues.has(.tagged) && passage.shape.ending == .none && index > lastBody
                || gap.contains(UInt8(ascii: "#")) || gap.starts(with: [0xEF, 0xBC, 0x9A])
        else { return nil }
        return (count, false)
    }

    mutating func tags(_ index: Int) -> Bool {
        let passage = passages[index]
        if passage.isText, passage.text.first == UInt8(ascii: "#"),
            passage.string.split(separator: " ").allSatisfy({ $0.hasPrefix("#") && $0.utf8.count > 1 })
        {
            structure.subjects += passage.string.split(separator: " ").map { String($0.dropFirst()) }
            part("tags", index, rule: "tags.marks")
            return true
        }
        guard let (count, isClosed) = tagsLabel(index) else { return false }
        if isClosed {
            guard index > lastBody || passage.shape.ending == .colon, index + 1 < passages.count else { return false }
            var end = index + 1
            while end < passages.count, end - index <= 20, isTag(end) { end += 1 }
            guard end > index + 1 else { return false }
            part("tags", index, rule: "tags.label")
            for other in (index + 1)..<end {
                if case .list(let items, _) = passages[other].form {
                    structure.subjects += items.map { String(decoding: $0.text, as: UTF8.self) }
                } else {
                    addTags(passages[other].string)
                }
                part("tags", other, rule: "tags.below-label")
            }
            return true
        }
        let line = PrintedLine(passage)
        var start = line.words[count].start
        if start > 0, passage.text[start - 1] == UInt8(ascii: "#") { start -= 1 }
        guard passage.shape.ending != .stop || passage.shape.words.count < 20 else { return false }
        addTags(passage.string(start..<passage.text.count))
        part("tags", index, rule: "tags.label")
        return true
    }

    private mutating func addTags(_ text: String) {
        let marks: [Character] = text.contains(",") ? [",", ";"] : ["|", "/", ";", "•", "·", "、", "，"]
        var parts = text.split(whereSeparator: { marks.contains($0) }).map(String.init)
        if parts.count == 1, text.hasPrefix("#") { parts = text.split(separator: " ").map(String.init) }
        structure.subjects += parts.map { String($0.drop { $0 == "#" || $0 == " " }).trimmed }.filter { !$0.isEmpty }
    }

    private func isTag(_ index: Int) -> Bool {
        let passage = passages[index]
        if passage.isList { return true }
        guard passage.isText, passage.shape.words.count <= 12, passage.shape.ending == .none,
            outside[index].map({
                $0.rule == "furniture.breadcrumbs" || $0.kind == "nav" && passage.shape.words.count == 1
            }) ?? true,
            !passage.shape.whole.hasAny(of: Clues(.relatedHeading, .teaserHeading, .appendixHeading, .bioHeading))
        else { return false }
        return passage.shape.words.count <= 4 || passage.text.contains(UInt8(ascii: ","))
            || passage.text.contains(UInt8(ascii: "|"))
    }

    // MARK: Appendix

    private mutating func appendix(_ heading: Int) -> Bool {
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
                    || knownAuthor(end)
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

    // MARK: Authors at the end

    func isBio(_ index: Int, isExpected: Bool) -> Bool {
        let passage = passages[index]
        guard passage.isText, passage.text.count <= 900,
            passage.shape.beginning == .upper || passage.shape.beginning == .other
        else { return false }
        guard
            knownAuthor(index) || !passage.hasQuotation
        else { return false }
        let line = PrintedLine(headOf: passage)
        guard line.words.count >= 4 else { return false }
        var end = 0
        if line.has(0, .determiner), line.words.count > 2, line.words[1].clues.has(.role), line.has(1, .authorWord) {
            end = 2
        } else if let name = line.name(at: 0, single: isExpected) {
            end = name
        } else {
            return false
        }
        if end < line.words.count, line.gap(before: end).contains(0x2C) { return false }
        let rest = line.words[end...].prefix(22)
        if line.has(end, .beVerb) {
            let isRole = rest.prefix(16).contains { $0.clues.has(.role) }
            return isRole
                && (line.has(end + 1, .bioArticle)
                    || line.words.indices.contains(end + 1) && line.words[end + 1].isCapital)
                || isExpected
        }
        if end < line.words.count, line.words[end].clues.has(.roleVerb) {
            return isExpected || line.has(end, .authorVerb) || rest.contains { $0.clues.has(.role) }
        }
        return isExpected && line.words.count >= 6
    }

    /// Somebody who is not in the byline is an author only with a job of newspapers.
    private func isJournalist(_ index: Int) -> Bool {
        passages[index].shape.words.prefix(24).contains { $0.clues.has(.newsRole) }
            || PrintedLine(passages[index]).has(1, .authorWord)
    }

    mutating func bio(_ index: Int) -> Bool {
        let isNear = index >= lastBody || !hasBody
        let isKnown = knownAuthor(index)
        guard isBioExpected || isNear || isKnown else { return false }
        if isBioExpected, passages[index].isText, let meta = MetaLine(passages[index], isNameAllowed: true),
            !meta.authors.isEmpty, passages[index].shape.words.count <= 8
        {
            for author in meta.authors.prefix(Self.authorsMaximum)
            where !structure.authors.contains(where: { $0.name == author.name })
                && structure.authors.count < Self.authorsMaximum
            {
                structure.authors.append(.init(name: author.name))
            }
            part("bio", index, rule: "bio.name")
            return true
        }
        guard isBio(index, isExpected: isBioExpected || isKnown && index >= lastBody - 2),
            !(index < lastBody && !isKnown && !isBioExpected), isKnown || isBioExpected || isJournalist(index)
        else {
            if isBioExpected, index > 0 { isBioExpected = false }
            return false
        }
        isBioExpected = false
        let passage = passages[index]
        let line = PrintedLine(headOf: passage)
        let name = line.name(at: 0).map { line.nameText(0..<$0) }
        let text = passage.string
        if let name, !line.has(0, .determiner) {
            if let known = structure.authors.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) {
                structure.authors[known].bio = text
            } else if structure.authors.count >= Self.authorsMaximum {
                return false
            } else {
                var author = Document.Author(name: name)
                author.bio = text
                structure.authors.append(author)
            }
        } else if structure.authors.isEmpty {
            return false
        } else {
            structure.authors[structure.authors.count - 1].bio = text
        }
        if structure.outlet == nil, let outlet = outlet(in: line) { structure.outlet = outlet }
        part("bio", index, rule: "bio.describes-author")
        return true
    }

    private func knownAuthor(_ index: Int) -> Bool {
        guard !structure.authors.isEmpty, passages[index].isText else { return false }
        let text = passages[index].text
        return structure.authors.contains { text.starts(with: $0.name.utf8) }
    }

    /// "… who covers China for The Straits Times": the outlet that the author works for.
    private func outlet(in line: PrintedLine) -> String? {
        for index in line.words.indices
        where line.words[index].clues.hasAny(of: Clues(.workFor, .placeJoint)) && index + 1 < line.words.count {
            var end = index + 1
            if line.has(end, .determiner) { end += 1 }
            while end < line.words.count, line.words[end].isCapital,
                end == index + 1 || line.isGap(before: end, " '&-")
                    || line.gap(before: end).elementsEqual([0xE2, 0x80, 0x99])
            { end += 1 }
            guard end > index + 1, line.words[end - 1].isCapital else { continue }
            let range = (index + 1)..<end
            if line.isOutlet(range) { return line.string(range) }
        }
        return nil
    }

    // MARK: The rest

    /// "Reporting by …; editing by …": who else worked on it.
    mutating func reporting(_ index: Int) -> Bool {
        guard passages[index].isText, isReporting(index), index > lastBody || passages[index].shape.words.count <= 40
        else { return false }
        furniture(index, ("meta", "tail.reporting"))
        return true
    }

    /// A short line behind the last sentence that nothing else explains: no text of the article, but kept.
    mutating func leftover(_ index: Int) -> Bool {
        let passage = passages[index]
        let shape = passage.shape
        guard passage.isText, shape.bytes <= 200, !shape.words.isEmpty else { return false }
        if let agency = signature(passage) {
            if structure.outlet == nil { structure.outlet = agency }
            part("outlet", index, rule: "tail.agency")
            return true
        }
        if isSlug(passage) || passage.text.contains(UInt8(ascii: "@")) {
            furniture(index, ("meta", "tail.codes"))
            return true
        }
        // Only a copy of a page has lines that belong to the page: what else is furniture in it says so.
        guard isPage || structure.dateline != nil else { return false }
        guard !shape.isProse, shape.ending == .none || shape.ending == .colon || shape.ending == .question else {
            return false
        }
        // Mostly small letters and long: a sentence that breaks off.
        if shape.words.count >= 9, !shape.isTitleCase, index == lastBody + 1 { return false }
        if shape.words.count <= 3 {
            furniture(index, ("nav", "tail.short"))
        } else {
            furniture(index, ("teaser", "tail.line"))
        }
        return true
    }

    /// "— Reuters", "(ANI)", "With inputs from PTI".
    private func signature(_ passage: Passage) -> String? {
        let line = PrintedLine(passage)
        guard line.words.count <= 5, line.words.first?.isCapital == true else { return nil }
        if let end = line.phrase(.agency, from: 0), end == line.words.count { return line.string(0..<end) }
        let isNamed =
            line.words.contains { !$0.clues.hasAny(of: Clues(.sectionName, .connector, .outletWord)) }
            || line.has(0, .mastheadWord)
        return isNamed && line.isOutlet(0..<line.words.count) ? line.string(0..<line.words.count) : nil
    }

    /// What is left when all passages are taken.
    mutating func finish() {
        if structure.outlet == nil {
            // A copyright line names who published it.
            for index in passages.indices.reversed() where outside[index]?.kind == "legal" {
                if let name = copyright(passages[index]) {
                    structure.outlet = name
                    break
                }
            }
        }
        if structure.outlet == nil { structure.outlet = weakOutlet }
        var seen: Set<String> = []
        structure.subjects = structure.subjects.filter { seen.insert($0).inserted }
    }

    /// The name in "© 2024 The Courier" or "Copyright The Courier 2024".
    private func copyright(_ passage: Passage) -> String? {
        guard passage.shape.bytes <= 200 else { return nil }
        let line = PrintedLine(passage)
        let isMarked =
            passage.text.firstIndex(of: [0xC2, 0xA9]) != nil || passage.shape.said.has(.copyright)
        guard isMarked else { return nil }
        var index = 0
        while index < line.words.count,
            line.words[index].isNumber || line.has(index, .copyright)
                || line.isWord(index, "c") || line.isWord(index, "by") || line.isWord(index, "content")
        { index += 1 }
        var end = index
        while end < line.words.count,
            line.words[end].isCapital || end > index && line.words[end].end - line.words[end].start <= 3,
            end == index || line.isGap(before: end, " '&-") || line.gap(before: end).elementsEqual([0xE2, 0x80, 0x99])
        {
            if end > index, line.words[end].clues.has(.corporate),
                !line.words[end].clues.has(.outletWord)
                    || line.words[index..<end].contains(where: { $0.clues.has(.outletWord) })
            {
                break
            }
            if line.isWord(end, "all") { break }
            end += 1
        }
        guard end > index, end - index <= 6,
            !line.words[index..<end].allSatisfy({ $0.clues.hasAny(of: Clues(.connector, .interfaceWord)) })
        else { return nil }
        return line.string(index..<end)
    }

}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last == " " || text.last == "." { text = text.dropLast() }
        return String(text)
    }
}
