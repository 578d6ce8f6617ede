import TidingsFeed

/// Which line is the headline.
extension ArticleReading {
    /// More lines than this do not stand before a headline.
    private static let candidatesMaximum = 60

    mutating func findHeadline() {
        guard structure.headline == nil else { return }
        // Nothing but short lines: the first that is no furniture is the headline.
        if !hasProse {
            headline =
                passages.indices.first {
                    outside[$0] == nil && !passages[$0].isSeparator && !passages[$0].isPicture
                        && passages[$0].meta == nil
                } ?? passages.indices.first
            if headline.map({ titleLabel($0) != nil || passages[$0].isHeading || passages[$0].isText }) == true {
                return
            }
        }
        var best: (index: Int, score: Double)?
        var rank = 0
        for index in passages.indices.prefix(Self.candidatesMaximum) {
            // "GENEVA, Jan 9 (Reuters) - Talks broke down": the report begins, and no headline was printed.
            if best == nil, isProse[index], FoundDateline(passages[index].text)?.isSure == true { return }
            // Sentences end the head.
            if isProse[index], let best, !isRepeatedLater(index), captionParts(index) == nil, !isCreditLine(index + 1),
                best.score > Self.weakScore || passages[best.index].shape.words.count > 3
                    || !isLongTitle(index, below: best.index)
            {
                break
            }
            guard let score = headlineScore(index, isAboveByline: hasByline(below: index)) else {
                if isProse[index], passages[index].shape.bytes > 140, !isRepeatedLater(index) { break }
                continue
            }
            var total = score - Double(rank) * 0.35
            // A short sentence behind a line that may be a headline is the article's first.
            if best != nil, passages[index].shape.ending == .stop, !passages[index].shape.endsInQuote { total -= 4 }
            if best.map({ total > $0.score }) ?? true { best = (index, total) }
            rank += 1
        }
        headline =
            best?.index ?? passages.indices.first { outside[$0] == nil && !passages[$0].isSeparator }
            ?? passages.indices.first
    }

    /// A few words that have so little for them are no headline if there is another line that may be one: a word of the navigation, say.
    private static let weakScore = 0.5

    /// As long as a sentence, but it does not end like one: headlines of two sentences, or with a quotation.
    private func isLongTitle(_ index: Int, below best: Int) -> Bool {
        let shape = passages[index].shape
        return shape.bytes <= 200 && shape.ending == .none && shape.beginning != .lower
            && !bylines.indices.contains { $0 > best && $0 < index && bylines[$0] }
    }

    private func isRepeatedLater(_ index: Int) -> Bool {
        keys[index] != 0 && keys[(index + 1)...].contains(keys[index])
    }

