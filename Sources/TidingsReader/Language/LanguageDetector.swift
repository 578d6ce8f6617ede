/// Which language a text is in: by its script, and among the languages of the Latin script by their commonest words.
///
/// Deterministic and small; `und` (BCP 47: undetermined) rather than a guess.
enum LanguageDetector {
    /// Fewer scalars of a script than this decide nothing.
    private static let scalarsMinimum = 10
    /// Fewer common words than this decide nothing.
    private static let wordsMinimum = 3

    static func tag(of text: some Sequence<UInt8>) -> String {
        var counts = ScriptCounts()
        Words.forEachScalar(in: text) { counts.add($0) }
        guard let script = counts.prevailing, counts[script] >= scalarsMinimum else { return "und" }
        return switch script {
        case .latin: latin(text)
        case .cyrillic: "ru"
        case .arabic: "ar"
        case .devanagari: "hi"
        case .hangul: "ko"
        case .kana: "ja"
        case .han: counts[.kana] * 10 > counts[.han] ? "ja" : "zh"
        }
    }

    /// The language whose common words are the most frequent, if it is clearly ahead of the next.
    private static func latin(_ text: some Sequence<UInt8>) -> String {
        var hits = Array(repeating: 0, count: CommonWords.tags.count)
        Words.forEach(in: text) { word in
            for language in CommonWords.languages[word] ?? [] { hits[language] += 1 }
        }
        let ranked = hits.indices.sorted { (hits[$0], $1) > (hits[$1], $0) }
        let (first, second) = (hits[ranked[0]], hits[ranked[1]])
        return first >= wordsMinimum && first * 2 >= second * 3 ? CommonWords.tags[ranked[0]] : "und"
    }
}

private enum Script: Int, CaseIterable {
    case latin, cyrillic, arabic, devanagari, hangul, kana, han
}

private struct ScriptCounts {
    private var counts = Array(repeating: 0, count: Script.allCases.count)

    subscript(script: Script) -> Int { counts[script.rawValue] }

    var prevailing: Script? { Script.allCases.max { self[$0] < self[$1] } }

    mutating func add(_ scalar: Unicode.Scalar) {
        let script: Script? =
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: .latin
            case 0x400...0x52F: .cyrillic
            case 0x600...0x6FF, 0x750...0x77F: .arabic
            case 0x900...0x97F: .devanagari
            case 0xAC00...0xD7AF, 0x1100...0x11FF: .hangul
            case 0x3040...0x30FF: .kana
            case 0x3400...0x4DBF, 0x4E00...0x9FFF: .han
            default: nil
            }
        if let script { counts[script.rawValue] += 1 }
    }
}
