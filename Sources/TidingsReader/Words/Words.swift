/// One word of a line, in 24 bytes: an article has thousands of them.
struct Word: Sendable {
    /// Of its letters in lower case.
    let hash: UInt64
    private let from: Int32
    private let to: Int32
    private let value: Int32
    /// The number of its node, and two bits for its capitals.
    private let bits: Int32

    /// - Parameters:
    ///   - number: below 0 where it has none.
    ///   - node: of the phrasebook, where a phrase begins with this word; else the root, which says nothing.
    @inline(__always)
    init(hash: UInt64, from: Int, to: Int, number: Int, isCapital: Bool, isAllCapitals: Bool, node: Int) {
        self.hash = hash
        self.from = Int32(truncatingIfNeeded: from)
        self.to = Int32(truncatingIfNeeded: to)
        value = Int32(truncatingIfNeeded: number)
        bits = Int32(truncatingIfNeeded: node &<< 2 | (isAllCapitals ? 2 : 0) | (isCapital ? 1 : 0))
    }

    var start: Int { Int(from) }
    var end: Int { Int(to) }
    /// Its value, where it is digits only (an ordinal's ending left out).
    var number: Int? { value < 0 ? nil : Int(value) }
    var isNumber: Bool { value >= 0 }
    var isCapital: Bool { bits & 1 != 0 }
    /// Two letters or more, and all of them capitals.
    var isAllCapitals: Bool { bits & 2 != 0 }
    /// Where it stands in `Phrasebook.shared`, if a phrase begins with it.
    var node: Int { Int(bits &>> 2) }
    /// What the word alone says.
    var clues: Clues { Phrasebook.shared[node].whole }
    /// What phrases say that begin with it.
    var begins: Clues { Phrasebook.shared[node].begins }
    /// The month it names; 0: none.
    var month: Int { Phrasebook.shared[node].number }
}

extension Sequence<Word> {
    /// The words as one number: the same words in the same order, whatever stands between them.
    var key: UInt64 { reduce(0x1234_5678) { ($0 ^ $1.hash) &* 0x9E37_79B9_7F4A_7C15 } }
}

/// A text cut into words: runs of letters and digits; a character of a script without spaces is a word.
///
/// In the same pass: which marks stand between the words, and how many sentences end there. Every text of an article goes
/// through here, so the common case, small letters of ASCII, is a loop of its own.
struct Words {
    let all: [Word]
    /// What all of them say together.
    let sum: Sum

    struct Sum {
        /// What any of the words says, and what the phrases say that begin with any of them.
        fileprivate(set) var said: Clues = .none
        fileprivate(set) var begun: Clues = .none
        /// The first bytes of what is no word.
        fileprivate(set) var marks = ByteSet()
        /// Ends of sentences with another sentence behind them.
        fileprivate(set) var sentenceEnds = 0
        /// Characters of the East Asian blocks are among the words.
        fileprivate(set) var hasWide = false

        @inline(__always)
        fileprivate mutating func take(_ book: Phrasebook, _ word: UInt64, isNumber: Bool) -> Int {
            guard let node = book.first(word, isNumber: isNumber) else { return Phrasebook.root }
            said.insert(book[node].whole)
            begun.insert(book[node].begins)
            return node
        }
    }

    /// The word that is open, and what is known of it so far.
    private struct Open {
        /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), of scalars in place of bytes.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var letters = 0
        var capitals = 0
        var digits = 0
        var value = 0
        var isCapital = false

        @inline(__always)
        mutating func hash(_ scalar: UInt32) { hash = (hash ^ UInt64(scalar)) &* 0x0000_0100_0000_01B3 }

        mutating func take(_ lower: UInt32, isUpper: Bool) {
            letters &+= 1
            if isUpper {
                capitals &+= 1
                if letters == 1 && digits == 0 { isCapital = true }
            }
            hash(lower)
        }

