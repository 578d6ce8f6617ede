import TidingsFeed

/// Who the authors are, in a sentence or two.
extension ArticleReading {
    func isBio(_ index: Int, isExpected: Bool) -> Bool {
        let passage = passages[index]
        guard passage.isText, passage.text.count <= 900,
            passage.shape.beginning == .upper || passage.shape.beginning == .other
        else { return false }
        guard
            passages[index].begins(withNameOf: structure.authors) || !passage.hasQuotation
        else { return false }
        let line = PrintedLine(headOf: passage)
        guard line.words.count >= 4 else { return false }
        var end = 0
        if line.has(0, .determiner), line.words.count > 2, line.words[1].clues.has(.role), line.has(1, .authorWord) {
            end = 2
        } else if let name = line.name(at: 0, single: isExpected) {
            end = name
        } else {
            return false
        }
        if end < line.words.count, line.gap(before: end).contains(0x2C) { return false }
        let rest = line.words[end...].prefix(22)
        if line.has(end, .beVerb) {
            let isRole = rest.prefix(16).contains { $0.clues.has(.role) }
            return isRole
                && (line.has(end + 1, .bioArticle)
                    || line.words.indices.contains(end + 1) && line.words[end + 1].isCapital)
                || isExpected
        }
        if end < line.words.count, line.words[end].clues.has(.roleVerb) {
            return isExpected || line.has(end, .authorVerb) || rest.contains { $0.clues.has(.role) }
        }
        return isExpected && line.words.count >= 6
    }

    /// Somebody who is not in the byline is an author only with a job of newspapers.
    private func isJournalist(_ index: Int) -> Bool {
        passages[index].shape.words.prefix(24).contains { $0.clues.has(.newsRole) }
            || PrintedLine(passages[index]).has(1, .authorWord)
    }

    mutating func bio(_ index: Int) -> Bool {
        let isNear = index >= lastBody || !hasBody
        let isKnown = passages[index].begins(withNameOf: structure.authors)
        guard isBioExpected || isNear || isKnown else { return false }
        if isBioExpected, passages[index].isText, let meta = passages[index].metaWithNames,
            !meta.authors.isEmpty, passages[index].shape.words.count <= 8
        {
            for author in meta.authors.prefix(Self.authorsMaximum)
            where !structure.authors.contains(where: { $0.name == author.name })
                && structure.authors.count < Self.authorsMaximum
            {
                structure.authors.append(.init(name: author.name))
            }
            part("bio", index, rule: "bio.name")
            return true
        }
        guard isBio(index, isExpected: isBioExpected || isKnown && index >= lastBody - 2),
            !(index < lastBody && !isKnown && !isBioExpected), isKnown || isBioExpected || isJournalist(index)
        else {
            if isBioExpected, index > 0 { isBioExpected = false }
            return false
        }
        isBioExpected = false
        let passage = passages[index]
        let line = PrintedLine(headOf: passage)
        let name = line.name(at: 0).map { line.nameText(0..<$0) }
        let text = passage.string
        if let name, !line.has(0, .determiner) {
            if let known = structure.authors.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) {
                structure.authors[known].bio = text
            } else if structure.authors.count >= Self.authorsMaximum {
                return false
            } else {
                var author = Document.Author(name: name)
                author.bio = text
                structure.authors.append(author)
            }
        } else if structure.authors.isEmpty {
            return false
        } else {
            structure.authors[structure.authors.count - 1].bio = text
        }
        if structure.outlet == nil, let outlet = outlet(in: line) { structure.outlet = outlet }
        part("bio", index, rule: "bio.describes-author")
        return true
    }

    /// "… who covers China for The Straits Times": the outlet that the author works for.
    private func outlet(in line: PrintedLine) -> String? {
        for index in line.words.indices
        where line.words[index].clues.hasAny(of: Clues(.workFor, .placeJoint)) && index + 1 < line.words.count {
            var end = index + 1
            if line.has(end, .determiner) { end += 1 }
            while end < line.words.count, line.words[end].isCapital,
                end == index + 1 || line.isGap(before: end, " '&-")
                    || line.gap(before: end).elementsEqual([0xE2, 0x80, 0x99])
            { end += 1 }
            guard end > index + 1, line.words[end - 1].isCapital else { continue }
            let range = (index + 1)..<end
            if line.isOutlet(range) { return line.string(range) }
        }
        return nil
    }
}

extension Passage {
    /// The name of one of them stands at its beginning.
    func begins(withNameOf authors: [Document.Author]) -> Bool {
        isText && authors.contains { $0.name.utf8.first == text.first && text.starts(with: $0.name.utf8) }
    }
}
