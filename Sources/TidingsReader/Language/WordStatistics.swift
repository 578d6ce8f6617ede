/// What one pass over a text tells: how many words it has, in which scripts they are, and which languages' commonest
/// words are among them.
///
/// Words are runs of letters and digits, an apostrophe between two letters included ("don't" is one word). A Han,
/// Hiragana or Katakana character counts as a word of its own: those scripts write no spaces.
struct WordStatistics {
    private(set) var words = 0
    /// Letters of each script, by its number.
    private(set) var scripts = [Int](repeating: 0, count: Script.allCases.count)
    /// Common words of each language of the Latin script, by its number in `CommonWords.tags`.
    private(set) var common = [Int](repeating: 0, count: CommonWords.tags.count)

    /// Whole minutes that reading takes, one at least.
    ///
    /// 238 words a minute (M. Brysbaert, How many words do we read per minute?, 2019), and 260 characters of scripts
    /// without spaces (the same, of Chinese).
    var readingMinutes: Int {
        let characters = scripts[Script.han.rawValue] + scripts[Script.kana.rawValue]
        let others = max(0, words - characters)
        return max(1, Int((Double(others) / 238 + Double(characters) / 260).rounded(.up)))
    }

    /// The word that is open: its first eight bytes in lower case, and its length.
    private var key: UInt64 = 0
    private var length = 0
    private var hasApostrophe = false

    /// Takes a whole text: valid UTF-8, as a `String` holds it.
    mutating func take(_ text: [UInt8]) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte < 0x80 {
                take(ascii: byte)
            } else {
                let following = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1
                var value = UInt32(byte) & (0x3F >> UInt32(following))
                let end = min(text.count, index + following)
                for byte in text[index..<end] { value = value << 6 | UInt32(byte & 0x3F) }
                take(value, text[(index - 1)..<end])
                index = end
            }
        }
        finish()
    }

    private mutating func take(ascii byte: UInt8) {
        switch byte {
        case 0x61...0x7A, 0x30...0x39: extend([byte])
        case 0x41...0x5A: extend([byte | 0x20])
        case 0x27: apostrophe()
        default: return finish()
        }
        if byte >= 0x41 { scripts[Script.latin.rawValue] += 1 }
    }

    private mutating func take(_ value: UInt32, _ bytes: ArraySlice<UInt8>) {
        let script = Script(of: value)
        if let script { scripts[script.rawValue] += 1 }
        switch value {
        case 0x2019: apostrophe()
        case 0x80..<0xC0 where value != 0xAA && value != 0xB5 && value != 0xBA, 0x2000...0x206F, 0x3000...0x303F:
            finish()
        default:
            if script == .han || script == .kana {
                finish()
                extend(bytes)
                finish()
            } else if script == nil && !Self.isWord(value) {
                finish()
            } else {
                extend(bytes)
            }
        }
    }

    private static func isWord(_ value: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(value) else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private mutating func extend(_ bytes: some Collection<UInt8>) {
        if hasApostrophe {
            hasApostrophe = false
            append(0x27)
        }
        for byte in bytes { append(byte) }
    }

    private mutating func append(_ byte: UInt8) {
        if length < 8 { key = key << 8 | UInt64(byte) }
        length += 1
    }

    private mutating func apostrophe() {
        if length > 0 && !hasApostrophe { hasApostrophe = true } else { finish() }
    }

    private mutating func finish() {
        hasApostrophe = false
        guard length > 0 else { return }
        words += 1
        if length <= 8, let languages = CommonWords.languages[key] {
            for language in common.indices where languages & (1 << language) != 0 { common[language] += 1 }
        }
        key = 0
        length = 0
    }
}

/// The scripts that tell a language, or a group of them.
enum Script: Int, CaseIterable {
    case latin, cyrillic, arabic, devanagari, hangul, kana, han

    /// By the Unicode blocks that ordinary text uses.
    init?(of value: UInt32) {
        switch value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F: self = .latin
        case 0x400...0x52F: self = .cyrillic
        case 0x620...0x669, 0x66E...0x6D3, 0x750...0x77F: self = .arabic
        case 0x900...0x963, 0x966...0x97F: self = .devanagari
        case 0xAC00...0xD7AF, 0x1100...0x11FF: self = .hangul
        case 0x3040...0x30FA, 0x30FC...0x30FF: self = .kana
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: self = .han
        default: return nil
        }
    }
}
