import TidingsFeed

/// The article's head: its headline, what stands before it, its deck, who wrote it and when.
extension ArticleReading {
    // MARK: Headline

    /// More lines than this do not stand before a headline.
    private static let candidatesMaximum = 60

    mutating func findHeadline() {
        guard structure.headline == nil else { return }
        // Nothing but short lines: the first that is no furniture is the headline.
        if !hasProse {
            headline =
                passages.indices.first {
                    outside[$0] == nil && !passages[$0].isSeparator && !passages[$0].isPicture
                        && MetaLine(passages[$0], isNameAllowed: false) == nil
                } ?? passages.indices.first
            if headline.map({ titleLabel($0) != nil || passages[$0].isHeading || passages[$0].isText }) == true {
                return
            }
        }
        var best: (index: Int, score: Double)?
        var rank = 0
        for index in passages.indices.prefix(Self.candidatesMaximum) {
            // Sentences end the head.
            if isProse[index], best != nil, !isRepeatedLater(index), captionParts(index) == nil,
                !isCreditLine(index + 1)
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
            guard index == 0, shape.words.count >= 3, passage.place.isBeforeBlank, isProse.indices.contains(1), isProse[1]
            else {
                return nil
            }
            score -= 2
        }
        if isCreditLine(index) || captionParts(index) != nil || isSlug(passage) || isNote[index] { return nil }
        if let meta = MetaLine(passage, isNameAllowed: false), !meta.isEmpty { return nil }
        if keyValue(passage) != nil, !passage.isHeading { return nil }
        // "KITA | Updated: March 14, 2025": the paper and its date.
        if shape.words.contains(where: { $0.month > 0 }),
            Self.cells(passage).dropFirst().contains(where: {
                MetaLine($0, isNameAllowed: false)?.stamps.isEmpty == false
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
        if MetaLine(passage, isNameAllowed: true) != nil { score -= 2.5 }
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
        guard passages[index].isText, let meta = MetaLine(passages[index], isNameAllowed: false)
        else { return false }
        return meta.hasBylineLabel || !meta.stamps.isEmpty || meta.role != nil
    }

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

    /// Codes that desks put before a story: "BC-EU--Summit, 2nd Ld-Writethru", "a0432", "UPDATE 2-" alone.
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
        if !text.contains(0x20), text.count(of: [0x2F]) >= 2, !text.contains(0x3A) { return true }
        // Numbers and codes only.
        return shape.words.allSatisfy {
            $0.isNumber || $0.isAllCapitals && $0.end - $0.start <= 4
                || (text[$0.start..<$0.end].contains { $0 >= 0x30 && $0 <= 0x39 })
        } && shape.words.contains(where: \.isNumber)
    }

    mutating func takeHeadline(_ index: Int) {
        let passage = passages[index]
        next = index + 1
        if let start = titleLabel(index) {
            let value = passage.string(start..<passage.text.count)
            structure.headline = value
            know(headline: value)
            return part("headline", index, rule: "headline.label")
        }
        let cut = glued(index)
        let value = passage.string(cut.headline)
        structure.headline = value
        know(headline: value)
        if let outlet = cut.outlet, structure.outlet == nil { structure.outlet = passage.string(outlet) }
        part("headline", index, rule: cut.outlet == nil ? "headline.first" : "headline.glued")
    }

    /// Marks between a headline and the name of the site.
    private static let glue: [[UInt8]] = [
        " | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • ", " // ", " ‹ ", " « ",
    ].map { Array($0.utf8) }

    /// The headline in a line that also names the site, or a section, at one of its ends.
    func glued(_ index: Int) -> (headline: Range<Int>, outlet: Range<Int>?) {
        let text = passages[index].text
        var cuts: [(range: Range<Int>, mark: Int)] = []
        var position = 0
        while position + 3 < text.count {
            if text[position] == 0x20, let mark = Self.glue.firstIndex(where: { text[position...].starts(with: $0) }) {
                cuts.append((position..<position + Self.glue[mark].count, mark))
                position += Self.glue[mark].count
            } else {
                position += 1
            }
        }
        var prefix = min(updatePrefix(text), text.count)
        var suffix = text.count
        var outlet: Range<Int>?
        for cut in cuts.reversed() {
            let tail = cut.range.upperBound..<suffix
            guard cut.range.lowerBound > prefix, !tail.isEmpty,
                isSiteName(text, tail, isStroke: cut.mark == 0, index: index)
                    || isSiteHead(text, 0..<cut.range.lowerBound, index: index)
            else { break }
            if outlet == nil { outlet = tail }
            suffix = cut.range.lowerBound
        }
        if outlet == nil, let cut = cuts.first, cut.range.lowerBound > prefix,
            cut.range.lowerBound * 2 < text.count - cut.range.upperBound,
            isSiteName(text, prefix..<cut.range.lowerBound, isStroke: false, index: index)
        {
            outlet = prefix..<cut.range.lowerBound
            prefix = cut.range.upperBound
        }
        return (prefix..<suffix, outlet)
    }

    /// The rest is another line of the article: what is left is the site's.
    private func isSiteHead(_ text: [UInt8], _ range: Range<Int>, index: Int) -> Bool {
        let key = Passage(.text, Array(text[range]), lines: 1...1).key
        return key != 0 && keys.indices.contains { $0 != index && keys[$0] == key }
    }

    /// "UPDATE 2-", "URGENT:", "CORRECTED-", "(LEAD)": what a wire says of the story, not its headline.
    private func updatePrefix(_ text: [UInt8]) -> Int {
        let head = Passage(.text, Array(text.prefix(60)), lines: 1...1)
        let line = PrintedLine(head)
        if text.first == 0x28, let close = text.firstIndex(of: 0x29), close < 24 {
            let inner = text[1..<close]
            if !inner.contains(where: { $0 >= 0x61 && $0 <= 0x7A }) || inner.starts(with: "LEAD".utf8) {
                return text[(close + 1)...].trimmed.startIndex
            }
        }
        guard line.words.count > 2, line.words[0].isAllCapitals,
            line.words[0].clues.hasAny(of: Clues(.slug, .topic, .note, .updated))
        else { return 0 }
        var end = 1
        if end < line.words.count, line.words[end].isNumber { end += 1 }
        let gap = line.gap(before: end)
        let isMarked =
            gap.elementsEqual([0x2D]) || gap.elementsEqual([0x3A, 0x20]) || gap.elementsEqual([0x20, 0x2D, 0x20])
            || gap.elementsEqual([0xE2, 0x80, 0x93]) || gap.elementsEqual([0x20, 0xE2, 0x80, 0x93, 0x20])
            || gap.elementsEqual([0x20, 0x2D, 0x2D, 0x20])
        guard isMarked, line.words.indices.contains(end), !(gap.first == 0x3A && !line.words[0].clues.has(.slug)) else {
            return 0
        }
        return line.words[end].start
    }

    /// A short name with capitals behind a mark: of a newspaper, or one that the article names elsewhere as well.
    private func isSiteName(_ text: [UInt8], _ range: Range<Int>, isStroke: Bool, index: Int) -> Bool {
        let name = PrintedLine(Array(text[range]))
        let words = name.words.count
        guard words > 0, words <= 6, range.count * 2 < text.count else { return false }
        if name.isOutlet(0..<words) || name.words.last.map({ $0.clues.has(.outletWord) && $0.isCapital }) == true {
            return true
        }
        let isCapital = name.words.allSatisfy { $0.isCapital || $0.isNumber || $0.end - $0.start <= 3 }
        guard isCapital else { return false }
        if isStroke, words <= 5 { return true }
        // Named elsewhere: in a line of its own, a copyright line, a dateline.
        let printed = text[range]
        return passages.indices.contains { other in
            guard other != index else { return false }
            let text = passages[other].text
            guard text.count <= 200 || isProse[other] else { return false }
            guard let found = Array(text.prefix(200)).firstIndex(of: printed) else { return false }
            return text.count == printed.count
                || found > 0
                    && (text[found - 1] == 0x28 || outside[other]?.kind == "legal"
                        || passages[other].shape.label(.byline) != nil)
                || text.count < printed.count + 30 && outside[other] != nil
                || (found == 0 && MetaLine(passages[other], isNameAllowed: true) != nil)
        }
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

    // MARK: The end of the head

    /// More prose than this does not stand between a headline and who wrote the article.
    private static let headProseMaximum = 2

    mutating func findHeadEnd() {
        guard hasProse else { return }
        let start = headline ?? -1
        var prose = 0
        var index = start + 1
        while index < passages.count, index <= start + 16 {
            let passage = passages[index]
            if passage.isList || passage.isTable || passage.isHeading || passage.isQuote { break }
            if isProse[index], captionParts(index) == nil, !isCreditLine(index + 1) {
                prose += 1
                if prose > Self.headProseMaximum || FoundDateline(passage.text) != nil { break }
            } else if let meta = headMeta(index),
                meta.hasBylineLabel || meta.hasReadingTime || !meta.stamps.isEmpty || meta.role != nil
                    || prose == 0 && !meta.authors.isEmpty
            {
                headEnd = index
            }
            index += 1
        }
        // Sentences, and then a date below them: of an article without a head, not its head.
        if prose > 1,
            (start + 1..<max(start + 1, headEnd)).count(where: { isProse[$0] && passages[$0].shape.bytes > 260 }) > 0
        {
            headEnd = -1
        }
    }

    /// A line of names and stamps, or one that holds a date or a name behind "by" among few other words.
    func headMeta(_ index: Int) -> MetaLine? {
        let passage = passages[index]
        guard passage.isText, outside[index].map({ $0.kind == "reading_time" }) ?? true else { return nil }
        if outside[index]?.kind == "reading_time" { return nil }
        if let meta = MetaLine(passage, isNameAllowed: true) { return meta }
        guard
            !isProse[index]
                || passage.shape.sentences <= 1 && passage.shape.words.count <= 10
                    && passage.shape.words.contains(where: { $0.month > 0 }),
            passage.shape.words.count <= 12, passage.shape.ending != .question
        else { return nil }
        // A sentence is none, though it holds a date; "10 a.m." ends with a point and is.
        let isHalf = PrintedLine(passage).half(at: passage.shape.words.count - 2) != nil
        guard passage.shape.ending == .none || passage.shape.ending == .stop && isHalf else { return nil }
        return MetaLine(loosely: passage)
    }

    /// More people than this write no article: what follows is a list of names.
    static let authorsMaximum = 50

    // MARK: Before the headline

    mutating func beforeHeadline(_ index: Int) {
        let passage = passages[index]
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
    private static func cells(_ passage: Passage) -> [Passage] {
        cellRanges(passage.text).map { Passage(.text, Array($0), lines: passage.lines) }
    }

    /// Between them stand two spaces or more, a tab, two colons, or a mark with a space on either side.
    private static func cellRanges(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
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
            let rest = text[index...]
            if text[index] == 0x09 {
                close(index, index + 1)
            } else if rest.starts(with: "::".utf8) {
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

    private func isMastheadName(_ passage: Passage) -> Bool {
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

    // MARK: Deck

    /// A sentence or line between the headline and the body: it stands alone, and what belongs to the head follows, or the
    /// body says it again.
    mutating func deck(_ index: Int) -> Bool {
        let passage = passages[index]
        let shape = passage.shape
        guard hasProse, structure.deck == nil, let headline = headline ?? (structure.headline == nil ? nil : -1),
            index > headline, shape.bytes <= 600, shape.words.count >= 4 || shape.bytes > Shape.bytesMaximum
        else { return false }
        if FoundDateline(passage.text) != nil { return false }
        guard shape.ending != .colon, shape.ending != .comma else { return false }
        // Only furniture stands between it and the headline.
        let isDirect =
            structure.authors.isEmpty && structure.published == nil && structure.updated == nil || index == headline + 1
        if isSaidAgain(index) { return takeDeck(index, "deck.said-again") }
        // What stands between it and the next sentences.
        var other = index + 1
        var hasHead = false
        while other < passages.count, other < index + 14 {
            if isCreditLine(other) || captionParts(other) != nil {
                other += 1
                continue
            }
            if isProse[other], !isRepeat(other) { break }
            if passages[other].isList || passages[other].isTable || passages[other].isQuote { break }
            if isRepeat(other)
                || outside[other].map({ ["placeholder", "share", "reading_time", "comment_prompt"].contains($0.kind) })
                    == true
            {
                hasHead = true
            }
            if outside[other] == nil,
                MetaLine(passages[other], isNameAllowed: true) != nil || keyValue(passages[other]) != nil
            {
                hasHead = true
            }
            other += 1
        }
        let nextProse = other < passages.count && isProse[other] ? other : nil
        if isDirect {
            if hasHead || index < headEnd, shape.bytes <= 420 { return takeDeck(index, "deck.before-byline") }
            if passage.isEmphasized { return takeDeck(index, "deck.emphasized") }
            // A line that is no sentence, under the headline.
            if !shape.isProse, shape.ending != .stop,
                nextProse == index + 1 || nextProse != nil && other == index + 1 + captionsAfter(index),
                !(isHeadingShape(index) && shape.words.count <= 4)
            {
                return takeDeck(index, "deck.line")
            }
        } else if structure.authors.isEmpty == false || structure.published != nil {
            if !shape.isProse, shape.ending == .none || shape.ending == .question, shape.words.count >= 6,
                nextProse != nil, nextProse == index + 1 + captionsAfter(index) || passages[index + 1].isPicture,
                passage.isEmphasized || !isHeadingShape(index) || shape.words.count >= 9
            {
                return takeDeck(index, "deck.line")
            }
            if hasHead, outside[index + 1].map({ $0.kind != "placeholder" }) ?? true, nextProse != nil, !hasBody,
                shape.sentences <= 2
            {
                return takeDeck(index, "deck.before-byline")
            }
        }
        // The report proper begins with a dateline: what stands before it is about it.
        if let nextProse, nextProse == index + 1 || nextProse == following(index),
            FoundDateline(passages[nextProse].text) != nil, shape.sentences <= 2
        {
            return takeDeck(index, "deck.before-dateline")
        }
        return false
    }

    private func captionsAfter(_ index: Int) -> Int {
        var count = 0
        while index + 1 + count < passages.count,
            isCreditLine(index + 1 + count) || captionParts(index + 1 + count) != nil
                || passages[index + 1 + count].isPicture
        { count += 1 }
        return count
    }

    private mutating func takeDeck(_ index: Int, _ rule: String) -> Bool {
        structure.deck = passages[index].string
        part("deck", index, rule: rule)
        return true
    }

    /// Its beginning stands in one of the paragraphs that follow.
    private func isSaidAgain(_ index: Int) -> Bool {
        let text = passages[index].text
        guard text.count >= 40, isProse[index] else { return false }
        let start = text.prefix(60)
        return passages[(index + 1)...].prefix(12).contains { other in
            other.text.count >= text.count && Array(other.text.prefix(200)).firstIndex(of: start) != nil
        }
    }

    // MARK: Who, when, where

    /// A line of names, stamps and the like.
    mutating func meta(_ index: Int) -> Bool {
        let passage = passages[index]
        guard passage.shape.bytes <= MetaLine.bytesMaximum, !passage.shape.words.isEmpty else { return false }
        let isHead = !hasBody
        let isTail = index > lastBody
        guard
            isHead || isTail || passage.shape.label(.byline) != nil || passage.shape.label(.updated) != nil
                || passage.shape.label(.published) != nil
        else { return false }
        if let (clue, start) = keyValue(passage), isHead, clue != .byline, clue != .published, clue != .updated,
            keyField(index, clue, start)
        {
            return true
        }
        if isHead, let (clue, start) = keyValue(passage), clue == .byline,
            MetaLine(passage, isNameAllowed: true) == nil, keyField(index, clue, start)
        {
            return true
        }
        let isBelow = isHead && (headline.map { index > $0 } ?? true)
        guard
            let meta = MetaLine(passage, isNameAllowed: isBelow || pendingLabel == .byline)
                ?? (isBelow ? headMeta(index) : nil)
        else { return false }
        if meta.openLabel != nil {
            guard passage.shape.ending != .stop, index + 1 < passages.count else { return false }
            pendingLabel = meta.openLabel
            part(meta.openLabel == .byline ? "byline" : "\(meta.openLabel ?? .published)", index, rule: "meta.label")
            return true
        }
        // Inside the body or behind it only what says what it is.
        if !isHead {
            let isSaid =
                meta.hasBylineLabel && passage.shape.words.count <= 12 || meta.stamps.contains { $0.kind != nil }
                || isTail && !meta.stamps.isEmpty
            guard isSaid, passage.shape.ending != .stop || !meta.stamps.isEmpty else { return false }
            if meta.hasBylineLabel, !isTail, meta.stamps.isEmpty { return false }
        }
        if isHead, meta.stamps.isEmpty, !meta.hasBylineLabel, !acceptsNames(meta, index) { return false }
        take(meta, index)
        return true
    }

    /// Names, a job or an outlet without a word that says so: only where the head has room for them.
    private func acceptsNames(_ meta: MetaLine, _ index: Int) -> Bool {
        if pendingLabel == .byline { return true }
        if meta.hasReadingTime || meta.role != nil && (!meta.authors.isEmpty || !structure.authors.isEmpty) {
            return true
        }
        if meta.role != nil && meta.authors.isEmpty {
            return passages[index].shape.words.count <= 8 && passages[index].shape.ending == .none
        }
        if meta.outlet != nil, meta.authors.isEmpty { return true }
        if !meta.authors.isEmpty, structure.parts.last?.field == "byline",
            structure.parts.last?.lines[1] ?? 0 >= passages[index].lines.lowerBound - 1
        {
            return true
        }
        guard !meta.authors.isEmpty, structure.authors.isEmpty, passages[index].shape.ending != .stop else {
            return meta.location != nil
        }
        // A caption's names are none: what follows is the head or the body.
        return !isCreditLine(index + 1)
    }

    private mutating func take(_ meta: MetaLine, _ index: Int) {
        for author in meta.authors
        where !structure.authors.contains(where: { $0.name.lowercased() == author.name.lowercased() }) {
            var found = Document.Author(name: author.name)
            found.title = author.title
            guard structure.authors.count < Self.authorsMaximum else { break }
            structure.authors.append(found)
        }
        if meta.authors.isEmpty, let role = meta.role {
            for index in structure.authors.indices where structure.authors[index].title == nil {
                structure.authors[index].title = role
            }
        }
        if structure.outlet == nil, let outlet = meta.outlet { structure.outlet = outlet }
        if structure.location == nil, let location = meta.location { structure.location = location }
        var field =
            meta.authors.isEmpty && meta.role == nil
            ? meta.outlet != nil ? "outlet" : meta.hasReadingTime ? "reading_time" : "published" : "byline"
        if meta.authors.isEmpty, meta.stamps.count == 1, meta.stamps[0].kind == .updated { field = "updated" }
        takeStamps(meta)
        pendingLabel = nil
        // "3 hours ago", "03/04/2024": a stamp that names no certain day.
        if meta.authors.isEmpty, meta.outlet == nil, meta.location == nil, meta.role == nil, !meta.stamps.isEmpty,
            meta.stamps.allSatisfy({ $0.stamp == nil })
        {
            return furniture(index, ("stamp", "meta.no-day"))
        }
        if field == "reading_time" { return furniture(index, ("reading_time", "meta.reading-time")) }
        part(field, index, rule: "meta.line")
    }

    private mutating func takeStamps(_ meta: MetaLine) {
        for (kind, stamp) in meta.stamps {
            let label: MetaLine.StampKind? =
                pendingLabel == .updated ? .updated : pendingLabel == .published ? .published : nil
            switch kind ?? label {
            case .updated:
                if structure.updated == nil, let stamp { structure.updated = stamp }
            case .published, nil:
                if structure.published == nil, let stamp { structure.published = stamp }
            }
        }
    }

    /// A field named by its key: "Source: The Courier".
    private mutating func keyField(_ index: Int, _ clue: Clue, _ start: Int) -> Bool {
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
        if (shape.words.count <= 3 || shape.words.count <= 5 && passage.text.contains(UInt8(ascii: ","))),
            shape.ending == .none, shape.words.allSatisfy(\.isCapital),
            !structure.authors.isEmpty || structure.published != nil, structure.location == nil,
            isProse[following] || MetaLine(passages[following], isNameAllowed: true) != nil, following == index + 1
        {
            structure.location = passage.string
            part("location", index, rule: "head.place")
            return true
        }
        return false
    }

    /// A job title right below a name, though it is made of words that are also a page's ("News editor").
    func isTitleOfAuthor(_ index: Int) -> Bool {
        guard !hasBody, !structure.authors.isEmpty, outside[index]?.kind != "placeholder" else { return false }
        let words = passages[index].shape.words
        return words.count >= 2 && words.last?.clues.has(.role) == true
    }
}
