import TidingsFeed

/// Passages become an article: what each of them is follows from its words, its shape, its place and its neighbours.
///
/// One walk from the first passage to the last; every passage ends up in exactly one block, field or piece of furniture.
/// What the rules look at is in the other files of this folder: the head, captions and headings, what follows the body.
struct ArticleReading {
    let passages: [Passage]
    var structure: ArticleStructure
    /// What each passage is by its own words, asked once; `inside` with the caution that the body needs.
    private(set) var outside: [FurnitureRules.Verdict?] = []
    private(set) var inside: [FurnitureRules.Verdict?] = []
    /// Corrections and remarks of editors.
    private(set) var isNote: [Bool] = []
    /// Who made a picture, where a passage says that and nothing else.
    private(set) var credits: [Credit?] = []
    /// Sentences that are not furniture: the stuff that bodies are made of.
    private(set) var isProse: [Bool] = []
    /// The same words give the same key; 0 for long passages.
    private(set) var keys: [UInt64] = []
    /// The last passage of the body, as far as prose, lists and tables tell; what follows is the article's tail.
    private(set) var lastBody = -1

    /// Lines that only pages have stand in it.
    private(set) var isPage = false
    /// There are sentences or lists at all: else short lines are the body.
    private(set) var hasProse = false

    /// Paragraphs that speak to their readers: few in a report, many in a letter or a guide.
    private(set) var readers = 0

    /// Sentences in all.
    private(set) var sentences = 0
    /// Paragraphs so far.
    private var paragraphs = 0

    var next = 0
    var headline: Int?
    /// Lines near the top that say who wrote the article, or when.
    var bylines: [Bool] = []
    /// The last line that says who wrote the article, or when: up to here stands its head.
    var headEnd = -1
    var hasBody = false
    /// Of the headline that was found: its key, its bytes, its words.
    private(set) var headlineKey: UInt64 = 0
    private(set) var headlineText: [UInt8] = []
    private(set) var headlineWords: Set<UInt64> = []
    /// A name at the top of the page that may be the paper's, if nothing surer names it.
    var weakOutlet: String?
    /// The day of the issue, of the line that names the paper.
    var issue: Document.Stamp?
    /// The agency of the dateline: who published it, if nothing else names a paper that printed it.
    var agency: String?
    /// What the next passages are waited for: the time of a live entry, the value of a label, the caption of a credit.
    var pendingTime: Document.Stamp?
    var pendingLabel: Clue?
    var pendingCredit: String?
    /// A heading said that authors are described below.
    var isBioExpected = false
    var isNoteExpected = false
    /// Headings of the article are printed with capitals: those that are not are sentences that break off.
    private(set) var hasTitleCaseHeadings = false
    private(set) var hasBlankLines = false
    /// Names that two passages or more begin with, and a colon behind them; none where only one name does.
    private(set) var speakers: Set<UInt64> = []
    private(set) var hasPictures = false
    private(set) var isLiveReport = false

    static func read(_ passages: [Passage], into structure: ArticleStructure) -> ArticleStructure {
        var reading = ArticleReading(passages: passages, structure: structure)
        reading.look()
        reading.walk()
        return reading.structure
    }

    private init(passages: [Passage], structure: ArticleStructure) {
        self.passages = passages
        self.structure = structure
    }

    // MARK: A first look

    private mutating func look() {
        outside = passages.map { passage in
            guard let verdict = FurnitureRules.verdict(passage, isInside: false) else { return nil }
            // "First published 9am, 3 March 2024" begins like what lawyers write, and says when.
            return verdict.kind == "legal" && passage.meta?.hasDay == true ? nil : verdict
        }
        inside = passages.indices.map {
            outside[$0] == nil ? nil : FurnitureRules.verdict(passages[$0], isInside: true)
        }
        isNote = passages.map { isNote($0) }
        credits = passages.indices.map { credit($0) }
        isProse = passages.indices.map {
            passages[$0].isText && outside[$0] == nil && passages[$0].shape.isProse && !isNote[$0] && !isReporting($0)
        }
        keys = passages.map(\.key)
        hasBlankLines = passages.count { $0.place.isAfterBlank && $0.place.isBeforeBlank } * 2 > passages.count
        hasProse = passages.indices.contains {
            isProse[$0] || passages[$0].isList || passages[$0].isTable || passages[$0].isQuote
        }
        lastBody =
            passages.indices.last { isProse[$0] && !isBio($0, isExpected: false) || passages[$0].isTable }
            ?? passages.count
        hasPictures = passages.indices.contains { passages[$0].isPicture || isCreditLine($0) }
        let short = passages.indices.filter {
            passages[$0].isText && !isProse[$0] && outside[$0] == nil && passages[$0].shape.words.count >= 4
                && passages[$0].shape.ending == .none && $0 + 1 < passages.count && isProse[$0 + 1]
        }
        hasTitleCaseHeadings = short.count { passages[$0].shape.isTitleCase } >= 2
        isPage = passages.indices.contains {
            outside[$0].map { !["separator", "end_mark"].contains($0.kind) } ?? false || isReporting($0)
        }
        readers = passages.indices.count { isProse[$0] && hasAddress($0) }
        sentences = isProse.count { $0 }
        // A letter, a speech, a guide: what invites is their own. Pages invite once or twice.
        let invitations = passages.indices.filter {
            outside[$0]?.rule == "furniture.invitation" && passages[$0].shape.isProse && $0 < lastBody
        }
        if (readers + invitations.count) * 2 >= sentences + invitations.count,
            invitations.count > 1 || readers * 2 >= sentences
        {
            for index in invitations {
                outside[index] = nil
                inside[index] = nil
                isProse[index] = true
            }
        }
        var turns: [UInt64: Int] = [:]
        for index in passages.indices
        where passages[index].shape.marks.contains(UInt8(ascii: ":")) || passages[index].shape.words.first?.end == 1 {
            if let speaker = speaker(index) { turns[speaker, default: 0] += 1 }
        }
        speakers = Set(turns.filter { $0.value >= 2 }.keys)
        if speakers.count < 2 { speakers = [] }
        isLiveReport = passages.indices.count { time(of: $0)?.rest == 0 } >= 2
    }

