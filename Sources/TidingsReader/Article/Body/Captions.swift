import TidingsFeed

/// Captions with their credits, and pictures of Markdown.
extension ArticleReading {
    /// A line that says who made a picture, and nothing else.
    func isCreditLine(_ index: Int) -> Bool { credits.indices.contains(index) && credits[index] != nil }

    /// The credit that a passage is and nothing else.
    func credit(_ index: Int) -> Credit? {
        let passage = passages[index]
        guard passage.isText, outside[index]?.kind != "legal", passage.text.count <= Credit.bytesMaximum,
            passage.mayHaveCredit, !passage.shape.whole.has(.placeholder) || passage.shape.words.count > 2,
            let credit = Credit(passage, passage.text.indices), credit.isSure
        else { return nil }
        return credit
    }

    /// The parts of a caption that carries its label or its credit.
    func captionParts(_ index: Int) -> (text: String, credit: String?, rule: String)? {
        let passage = passages[index]
        let shape = passage.shape
        guard passage.isText, shape.words.count >= 3, passage.mayBeCaption else { return nil }
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
        if passage.mayHaveCredit, let (caption, credit, isBracketed) = Credit.split(passage, from: text.startIndex),
            Words(caption, in: nil).all.count >= 2
        {
            // "…, officials said. (AP)" at the end of a paragraph is an agency's sign.
            let isSign =
                isBracketed && !credit.isLabelled && !credit.value.contains("/") && !credit.value.contains(" ")
                && PrintedLine(Array(credit.value.utf8)).isSignOfAgency
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
        // "… in Kericho. | File photo": the picture is old, and nobody says who made it.
        let line = PrintedLine(passage)
        if shape.marks.contains(0x7C),
            let mark = line.words.indices.dropFirst(4).last(where: { line.gap(before: $0).contains(0x7C) }),
            line.words[mark...].allSatisfy({ $0.clues.has(.noMaker) })
        {
            let stroke = line.gap(before: mark).lastIndex(of: 0x7C) ?? line.words[mark].start
            return (
                String(decoding: passage.text[..<stroke].trimmed, as: UTF8.self),
                passage.string(line.words[mark].start..<passage.text.count), "caption.file-photo"
            )
        }
        guard label, !isCreditLine(index) else { return nil }
        return (String(decoding: text, as: UTF8.self), nil, "caption.label")
    }

    private func isQuoted(_ passage: Passage) -> Bool {
        passage.shape.beginning == .quote && passage.shape.endsInQuote
    }

    mutating func caption(_ index: Int) -> Bool {
        if passages[index].mayBeCaption, let (text, credit, rule) = captionParts(index) {
            append(
                .init(
                    kind: .caption, text: text, credit: credit ?? pendingCredit, lines: passages[index].lines,
                    rule: rule))
            pendingCredit = nil
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
        if isCreditLine(index + 1), !isCopyrightNotice(below: index),
            !(index + 2 < passages.count && isLabelledCaption(index + 2)),
            outside[index] == nil, passages[index].shape.words.count >= 3, !isHeadMeta(index),
            credits[index + 1]?.isLabelled == true || passages[index].shape.words.count <= 45
        {
            guard !(passages[index].shape.beginning == .quote && passages[index].shape.sentences > 2) else {
                return false
            }
            return takeCaption(index, "caption.above-credit")
        }
        if isAboveName(index) {
            append(
                .init(
                    kind: .caption, text: passages[index].string, credit: passages[index + 1].string,
                    lines: passages[index].lines, rule: "caption.above-name"))
            part("credit", index + 1, rule: "credit.name")
            return true
        }
        return isUnmarkedCaption(index) && takeCaption(index, "caption.picture-words")
    }

    /// In a copy of a page: a line that is no title, below it a name and nothing else, and then the article goes on.
    private func isAboveName(_ index: Int) -> Bool {
        let shape = passages[index].shape
        guard isPage, hasBody || !structure.authors.isEmpty, index + 2 < passages.count, isProse[index + 2],
            outside[index] == nil, shape.words.count >= 5, shape.words.count <= 18, shape.sentences <= 1,
            shape.beginning == .upper, !shape.isTitleCase, shape.ending == .none || !hasBody && shape.ending == .stop,
            !isHeadMeta(index)
        else { return false }
        // Else a heading with the name of who wrote what follows.
        guard shape.ending == .stop || hasPictures || shape.said.has(.pictureVerb) else { return false }
        let name = passages[index + 1]
        let line = PrintedLine(name)
        guard name.isText, outside[index + 1] == nil, line.words.count <= 7, let end = line.name(at: 0), end <= 3,
            line.gap(before: line.words.count).isEmpty, !structure.authors.contains(where: { $0.name == name.string })
        else { return false }
        // "Ada Quist | The Courier"
        return end == line.words.count
            || line.gap(before: end).elementsEqual(" | ".utf8) && line.words[end...].allSatisfy(\.isCapital)
    }

    /// "© The Courier Ltd" below the last sentence: a copyright line, not who made a picture.
    private func isCopyrightNotice(below index: Int) -> Bool {
        isProse[index] && passages[index].shape.ending == .stop && index >= lastBody - 1
            && passages[index + 1].text.starts(with: [0xC2, 0xA9])
    }

    /// "Image caption, …" right below its credit.
    private func isLabelledCaption(_ index: Int) -> Bool {
        passages[index].isText && passages[index].shape.label(.caption).map { $0 >= 2 } == true
            && captionParts(index)?.rule == "caption.label"
    }

    private func isHeadMeta(_ index: Int) -> Bool {
        passages[index].meta(withNames: !hasBody) != nil
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
        guard hasPictures, isProse[index], shape.bytes <= 220, shape.said.has(.pictureVerb), shape.sentences <= 2,
            shape.beginning == .upper,
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
            append(
                .init(
                    kind: .caption, text: parts?.text ?? passages[below].string, credit: parts?.credit,
                    lines: passages[below].lines, rule: "caption.below-picture"))
            next = below + 1
            return
        }
        if passage.text.isEmpty { return part("picture", index, rule: "picture") }
        append(.init(kind: .caption, text: passage.string, lines: passage.lines, rule: "caption.picture"))
        next = index + 1
        if isCreditLine(next) { takeCredit(next) }
    }
}

extension Passage {
    /// A label, a credit, or brackets at the end that may hold one.
    var mayBeCaption: Bool {
        mayHaveCredit || shape.label(.caption) != nil || shape.whole.has(.caption) || text.last == 0x29
            || shape.marks.contains(0x7C) && shape.said.has(.noMaker)
    }

    /// Whether a credit can be in the text at all.
    var mayHaveCredit: Bool {
        let words = shape.words
        if shape.marks.contains(0xC2), text.contains(0xA9) { return true }
        // "… (Ada Quist/ABC)", "… Ada Quist/ABC", and a name behind the last sentence.
        let slash = UInt8(ascii: "/")
        if let last = text.last,
            last == 0x29 || last == 0x5D || shape.marks.contains(slash) && text.suffix(40).contains(slash)
        {
            return true
        }
        if shape.ending == .none, shape.sentences >= 1, words.last?.isCapital == true, words.count > 5 { return true }
        let makers = Clues(.credit, .pictureAgency, .agency)
        return shape.said.hasAny(of: makers)
            && (words.suffix(20).contains { $0.clues.hasAny(of: makers) } || words.first?.clues.has(.credit) == true)
    }
}