    /// How much speaks for a passage as the headline; `nil`: it cannot be.
    private func headlineScore(_ index: Int, isAboveByline: Bool) -> Double? {
        let passage = passages[index]
        let shape = passage.shape
        switch passage.form {
        case .text, .heading: break
        default: return nil
        }
        guard shape.bytes <= Shape.bytesMaximum, !shape.words.isEmpty else { return nil }
        var score = 0.0
        if case .heading(let level) = passage.form { score += level == 1 ? 4 : 2 }
        if titleLabel(index) != nil { return 8 }
        let isRepeated = shape.words.count >= 4 && isRepeatedLater(index)
        if isRepeated { score += 3.5 }
        // Who wrote it and when stands below, perhaps below a deck.
        if isAboveByline { score += 1 }
        if outside[index] != nil, !(isRepeated && shape.words.count >= 4) {
            // The first line of all, apart, with sentences below: a title that happens to begin like a button.
            guard index == 0, shape.words.count >= 3, passage.place.isBeforeBlank, isProse.indices.contains(1),
                isProse[1]
            else {
                return nil
            }
            score -= 2
        }
        // "#Science Weekly RSS feed": a link of a text browser, a tag.
        if passage.isText, passage.text.first == UInt8(ascii: "#"), passage.text.count > 1, passage.text[1] != 0x20 {
            return nil
        }
        if isCreditLine(index) || captionParts(index) != nil || isSlug(passage) || isNote[index] { return nil }
        if let meta = passage.meta, !meta.isEmpty { return nil }
        if keyValue(passage) != nil, !passage.isHeading { return nil }
        // "KITA | Updated: March 14, 2025": the paper and its date.
        if shape.words.contains(where: { $0.month > 0 }), Self.cellRanges(passage.text).count > 1,
            Self.cells(passage).dropFirst().contains(where: {
                $0.meta?.stamps.isEmpty == false
            })
        {
            return nil
        }
        let words = shape.words.count
        if shape.isUnspaced {
            score += words >= 6 ? 1 : -1
        } else {
            switch words {
            case 1: score -= 3
            case 2: score -= 1.8
            case 3: score -= 0.5
            case 4...22: score += 1
            default: score -= 1
            }
        }
        if shape.ending == .stop, !shape.endsInQuote { score -= words <= 14 ? 0.6 : 1.5 }
        if shape.words.indices.dropFirst().contains(where: {
            shape.words[$0].number.map { (1700...2100).contains($0) } == true
                && shape.words[$0 - 1].clues.has(.since)
        }) {
            score -= 2
        }
        // "THE QUARRY TOWN PATRIOT", above a line in small letters: what the paper calls itself.
        if shape.isAllCapitals, words <= 5, shape.words[0].clues.has(.determiner), index + 1 < passages.count,
            !passages[index + 1].shape.isAllCapitals
        {
            score -= 2
        }
        if shape.beginning == .lower { score -= 1 }
        if shape.ending == .comma || shape.ending == .colon { score -= 3 }
        // "Thrift & Kettle – living well on less": a name and a motto.
        let parts = shape.words.count <= 12 && Self.cellRanges(passage.text).count == 2 ? Self.cells(passage) : []
        if parts.count == 2, parts[0].shape.words.count <= 3, isMastheadName(parts[0]),
            parts[1].shape.beginning == .lower
        {
            score -= 2.5
        }
        if words <= 8, PrintedLine(passage).isOutlet(0..<words) { score -= 2 }
        // Mostly names of sections: what the page calls itself.
        if shape.words.count(where: { $0.clues.hasAny(of: Clues(.sectionName, .topic, .outletWord)) }) * 2 >= words {
            score -= 1.5
        }
        // A letterhead: parts with marks between them, and a date.
        if passage.text.count(of: [0x20, 0x20]) > 0, shape.words.contains(where: { $0.month > 0 }) { score -= 2 }
        if shape.whole.hasAny(of: Clues(.topic, .slug, .relatedHeading, .teaserHeading)) { score -= 2.5 }
        // Names, with a job or a place: who wrote it.
        if passage.metaWithNames != nil { score -= 2.5 }
        if passage.text.count(of: [0x20, 0x20, 0x20]) > 0 { score -= 1.5 }
        // A label stands before something longer, directly.
        if words <= 3, index + 1 < passages.count, outside[index + 1] == nil,
            passages[index + 1].shape.words.count >= words * 2, passages[index + 1].shape.words.count >= 5,
            passages[index + 1].shape.ending != .stop
        {
            score -= 1
        }
        return score
    }

    /// One of the next lines says who wrote the article, or when; each line is asked once.
    private mutating func hasByline(below index: Int) -> Bool {
        for other in (index + 1)..<min(index + 7, max(index + 1, passages.count)) {
            while bylines.count <= other { bylines.append(isByline(bylines.count)) }
            if bylines[other] { return true }
        }
        return false
    }

    private func isByline(_ index: Int) -> Bool {
        guard passages[index].isText, let meta = passages[index].meta
        else { return false }
        return meta.hasBylineLabel || !meta.stamps.isEmpty || meta.role != nil
    }

    mutating func takeHeadline(_ index: Int) {
        let passage = passages[index]
        next = index + 1
        if let start = titleLabel(index) {
            take(headline: passage.string(start..<passage.text.count))
            return part("headline", index, rule: "headline.label")
        }
        let cut = glued(index)
        take(headline: passage.string(cut.headline))
        if let outlet = cut.outlet, structure.outlet == nil { structure.outlet = passage.string(outlet) }
        part("headline", index, rule: cut.outlet == nil ? "headline.first" : "headline.glued")
    }

    func isRepeat(_ index: Int) -> Bool {
        guard headlineKey != 0, passages[index].shape.bytes <= Shape.bytesMaximum else { return false }
        if keys[index] == headlineKey { return true }
        if let headline, keys[index] == keys[headline], keys[index] != 0 { return true }
        // With the site's name behind it, or its end left out.
        let passage = passages[index]
        guard passage.text.count > 20, abs(passage.text.count - headlineText.count) < 60,
            passage.text.starts(with: headlineText)
        else { return false }
        let cut = glued(index)
        return cut.outlet != nil && cut.headline.count == headlineText.count
    }
}
