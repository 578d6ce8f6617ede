/// What a scalar value is, as far as the shape of text asks: without Unicode's tables where a range tells.
enum Letters {
    /// In lower case; the scripts of the languages that have word lists.
    static func lowercased(_ value: UInt32) -> UInt32 {
        switch value {
        case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x391...0x3A9, 0x410...0x42F: value + 0x20
        case 0x400...0x40F: value + 0x50
        case 0x100...0x137, 0x14A...0x177: value | 1
        case 0x139...0x148, 0x179...0x17E: value & 1 == 1 ? value + 1 : value
        default: value
        }
    }

    static func isUppercase(_ value: UInt32) -> Bool {
        if value < 0x80 { return value >= 0x41 && value <= 0x5A }
        return lowercased(value) != value || Unicode.Scalar(value)?.properties.isUppercase == true
    }

    /// Letters, digits and marks that belong to a letter before them.
    static func isWord(_ value: UInt32) -> Bool {
        switch value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x400...0x481: return true
        case 0..<0x80, 0x2000...0x206F, 0x3000...0x3004, 0x3008...0x3020: return false
        default:
            guard let properties = Unicode.Scalar(value)?.properties else { return false }
            return properties.isAlphabetic || properties.numericType != nil
                || properties.generalCategory == .nonspacingMark
        }
    }

    /// Scripts that write no spaces: each character stands for a word.
    static func isWordByItself(_ value: UInt32) -> Bool {
        guard value >= 0x3040 else { return false }
        let script = Script(of: value)
        return script == .han || script == .kana
    }
}

/// The scalars of UTF-8 that is known to be valid.
struct Scalars: Sequence, IteratorProtocol {
    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func next() -> (value: UInt32, start: Int)? {
        guard position < bytes.endIndex else { return nil }
        let start = position
        let (value, end) = Self.scalar(in: bytes.span, at: start - bytes.startIndex)
        position = bytes.startIndex + end
        return (value, start)
    }

    /// The scalar at a position, and where the next one begins.
    static func scalar(in bytes: Span<UInt8>, at start: Int) -> (value: UInt32, end: Int) {
        let byte = bytes[start]
        if byte < 0x80 { return (UInt32(byte), start + 1) }
        let end = next(in: bytes, after: start)
        var value = UInt32(byte) & (0x3F >> UInt32(byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1))
        for index in (start + 1)..<end { value = value << 6 | UInt32(bytes[index] & 0x3F) }
        return (value, end)
    }

    /// Where the scalar behind the one at a position begins.
    static func next(in bytes: Span<UInt8>, after start: Int) -> Int {
        let byte = bytes[start]
        return Swift.min(bytes.count, start + (byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2))
    }
}
