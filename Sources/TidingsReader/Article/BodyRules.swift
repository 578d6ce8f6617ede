import TidingsFeed

/// Inside the body: captions with their credits, headings, notes of the editors, entries of live reports.
extension ArticleReading {
    // MARK: Captions

    /// A line that says who made a picture, and nothing else.
    func isCreditLine(_ index: Int) -> Bool { credits.indices.contains(index) && credits[index] != nil }

    /// The credit that a passage is and nothing else.
    func credit(_ index: Int) -> Credit? {
        let passage = passages[index]
        guard passage.isText, outside[index]?.kind != "legal", passage.text.count <= Credit.bytesMaximum,
            hasCreditWord(passage), !passage.shape.whole.has(.placeholder) || passage.shape.words.count > 2,
            let credit = Credit(passage, passage.text.indices), credit.isSure
        else { return nil }
        return credit
    }

    /// Cheap: whether a credit can be in the text at all.
    private func hasCreditWord(_ passage: Passage) -> Bool {
        let shape = passage.shape
        let words = shape.words
        if shape.marks.contains(0xC2), passage.text.contains(0xA9) { return true }
        // "… (Ada Quist/ABC)", "… Ada Quist/ABC", and a name behind the last sentence.
        let slash = UInt8(ascii: "/")
        if let last = passage.text.last,
            last == 0x29 || last == 0x5D || shape.marks.contains(slash) && passage.text.suffix(40).contains(slash)
        {
            return true
        }
        if shape.ending == .none, shape.sentences >= 1, words.last?.isCapital == true, words.count > 5 { return true }
        let makers = Clues(.credit, .pictureAgency, .agency)
        return shape.said.hasAny(of: makers)
            && (words.suffix(20).contains { $0.clues.hasAny(of: makers) } || words.first?.clues.has(.credit) == true)
    }

    /// The parts of a caption that carries its label or its credit.
    func captionParts(_ index: Int) -> (text: String, credit: String?, rule: String)? {
        let passage = passages[index]
        let shape = passage.shape
        guard passage.isText, shape.words.count >= 3 else { return nil }
        let canHaveCredit = hasCreditWord(passage)
        let isLabelled = shape.label(.caption) != nil || shape.whole.has(.caption)
        guard canHaveCredit || isLabelled || passage.text.last == 0x29 else { return nil }
        var text = passage.text[...]
        var label = false
        if let count = shape.label(.caption), count < shape.words.count {
            let line = PrintedLine(passage)
            let gap = line.gap(before: count)
            let isMarked =
                gap.contains(0x3A) || gap.contains(UInt8(ascii: ",")) && line.words[0].clues.has(.credit) && count >= 2
                || gap.contains(0x7C) || gap.starts(with: [0x20, 0xE2, 0x80, 0x93])
                || gap.starts(with: [0x20, 0xE2, 0x80, 0x94])
            let isFirst = shape.labels.last { $0.clues.has(.caption) }
            if isMarked {
                text = passage.text[line.words[count].start...]
                // Quotation marks and brackets belong to the caption.
                while let before = text.startIndex > 0 ? passage.text[text.startIndex - 1] : nil,
                    before == 0x22 || before == 0x28
                { text = passage.text[(text.startIndex - 1)...] }
                label = true
            } else if let isFirst, shape.whole.has(.caption), isFirst.words >= 3,
                shape.ending == .stop || shape.words.count > 6
            {
                label = true
            }
        } else if shape.whole.has(.caption), shape.words.count >= 6 {
            label = true
        }
        if canHaveCredit,
            let (caption, credit, isBracketed) = Credit.split(
                passage, from: text.startIndex,
                labels: Set(shape.words.filter { $0.isCapital && $0.clues.has(.credit) }.map(\.start))),
            Words(caption, in: nil).all.count >= 2
        {
            // "…, officials said. (AP)" at the end of a paragraph is an agency's sign.
            let isSign =
                isBracketed && !credit.isLabelled && !credit.value.contains("/") && !credit.value.contains(" ")
                && (index >= lastBody || shape.words.count > 26 || isQuoted(passage)
                    || !shape.words.contains { $0.clues.has(.pictureVerb) && !$0.isCapital })
            if !isSign, !(shape.words.count > 55 && !credit.isLabelled) {
                return (
                    String(decoding: caption, as: UTF8.self), credit.value, label ? "caption.label" : "caption.credit"
                )
            }
        }
        // "Ada Quist as Ranevskaya (Jon Bell)": before the body, a name in brackets behind something else.
        if !label, !hasBody, headline.map({ index > $0 }) ?? true, passage.text.last == 0x29,
            let open = passage.text.lastIndex(of: 0x28), open > 14, shape.words.count <= 30
        {
            let inner = PrintedLine(Array(passage.text[(open + 1)..<(passage.text.count - 1)]))
            if let end = inner.name(at: 0), end == inner.words.count, end <= 4 {
                return (
                    String(decoding: passage.text[..<open].trimmed, as: UTF8.self),
                    inner.string(0..<end), "caption.credit"
                )
            }
        }
        guard label, !isCreditLine(index) else { return nil }
        return (String(decoding: text, as: UTF8.self), nil, "caption.label")
    }

