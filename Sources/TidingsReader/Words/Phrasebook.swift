/// A set of clues, a bit each.
struct Clues: OptionSet, Hashable, Sendable {
    let rawValue: UInt128

    init(rawValue: UInt128) { self.rawValue = rawValue }
    init(_ clues: Clue...) { rawValue = clues.reduce(0) { $0 | 1 << UInt128($1.rawValue) } }

    func has(_ clue: Clue) -> Bool { rawValue & 1 << UInt128(clue.rawValue) != 0 }
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
        /// What the phrases say that begin with this word.
        var begins: Clues = []
        /// The value of a word that has one: the number of a month.
        var number = 0
    }

    private var nodes = [Node()]
    /// A node and the next word → the node of both.
    private var edges: [UInt64: Int] = [:]
    /// The same, spread over a table by the key's own bits: every word of every line is looked up, and the keys are hashes
    /// already.
    private var slots: [(key: UInt64, node: Int32)] = []
    /// A bit for each word that begins a phrase, by the word's hash: most words of a text are in no list, and this little is
    /// always at hand.
    private var firstWords = [UInt64](repeating: 0, count: 1 << 11)

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
        var size = 1
        while size < edges.count * 3 { size *= 2 }
        slots = Array(repeating: (0, 0), count: size)
        for (key, node) in edges.sorted(by: { $0.key < $1.key }) {
            var slot = Int(truncatingIfNeeded: key) & (size - 1)
            while slots[slot].node != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = (key, Int32(node))
        }
    }

    private func find(_ key: UInt64) -> Int? {
        guard !slots.isEmpty else { return edges[key] }
        var slot = Int(truncatingIfNeeded: key) & (slots.count - 1)
        while slots[slot].node != 0 {
            if slots[slot].key == key { return Int(slots[slot].node) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func add(_ phrase: String, _ clue: Clue) {
        let (words, number) = phrase.split(separator: "=", maxSplits: 1).withFirstTwo
        let isOpen = words.hasSuffix("…")
        var node = Self.root
        var first = Self.root
        for word in words.split(separator: " ") where word != "…" {
            let hashes = word == "#" ? [Self.anyNumber] : Words(Array(word.utf8)[...], in: nil).all.map(\.hash)
            for hash in hashes {
                node = child(of: node, hash)
                if first == Self.root {
                    first = node
                    let bit = Self.bit(of: hash)
                    firstWords[bit / 64] |= 1 << UInt64(bit % 64)
                }
            }
        }
        guard node != Self.root else { return }
        if isOpen { nodes[node].open.insert(Clues(clue)) } else { nodes[node].whole.insert(Clues(clue)) }
        nodes[first].begins.insert(Clues(clue))
        if let number = number.flatMap({ Int($0) }) { nodes[node].number = number }
    }

    private static func bit(of hash: UInt64) -> Int { Int(truncatingIfNeeded: (hash ^ hash >> 32) & (1 << 17 - 1)) }

    private mutating func child(of node: Int, _ word: UInt64) -> Int {
        let key = Self.key(node, word)
        if let next = edges[key] { return next }
        nodes.append(Node())
        edges[key] = nodes.count - 1
        return nodes.count - 1
    }

    private static func key(_ node: Int, _ word: UInt64) -> UInt64 {
        // The hash's high bits are its best.
        let key = word ^ (UInt64(node) &* 0x9E37_79B9_7F4A_7C15)
        return key ^ (key >> 32)
    }

    /// The node one word further.
    func next(_ node: Int, _ word: Word) -> Int? {
        find(Self.key(node, word.hash)) ?? (word.isNumber ? find(Self.key(node, Self.anyNumber)) : nil)
    }

    /// The node of a text's word, if a phrase begins with it.
    func first(_ word: Word) -> Int? {
        let bit = Self.bit(of: word.hash)
        guard firstWords[bit / 64] & 1 << UInt64(bit % 64) != 0 || word.isNumber else { return nil }
        return next(Self.root, word)
    }

    /// Whether a word begins a phrase of any list: it is common enough to be one.
    func isKnown(_ text: ArraySlice<UInt8>) -> Bool {
        let words = Words(text, in: nil).all
        return words.count == 1 && words.allSatisfy { find(Self.key(Self.root, $0.hash)) != nil }
    }

    /// What a word says by itself.
    func clues(of text: ArraySlice<UInt8>) -> Clues {
        let words = Words(text, in: self).all
        return words.count == 1 ? words[0].clues : []
    }

    subscript(node: Int) -> Node { nodes[node] }
}

extension [Substring] {
    fileprivate var withFirstTwo: (first: Substring, second: Substring?) {
        (self.first ?? "", count > 1 ? self[1] : nil)
    }
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
    /// What phrases say that begin with it.
    var begins: Clues = []
    /// The month it names.
    var month = 0

    var isNumber: Bool { number != nil }
}

/// A text cut into words: runs of letters and digits; a character of a script without spaces is a word.
struct Words {
    private(set) var all: [Word] = []
    /// What any of the words says, and what the phrases say that begin with any of them.
    private(set) var said: Clues = []
    private(set) var begun: Clues = []

    /// The word that is open, and what is known of it so far.
    private struct Open {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var letters = 0
        var capitals = 0
        var digits = 0
        var value = 0
        var isCapital = false

        mutating func take(letter lower: UInt32, isUpper: Bool) {
            letters += 1
            if isUpper {
                capitals += 1
                if letters == 1 && digits == 0 { isCapital = true }
            }
            take(lower)
        }

        mutating func take(digit byte: UInt8) {
            digits += 1
            if digits <= 9 && letters == 0 { value = value * 10 + Int(byte - 0x30) }
            take(UInt32(byte))
        }

        /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), of scalars in place of bytes.
        private mutating func take(_ scalar: UInt32) {
            hash = (hash ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3
        }
    }

    /// - Parameter book: where each word is looked up; `nil` while the book itself is made.
    init(_ bytes: ArraySlice<UInt8>, in book: Phrasebook?) {
        all.reserveCapacity(bytes.count / 5 + 1)
        var index = bytes.startIndex
        let end = bytes.endIndex
        while index < end {
            let start = index
            var open = Open()
            loop: while index < end {
                let byte = bytes[index]
                switch byte {
                case 0x61...0x7A: open.take(letter: UInt32(byte), isUpper: false)
                case 0x41...0x5A: open.take(letter: UInt32(byte | 0x20), isUpper: true)
                case 0x30...0x39: open.take(digit: byte)
                case 0..<0x80: break loop
                default:
                    guard let (scalar, next) = Scalars.scalar(in: bytes, at: index), Letters.isWord(scalar) else {
                        break loop
                    }
                    let isAlone = Letters.isWordByItself(scalar)
                    if isAlone, index > start { break loop }
                    let lower = Letters.lowercased(scalar)
                    open.take(
                        letter: lower, isUpper: lower != scalar || (scalar >= 0x250 && Letters.isUppercase(scalar)))
                    index = next
                    if isAlone { break loop }
                    continue loop
                }
                index += 1
            }
            if index > start {
                close(open, start..<index, book)
            } else {
                // What is no letter stands here.
                index = Scalars.next(in: bytes, after: index)
            }
        }
    }

    private mutating func close(_ open: Open, _ range: Range<Int>, _ book: Phrasebook?) {
        var word = Word(hash: open.hash, start: range.lowerBound, end: range.upperBound)
        // 2nd, 3rd, 7ème, 2k: a number with at most three letters behind it.
        if open.digits > 0, open.digits <= 9, open.letters <= 3 { word.number = open.value }
        word.isCapital = open.isCapital
        word.isAllCapitals = open.letters > 1 && open.capitals == open.letters
        if let book, let node = book.first(word) {
            let found = book[node]
            word.clues = found.whole
            word.begins = found.begins
            word.month = found.number
            said.formUnion(found.whole)
            begun.formUnion(found.begins)
        }
        all.append(word)
    }
}
