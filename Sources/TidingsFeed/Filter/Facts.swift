package import Foundation

/// What filters ask of a document, without the document: its names and its words.
///
/// The ledger keeps them for every revision that a change tells of, so a filter gives the same answer for ever, however
/// long the document itself is kept.
package struct Facts: Hashable, Sendable {
    /// The names in `people`, `organisations` and `places`, folded: a line for each of the three, names separated by U+001F.
    package let names: String
    package let words: WordSet

    package init(names: String, words: WordSet) {
        self.names = names
        self.words = words
    }

    package init(_ document: Document) {
        let fields = [document.people, document.organisations, document.places]
        names = fields.map { ($0 ?? []).map { Self.folded($0.name) }.joined(separator: "\u{1F}") }
            .joined(separator: "\n")
        words = WordSet(([document.headline, document.deck].compactMap { $0 } + document.bodies.map(\.value)))
    }

    /// Bytes that it takes up, roughly.
    package var size: Int { names.utf8.count + 4 * words.count }

    enum Field: Int {
        case people, organisations, places
    }

    func names(_ field: Field) -> [Substring] {
        names.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(field.rawValue).first?
            .split(separator: "\u{1F}") ?? []
    }

    /// A name by which it is compared: lower case, and what separates its words is one space.
    static func folded(_ name: String) -> String {
        name.lowercased().split { $0.isWhitespace || $0 == "\u{1F}" }.joined(separator: " ")
    }
}

/// The different words of a text, each by 32 bits of its hash.
///
/// A word is a run of letters and digits, in lower case. Of a thousand words that a text does not have, a text of five hundred
/// seems to have one with a chance of one in ten thousand.
package struct WordSet: Hashable, Sendable {
    /// Rising.
    private let hashes: [UInt32]

    var count: Int { hashes.count }

    package init(_ texts: [String]) {
        var hashes: Set<UInt32> = []
        for text in texts { Self.forEachWord(of: text) { hashes.insert($0) } }
        self.hashes = hashes.sorted()
    }

    /// What `bytes` gave.
    package init(bytes: Data) {
        let bytes = Array(bytes)
        hashes = stride(from: 0, to: bytes.count & ~3, by: 4).map { start in
            bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
    }

    /// Four bytes a word, the lowest first.
    package var bytes: Data {
        var data = Data(capacity: hashes.count * 4)
        for hash in hashes { withUnsafeBytes(of: hash.littleEndian) { data.append(contentsOf: $0) } }
        return data
    }

    /// Whether it has all words of another.
    func isSuperset(of other: WordSet) -> Bool { other.hashes.allSatisfy { contains($0) } }

    var isEmpty: Bool { hashes.isEmpty }

    private func contains(_ hash: UInt32) -> Bool {
        var (low, high) = (0, hashes.count)
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < hashes.count && hashes[low] == hash
    }

    private static func forEachWord(of text: String, _ body: (UInt32) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            var index = 0
            while index < bytes.count {
                let start = index
                var isASCII = true
                while index < bytes.count, isWordByte(bytes[index]) {
                    if bytes[index] >= 0x80 { isASCII = false }
                    index += 1
                }
                if index > start {
                    let run = bytes[start..<index]
                    if isASCII {
                        body(hash(of: run.lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }))
                    } else {
                        forEachWord(ofForeign: String(decoding: run, as: UTF8.self), body)
                    }
                } else {
                    index += 1
                }
            }
        }
    }

    /// ASCII letters and digits, and all that is not ASCII: what that is, is looked at more closely.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }

    private static func forEachWord(ofForeign run: String, _ body: (UInt32) -> Void) {
        let isInWord = { (scalar: Unicode.Scalar) in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark
        }
        for word in run.unicodeScalars.split(whereSeparator: { !isInWord($0) }) {
            body(hash(of: String(word).lowercased().precomposedStringWithCanonicalMapping.utf8))
        }
    }

    /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), 64 bits folded to 32 as it advises.
    private static func hash(of bytes: some Sequence<UInt8>) -> UInt32 {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