    // MARK: The walk

    private mutating func walk() {
        if let headline = structure.headline { take(headline: headline) }
        findHeadline()
        findHeadEnd()
        while next < passages.count {
            let before = next
            step()
            if next == before { paragraph(next) }
        }
        finish()
    }

    private mutating func step() {
        let index = next
        if index == headline {
            takeHeadline(index)
            return
        }
        if let headline, index < headline {
            beforeHeadline(index)
            return
        }
        let passage = passages[index]
        switch passage.form {
        case .separator:
            furniture(index, outside[index] ?? ("separator", "furniture.separator"))
        case .meta:
            furniture(index, ("meta", "furniture.meta"))
        case .heading(let level):
            if isRepeat(index) { return furniture(index, ("headline_repeat", "headline.repeat")) }
            if hasBody, section(index) { return }
            heading(index, level: max(2, level), rule: "heading.marked")
        case .list(let items, let ordered):
            list(index, items, ordered)
        case .quote:
            block(index, .quote, passage.string, rule: "quote.marked")
        case .picture:
            picture(index)
        case .code:
            block(index, .paragraph, passage.string, rule: "paragraph.code")
        case .table(let rows):
            append(
                .init(kind: .table, text: passage.string, rows: rows, lines: passage.lines, rule: "table.columns"))
            next += 1
        case .text:
            text(index)
        }
    }

    /// The rules in their order: the surest first.
    ///
    /// A rule asks the passage before it asks the walk: a question to the walk copies it.
    private mutating func text(_ index: Int) {
        let isInside = hasBody && index < lastBody
        if about(index) || invitation(index) { return }
        if passages[index].place.isAfterPageBreak, hasBody, !isProse[index], passages[index].shape.words.count <= 14 {
            return furniture(index, ("nav", "furniture.page-head"))
        }
        if isRepeat(index) { return furniture(index, ("headline_repeat", "headline.repeat")) }
        if contact(index) { return }
        if tags(index) { return }
        if hasBody, !isBioExpected, section(index) { return }
        if related(index) || note(index) || live(index) { return }
        if let verdict = isInside ? inside[index] : outside[index], !isTitleOfAuthor(index) {
            return furniture(index, verdict)
        }
        if reporting(index) || bio(index) || meta(index) { return }
        if caption(index) { return }
        if !hasBody, deck(index) { return }
        if !hasBody, headMatter(index) { return }
        if rows(index) || headingLine(index) { return }
        if hasBody, index > lastBody, leftover(index) { return }
        paragraph(index)
    }

    // MARK: What a passage becomes

    mutating func furniture(_ index: Int, _ verdict: FurnitureRules.Verdict) {
        let passage = passages[index]
        structure.furniture.append(
            .init(kind: verdict.kind, text: passage.string, lines: passage.lines, rule: verdict.rule))
        next = max(next, index + 1)
    }

    /// The headline, and what other lines are compared to.
    mutating func take(headline: String) {
        structure.headline = headline
        headlineText = Array(headline.utf8)
        let passage = Passage(.text, headlineText, lines: 1...1)
        headlineKey = passage.key
        headlineWords = Set(PrintedLine(headOf: passage).words.map(\.hash))
    }

    mutating func part(_ field: String, _ index: Int, rule: String) {
        structure.parts.append(
            .init(field: field, text: passages[index].string, lines: passages[index].lines, rule: rule))
        next = max(next, index + 1)
    }