    private func isQuoted(_ passage: Passage) -> Bool {
        passage.shape.beginning == .quote && passage.shape.endsInQuote
    }

    mutating func caption(_ index: Int) -> Bool {
        if let (text, credit, rule) = captionParts(index) {
            var block = Document.Block(kind: .caption, text: text, lines: passages[index].lines, rule: rule)
            block.credit = credit ?? pendingCredit
            pendingCredit = nil
            append(block)
            next = index + 1
            if credit == nil, isCreditLine(next) { takeCredit(next) }
            return true
        }
        if isCreditLine(index) {
            // A credit before its caption: "Image source, Getty Images", then "Image caption, …".
            if index + 1 < passages.count, captionParts(index + 1)?.rule == "caption.label",
                let credit = credits[index]
            {
                pendingCredit = credit.value
                part("credit", index, rule: "credit.before-caption")
                return true
            }
            if let last = structure.blocks.indices.last, structure.blocks[last].kind == .caption,
                structure.blocks[last].credit == nil, isNear(structure.blocks[last].lines[1], index)
            {
                takeCredit(index)
                return true
            }
            guard credits[index]?.isLabelled == true || !hasBody || index > lastBody else { return false }
            part("credit", index, rule: "credit.alone")
            return true
        }
        guard passages[index].isText, passages[index].shape.bytes <= Shape.bytesMaximum else { return false }
        // The line below says who made the picture.
        if isCreditLine(index + 1), !(index + 2 < passages.count && isLabelledCaption(index + 2)),
            outside[index] == nil, passages[index].shape.words.count >= 3, !isHeadMeta(index),
            credits[index + 1]?.isLabelled == true || passages[index].shape.words.count <= 45
        {
            guard !(passages[index].shape.beginning == .quote && passages[index].shape.sentences > 2) else {
                return false
            }
            return takeCaption(index, "caption.above-credit")
        }
        return isUnmarkedCaption(index) && takeCaption(index, "caption.picture-words")
    }

    /// "Image caption, …" right below its credit.
    private func isLabelledCaption(_ index: Int) -> Bool {
        passages[index].isText && passages[index].shape.label(.caption).map { $0 >= 2 } == true
            && captionParts(index)?.rule == "caption.label"
    }

    private func isHeadMeta(_ index: Int) -> Bool {
        MetaLine(passages[index], isNameAllowed: !hasBody) != nil
    }

    private mutating func takeCaption(_ index: Int, _ rule: String) -> Bool {
        append(.init(kind: .caption, text: passages[index].string, lines: passages[index].lines, rule: rule))
        next = index + 1
        if isCreditLine(next) { takeCredit(next) }
        return true
    }

    private mutating func takeCredit(_ index: Int) {
        guard let last = structure.blocks.indices.last, let credit = credits[index] else { return }
        structure.blocks[last].credit = credit.value
        part("credit", index, rule: "credit.below-caption")
    }

