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
    /// Sentences, not a title: ends like one, or is as long as no title is.
    private(set) var isProse: Bool

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
            isProse = true
            return
        }
        let book = Phrasebook.shared
        let found = Words(text[...], in: book)
        words = found.all
        said = found.sum.said
        begun = found.sum.begun
        marks = found.sum.marks
        sentences = found.sum.sentenceEnds + (ending == .stop || ending == .question || ending == .ellipsis ? 1 : 0)
        isUnspaced =
            found.sum.hasWide && words.count { $0.end - $0.start == 3 && text[$0.start] >= 0xE3 } * 2 > words.count
        var node = Phrasebook.root
        var whole: Clues = .none
        var labels: [(clues: Clues, words: Int)] = []
        for (index, word) in words.enumerated() {
            guard let next = book.next(node, word) else { break }
            node = next
            let found = book[node]
            whole.insert(found.open)
            if index + 1 == words.count { whole.insert(found.whole) }
            let both = found.whole.union(found.open)
            if !both.isEmpty { labels.append((both, index + 1)) }
        }
        self.whole = whole
        self.labels = labels
        isProse = false
        isProse = looksLikeProse
    }

    /// How many words the longest label takes that says this.
    func label(_ clue: Clue) -> Int? {
        labels.last { $0.clues.has(clue) }?.words
    }

    /// Most of the longer words begin with a capital, and there are at least two.
    var isTitleCase: Bool {
        var long = 0
        var capitals = 0
        for word in words where word.end - word.start > 3 {
            long += 1
            if word.isCapital || word.isNumber { capitals += 1 }
        }
        return long >= 2 && capitals * 3 >= long * 2
    }

    /// Every word is in capitals.
    var isAllCapitals: Bool {
        words.contains(where: \.isAllCapitals)
            && words.allSatisfy { $0.isAllCapitals || $0.isNumber || $0.end - $0.start == 1 }
    }

    private var looksLikeProse: Bool {
        if isUnspaced { return words.count >= 45 || (words.count >= 14 && ending == .stop) }
        if ending == .stop || ending == .ellipsis && beginning != .lower { return words.count >= 6 || sentences >= 2 }
        if ending == .question { return words.count >= 16 || sentences >= 3 }
        return words.count >= 24 || (words.count >= 16 && !isTitleCase)
    }

    // MARK: Beginning and end

    private static func ending(of text: [UInt8]) -> (Ending, inQuote: Bool) {
        var inQuote = false
        var end = text.count
        // The marks of sources and notes stand behind the sentence: "[1]", "[^2]".
        while end > 0, text[end - 1] == 0x5D, let open = text[..<end].lastIndex(of: 0x5B), end - open <= 6 {
            end = open
        }
        /// The last character, if it takes three bytes, or two: as one number.
        func last(_ length: Int) -> UInt32 {
            end < length ? 0 : text[(end - length)..<end].reduce(0) { $0 << 8 | UInt32($1) }
        }
        closing: while end > 0 {
            switch text[end - 1] {
            case 0x22:
                inQuote = true
                end -= 1
            case 0x27, 0x29, 0x5D, 0x20, 0x2A: end -= 1
            case 0xBB where last(2) == 0xC2BB:
                inQuote = true
                end -= 2
            case 0x99, 0xBA, 0x9C, 0x9D, 0x8D, 0x8F:
                switch last(3) {
                // ’ and ›
                case 0xE28099, 0xE280BA: break
                // “ ” 」 』
                case 0xE2809C, 0xE2809D, 0xE3808D, 0xE3808F: inQuote = true
                default: break closing
                }
                end -= 3
            default: break closing
            }
        }
        guard end > 0 else { return (.none, inQuote) }
        switch text[end - 1] {
        case 0x2E: return (last(3) == 0x2E2E2E ? .ellipsis : .stop, inQuote)
        case 0x21: return (.stop, inQuote)
        case 0x3F: return (.question, inQuote)
        case 0x3A: return (.colon, inQuote)
        case 0x2C, 0x3B: return (.comma, inQuote)
        case 0..<0x80: return (.none, inQuote)
        default: break
        }
        switch last(3) {
        case 0xE280A6: return (.ellipsis, inQuote)
        // 。 ！ । ， and the like
        case 0xE38082, 0xEFBC81, 0xE0A5A4: return (.stop, inQuote)
        case 0xEFBC9F: return (.question, inQuote)
        case 0xEFBC9A: return (.colon, inQuote)
        case 0xEFBC8C, 0xE38081: return (.comma, inQuote)
        default: break
        }
        switch last(2) {
        // ۔ ؟
        case 0xDB94: return (.stop, inQuote)
        case 0xD89F: return (.question, inQuote)
        default: return (.none, inQuote)
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