    mutating func append(_ block: consuming Document.Block) {
        if let time = pendingTime {
            block.time = time
            pendingTime = nil
        }
        if next > headEnd, block.kind != .caption, block.kind != .note, block.kind != .list,
            block.rule != "heading.phrase"
        {
            hasBody = true
        }
        structure.blocks.append(block)
    }

    mutating func block(_ index: Int, _ kind: Document.Block.Kind, _ text: String, rule: String) {
        append(.init(kind: kind, text: text, lines: passages[index].lines, rule: rule))
        next = max(next, index + 1)
    }

    mutating func heading(_ index: Int, level: Int, number: String? = nil, rule: String) {
        append(
            .init(
                kind: .heading, text: passages[index].string, level: level, number: number,
                lines: passages[index].lines, rule: rule))
        next = index + 1
    }

    private mutating func list(_ index: Int, _ items: [Passage.Item], _ ordered: Bool) {
        let texts = items.map { String(decoding: $0.text, as: UTF8.self) }
        let levels = items.map(\.level)
        append(
            .init(
                kind: .list, text: texts.joined(separator: "\n"), items: texts,
                levels: levels.contains { $0 > 1 } ? levels : nil,
                ordered: ordered ? true : nil, lines: passages[index].lines,
                rule: ordered ? "list.numbered" : "list.bullet"))
        next = index + 1
    }

    mutating func paragraph(_ index: Int) {
        let passage = passages[index]
        var text = passage.string
        var rule = "paragraph"
        defer { paragraphs += 1 }
        // Where and when it was filed stands before the first sentence of the first paragraphs.
        if structure.dateline == nil, paragraphs < 2,
            let found = FoundDateline(passage.text, headline: headlineWords)
        {
            structure.dateline = found.dateline
            agency = agency ?? found.agency
            text = passage.string(found.end..<passage.text.count)
            rule = "paragraph.dateline"
        }
        append(
            .init(
                kind: .paragraph, text: text, lines: passage.lines, truncated: isTruncated(passage) ? true : nil,
                rule: rule))
        next = index + 1
    }

    /// The source breaks off: no mark ends the sentence, and no list or quote follows it.
    private func isTruncated(_ passage: Passage) -> Bool {
        let shape = passage.shape
        guard shape.bytes > Shape.bytesMaximum || shape.words.count >= 5 else { return false }
        return shape.ending == .none || shape.ending == .comma || shape.ending == .ellipsis && shape.beginning != .quote
    }

    /// A handle of a network or an address of mail, and nothing else.
    private mutating func contact(_ index: Int) -> Bool {
        let text = passages[index].text
        let marks = passages[index].shape.marks
        guard marks.contains(UInt8(ascii: "@")), !marks.contains(0x20), text.count <= 120 else { return false }
        part("contact", index, rule: "contact.address")
        return true
    }

    // MARK: Looking around

    /// The next passage behind one that is not furniture, a credit or a caption.
    func following(_ index: Int) -> Int? {
        var other = index + 1
        while other < passages.count {
            if inside[other] == nil, !passages[other].isPicture, !isCreditLine(other) { return other }
            other += 1
            if other > index + 12 { return nil }
        }
        return nil
    }

    func isReporting(_ index: Int) -> Bool {
        isCredits(passages[index]) || Self.contributed(passages[index])
    }

    /// "Reporting by Ada Quist": a phrase, and a name behind it.
    private func isCredits(_ passage: Passage) -> Bool {
        guard let count = passage.shape.label(.reporting) else { return false }
        return count < passage.shape.words.count && passage.shape.words[count].isCapital
            || passage.shape.ending == .colon
    }

    /// Somebody "contributed to this report".
    private static func contributed(_ passage: Passage) -> Bool {
        guard passage.shape.begun.has(.contributed) else { return false }
        let line = PrintedLine(passage)
        return line.words.indices.contains { line.phrase(.contributed, from: $0) != nil }
    }
}

extension Passage {
    /// Of its words; 0 for long texts, whose words nobody asks for.
    var key: UInt64 { shape.words.isEmpty ? 0 : shape.words.key }

    /// Double quotation marks stand in it.
    var hasQuotation: Bool {
        if shape.bytes <= Shape.bytesMaximum, !shape.marks.contains(0x22), !shape.marks.contains(0xE2) { return false }
        return text.contains(0x22) || text.firstIndex(of: [0xE2, 0x80, 0x9C]) != nil
    }

    var isTable: Bool { if case .table = form { true } else { false } }
    var isPicture: Bool { if case .picture = form { true } else { false } }
    var isList: Bool { if case .list = form { true } else { false } }
    var isQuote: Bool { if case .quote = form { true } else { false } }
    var isSeparator: Bool { if case .separator = form { true } else { false } }
}
