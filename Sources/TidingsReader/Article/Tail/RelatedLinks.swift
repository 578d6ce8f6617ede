import TidingsFeed

/// Other articles that the page leads to: below a heading, behind a label, in brackets.
extension ArticleReading {
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
        if index > lastBody, shape.words.count <= 3, shape.words[0].clues.has(.more), titles(index) {
            return true
        }
        // Behind the last sentences: any heading of several titles; inside only one that says so.
        if index > lastBody, passage.isText, isHeadingShape(index), shape.words.count <= 8, index + 2 < passages.count,
            outside[index]?.kind != "placeholder",
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
                if found > 0, end < lastBody, passage.place.isAfterBlank, passage.place.isBeforeBlank,
                    end + 1 < passages.count,
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
        part("related", heading, rule: "related.heading")
        // A picture takes the credit below it.
        for index in (heading + 1)..<end where index >= next {
            if case .list(let items, _) = passages[index].form {
                for item in items {
                    structure.related.append(link(String(decoding: item.text, as: UTF8.self), item.address))
                }
                part("related", index, rule: "related.below-heading")
            } else if case .picture = passages[index].form {
                picture(index)
            } else if let verdict = outside[index], !isTitle(index) {
                furniture(index, verdict)
            } else if passages[index].text.count(of: Array(" | ".utf8)) >= 2 {
                furniture(index, ("nav", "related.menu"))
            } else if index > heading + 1, isAge(index) || isButtonRow(index) {
                furniture(index, ("nav", "related.remark"))
            } else if isAge(index) || passages[index].shape.words.count <= 1
                || passages[index].shape.words.count <= 3
                    && passages[index].shape.words.allSatisfy({ $0.clues.has(.sectionName) })
                || passages[index].meta != nil
            {
                furniture(index, ("teaser", "related.remark"))
            } else {
                let text = passages[index].text
                // "Explainer: …" belongs to the title, "Read more: …" does not.
                let line = PrintedLine(passages[index])
                let cut =
                    (line.has(0, .linkLabel) ? labelled(index).flatMap { $0.isSure ? $0.start : nil } : nil) ?? Bullet(
                        text[...])?
                    .length ?? 0
                structure.related.append(link(passages[index].string(cut..<text.count), passages[index]))
                part("related", index, rule: "related.below-heading")
            }
        }
        next = max(next, end)
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

    func link(_ title: String, _ passage: Passage) -> Document.Link { link(title, passage.address) }

    func link(_ title: String, _ address: String?) -> Document.Link {
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
        guard hasBody, shape.said.has(.readWord), shape.ending == .none || shape.ending == .question,
            shape.words.count >= 5, shape.words.count <= 30
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
        if passage.shape.label(.related) != nil || passage.shape.said.has(.readWord),
            let (start, isSure) = labelled(index)
        {
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
        // "Bear spotted at the car wash »": a title with an arrow behind it.
        if hasBody, passage.isText, !isProse[index], passage.shape.words.count >= 3, passage.shape.ending == .none,
            passage.text.last.map({ $0 >= 0x80 }) == true,
            let arrow = ["»", "→", "›"].map({ Array($0.utf8) }).first(where: {
                passage.text.suffix($0.count).elementsEqual($0)
            }),
            passage.text.count(of: arrow) == 1, passage.text.dropLast(arrow.count).last == 0x20,
            passage.text.firstIndex(of: Array("«".utf8)[...]) == nil
        {
            let title = passage.text.dropLast(arrow.count).trimmed
            structure.related.append(link(String(decoding: title, as: UTF8.self), passage))
            part("related", index, rule: "related.arrow")
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
}
