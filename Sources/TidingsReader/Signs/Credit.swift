/// Who made a picture, printed below it or at the end of its caption.
///
/// "PHOTO: AFP", "Photo by Ada Quist/Reuters", "Ada Quist/AFP via Getty Images", "(AP Photo/Ada Quist)", "© Reuters".
struct Credit {
    /// Without its label.
    let value: String
    /// There is a word that says so, or a mark of copyright.
    let isLabelled: Bool
    /// An agency or a label says so; else only the shape: names with a stroke, which menus have too.
    let isSure: Bool

    static let bytesMaximum = 140
    private static let wordsMaximum = 16
    /// Of a name with the paper behind it.
    private static let nameWordsMaximum = 7

    /// A whole line, or the end of a caption.
    init?(_ passage: Passage, _ part: Range<Int>) {
        guard part.count >= 2, part.count <= Self.bytesMaximum else { return nil }
        let bytes = passage.text[part]
        var rest = bytes
        var labelled = false
        // Brackets and dashes around it.
        rest = Self.unwrapped(rest)
        if rest.starts(with: [0xC2, 0xA9]) {
            rest = rest.dropFirst(2).trimmed
            labelled = true
        }
        let line = PrintedLine(passage, rest.indices)
        guard !line.words.isEmpty, line.words.count <= Self.wordsMaximum else { return nil }
        var start = 0
        let isBracketed = rest.count < bytes.trimmed.count
        // "ABC PHOTO: …": whose photographer it was.
        if line.words.count > 2, line.words[0].isAllCapitals, !line.words[0].clues.has(.credit),
            let label = (1...2).first(where: {
                line.phrase(.credit, from: $0) == $0 + 1 && line.words[$0].isAllCapitals && $0 + 1 < line.words.count
                    && line.gap(before: $0 + 1).first == 0x3A
            })
        {
            start = label + 1
            labelled = true
        }
        // Labels may follow each other: "Image: Courtesy of …", "Photo credit: Photo by …".
        while let end = line.phrase(.credit, from: start), end < line.words.count {
            let gap = line.gap(before: end)
            let isMarked =
                gap.contains(where: { ":,|/".utf8.contains($0) }) || gap.contains(0xC2) || gap.contains(0xE2)
                || line.has(end - 1, .creditBy)
                || line.phrase(.credit, from: end) != nil && end + 1 < line.words.count
                || isBracketed && start == 0 && end == 1 && line.words[end].isCapital && gap.count == 1
            guard isMarked else { break }
            // "via Getty Images" keeps its word; "Photo: via REUTERS" too.
            if line.has(end - 1, .byline), end == 1, start == 0 { break }
            if line.has(end - 1, .archiveWord), end - start == 1, !gap.contains(0x3A), !gap.contains(0x7C) { break }
            labelled = true
            start = end
        }
        guard start < line.words.count else { return nil }
        let words = line.words[start...]
        let isPair = words.count >= 2 && words.count <= 8 && rest.contains(UInt8(ascii: "/"))
        let isAgency =
            isPair || words.indices.contains { line.phrase(.pictureAgency, from: $0) != nil }
            || line.has(line.words.count - 1, .pictureFirm)
        let capitals = words.count(where: Self.counts)
        let small = words.count { !Self.counts($0) && !$0.clues.has(.creditJoint) }
        guard
            small == 0
                || labelled && small <= 2 && (capitals > small || words.count <= 3 && words.first?.isCapital == true),
            capitals > 0, labelled || isAgency
        else { return nil }
        // Without a label: an agency, alone or with a name and a stroke, "via" or a comma.
        if !labelled {
            guard words.count <= 9, !rest.contains(UInt8(ascii: ":")) else { return nil }
        }
        // A sentence is no credit.
        if rest.last == 0x2E && words.count > 6 { return nil }
        // A date is none either, and nor is a caption that is announced ("Photo: The mayor at …").
        if words.contains(where: { $0.month > 0 }) && !labelled { return nil }
        // "File photo" says that the picture is old, not who made it.
        guard let first = words.first, !words.allSatisfy({ $0.clues.has(.noMaker) }) else {
            return nil
        }
        var text = rest[first.start...]
        while let last = text.last, ".,;)]* ".utf8.contains(last), !(last == 0x29 && text.contains(0x28)) {
            text = text.dropLast()
        }
        value = String(decoding: text, as: UTF8.self)
        isLabelled = labelled
        isSure =
            labelled || words.indices.contains { line.phrase(.pictureAgency, from: $0) != nil }
            || words.count <= 3 && isAgency && !isPair
        if value.isEmpty { return nil }
    }

