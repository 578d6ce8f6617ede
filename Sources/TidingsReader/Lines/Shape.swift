/// What a text looks like: how long it is, how it begins and ends, and its words with what they say.
struct Shape {
    enum Ending { case stop, question, colon, comma, ellipsis, none }
    enum Beginning { case upper, lower, digit, quote, other }

    /// Longer texts are prose, whatever their words are: they are not looked at.
    static let bytesMaximum = 420

    let bytes: Int
    /// Empty where the text is longer than `bytesMaximum`.
    let words: [Word]
    /// What any of the words says: whether it is worth while to look for one that does.
    let said: Clues
    /// What the phrases say that begin with any of the words.
    let begun: Clues
    let ending: Ending
    /// The text ends in a quotation mark.
    let endsInQuote: Bool
    let beginning: Beginning
    /// Marks between the words, by their first bytes.
    let marks: ByteSet
    /// Ends of sentences inside the text, its own end included.
    let sentences: Int
    /// What the whole text is, by a phrase that it is or begins with.
    let whole: Clues
    /// Phrases the text begins with, longest last, and how many words they take.
    let labels: [(clues: Clues, words: Int)]
    /// Written in a script without spaces.
    let isUnspaced: Bool

    init(_ text: [UInt8]) {
        bytes = text.count
        (ending, endsInQuote) = Self.ending(of: text)
        beginning = Self.beginning(of: text)
        guard text.count <= Self.bytesMaximum else {
            words = []
            said = .none
            begun = .none
            marks = ByteSet()
            sentences = 2
            whole = .none
            labels = []
            isUnspaced = false
            return
        }
        let book = Phrasebook.shared
        let found = Words(text[...], in: book)
        words = found.all
        said = found.said
        begun = found.begun
        marks = found.marks
        sentences = found.sentenceEnds + (ending == .stop || ending == .question || ending == .ellipsis ? 1 : 0)
        isUnspaced = words.count { $0.end - $0.start == 3 && text[$0.start] >= 0xE3 } * 2 > words.count
        var node = Phrasebook.root
        var whole: Clues = .none
        var labels: [(Clues, Int)] = []
        for (index, word) in words.enumerated() {
            guard let next = book.next(node, word) else { break }
            node = next
            let found = book[node]
            whole.formUnion(found.open)
            if index + 1 == words.count { whole.formUnion(found.whole) }
            let both = found.whole.union(found.open)
            if !both.isEmpty { labels.append((both, index + 1)) }
        }
        self.whole = whole
        self.labels = labels
    }

    /// How many words the longest label takes that says this.
    func label(_ clue: Clue) -> Int? {
        labels.last { $0.clues.has(clue) }?.words
    }

    /// Words that begin with a capital, or are a number.
    var capitals: Int { words.count { $0.isCapital || $0.isNumber } }

    /// Most of the longer words begin with a capital, and there are at least two.
    var isTitleCase: Bool {
        let long = words.filter { $0.end - $0.start > 3 }
        let capitals = long.count { $0.isCapital || $0.isNumber }
        return long.count >= 2 && capitals * 3 >= long.count * 2
    }

    /// Every word is in capitals.
    var isAllCapitals: Bool {
        words.contains(where: \.isAllCapitals)
            && words.allSatisfy { $0.isAllCapitals || $0.isNumber || $0.end - $0.start == 1 }
    }

    /// Sentences, not a title: ends like one, or is as long as no title is.
    var isProse: Bool {
        if bytes > Self.bytesMaximum { return true }
        if isUnspaced { return words.count >= 45 || (words.count >= 14 && ending == .stop) }
        if ending == .stop || ending == .ellipsis && beginning != .lower { return words.count >= 6 || sentences >= 2 }
        if ending == .question { return words.count >= 16 || sentences >= 3 }
        return words.count >= 24 || (words.count >= 16 && !isTitleCase)
    }

    // MARK: Beginning and end

    private static func ending(of text: [UInt8]) -> (Ending, inQuote: Bool) {
        var rest = text[...]
        var inQuote = false
        // The marks of sources and notes stand behind the sentence: "[1]", "[^2]".
        while rest.last == 0x5D, let open = rest.lastIndex(of: 0x5B), rest.endIndex - open <= 6 { rest = rest[..<open] }
        while true {
            if let last = rest.last, last == 0x22 || last == 0x27 {
                inQuote = inQuote || last == 0x22
                rest = rest.dropLast()
            } else if rest.count >= 3, let mark = closing(rest.suffix(3)) {
                inQuote = inQuote || mark
                rest = rest.dropLast(3)
            } else if rest.suffix(2).elementsEqual([0xC2, 0xBB]) {
                inQuote = true
                rest = rest.dropLast(2)
            } else if let last = rest.last, last == 0x29 || last == 0x5D || last == 0x20 || last == 0x2A {
                rest = rest.dropLast()
            } else {
                break
            }
        }
        switch rest.last {
        case 0x2E: return (rest.suffix(3).elementsEqual([0x2E, 0x2E, 0x2E]) ? .ellipsis : .stop, inQuote)
        case 0x21: return (.stop, inQuote)
        case 0x3F: return (.question, inQuote)
        case 0x3A: return (.colon, inQuote)
        case 0x2C, 0x3B: return (.comma, inQuote)
        default: break
        }
        let three = Array(rest.suffix(3))
        switch three {
        case [0xE2, 0x80, 0xA6]: return (.ellipsis, inQuote)
        // 。 ！ । ۔ ؟
        case [0xE3, 0x80, 0x82], [0xEF, 0xBC, 0x81], [0xE0, 0xA5, 0xA4]: return (.stop, inQuote)
        case [0xEF, 0xBC, 0x9F]: return (.question, inQuote)
        case [0xEF, 0xBC, 0x9A]: return (.colon, inQuote)
        case [0xEF, 0xBC, 0x8C], [0xE3, 0x80, 0x81]: return (.comma, inQuote)
        default: break
        }
        if rest.suffix(2).elementsEqual([0xDB, 0x94]) { return (.stop, inQuote) }
        if rest.suffix(2).elementsEqual([0xD8, 0x9F]) { return (.question, inQuote) }
        return (.none, inQuote)
    }

    /// ’ “ ” „ › 」 』: `true` where it is a double one; `nil` where it is none.
    private static func closing(_ three: ArraySlice<UInt8>) -> Bool? {
        let bytes = Array(three)
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0xE2, 0x80, 0x99), (0xE2, 0x80, 0xBA): return false
        case (0xE2, 0x80, 0x9C), (0xE2, 0x80, 0x9D), (0xE3, 0x80, 0x8D), (0xE3, 0x80, 0x8F): return true
        default: return nil
        }
    }

    private static func beginning(of text: [UInt8]) -> Beginning {
        var scalars = Scalars(text[...])
        guard let (value, _) = scalars.next() else { return .other }
        switch value {
        case 0x30...0x39: return .digit
        case 0x22, 0x27, 0xAB, 0x2018, 0x201C, 0x201E, 0x300C, 0x300E: return .quote
        default: break
        }
        if Letters.isUppercase(value) { return .upper }
        return Letters.isWord(value) ? (value < 0x3040 ? .lower : .upper) : .other
    }
}
