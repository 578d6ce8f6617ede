/// Names of people in a line: words with capitals, with the particles and initials that belong to names.
extension PrintedLine {
    /// Clues of words that are in no name.
    private static let notName = Clues(.interfaceWord, .month, .weekday, .roleVerb, .placeWord)

    /// The end of a name of two to six words at a word, or of one where `single` is allowed.
    func name(at start: Int, single: Bool = false) -> Int? {
        var index = start
        var capitals = 0
        while index < words.count, index - start < 7 {
            let word = words[index]
            if index > start, !isNameGap(before: index) { break }
            if word.isNumber || word.month > 0 && index + 1 < words.count && words[index + 1].isNumber { break }
            if word.isCapital {
                // "By ADA QUIST Continental News"
                if capitals >= 2, words[start].isAllCapitals, !word.isAllCapitals, word.end - word.start > 1 { break }
                // "Ada Quist Transport Correspondent": the job begins.
                if capitals >= 2, word.clues.hasAny(of: Clues(.role, .sectionName)), hasRole(from: index) { break }
                capitals += 1
            } else if index > start,
                gap(before: index).elementsEqual([0x2D])
                    || word.end - word.start <= 2
                        && (gap(before: index).elementsEqual([0x27])
                            || gap(before: index).elementsEqual([0xE2, 0x80, 0x99]))
            {
                // Min-jae, Guivarc'h
            } else if index == start || !has(index, .namePart) {
                break
            }
            index += 1
        }
        // A particle at the end belongs to what follows.
        while index > start, !words[index - 1].isCapital, !gap(before: index - 1).elementsEqual([0x2D]) { index -= 1 }
        guard capitals >= (single ? 1 : 2), index - start <= 6 else { return nil }
        let range = words[start..<index]
        // A word of a page's furniture is no name, unless it stands among others that are.
        guard !range.allSatisfy({ $0.clues.hasAny(of: Self.notName) }),
            !(words[start].clues.has(.interfaceWord) && words[start].end - words[start].start > 1)
        else { return nil }
        // "Gloucester County Court" is a place.
        if range.last?.clues.has(.placeWord) == true, range.count > 2 || range.first?.clues.has(.placeWord) == true {
            return nil
        }
        if range.first?.clues.has(.placeWord) == true, range.count == 2 { return nil }
        return index
    }

    /// Whether a title of a job begins here: words up to the next mark, with one that names a job.
    func hasRole(from index: Int) -> Bool {
        var position = index
        while position < words.count, position == index || isGap(before: position, " -/&'") {
            if words[position].clues.has(.role) { return true }
            position += 1
        }
        return false
    }

    private func isNameGap(before index: Int) -> Bool {
        let gap = gap(before: index)
        switch gap.count {
        case 1: return " -'.".utf8.contains(gap[gap.startIndex])
        case 2: return gap.elementsEqual([0x2E, 0x20]) || gap.elementsEqual([0xC2, 0xA0])
        case 3: return gap.elementsEqual([0xE2, 0x80, 0x99]) || gap.elementsEqual([0xE2, 0x80, 0x98])
        default: return false
        }
    }

    /// The name as printed, with the point of a last initial ("Robert Downey Jr.").
    func nameText(_ range: Range<Int>) -> String {
        let text = string(range)
        let last = range.upperBound - 1
        return has(last, .nameEnd) && gap(before: range.upperBound).first == 0x2E ? text + "." : text
    }
}