        mutating func take(digit byte: UInt8) {
            digits &+= 1
            if digits <= 9 && letters == 0 { value = value &* 10 &+ Int(byte &- 0x30) }
            hash(UInt32(byte))
        }
    }

    /// - Parameter book: where each word is looked up; `nil` while the book itself is made.
    init(_ text: ArraySlice<UInt8>, in book: Phrasebook?) {
        var sum = Sum()
        var isFull = false
        // Words take five or six bytes with their spaces, characters of East Asia three; where there are more, there are at
        // most as many as in one-letter words.
        var words: [Word] = []
        words.append(addingCapacity: text.count / ((text.first ?? 0) < 0xE3 ? 5 : 3) + 8) { words in
            isFull = !Self.cut(text.span, from: text.startIndex, book, into: &words, &sum)
        }
        if isFull {
            sum = Sum()
            words = []
            words.append(addingCapacity: text.count / 2 + 1) { words in
                _ = Self.cut(text.span, from: text.startIndex, book, into: &words, &sum)
            }
        }
        all = words
        self.sum = sum
    }

    /// - Returns: whether there was room for all of them.
    private static func cut(
        _ bytes: Span<UInt8>, from base: Int, _ book: Phrasebook?, into words: inout OutputSpan<Word>, _ sum: inout Sum
    ) -> Bool {
        var index = 0
        var hasSpace = false
        defer { if hasSpace { sum.marks.insert(0x20) } }
        while index < bytes.count {
            let start = index
            var open = Open()
            // Most words are a letter, small ones behind it, and a space or a mark of the sentence.
            let first = bytes[index]
            if (first | 0x20) &- 0x61 < 26 {
                open.take(UInt32(first | 0x20), isUpper: first < 0x60)
                index &+= 1
                while index < bytes.count, bytes[index] &- 0x61 < 26 {
                    open.hash(UInt32(bytes[index]))
                    index &+= 1
                }
                open.letters = index &- start
            }
            let isWhole = index > start && (index == bytes.count || bytes[index] < 0x30)
            loop: while !isWhole, index < bytes.count {
                let byte = bytes[index]
                if (byte | 0x20) &- 0x61 < 26 {
                    open.take(UInt32(byte | 0x20), isUpper: byte < 0x60)
                } else if byte &- 0x30 < 10 {
                    open.take(digit: byte)
                } else if byte < 0x80 {
                    break loop
                } else {
                    let (scalar, next) = Scalars.scalar(in: bytes, at: index)
                    guard Letters.isWord(scalar) else { break loop }
                    let isAlone = Letters.isWordByItself(scalar)
                    if isAlone, index > start { break loop }
                    if byte >= 0xE3 { sum.hasWide = true }
                    let lower = Letters.lowercased(scalar)
                    open.take(
                        lower, isUpper: lower != scalar || scalar >= 0x250 && !isAlone && Letters.isUppercase(scalar))
                    index = next
                    if isAlone { break loop }
                    continue loop
                }
                index &+= 1
            }
            if index > start {
                guard !words.isFull else { return false }
                words.append(close(open, base &+ start, base &+ index, book, &sum))
                // Mostly one space stands between two words.
                if index < bytes.count, bytes[index] == 0x20 {
                    hasSpace = true
                    index &+= 1
                }
            } else {
                let byte = bytes[index]
                sum.marks.insert(byte)
                if byte == 0x2E || byte == 0x21 || byte == 0x3F || byte == 0xE3 {
                    if isSentenceEnd(bytes, index) { sum.sentenceEnds += 1 }
                }
                index = Scalars.next(in: bytes, after: index)
            }
        }
        return true
    }

    @inline(__always)
    private static func close(_ open: Open, _ from: Int, _ to: Int, _ book: Phrasebook?, _ sum: inout Sum) -> Word {
        // 2nd, 3rd, 7ème, 2k: a number with at most three letters behind it.
        let isNumber = open.digits > 0 && open.digits <= 9 && open.letters <= 3
        let node = book.map { sum.take($0, open.hash, isNumber: isNumber) } ?? Phrasebook.root
        return Word(
            hash: open.hash, from: from, to: to, number: isNumber ? open.value : -1, isCapital: open.isCapital,
            isAllCapitals: open.letters > 1 && open.capitals == open.letters, node: node)
    }

    /// A stop, a space and a capital behind it; or the stop of East Asian scripts with anything behind it.
    private static func isSentenceEnd(_ text: Span<UInt8>, _ index: Int) -> Bool {
        guard index + 2 < text.count else { return false }
        let byte = text[index]
        if byte == 0xE3 { return text[index + 1] == 0x80 && text[index + 2] == 0x82 && index + 3 < text.count }
        var next = index + 1
        while next < text.count, next < index + 4, text[next] == 0x22 || text[next] == 0x29 || text[next] >= 0x80 {
            next += 1
        }
        guard next + 1 < text.count, text[next] == 0x20 else { return false }
        let after = text[next + 1]
        guard after >= 0x80 || after == 0x22 || (after >= 0x41 && after <= 0x5A) else { return false }
        // "Mr. Smith", "J. Smith": too short a word before the stop.
        guard byte == 0x2E else { return true }
        for before in 1...3 where index - before < 0 || text[index - before] == 0x20 || text[index - before] == 0x2E {
            return false
        }
        return index > 3
    }
}

/// A set of bytes, as bits.
struct ByteSet: Sendable {
    /// Bytes below 64, below 128, and from 192: those that begin a character.
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var last: UInt64 = 0

    mutating func insert(_ byte: UInt8) {
        let bit = 1 &<< UInt64(byte & 63)
        switch byte >> 6 {
        case 0: first |= bit
        case 1: second |= bit
        case 3: last |= bit
        default: break
        }
    }

    func contains(_ byte: UInt8) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(byte & 63)
        return switch byte >> 6 {
        case 0: first & bit != 0
        case 1: second & bit != 0
        case 3: last & bit != 0
        default: true
        }
    }
}
