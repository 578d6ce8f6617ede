/// A set of clues, a bit each.
struct Clues: OptionSet, Hashable, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }
    init(_ clues: Clue...) { rawValue = clues.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }

    func has(_ clue: Clue) -> Bool { rawValue & 1 << UInt64(clue.rawValue) != 0 }
    func hasAny(of other: Clues) -> Bool { rawValue & other.rawValue != 0 }
}

/// All word lists as one trie over words: what a line's words say about it is found in one walk.
struct Phrasebook: Sendable {
    static let shared = Phrasebook(WordList.all)

    struct Node: Sendable {
        /// What a phrase that ends here says.
        var whole: Clues = []
        /// What a phrase says that begins like this and goes on.
        var open: Clues = []
        /// The value of a word that has one: the number of a month.
        var number = 0
    }

    private var nodes = [Node()]
    /// A node and the next word → the node of both, plus one.
    private var edges: [UInt64: Int32] = [:]

    static let root = 0

    /// `#` in a phrase: any number.
    private static let anyNumber: UInt64 = 0x23

    init(_ lists: [WordList]) {
        let sections = Dictionary(uniqueKeysWithValues: Clue.allCases.map { ("\($0):", $0) })
        for list in lists {
            var clue: Clue?
            for line in list.text.split(separator: "\n") {
                if let section = sections[String(line)] {
                    clue = section
                } else if let clue {
                    for phrase in line.split(separator: ",") { add(String(phrase), clue) }
                } else {
                    preconditionFailure("\(list.language): \(line) stands in no section")
                }
            }
        }
    }

    private mutating func add(_ phrase: String, _ clue: Clue) {
        let (words, number) = phrase.split(separator: "=", maxSplits: 1).withFirstTwo
        let isOpen = words.hasSuffix("…")
        var node = Self.root
        for word in words.split(separator: " ") where word != "…" {
            if word == "#" {
                node = child(of: node, Self.anyNumber)
            } else {
                for word in Words(Array(word.utf8)[...], in: nil).all { node = child(of: node, word.hash) }
            }
        }
        guard node != Self.root else { return }
        if isOpen { nodes[node].open.insert(Clues(clue)) } else { nodes[node].whole.insert(Clues(clue)) }
        if let number = number.flatMap({ Int($0) }) { nodes[node].number = number }
    }

    private mutating func child(of node: Int, _ word: UInt64) -> Int {
        let key = Self.key(node, word)
        if let next = edges[key] { return Int(next) }
        nodes.append(Node())
        edges[key] = Int32(nodes.count - 1)
        return nodes.count - 1
    }

    private static func key(_ node: Int, _ word: UInt64) -> UInt64 {
        word ^ (UInt64(node) &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The node one word further.
    func next(_ node: Int, _ word: Word) -> Int? {
        if let next = edges[Self.key(node, word.hash)] { return Int(next) }
        return word.isNumber ? edges[Self.key(node, Self.anyNumber)].map(Int.init) : nil
    }

    /// Whether a word begins a phrase of any list: it is common enough to be one.
    func isKnown(_ text: ArraySlice<UInt8>) -> Bool {
        let words = Words(text, in: nil).all
        return words.count == 1 && words.allSatisfy { edges[Self.key(Self.root, $0.hash)] != nil }
    }

    /// What a word says by itself.
    func clues(of text: ArraySlice<UInt8>) -> Clues {
        let words = Words(text, in: self).all
        return words.count == 1 ? words[0].clues : []
    }

    subscript(node: Int) -> Node { nodes[node] }
}

extension [Substring] {
    fileprivate var withFirstTwo: (first: Substring, second: Substring?) { (self.first ?? "", count > 1 ? self[1] : nil) }
}

/// One word of a line.
struct Word: Sendable {
    /// Of its letters in lower case.
    var hash: UInt64
    var start: Int
    var end: Int
    /// Its value, where it is digits only (an ordinal's ending left out).
    var number: Int?
    var isCapital = false
    /// Two letters or more, and all of them capitals.
    var isAllCapitals = false
    /// What the word alone says.
    var clues: Clues = []
    /// The month it names.
    var month = 0

    var isNumber: Bool { number != nil }
}

/// A text cut into words: runs of letters and digits; a character of a script without spaces is a word.
struct Words {
    private(set) var all: [Word] = []

    /// - Parameter book: where each word is looked up; `nil` while the book itself is made.
    init(_ bytes: ArraySlice<UInt8>, in book: Phrasebook?) {
        all.reserveCapacity(bytes.count / 5 + 1)
        var scalars = Scalars(bytes)
        var start: Int?
        var hash: UInt64 = 0
        var letters = 0
        var capitals = 0
        var digits = 0
        var value = 0
        var isCapital = false

        func finish(_ end: Int) {
            guard let first = start else { return }
            start = nil
            var word = Word(hash: hash, start: first, end: end)
            // 2nd, 3rd, 7ème, 2k: a number with at most three letters behind it.
            if digits > 0, digits <= 9, letters <= 3 { word.number = value }
            word.isCapital = isCapital
            word.isAllCapitals = letters > 1 && capitals == letters
            if let book, let node = book.next(Phrasebook.root, word) {
                word.clues = book[node].whole
                word.month = book[node].number
            }
            all.append(word)
        }

        while let (scalar, position) = scalars.next() {
            guard Letters.isWord(scalar) else {
                finish(position)
                continue
            }
            let isAlone = Letters.isWordByItself(scalar)
            if isAlone { finish(position) }
            if start == nil {
                start = position
                (hash, letters, capitals, digits, value, isCapital) = (0xCBF2_9CE4_8422_2325, 0, 0, 0, 0, false)
            }
            let lower = Letters.lowercased(scalar)
            if scalar >= 0x30 && scalar <= 0x39 {
                digits += 1
                if digits <= 9 && letters == 0 { value = value * 10 + Int(scalar - 0x30) }
            } else {
                letters += 1
                if lower != scalar || (scalar >= 0x250 && Letters.isUppercase(scalar)) {
                    capitals += 1
                    if letters == 1 && digits == 0 { isCapital = true }
                }
            }
            hash = (hash ^ UInt64(lower)) &* 0x0000_0100_0000_01B3
            if isAlone { finish(scalars.position) }
        }
        finish(bytes.endIndex)
    }
}
