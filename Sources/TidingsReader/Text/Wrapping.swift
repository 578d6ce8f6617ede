/// Whether a text is hard-wrapped, and at which column: known from its lines alone.
///
/// A line that was broken to fit could not have taken the first word of the next one. Where most lines that are followed
/// by another are such lines, for one and the same column, the text is wrapped there.
struct Wrapping {
    /// The column after which no text stands.
    let column: Int
    /// The column at which the text's lines begin.
    let margin: Int

    /// Columns that are tried.
    private static let columns = 40...132
    /// Lines that are longer by so much are broken there as well: programs count differently, and words are edited.
    private static let slack = 6
    /// So many lines must have been broken, at least.
    private static let linesMinimum = 3

    init?(_ lines: [Line]) {
        let filled = lines.count { !$0.isBlank }
        guard filled > Self.linesMinimum else { return nil }
        // For each column: how many lines break because the next word would have passed it.
        var changes = [Int](repeating: 0, count: Self.columns.upperBound + 2)
        var pairs = 0
        for index in 1..<lines.count where !lines[index].isBlank && !lines[index - 1].isBlank {
            let line = lines[index - 1]
            guard line.right >= Self.columns.lowerBound / 2 else { continue }
            pairs += 1
            let from = max(line.right, Self.columns.lowerBound)
            let through = min(line.right + lines[index].firstWordWidth, Self.columns.upperBound)
            if from <= through {
                changes[from] += 1
                changes[through + 1] -= 1
            }
        }
        var best = (column: 0, count: 0)
        var count = 0
        for column in 0...Self.columns.upperBound {
            count += changes[column]
            if Self.columns.contains(column), count > best.count { best = (column, count) }
        }
        guard best.count >= Self.linesMinimum else { return nil }
        // Lines beyond it, of several words, speak against it; a few are addresses and rows of navigation.
        let beyond = lines.count { $0.right > best.column + Self.slack && !$0.isBlank && $0.bytes.contains(0x20) }
        guard beyond * 12 <= filled, best.count * 5 >= pairs * 2, best.count > beyond * 2 else { return nil }
        column = best.column
        margin = lines.lazy.filter { $0.width > best.column / 2 }.map(\.indent).min() ?? 0
    }

    /// Whether a line was broken here: the next line's first word would not have fitted.
    func isBroken(_ line: Line, before next: Line) -> Bool {
        line.right + next.firstWordWidth >= column && line.right <= column + Self.slack
    }
}

/// The lines of hard-wrapped text, joined again.
struct Unwrapping {
    /// Words of the whole text that contain a hyphen, and words that do not: which of the two a broken word is.
    private let words: Set<UInt64>
    /// The text's lines break inside words more than once.
    private let breaksWords: Bool
    init(_ lines: [Line]) {
        var words: Set<UInt64> = []
        for line in lines {
            for part in line.bytes.split(separator: 0x20) { words.insert(Self.hash(part)) }
        }
        self.words = words
        // Halves that are no words, at the ends of lines: how often the text breaks words.
        var breaks = 0
        for index in lines.indices.dropLast() where lines[index].bytes.last == 0x2D && lines[index].width > 20 {
            let right = lines[index + 1].bytes.prefix { $0 != 0x20 }
            let left = lines[index].bytes.dropLast().reversed().prefix { $0 != 0x20 }
            if let first = right.first, first >= 0x61, !Phrasebook.shared.isKnown(right),
                !Phrasebook.shared.isKnown(Array(left.reversed())[...])
            {
                breaks += 1
            }
        }
        breaksWords = breaks >= 2
    }

    /// A word's hash: its letters and inner hyphens in lower case, without the marks around it.
    private static func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes
        where byte >= 0x80 || byte == 0x2D || (byte >= 0x30 && byte <= 0x39)
            || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
        {
            let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            hash = (hash ^ UInt64(lower)) &* 0x0000_0100_0000_01B3
        }
        return hash
    }

    /// One text of several lines.
    func joined(_ lines: some Collection<ArraySlice<UInt8>>) -> [UInt8] {
        var text: [UInt8] = []
        for line in lines where !line.isEmpty {
            guard !text.isEmpty else {
                text.append(contentsOf: line)
                continue
            }
            if text.suffix(2).elementsEqual([0xC2, 0xAD]) {
                text.removeLast(2)
            } else if text.last == 0x2D, isInsideWord(text, line) {
                if isSyllable(text, line) { text.removeLast() }
            } else if !(isUnspaced(text.suffix(3)) && isUnspaced(line.prefix(3))),
                !text.suffix(3).elementsEqual([0xE2, 0x80, 0x94])
            {
                text.append(0x20)
            }
            text.append(contentsOf: line)
        }
        return text
    }

    /// A letter before the hyphen, and a small one behind the break.
    private func isInsideWord(_ text: [UInt8], _ next: ArraySlice<UInt8>) -> Bool {
        guard text.count >= 2, let first = next.first else { return false }
        let before = text[text.count - 2]
        return (before >= 0x80 || before | 0x20 >= 0x61 && before | 0x20 <= 0x7A || before >= 0x30 && before <= 0x39)
            && (first >= 0x80 || first | 0x20 >= 0x61 && first | 0x20 <= 0x7A)
    }

    /// The hyphen is the break's, not the word's own.
    private func isSyllable(_ text: [UInt8], _ next: ArraySlice<UInt8>) -> Bool {
        let start = text.lastIndex { $0 == 0x20 }.map { $0 + 1 } ?? 0
        let left = text[start..<(text.count - 1)]
        let right = next.prefix { $0 != 0x20 }
        if words.contains(Self.hash(left + [0x2D] + right)) { return false }
        if words.contains(Self.hash(Array(left) + Array(right))) { return true }
        guard let first = right.first, first >= 0x61, left.last.map({ $0 >= 0x61 }) == true else { return false }
        // "long-distance", "no-one": words that compounds begin with.
        if Phrasebook.shared.clues(of: left).has(.compound) { return false }
        // A word with a hyphen already is a compound; the end of a word has a letter of an ending's.
        if left.contains(0x2D) || right.dropLast().contains(0x2D) { return false }
        let letters = String(
            decoding: right.filter { $0 >= 0x80 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }, as: UTF8.self)
        if WordEndings.all.contains(letters) { return true }
        // In a text that breaks words, a break inside a word is the rule.
        if breaksWords { return true }
        // Both halves are words of this text, or of the commonest of any: a compound.
        let isWordLeft = words.contains(Self.hash(left)) || Phrasebook.shared.isKnown(left)
        let isWordRight = words.contains(Self.hash(right)) && letters.utf8.count > 2 || Phrasebook.shared.isKnown(right)
        if isWordRight && left.count >= 3 { return false }
        if isWordLeft && left.count >= 4 && letters.utf8.count >= 4 && isWordRight { return false }
        return !(isWordLeft && left.count >= 4)
    }

    private func isUnspaced(_ three: ArraySlice<UInt8>) -> Bool {
        var scalars = Scalars(three)
        guard three.count == 3, let (value, _) = scalars.next() else { return false }
        return value >= 0x3000 && (value < 0xAC00 || value > 0xD7AF)
    }
}