    /// No passage stands between a line and a passage.
    private func isNear(_ line: Int, _ index: Int) -> Bool {
        index > 0 && passages[index - 1].lines.upperBound <= line
    }

    /// A picture's description without a credit: in an article whose other pictures have them, a short passage in the
    /// present tense of what is to be seen, that says words of the headline again.
    private func isUnmarkedCaption(_ index: Int) -> Bool {
        let shape = passages[index].shape
        guard hasPictures, isProse[index], shape.bytes <= 220, shape.said.has(.pictureVerb), shape.sentences <= 2, shape.beginning == .upper,
            !shape.endsInQuote, index > 0
        else { return false }
        guard !passages[index].hasQuotation else { return false }
        // What is to be seen: the first verb in small letters is one of pictures, and nobody says anything.
        let words = shape.words
        guard let verb = words.prefix(14).firstIndex(where: { $0.clues.has(.pictureVerb) && !$0.isCapital }), verb > 0
        else { return false }
        guard !words[..<verb].contains(where: { $0.clues.has(.pronoun) }) else { return false }
        let shared = words.indices.dropFirst().contains {
            words[$0].isCapital && words[$0 - 1].isCapital && headlineWords.contains(words[$0].hash)
                && headlineWords.contains(words[$0 - 1].hash)
        }
        return shared
    }

    /// A picture of Markdown: its description, and what stands below it in italics.
    mutating func picture(_ index: Int) {
        let passage = passages[index]
        let below = index + 1
        if below < passages.count, passages[below].isText, passages[below].shape.bytes <= Shape.bytesMaximum,
            passages[below].isEmphasized || captionParts(below) != nil || isCreditLine(below),
            passages[below].lines.lowerBound - passage.lines.upperBound <= 2
        {
            if isCreditLine(below) {
                if passage.text.isEmpty {
                    part("picture", index, rule: "picture")
                } else {
                    _ = takeCaption(index, "caption.picture")
                }
                if next == below { part("credit", below, rule: "credit.alone") }
                return
            }
            let parts = captionParts(below)
            if !passage.text.isEmpty {
                append(.init(kind: .caption, text: passage.string, lines: passage.lines, rule: "caption.picture"))
            } else {
                part("picture", index, rule: "picture")
            }
            var block = Document.Block(
                kind: .caption, text: parts?.text ?? passages[below].string, lines: passages[below].lines,
                rule: "caption.below-picture")
            block.credit = parts?.credit
            append(block)
            next = below + 1
            return
        }
        if passage.text.isEmpty { return part("picture", index, rule: "picture") }
        append(.init(kind: .caption, text: passage.string, lines: passage.lines, rule: "caption.picture"))
        next = index + 1
        if isCreditLine(next) { takeCredit(next) }
    }

    // MARK: Headings

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
        case .colon, .question, .none: break
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
        guard text.count > 6, text.starts(with: "- ".utf8), text.suffix(2).elementsEqual(" -".utf8) else { return nil }
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
        guard isHeadingShape(index), let following = following(index) else { return false }
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

    /// What follows is longer, or a heading below, or a list.
    private func introduces(_ index: Int, _ following: Int) -> Bool {
        let passage = passages[following]
        if passage.isHeading || passage.isList || passage.isTable || passage.isQuote { return true }
        if isProse[following] || passage.shape.bytes > passages[index].shape.bytes { return true }
        return following <= lastBody && (isHeadingShape(following) || passage.shape.words.count >= 3)
    }

    // MARK: Notes

    func isNote(_ passage: Passage) -> Bool {
        guard passage.isText else { return false }
        let shape = passage.shape
        if shape.bytes > Shape.bytesMaximum {
            let head = Passage(.text, Array(passage.text.prefix(60)), lines: 1...1)
            return isNoteLabel(head)
        }
        if isNoteLabel(passage) { return true }
        // "Eds: …", "Please kill …": desks speak to each other.
        if shape.whole.has(.slug), shape.words.count >= 4, passage.text.contains(0x3A), shape.ending != .colon,
            shape.isProse || shape.words[0].clues.has(.slugWord)
        {
            return true
        }
        // "(Adds quotes and background)", "Eds: …", "(This version corrects …)".
        guard passage.text.first == 0x28 || passage.text.first == 0x5B else { return false }
        return isWireNote(Passage(.text, Array(passage.text.dropFirst()), lines: 1...1))
    }

