import TidingsFeed

/// The rest behind the last sentence, and what is left when all passages are taken.
extension ArticleReading {
    /// "Reporting by …; editing by …", or initials: who else worked on it.
    mutating func reporting(_ index: Int) -> Bool {
        // "and/sba/cpb", "MFL": the initials of those who worked on it.
        if index > lastBody, index >= passages.count - 6, passages[index].isText, outside[index] == nil,
            isInitials(passages[index])
        {
            furniture(index, ("meta", "tail.initials"))
            return true
        }
        guard passages[index].isText, isReporting(index), index > lastBody || passages[index].shape.words.count <= 40
        else { return false }
        // "Written by Ada Quist" in the head is a byline.
        if !hasBody, passages[index].metaWithNames?.hasBylineLabel == true { return false }
        furniture(index, ("meta", "tail.reporting"))
        return true
    }

    /// A short line behind the last sentence that nothing else explains: no text of the article, but kept.
    mutating func leftover(_ index: Int) -> Bool {
        let passage = passages[index]
        let shape = passage.shape
        guard passage.isText, shape.bytes <= 200, !shape.words.isEmpty else { return false }
        if !passage.shape.marks.contains(UInt8(ascii: "@")), let name = signature(passage) {
            agency = agency ?? name
            part("outlet", index, rule: "tail.agency")
            return true
        }
        if isSlug(passage) || passage.text.contains(UInt8(ascii: "@")) {
            furniture(index, ("meta", "tail.codes"))
            return true
        }
        // Only a copy of a page has lines that belong to the page: what else is furniture in it says so.
        guard isPage || structure.dateline != nil else { return false }
        guard !shape.isProse, shape.ending == .none || shape.ending == .colon || shape.ending == .question else {
            return false
        }
        // Mostly small letters and long: a sentence that breaks off.
        if shape.words.count >= 9, !shape.isTitleCase, index == lastBody + 1 { return false }
        if shape.words.count <= 3 {
            furniture(index, ("nav", "tail.short"))
        } else {
            furniture(index, ("teaser", "tail.line"))
        }
        return true
    }

    /// One short word, or several short ones between strokes, in capitals or in small letters throughout.
    private func isInitials(_ passage: Passage) -> Bool {
        let words = passage.shape.words
        guard passage.shape.ending == .none, !passage.shape.marks.contains(0x20), !words.isEmpty, words.count <= 6
        else {
            return false
        }
        return words.allSatisfy { !$0.isNumber && $0.end - $0.start <= 4 && ($0.isAllCapitals || !$0.isCapital) }
            && (words.count > 1 ? passage.shape.marks.contains(UInt8(ascii: "/")) : words[0].isAllCapitals)
    }

    /// "— Reuters", "(ANI)", "With inputs from PTI".
    private func signature(_ passage: Passage) -> String? {
        let line = PrintedLine(passage)
        guard line.words.count <= 5, line.words.first?.isCapital == true else { return nil }
        if let end = line.phrase(.agency, from: 0), end == line.words.count { return line.string(0..<end) }
        let isNamed =
            line.words.contains { !$0.clues.hasAny(of: Clues(.sectionName, .connector, .outletWord)) }
            || line.has(0, .mastheadWord)
        return isNamed && line.isOutlet(0..<line.words.count) ? line.string(0..<line.words.count) : nil
    }

    /// What is left when all passages are taken.
    mutating func finish() {
        if structure.outlet == nil {
            // A copyright line names who published it.
            for index in passages.indices.reversed() where outside[index]?.kind == "legal" {
                if let name = copyright(passages[index]) {
                    structure.outlet = name
                    break
                }
            }
        }
        structure.outlet = structure.outlet ?? agency ?? weakOutlet
        structure.published = structure.published ?? issue
        var seen: Set<String> = []
        structure.subjects = structure.subjects.filter { seen.insert($0).inserted }
    }

    /// The name in "© 2024 The Courier" or "Copyright The Courier 2024".
    private func copyright(_ passage: Passage) -> String? {
        guard passage.shape.bytes <= 200 else { return nil }
        let line = PrintedLine(passage)
        let isMarked =
            passage.text.firstIndex(of: [0xC2, 0xA9]) != nil || passage.shape.said.has(.copyright)
        guard isMarked else { return nil }
        var index = 0
        while index < line.words.count,
            line.words[index].isNumber || line.has(index, .copyright) || line.has(index, .copyrightWord)
        { index += 1 }
        var end = index
        while end < line.words.count,
            line.words[end].isCapital || end > index && line.words[end].end - line.words[end].start <= 3,
            end == index || line.isGap(before: end, " '&-") || line.gap(before: end).elementsEqual([0xE2, 0x80, 0x99])
        {
            if end > index, line.words[end].clues.has(.corporate),
                !line.words[end].clues.has(.outletWord)
                    || line.words[index..<end].contains(where: { $0.clues.has(.outletWord) })
            {
                break
            }
            // "All rights reserved"
            if let legal = line.phrase(.legal, from: end), legal > end + 1 { break }
            end += 1
        }
        guard end > index, end - index <= 6,
            !line.words[index..<end].allSatisfy({ $0.clues.hasAny(of: Clues(.connector, .interfaceWord, .legalWord)) })
        else { return nil }
        return line.string(index..<end)
    }
}
