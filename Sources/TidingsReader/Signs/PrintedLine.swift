/// A line with its words: what stands between two of them is asked by their numbers.
struct PrintedLine {
    let text: [UInt8]
    let words: [Word]
    /// Where in the text the line stands.
    private let bounds: Range<Int>

    init(_ passage: Passage) {
        text = passage.text
        words = passage.shape.words
        bounds = 0..<text.count
    }

    init(_ text: [UInt8]) {
        self.text = text
        words = Words(text[...], in: .shared).all
        bounds = 0..<text.count
    }

    /// A part of a passage.
    init(_ passage: Passage, _ part: Range<Int>) {
        text = passage.text
        words = passage.shape.words.filter { $0.start >= part.lowerBound && $0.end <= part.upperBound }
        bounds = part
    }

    /// The first words of a passage of any length.
    init(headOf passage: Passage) {
        if passage.shape.bytes <= Shape.bytesMaximum {
            self.init(passage)
        } else {
            self.init(Array(passage.text.prefix(Shape.bytesMaximum)))
        }
    }

    /// The bytes between a word and the one before it.
    func gap(before index: Int) -> ArraySlice<UInt8> {
        text[
            (index > 0 ? words[index - 1].end : bounds.lowerBound)..<(index < words.count
                ? words[index].start : bounds.upperBound)]
    }

    func isGap(before index: Int, _ allowed: String) -> Bool {
        gap(before: index).allSatisfy { byte in allowed.utf8.contains(byte) }
    }

    func string(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        return String(decoding: text[words[range.lowerBound].start..<words[range.upperBound - 1].end], as: UTF8.self)
    }

    /// Whether a word says this by itself.
    func has(_ index: Int, _ clue: Clue) -> Bool { words.indices.contains(index) && words[index].clues.has(clue) }

    /// Whether a word is this one: in small letters of ASCII.
    func isWord(_ index: Int, _ expected: String) -> Bool {
        guard words.indices.contains(index), words[index].end - words[index].start == expected.utf8.count else {
            return false
        }
        return zip(text[words[index].start..<words[index].end], expected.utf8).allSatisfy {
            $0 == $1 || $0 | 0x20 == $1 && $0 >= 0x41 && $0 <= 0x5A
        }
    }

    func word(_ index: Int) -> String { words.indices.contains(index) ? string(index..<index + 1).lowercased() : "" }
}

extension PrintedLine {
    /// The end of the longest phrase that says this, at a word.
    func phrase(_ clue: Clue, from start: Int) -> Int? {
        guard start < words.count, words[start].begins.has(clue) else { return nil }
        let book = Phrasebook.shared
        var node = Phrasebook.root
        var found: Int?
        var index = start
        while index < words.count, let next = book.next(node, words[index]) {
            node = next
            index += 1
            if book[node].whole.has(clue) || book[node].open.has(clue) { found = index }
        }
        return found
    }

    /// Names behind words that join names, or behind commas.
    func namesBehindAnd(_ range: Range<Int>) -> [MetaLine.Author] {
        range.compactMap { index in
            let isComma = gap(before: index).first == UInt8(ascii: ",")
            let start = has(index, .and) ? index + 1 : isComma && !hasRole(from: index) ? index : words.count
            return name(at: start).map { .init(name: nameText(start..<$0)) }
        }
    }

    func rawGap(before index: Int) -> String { String(decoding: gap(before: index), as: UTF8.self) }

    /// Names of agencies, and of newspapers by the words that their names are made of: with capitals, but for "of" and the like.
    func isOutlet(_ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        if let end = phrase(.agency, from: range.lowerBound), end == range.upperBound, words[range.lowerBound].isCapital
        {
            return true
        }
        let found = words[range]
        // "BBC Sport", "AFP Paris"
        if found.count <= 3, found.first?.isAllCapitals == true, found.first?.clues.has(.agency) == true,
            found.allSatisfy(\.isCapital)
        {
            return true
        }
        guard found.count >= 2, found.first?.isCapital == true,
            found.allSatisfy({ $0.isCapital || $0.isNumber || $0.end - $0.start <= 3 })
        else { return isDomain(range) }
        // Names of sections alone ("Local news") name no paper.
        if found.allSatisfy({ $0.clues.hasAny(of: Clues(.sectionName, .connector, .interfaceWord)) }) { return false }
        if found.contains(where: { $0.clues.has(.role) && !$0.clues.has(.outletWord) }) { return false }
        return found.contains { $0.clues.has(.outletWord) } || isDomain(range)
    }

    /// "example.com", "The Example.org".
    private func isDomain(_ range: Range<Int>) -> Bool {
        range.count >= 2 && gap(before: range.upperBound - 1).elementsEqual([0x2E])
            && ["com", "org", "net", "news", "info"].contains(word(range.upperBound - 1))
    }
}
