/// Words of a text: runs of letters and digits, an apostrophe between two letters included ("don't" is one word).
///
/// A Han, Hiragana or Katakana character counts as a word of its own: those scripts write no spaces.
enum Words {
    static func count(in text: some Sequence<UInt8>) -> Int {
        var count = 0
        forEach(in: text) { _ in count += 1 }
        return count
    }

    /// Calls `body` with every word, in order, as UTF-8 with its ASCII letters in lower case.
    static func forEach(in text: some Sequence<UInt8>, _ body: ([UInt8]) -> Void) {
        var word: [UInt8] = []
        var apostrophe: [UInt8]?
        func finish() {
            if !word.isEmpty { body(word) }
            word.removeAll(keepingCapacity: true)
            apostrophe = nil
        }
        forEachScalar(in: text) { scalar in
            switch kind(of: scalar) {
            case .letter:
                if let pending = apostrophe { word += pending }
                apostrophe = nil
                append(scalar, to: &word)
            case .ideograph:
                finish()
                append(scalar, to: &word)
                finish()
            case .apostrophe where !word.isEmpty && apostrophe == nil:
                apostrophe = Array(String(scalar).utf8)
            case .apostrophe, .other:
                finish()
            }
        }
        finish()
    }

    static func forEachScalar(in text: some Sequence<UInt8>, _ body: (Unicode.Scalar) -> Void) {
        var decoder = UTF8()
        var bytes = text.makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&bytes) { body(scalar) }
    }

    private enum Kind { case letter, ideograph, apostrophe, other }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: .letter
        case 0x27, 0x2019: .apostrophe
        case 0..<0x80, 0x2000...0x206F, 0x3000...0x303F: .other
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .ideograph
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? .letter : .other
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to word: inout [UInt8]) {
        if scalar.value < 0x80 {
            let byte = UInt8(scalar.value)
            word.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        } else {
            word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
