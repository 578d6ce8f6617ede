/// What is not the article, told from the line alone: by a phrase, or because all its words are of a page's buttons.
enum FurnitureRules {
    typealias Verdict = (kind: String, rule: String)

    /// Longer lines are never buttons or menus.
    private static let wordsMaximum = 16

    /// - Parameter isInside: the line stands between paragraphs of the body, where a single word may be a heading.
    static func verdict(_ passage: Passage, isInside: Bool) -> Verdict? {
        if case .separator = passage.form {
            return isEnd(passage) ? ("end_mark", "furniture.end-mark") : ("separator", "furniture.separator")
        }
        guard passage.isText || passage.isHeading, passage.shape.bytes <= Shape.bytesMaximum else { return nil }
        let shape = passage.shape
        guard !shape.words.isEmpty else { return ("separator", "furniture.separator") }
        if passage.isCopyrightLine, shape.words.count <= 60, !isCreditOnly(passage) {
            return ("legal", "furniture.copyright")
        }
        if let kind = phrase(shape, isInside: isInside) { return (kind, "furniture.phrase") }
        if !isInside, isReadingTime(shape) { return ("reading_time", "furniture.reading-time") }
        if let kind = promo(passage) { return (kind, "furniture.invitation") }
        if let kind = terms(passage) { return (kind, "furniture.terms") }
        if let kind = buttons(passage, isInside: isInside) { return (kind, "furniture.buttons") }
        if !isInside, isMenu(passage) { return ("nav", "furniture.menu") }
        if isTrail(passage) { return ("nav", "furniture.breadcrumbs") }
        if isAddress(passage) { return ("nav", "furniture.address") }
        return nil
    }

    /// "© Reuters" below a picture: a credit; with a year or more words a copyright line.
    private static func isCreditOnly(_ passage: Passage) -> Bool {
        passage.shape.words.count <= 5 && !passage.shape.words.contains { $0.isNumber }
    }

    private static func isEnd(_ passage: Passage) -> Bool {
        passage.text.contains(UInt8(ascii: "#"))
    }

    // MARK: Phrases

    private static func phrase(_ shape: Shape, isInside: Bool) -> String? {
        let whole = shape.whole
        let words = shape.words.count
        // A sentence that only begins like a phrase needs another sign.
        let isSpoken =
            !shape.isProse || shape.said.hasAny(of: Clues(.reader, .ownVoice))
            || distinct(shape, Clues(.promoWord, .interfaceWord, .moderationWord)) >= 2
        // One word, between paragraphs: "Background", "Weather" may be headings; buttons are not.
        let isWeak = isInside && words <= 2
        if whole.has(.placeholder), isSpoken,
            !(isWeak && words == 1 && !isStrongPlaceholder(shape))
        {
            return "placeholder"
        }
        if whole.has(.readingTime), words <= 8 { return "reading_time" }
        if whole.has(.end), words <= 3 { return "end_mark" }
        if whole.has(.share), words > 1 || !isInside || shape.words[0].clues.has(.interfaceWord) {
            return shape.isProse ? nil : "share"
        }
        if whole.has(.comment), isSpoken, !(isWeak && words == 1 && !shape.words[0].clues.has(.interfaceWord)) {
            return "comment_prompt"
        }
        if whole.has(.pager), !shape.isProse { return "pager" }
        // "3 / 8"
        if words == 2, let first = shape.words[0].number, let second = shape.words[1].number, first <= second,
            second < 100, shape.words[1].end - shape.words[1].start <= 2,
            shape.words[1].start - shape.words[0].end == 3, shape.bytes <= 8
        {
            return "pager"
        }
        // "1 2 3 4"
        if words >= 2, words <= 12,
            shape.words.indices.allSatisfy({
                shape.words[$0].number == (shape.words[0].number ?? 0) + $0
                    && shape.words[$0].end - shape.words[$0].start <= 2
            })
        {
            return "pager"
        }
        if whole.has(.topic), !shape.isProse,
            !isInside || words >= 2 && (shape.ending == .colon || shape.words[0].clues.has(.promoVerb))
        {
            return "topic_label"
        }
        if whole.has(.legal), !(isWeak && words == 1), !shape.isProse { return "legal" }
        if whole.has(.nav), !shape.isProse, !(isWeak && !shape.words.contains { $0.clues.has(.interfaceWord) }) {
            return "nav"
        }
        return nil
    }

    /// "Allow 11 minutes", "A six-minute read": a few words with one for minutes, and no time of day.
    private static func isReadingTime(_ shape: Shape) -> Bool {
        shape.words.count <= 6 && shape.ending != .question && shape.said.has(.minute)
            && !shape.words.contains { $0.month > 0 || $0.clues.hasAny(of: Clues(.updated, .published)) }
            && !shape.whole.has(.ago)
            && shape.words.contains { $0.isNumber || $0.clues.has(.readWord) }
            && shape.words.allSatisfy { !$0.isCapital || $0.start == 0 || $0.clues.has(.minute) }
    }