    /// A name, a number, an agency.
    private static func counts(_ word: Word) -> Bool {
        word.isCapital || word.isNumber || word.clues.hasAny(of: Clues(.pictureAgency, .agency))
    }

    private init(name: String) {
        value = name
        isLabelled = false
        isSure = false
    }

    /// A name of two or three words and nothing else.
    private init?(onlyNameOf passage: Passage, _ part: Range<Int>) {
        let bytes = passage.text[part]
        let line = PrintedLine(passage, bytes.trimmed.indices)
        // "By Ada Quist" is who wrote it.
        if line.has(0, .byline) { return nil }
        if line.words.count == 1, line.words[0].isAllCapitals, (3...8).contains(bytes.count - 1) {
            self.init(name: line.string(0..<1))
            return
        }
        // "Ada Quist for The Courier"
        if line.words.count <= Self.nameWordsMaximum, let end = line.name(at: 0), end < line.words.count - 1,
            line.has(end, .madeFor),
            line.words[(end + 1)...].allSatisfy({ $0.isCapital || $0.end - $0.start <= 3 }),
            line.gap(before: line.words.count).isEmpty
        {
            self.init(name: line.string(0..<line.words.count))
            return
        }
        guard (2...3).contains(line.words.count), line.name(at: 0) == line.words.count,
            line.gap(before: line.words.count).isEmpty, line.gap(before: 0).isEmpty
        else { return nil }
        self.init(name: line.string(0..<line.words.count))
    }

    private static func unwrapped(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.trimmed
        while let first = rest.first, let last = rest.last,
            first == 0x28 && last == 0x29 || first == 0x5B && last == 0x5D || first == 0x2A && last == 0x2A
                || first == 0x5F && last == 0x5F
        {
            rest = rest.dropFirst().dropLast().trimmed
        }
        for dash in ["— ", "– ", "- ", "| ", "/ ", "• "] where rest.starts(with: dash.utf8) {
            return rest.dropFirst(dash.utf8.count)
        }
        return rest
    }

