/// All word lists as one trie over words: what a line's words say about it is found in one walk.
struct Phrasebook: Sendable {
    static let shared = Phrasebook(WordList.all)

    struct Node: Sendable {
        /// What a phrase that ends here says.
        var whole: Clues = .none
        /// What a phrase says that begins like this and goes on.
        var open: Clues = .none
        /// What the phrases say that begin with this word.
        var begins: Clues = .none
        /// The value of a word that has one: the number of a month.
        var number = 0
    }

    private var nodes = [Node()]
    /// A node and the next word → the node of both: an open table, spread by the key's own bits.
    ///
    /// Every word of every text is looked up, and the keys are hashes already.
    private var edges = [(key: UInt64, node: Int32)](repeating: (0, 0), count: 1 << 12)
    /// A bit for each word that begins a phrase, by the word's hash: most words of a text are in no list, and this little is
    /// always at hand.
    private var firstWords = [UInt64](repeating: 0, count: 1 << 11)

    static let root = 0

    /// `#` in a phrase: any number.
    private static let anyNumber: UInt64 = 0x23

    init(_ lists: [WordList]) {
        let sections = Dictionary(uniqueKeysWithValues: Clue.allCases.map { (Array("\($0):".utf8)[...], $0) })
        for list in lists {
            var clue: Clue?
            for line in Array(list.text.utf8).split(separator: UInt8(ascii: "\n")) {
                if line.last == UInt8(ascii: ":"), let section = sections[line] {
                    clue = section
                } else if let clue {
                    for phrase in line.split(separator: UInt8(ascii: ",")) { add(phrase, clue) }
                } else {
                    preconditionFailure("\(list.language): \(String(decoding: line, as: UTF8.self)) is in no section")
                }
            }
        }
    }

    private mutating func add(_ phrase: ArraySlice<UInt8>, _ clue: Clue) {
        let parts = phrase.split(separator: UInt8(ascii: "="), maxSplits: 1)
        var isOpen = false
        var node = Self.root
        var first = Self.root
        for word in (parts.first ?? []).split(separator: 0x20) {
            // ` …`
            isOpen = word.elementsEqual([0xE2, 0x80, 0xA6])
            if isOpen { break }
            let hashes = word == [UInt8(ascii: "#")] ? [Self.anyNumber] : Words(word, in: nil).all.map(\.hash)
            for hash in hashes {
                node = child(of: node, hash)
                if first == Self.root {
                    first = node
                    let bit = Self.bit(of: hash)
                    firstWords[bit / 64] |= 1 &<< UInt64(bit % 64)
                }
            }
        }
        guard node != Self.root else { return }
        if isOpen { nodes[node].open.insert(Clues(clue)) } else { nodes[node].whole.insert(Clues(clue)) }
        nodes[first].begins.insert(Clues(clue))
        if parts.count > 1, let number = Int(String(decoding: parts[1], as: UTF8.self)) { nodes[node].number = number }
    }

    private mutating func child(of node: Int, _ word: UInt64) -> Int {
        let key = Self.key(node, word)
        if let next = find(key) { return next }
        nodes.append(Node())
        // At most half of the table is in use.
        if nodes.count * 2 > edges.count {
            let before = edges
            edges = Array(repeating: (0, 0), count: before.count * 2)
            for edge in before where edge.node != 0 { edges[slot(of: edge.key)] = edge }
        }
        edges[slot(of: key)] = (key, Int32(nodes.count - 1))
        return nodes.count - 1
    }

    /// Where a key stands, or would.
    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: key) & (edges.count &- 1)
        while edges[slot].node != 0, edges[slot].key != key { slot = (slot &+ 1) & (edges.count &- 1) }
        return slot
    }

    private func find(_ key: UInt64) -> Int? {
        let node = edges[slot(of: key)].node
        return node == 0 ? nil : Int(node)
    }

    private static func bit(of hash: UInt64) -> Int { Int(truncatingIfNeeded: (hash ^ hash >> 32) & (1 << 17 - 1)) }

    private static func key(_ node: Int, _ word: UInt64) -> UInt64 {
        // The hash's high bits are its best.
        let key = word ^ (UInt64(node) &* 0x9E37_79B9_7F4A_7C15)
        return key ^ (key >> 32)
    }

    /// The node one word further; from the root it is what the word found when it was cut, in this book.
    func next(_ node: Int, _ word: Word) -> Int? {
        guard node == Self.root else { return next(node, word.hash, isNumber: word.isNumber) }
        return word.node == Self.root ? nil : word.node
    }

    private func next(_ node: Int, _ hash: UInt64, isNumber: Bool) -> Int? {
        find(Self.key(node, hash)) ?? (isNumber ? find(Self.key(node, Self.anyNumber)) : nil)
    }

    /// The node of a word, if a phrase begins with it.
    @inline(__always)
    func first(_ hash: UInt64, isNumber: Bool) -> Int? {
        let bit = Self.bit(of: hash)
        guard firstWords[bit / 64] & 1 &<< UInt64(bit % 64) != 0 || isNumber else { return nil }
        return next(Self.root, hash, isNumber: isNumber)
    }

    /// Whether a word begins a phrase of any list: it is common enough to be one.
    func isKnown(_ text: ArraySlice<UInt8>) -> Bool {
        let words = Words(text, in: nil).all
        return words.count == 1 && words.allSatisfy { find(Self.key(Self.root, $0.hash)) != nil }
    }

    /// What a word says by itself.
    func clues(of text: ArraySlice<UInt8>) -> Clues {
        let words = Words(text, in: self).all
        return words.count == 1 ? words[0].clues : .none
    }

    subscript(node: Int) -> Node { nodes[node] }
}
