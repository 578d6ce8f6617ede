/// The months as English prints them: whole, or cut to at least three letters, with or without a point.
enum Months {
    private static let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// Which month a word in lower case is, from 1.
    static func number(of word: String) -> Int? {
        let letters = word.last == "." ? String(word.dropLast()) : word
        guard letters.count >= 3 else { return nil }
        return names.firstIndex { $0.hasPrefix(letters) }.map { $0 + 1 }
    }
}
