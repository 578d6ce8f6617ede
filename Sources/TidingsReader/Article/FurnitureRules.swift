/// What is not the article, told from the line alone: by a phrase, or because all its words are of a page's buttons.
enum FurnitureRules {
    typealias Verdict = (kind: String, rule: String)

    /// Longer lines are never buttons or menus.
    private static let wordsMaximum = 16

    /// - Parameter isInside: the line stands between paragraphs of the body, where a single word may be a heading.
    static func verdict(_ passage: Passage, isInside: Bool) -> Verdict? {
        if case .separator = passage.form { return isEnd(passage) ? ("end_mark", "furniture.end-mark") : ("separator", "furniture.separator") }
        guard passage.isText || passage.isHeading, passage.shape.bytes <= Shape.bytesMaximum else { return nil }
        let shape = passage.shape
        guard !shape.words.isEmpty else { return ("separator", "furniture.separator") }
        if let kind = phrase(shape, isInside: isInside) { return (kind, "furniture.phrase") }
        if let kind = promo(passage) { return (kind, "furniture.invitation") }
        if let kind = buttons(passage, isInside: isInside) { return (kind, "furniture.buttons") }
        if !isInside, isMenu(passage) { return ("nav", "furniture.menu") }
        if isTrail(passage) { return ("nav", "furniture.breadcrumbs") }
        if isAddress(passage) { return ("nav", "furniture.address") }
        return nil
    }

    private static func isEnd(_ passage: Passage) -> Bool {
        passage.text == Array("###".utf8) || passage.text == Array("##".utf8) || passage.text.contains(UInt8(ascii: "#"))
    }

    // MARK: Phrases

    private static func phrase(_ shape: Shape, isInside: Bool) -> String? {
        let whole = shape.whole
        let words = shape.words.count
        // One word, between paragraphs: "Background", "Weather" may be headings; buttons are not.
        let isWeak = isInside && words <= 2
        if whole.has(.placeholder), !(isWeak && words == 1 && !isStrongPlaceholder(shape)) || whole.has(.placeholder) && !isInside { return "placeholder" }
        if whole.has(.readingTime), words <= 8 { return "reading_time" }
        if whole.has(.end), words <= 3 { return "end_mark" }
        if whole.has(.share), words > 1 || !isInside || shape.words[0].clues.has(.interfaceWord) { return shape.isProse ? nil : "share" }
        if whole.has(.comment), !(isWeak && words == 1 && !shape.words[0].clues.has(.interfaceWord)) { return "comment_prompt" }
        if whole.has(.pager), !shape.isProse { return "pager" }
        if whole.has(.legal), !(isWeak && words == 1) { return "legal" }
        if whole.has(.nav), !shape.isProse, !(isWeak && !shape.words.contains { $0.clues.has(.interfaceWord) }) { return "nav" }
        return nil
    }

    private static func isStrongPlaceholder(_ shape: Shape) -> Bool {
        // "Advertisement" and "PostImage" are one word that nothing else is; "Video" may be a heading.
        !shape.words[0].clues.hasAny(of: Clues(.sectionName, .credit, .caption, .topic))
    }

    // MARK: Invitations

    /// To subscribe, follow, download: a verb that commands, what is offered, and whom it is offered to.
    private static func promo(_ passage: Passage) -> String? {
        let shape = passage.shape
        guard passage.text.count <= 400 else { return nil }
        var score = shape.whole.has(.promo) ? 4 : shape.whole.has(.invitation) ? 2 : 0
        if shape.words.first?.clues.has(.promoVerb) == true { score += 2 }
        score += min(3, Set(shape.words.filter { $0.clues.has(.promoWord) }.map(\.hash)).count)
        let addresses: Set<UInt64> = Self.addresses
        if shape.words.contains(where: { addresses.contains($0.hash) }) { score += 1 }
        if score < 4 { return nil }
        // Reported speech speaks to readers too.
        if shape.beginning == .quote && shape.words.count > 8 { return nil }
        return "promo"
    }

    private static let addresses = Set(Words(Array("you your our us we dich dir ihr ihnen unser unseren votre nos nous su nuestro nuestra nosotros vostra nostra onze ons nossa nosso".utf8)[...], in: nil).all.map(\.hash))

    // MARK: Buttons and menus

    /// Every word is the name of a button, a network or a section, or joins such.
    private static func buttons(_ passage: Passage, isInside: Bool) -> String? {
        let words = passage.shape.words
        guard words.count <= wordsMaximum, passage.shape.ending == .none || passage.shape.ending == .colon || words.count <= 4 else { return nil }
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
            if isInside && words.count == 1 && words[0].end - words[0].start > 1 && !passage.shape.whole.has(.share) { return nil }
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
            if index > 0, gap.count >= 3, gap.contains(0x7C) || gap.elementsEqual([0x20, 0xC2, 0xB7, 0x20]) || gap.elementsEqual([0x20, 0xE2, 0x80, 0xA2, 0x20]) || gap.allSatisfy({ $0 == 0x20 }) || gap.contains(0x5D) || gap.elementsEqual([0x20, 0x2F, 0x20]) || gap.elementsEqual([0x20, 0x2A, 0x20]) { cells.append(0) }
            cells[cells.count - 1] += 1
        }
        let known = shape.words.count { $0.clues.hasAny(of: Clues(.sectionName, .interfaceWord)) }
        if cells.count >= 4, cells.allSatisfy({ $0 <= 3 }), known >= 1, !shape.words.contains(where: { $0.month > 0 }) { return true }
        if cells.count >= 3, cells.allSatisfy({ $0 <= 3 }), known * 2 >= cells.count, !shape.words.contains(where: { $0.month > 0 }) { return true }
        let capitals = shape.words.count { $0.isCapital || $0.isNumber || $0.clues.has(.connector) }
        return known >= 3 && known * 5 >= shape.words.count * 3 && capitals == shape.words.count
    }

    /// "Home > World > Asia".
    private static func isTrail(_ passage: Passage) -> Bool {
        guard passage.shape.words.count <= wordsMaximum, passage.shape.ending == .none else { return false }
        let marks: [[UInt8]] = [Array(" / ".utf8), Array(" > ".utf8), Array(" › ".utf8), Array(" » ".utf8), Array(" → ".utf8), Array("] [".utf8), Array(" >> ".utf8)]
        return marks.contains { passage.text.count(of: $0) >= 1 && (passage.text.count(of: $0) >= 2 || passage.shape.words.first?.clues.hasAny(of: Clues(.sectionName, .nav)) == true) }
    }

    /// An address of the web or of mail, and nothing else.
    static func isAddress(_ passage: Passage) -> Bool {
        let text = passage.text
        guard !text.contains(0x20) else { return false }
        return text.starts(with: "http://".utf8) || text.starts(with: "https://".utf8) || text.starts(with: "www.".utf8)
    }
}

extension [UInt8] {
    /// How often a short mark stands in the text.
    func count(of mark: [UInt8]) -> Int {
        guard let first = mark.first, count >= mark.count else { return 0 }
        var found = 0
        for index in 0...(count - mark.count) where self[index] == first && self[index..<index + mark.count].elementsEqual(mark) { found += 1 }
        return found
    }

    /// Where a text begins in this one.
    func firstIndex(of part: ArraySlice<UInt8>) -> Int? {
        guard let first = part.first, count >= part.count else { return nil }
        for index in 0...(count - part.count) where self[index] == first && self[index..<index + part.count].elementsEqual(part) { return index }
        return nil
    }
}