    private static func isStrongPlaceholder(_ shape: Shape) -> Bool {
        // "Advertisement" and "PostImage" are one word that nothing else is; "Video" may be a heading.
        shape.words[0].clues.has(.credit) || !shape.words[0].clues.hasAny(of: Clues(.sectionName, .topic))
    }

    // MARK: Invitations

    /// To subscribe, follow, download: a verb that commands, what is offered, and whom it is offered to.
    ///
    /// Each sentence is asked: an invitation often stands behind one that says why.
    private static func promo(_ passage: Passage) -> String? {
        let shape = passage.shape
        // Reported speech speaks to readers too.
        if shape.beginning == .quote && shape.words.count > 8 { return nil }
        var score = 0
        for start in sentenceStarts(passage, Clues(.promo, .invitation, .comment), Clues(.promoVerb)) {
            let clues = start == 0 ? shape.whole : phrase(passage, from: start)
            if start > 0, clues.has(.comment) { return "comment_prompt" }
            var own = clues.has(.promo) ? (start == 0 ? 4 : 3) : clues.has(.invitation) ? 2 : 0
            if shape.words[start].clues.has(.promoVerb) { own += 2 }
            score = max(score, own)
        }
        score += min(3, distinct(shape, Clues(.promoWord)))
        if shape.said.has(.reader) { score += 1 }
        guard score >= 4 else { return nil }
        // A sentence also names what is to be had.
        if shape.isProse, distinct(shape, Clues(.promoWord, .siteWord, .interfaceWord)) == 0 { return nil }
        return "promo"
    }

    /// Rules for readers' comments, or the terms of use, in a sentence or two.
    private static func terms(_ passage: Passage) -> String? {
        let shape = passage.shape
        guard shape.isProse, shape.beginning != .quote else { return nil }
        let moderation = distinct(shape, Clues(.moderationWord))
        if moderation >= 3,
            shape.words.contains(where: { $0.clues.has(.moderationWord) && $0.clues.has(.comment) }) || moderation >= 4
        {
            return "comment_prompt"
        }
        // "Products are independently selected by our editors; we may earn a commission."
        if shape.words.count <= 45, shape.said.has(.ownVoice), distinct(shape, Clues(.affiliateWord)) >= 2 {
            return "legal"
        }
        // "Copyright Polar Press. Republication only with …"
        if shape.words[0].clues.has(.copyright), shape.words.count <= 30,
            shape.words.contains(where: \.isNumber) || distinct(shape, Clues(.legalWord)) >= 2
        {
            return "legal"
        }
        return isLegal(passage) ? "legal" : nil
    }

    /// Begins, in one of its sentences, like what lawyers write, and goes on so.
    private static func isLegal(_ passage: Passage) -> Bool {
        let shape = passage.shape
        guard
            distinct(shape, Clues(.legalWord)) >= 2
                || shape.words.count <= 12 && shape.whole.has(.legal) && (!shape.isProse || passage.text.contains(0xA9))
        else { return false }
        if passage.text.starts(with: [0xC2, 0xA9]) { return true }
        return sentenceStarts(passage, Clues(.legal), .none).contains {
            ($0 == 0 ? shape.whole : phrase(passage, from: $0)).has(.legal)
        }
    }

    /// How many different words say one of these.
    static func distinct(_ shape: Shape, _ clues: Clues) -> Int {
        guard shape.said.hasAny(of: clues) else { return 0 }
        let found = shape.words.filter { $0.clues.hasAny(of: clues) }
        return found.count < 2 ? found.count : Set(found.map(\.hash)).count
    }

    /// The words that begin sentences, and begin a phrase of these or say one of those by themselves.
    private static func sentenceStarts(_ passage: Passage, _ begun: Clues, _ said: Clues) -> [Int] {
        guard passage.shape.begun.hasAny(of: begun) || passage.shape.said.hasAny(of: said) else { return [] }
        let words = passage.shape.words
        return words.indices.filter { index in
            let word = words[index]
            guard index == 0 || word.isCapital && word.node != Phrasebook.root,
                word.begins.hasAny(of: begun) || word.clues.hasAny(of: said)
            else { return false }
            guard index > 0 else { return true }
            let gap = passage.text[words[index - 1].end..<word.start]
            return gap.count >= 2 && gap.last == 0x20 && gap.contains { $0 == 0x2E || $0 == 0x21 || $0 == 0x3F }
        }
    }

    private static func phrase(_ passage: Passage, from start: Int) -> Clues {
        let book = Phrasebook.shared
        var node = Phrasebook.root
        var clues: Clues = .none
        var index = start
        let words = passage.shape.words
        while index < words.count, let next = book.next(node, words[index]) {
            node = next
            index += 1
            clues.insert(book[node].open)
            if index == words.count { clues.insert(book[node].whole) }
        }
        return clues
    }

    // MARK: Buttons and menus

