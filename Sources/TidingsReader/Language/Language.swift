/// Which language a text is in: by its script, and among the languages of the Latin script by their commonest words.
///
/// Deterministic and small; `und` (BCP 47: undetermined) rather than a guess.
enum Language {
    /// Fewer letters of a script than this decide nothing.
    private static let lettersMinimum = 10
    /// Fewer common words than this decide nothing.
    private static let wordsMinimum = 3

    static func tag(of statistics: WordStatistics) -> String {
        let letters = statistics.scripts
        guard let script = Script.allCases.max(by: { letters[$0.rawValue] < letters[$1.rawValue] }),
            letters[script.rawValue] >= lettersMinimum
        else { return "und" }
        return switch script {
        case .latin: latin(statistics.common)
        case .cyrillic: "ru"
        case .arabic: "ar"
        case .devanagari: "hi"
        case .hangul: "ko"
        case .kana: "ja"
        // Japanese mixes both; a tenth is more than a name quoted in Chinese.
        case .han: letters[Script.kana.rawValue] * 10 > letters[Script.han.rawValue] ? "ja" : "zh"
        }
    }

    /// The language whose common words are the most frequent, if it is clearly ahead of the next.
    private static func latin(_ hits: [Int]) -> String {
        let ranked = hits.indices.sorted { (hits[$0], $1) > (hits[$1], $0) }
        let (first, second) = (hits[ranked[0]], hits[ranked[1]])
        return first >= wordsMinimum && first * 2 >= second * 3 ? CommonWords.tags[ranked[0]] : "und"
    }
}
