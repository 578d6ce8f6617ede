import TidingsFeed

/// Corrections and remarks of editors and desks.
extension ArticleReading {
    func isNote(_ passage: Passage) -> Bool {
        guard passage.isText else { return false }
        let shape = passage.shape
        if shape.bytes > Shape.bytesMaximum {
            // The first word tells mostly that it is none.
            let first = Words(passage.text.prefix(60), in: .shared).all.first
            guard let first, first.begins.has(.note) else { return false }
            return isNoteLabel(Passage(.text, Array(passage.text.prefix(60)), lines: 1...1))
        }
        if isNoteLabel(passage) { return true }
        // "Eds: …", "Please kill …": desks speak to each other.
        if shape.whole.has(.slug), shape.words.count >= 4, passage.text.contains(0x3A), shape.ending != .colon,
            shape.isProse || shape.words[0].clues.has(.slugWord)
        {
            return true
        }
        // "(Adds quotes and background)", "Eds: …", "(This version corrects …)".
        guard passage.text.first == 0x28 || passage.text.first == 0x5B else { return false }
        return isWireNote(Passage(.text, Array(passage.text.dropFirst()), lines: 1...1))
    }

    private func isWireNote(_ passage: Passage) -> Bool {
        guard let first = passage.shape.labels.first(where: { $0.clues.hasAny(of: Clues(.slug, .note)) }) else {
            return false
        }
        return first.words >= 1 && passage.shape.words.count >= 2
    }

    private func isNoteLabel(_ passage: Passage) -> Bool {
        let shape = passage.shape
        guard let count = shape.label(.note) else { return false }
        let line = PrintedLine(passage)
        guard count < line.words.count else { return shape.whole.has(.note) && count >= 4 }
        let gap = line.gap(before: count)
        if gap.contains(0x3A) || gap.starts(with: [0x20, 0xE2, 0x80]) || gap.elementsEqual([0x20, 0x2D, 0x20])
            || gap.contains(0x7C)
        {
            // "Update: …" as a stamp is none; "Corrected: …" with a date neither.
            return PrintedDate(line, at: line.skipping(count)) == nil || shape.words.count > 9
        }
        // "Correction, 23 March: …"
        if gap.first == UInt8(ascii: ","), let date = line.date(at: line.skipping(count)),
            line.gap(before: date.end).first == 0x3A
        {
            return true
        }
        // "CORRECTS number of …": a desk's word.
        if count == 1, line.words[0].isAllCapitals, !shape.isAllCapitals, shape.whole.hasAny(of: Clues(.note, .slug)),
            gap.elementsEqual([0x20])
        {
            return true
        }
        // An open phrase: "This article was amended on …".
        return count >= 3
    }

    mutating func note(_ index: Int) -> Bool {
        if isNoteExpected, isProse[index] || passages[index].isText && passages[index].shape.words.count > 6 {
            isNoteExpected = false
            block(index, .note, passages[index].string, rule: "note.below-heading")
            return true
        }
        if passages[index].isText, passages[index].shape.words.count <= 4, passages[index].shape.whole.has(.note),
            following(index) != nil,
            !passages[index].shape.whole.has(.updated), index + 1 < passages.count, isProse[index + 1]
        {
            isNoteExpected = true
            part("note", index, rule: "note.heading")
            return true
        }
        guard isNote[index] else { return false }
        if !isLiveReport || passages[index].shape.words.count > 4 {
            block(index, .note, passages[index].string, rule: "note.label")
            return true
        }
        return false
    }
}