    private func isWireNote(_ passage: Passage) -> Bool {
        guard let first = passage.shape.labels.first(where: { $0.clues.hasAny(of: Clues(.slug, .note)) }) else {
            return false
        }
        return first.words >= 1 && passage.shape.words.count >= 2
    }

    private func isNoteLabel(_ passage: Passage) -> Bool {
        let shape = passage.shape
        guard let count = shape.label(.note) else { return false }
        let line = PrintedLine(passage)
        guard count < line.words.count else { return shape.whole.has(.note) && count >= 4 }
        let gap = line.gap(before: count)
        if gap.contains(0x3A) || gap.starts(with: [0x20, 0xE2, 0x80]) || gap.elementsEqual([0x20, 0x2D, 0x20])
            || gap.contains(0x7C)
        {
            // "Update: …" as a stamp is none; "Corrected: …" with a date neither.
            return PrintedDate(line, at: line.skipping(count)) == nil || shape.words.count > 9
        }
        // "Correction, 23 March: …"
        if gap.first == UInt8(ascii: ","), let date = line.date(at: line.skipping(count)),
            line.gap(before: date.end).first == 0x3A
        {
            return true
        }
        // An open phrase: "This article was amended on …".
        return count >= 3
    }

    mutating func note(_ index: Int) -> Bool {
        if isNoteExpected, isProse[index] || passages[index].isText && passages[index].shape.words.count > 6 {
            isNoteExpected = false
            block(index, .note, passages[index].string, rule: "note.below-heading")
            return true
        }
        if passages[index].isText, passages[index].shape.words.count <= 4, passages[index].shape.whole.has(.note),
            following(index) != nil,
            !passages[index].shape.whole.has(.updated), index + 1 < passages.count, isProse[index + 1]
        {
            isNoteExpected = true
            part("note", index, rule: "note.heading")
            return true
        }
        guard isNote[index] else { return false }
        if !isLiveReport || passages[index].shape.words.count > 4 {
            block(index, .note, passages[index].string, rule: "note.label")
            return true
        }
        return false
    }

    // MARK: Live reports

    /// The time of day a passage begins with, and how many words follow.
    func time(of index: Int) -> (value: String, zone: String?, rest: Int, start: Int)? {
        let passage = passages[index]
        guard passage.isText, passage.shape.bytes <= Shape.bytesMaximum, let first = passage.shape.words.first else {
            return nil
        }
        guard first.isNumber, first.start <= 1 else { return nil }
        let line = PrintedLine(passage)
        // "17.48"
        if line.words.count == 2, let hour = line.words[0].number, let minute = line.words[1].number, hour < 24,
            minute < 60, line.gap(before: 1).elementsEqual([0x2E]), line.words[1].end - line.words[1].start == 2,
            passage.text.count <= 5
        {
            return (
                (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)", nil, 0, passage.text.count
            )
        }
        guard let time = line.time(at: 0) else {
            if let end = line.phrase(.ago, from: 0), end == line.words.count { return ("", nil, 0, passage.text.count) }
            return nil
        }
        return (
            time.text, time.zone, line.words.count - time.end,
            time.end < line.words.count ? line.words[time.end].start : passage.text.count
        )
    }

    mutating func live(_ index: Int) -> Bool {
        guard isLiveReport, passages[index].shape.words.count <= 8, let time = time(of: index), time.rest == 0,
            !time.value.isEmpty
        else { return false }
        pendingTime = .init(
            raw: passages[index].string, value: time.value, zone: time.zone, line: passages[index].lines.lowerBound)
        part("time", index, rule: "live.time")
        hasBody = true
        return true
    }
}