    /// A caption and the credit behind its last sentence, in brackets, behind a mark, or behind its own label.
    ///
    /// - Parameter start: where the caption begins, behind its label.
    static func split(_ passage: Passage, from start: Int) -> (
        caption: ArraySlice<UInt8>, credit: Credit, isBracketed: Bool
    )? {
        let text = passage.text
        guard let last = text.last, start < text.count else { return nil }
        // In brackets at the end.
        let close = last == 0x2E && text.count > 1 ? text[text.count - 2] : last
        if close == 0x29 || close == 0x5D, let open = text.lastIndex(of: close == 0x5D ? 0x5B : 0x28),
            open > start + 12, text.count - open <= bytesMaximum
        {
            let end = last == 0x2E ? text.count - 1 : text.count
            if let credit = Credit(passage, open..<end) { return (trimmed(text[start..<open]), credit, true) }
            // "(Supplied: Ada Quist)", "(ABC News: Ada Quist)", "(ABC)" behind the end of a sentence.
            let inner = PrintedLine(passage, open + 1..<end - 1)
            let before = trimmed(text[start..<open])
            // "(Ada Quist for The Courier)"
            if before.last.map({ endsSentence($0) }) == true, inner.words.count > 3,
                let credit = Credit(onlyNameOf: passage, open + 1..<end - 1)
            {
                return (before, credit, true)
            }
            let isName =
                !inner.words.isEmpty && inner.words.count <= 6
                && inner.words.allSatisfy { $0.isCapital && !$0.isNumber && $0.month == 0 }
            if isName, last != 0x2E, before.last.map({ ".!?".utf8.contains($0) }) == true {
                return (before, Credit(name: inner.string(0..<inner.words.count)), true)
            }
        }
        // Behind the end of a sentence, behind its own label, or behind a mark: the first of these that there is.
        var found: (cut: Int, credit: Credit, rank: Int)?
        var index = text.count - 3
        let from = max(start + 12, text.count - bytesMaximum)
        // Of the words from here to the end: which is the first, whether small ones are among them, and labels.
        let words = passage.shape.words
        var first = words.count
        var hasSmall = false
        var hasLabel = false
        let canBeLabelled = passage.shape.said.has(.credit)
        while index > from {
            defer { index -= 1 }
            let byte = text[index]
            // Letters and digits, quickly.
            guard byte < 0x30 || byte == 0x5B || byte >= 0x7C, byte == 0x20 || isMark(text, index) else { continue }
            // Inside a sentence only a label can stand.
            if byte == 0x20, !canBeLabelled, !endsSentence(text[index - 1]) { continue }
            // The point of an initial ends no sentence.
            let isInitial =
                index >= 3 && text[index - 1] == 0x2E && (text[index - 3] == 0x20 || text[index - 3] == 0x2E)
                && text[index - 2] >= 0x41 && text[index - 2] <= 0x5A
            let isSentence = byte == 0x20 && !isInitial && endsSentence(text[index - 1])
            let begin = byte == 0xC2 || byte == 0x5B || byte == 0x20 ? index : index + (byte == 0xE2 ? 3 : 1)
            let rank = isSentence ? 3 : byte == 0x20 ? 2 : 1
            while first > 0, words[first - 1].start >= begin {
                first -= 1
                let word = words[first]
                hasLabel = hasLabel || word.begins.has(.credit)
                hasSmall = hasSmall || !counts(word) && !word.clues.has(.creditJoint)
            }
            guard words.count - first <= wordsMaximum else { break }
            guard first < words.count, rank >= found?.rank ?? 0 else { continue }
            let part = begin..<text.count
            // In the middle of a sentence only a label of several words or with a colon is one.
            if rank == 2 {
                let word = words[first]
                guard word.start == begin + 1, word.isCapital, word.clues.has(.credit), startsWithLabel(passage, part)
                else { continue }
            }
            // Small letters need a label, or the sign of copyright; a name behind a mark has few words.
            let canBeCredit = hasLabel || !hasSmall || passage.shape.marks.contains(0xC2)
            let canBeName = (rank == 3 || byte == 0x7C || byte == 0xE2) && words.count - first <= nameWordsMaximum
            guard
                let credit = (canBeCredit ? Credit(passage, part) : nil)
                    ?? (canBeName ? Credit(onlyNameOf: passage, part) : nil)
            else { continue }
            if !credit.isLabelled, credit.value.split(separator: " ").count > 8 { continue }
            // A label is where it begins: "Photo: Ada Quist/…" is not cut behind it.
            if let found, found.rank == rank, found.credit.isLabelled, !credit.isLabelled { continue }
            found = (index, credit, rank)
        }
        return found.map { (trimmed(text[start..<$0.cut]), $0.credit, false) }
    }

    /// A stroke, a bracket, the sign of copyright, a dash behind a space: a credit may begin here.
    private static func isMark(_ text: [UInt8], _ index: Int) -> Bool {
        switch text[index] {
        case 0x7C, 0x5B: true
        case 0xC2: text[index + 1] == 0xA9
        case 0xE2:
            text[index + 1] == 0x80 && (text[index + 2] == 0x93 || text[index + 2] == 0x94) && text[index - 1] == 0x20
        case 0x2F, 0x2D: text[index - 1] == 0x20 && text[index + 1] == 0x20
        default: false
        }
    }

    /// A stop, or what stands behind one: the last byte of ” among them.
    private static func endsSentence(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2E, 0x21, 0x3F, 0x22, 0x29, 0x9D: true
        default: false
        }
    }

    /// "Photo: …", "Photograph: …", "Credit: …", "Photo by …".
    private static func startsWithLabel(_ passage: Passage, _ part: Range<Int>) -> Bool {
        let line = PrintedLine(passage, passage.text[part].trimmed.indices)
        guard let end = line.phrase(.credit, from: 0), end < line.words.count, line.words[0].isCapital else {
            return false
        }
        return line.gap(before: end).first == 0x3A || (end >= 2 && line.has(end - 1, .creditBy))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.trimmed
        while let last = rest.last, "|/-([*".utf8.contains(last) || last == 0x20 { rest = rest.dropLast() }
        for dash in ["—", "–", "©"] where rest.suffix(dash.utf8.count).elementsEqual(dash.utf8) {
            rest = rest.dropLast(dash.utf8.count).trimmed
        }
        return rest
    }
}