    /// Every word is the name of a button, a network or a section, or joins such.
    private static func buttons(_ passage: Passage, isInside: Bool) -> String? {
        let words = passage.shape.words
        guard words.count <= wordsMaximum,
            passage.shape.ending == .none || passage.shape.ending == .colon || words.count <= 4
        else { return nil }
        var interface = 0
        var sections = 0
        for word in words {
            if word.clues.has(.interfaceWord) {
                interface += 1
            } else if word.clues.has(.sectionName) {
                sections += 1
            } else if !word.clues.has(.connector) && !word.isNumber {
                return nil
            }
        }
        if interface > 0, interface * 2 + 1 >= words.count || interface >= 2 {
            // One small word ("Email", "X") is a button only where no text surrounds it.
            if isInside && words.count == 1 && words[0].end - words[0].start > 1 && !passage.shape.whole.has(.share) {
                return nil
            }
            return words.contains { $0.clues.has(.sectionName) } && interface <= sections ? "nav" : "share"
        }
        if isInside { return nil }
        // A row of sections; one alone is a label.
        return sections >= 3 && sections * 2 > words.count ? "nav" : nil
    }

    /// A row of short names between strokes, points or wide gaps, or one of section names with a few unknown among them.
    private static func isMenu(_ passage: Passage) -> Bool {
        let shape = passage.shape
        guard shape.ending == .none, shape.words.count >= 3, shape.words.count <= 24 else { return false }
        var cells: [Int] = [0]
        let line = PrintedLine(passage)
        for index in line.words.indices {
            let gap = line.gap(before: index)
            if gap.count >= 2, index > 0, gap.count >= 3 || gap.elementsEqual([0x20, 0x20]),
                gap.contains(0x7C) || gap.elementsEqual([0x20, 0xC2, 0xB7, 0x20])
                    || gap.elementsEqual([0x20, 0xE2, 0x80, 0xA2, 0x20]) || gap.allSatisfy({ $0 == 0x20 })
                    || gap.contains(0x5D) || gap.elementsEqual([0x20, 0x2F, 0x20])
                    || gap.elementsEqual([0x20, 0x2A, 0x20])
            {
                cells.append(0)
            }
            cells[cells.count - 1] += 1
        }
        if cells.count >= 4 || cells.count == 3 && shape.words.count == 3, cells.allSatisfy({ $0 <= 2 }),
            passage.text.contains(0x7C) || passage.text.count(of: [0x20, 0x20]) >= 2,
            !shape.words.contains(where: { $0.month > 0 || $0.isNumber })
        {
            return true
        }
        let known = shape.words.count { $0.clues.hasAny(of: Clues(.sectionName, .interfaceWord)) }
        if cells.count >= 4, cells.allSatisfy({ $0 <= 3 }), known >= 1, !shape.words.contains(where: { $0.month > 0 }) {
            return true
        }
        if cells.count >= 3, cells.allSatisfy({ $0 <= 3 }), known * 2 >= cells.count,
            !shape.words.contains(where: { $0.month > 0 })
        {
            return true
        }
        let capitals = shape.words.count { $0.isCapital || $0.isNumber || $0.clues.has(.connector) }
        return known >= 3 && known * 5 >= shape.words.count * 3 && capitals == shape.words.count
    }

    /// "Home > World > Asia".
    private static func isTrail(_ passage: Passage) -> Bool {
        guard passage.shape.words.count <= wordsMaximum, passage.shape.ending == .none else { return false }
        let isFirst = passage.shape.words.first?.clues.hasAny(of: Clues(.sectionName, .nav)) == true
        return trailMarks.contains {
            let mark = $0[0] == 0x20 ? $0[1] : $0[0]
            return passage.shape.marks.contains(mark) && passage.text.count(of: $0) >= (isFirst ? 1 : 2)
        }
    }

    private static let trailMarks = [" / ", " > ", " › ", " » ", " → ", "] [", " >> "].map { Array($0.utf8) }

    /// An address of the web or of mail, and nothing else.
    static func isAddress(_ passage: Passage) -> Bool {
        let text = passage.text
        guard text.first == UInt8(ascii: "h") || text.first == UInt8(ascii: "w") else { return false }
        return ["http://", "https://", "www."].contains { text.starts(with: $0.utf8) } && !text.contains(0x20)
    }
}

extension Passage {
    /// Begins with the sign of copyright, or with "(c)".
    fileprivate var isCopyrightLine: Bool {
        switch text.first {
        case 0xC2: text.starts(with: [0xC2, 0xA9])
        case 0x28:
            // Else the third of paragraphs with letters.
            (text.starts(with: "(c) ".utf8) || text.starts(with: "(C) ".utf8))
                && (shape.words.count <= 6 || shape.words.contains { $0.isNumber })
        default: false
        }
    }
}

extension [UInt8] {
    /// How often a short mark stands in the text.
    func count(of mark: [UInt8]) -> Int {
        guard let first = mark.first, count >= mark.count else { return 0 }
        var found = 0
        for index in 0...(count - mark.count)
        where self[index] == first && self[index..<index + mark.count].elementsEqual(mark) { found += 1 }
        return found
    }

    /// Where a text begins in this one.
    func firstIndex(of part: ArraySlice<UInt8>) -> Int? {
        guard let first = part.first, count >= part.count else { return nil }
        for index in 0...(count - part.count)
        where self[index] == first && self[index..<index + part.count].elementsEqual(part) { return index }
        return nil
    }
}
