import TidingsFeed

/// What is printed on the same line as the headline: the name of the site, a remark of the wire.
extension ArticleReading {
    /// Marks between a headline and the name of the site.
    private static let glue: [[UInt8]] = [
        " | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • ", " // ", " ‹ ", " « ",
    ].map { Array($0.utf8) }

    /// The headline in a line that also names the site, or a section, at one of its ends.
    func glued(_ index: Int) -> (headline: Range<Int>, outlet: Range<Int>?) {
        let text = passages[index].text
        var cuts: [(range: Range<Int>, mark: Int)] = []
        var position = 0
        while position + 3 < text.count {
            // Behind the space a mark, no letter.
            if text[position] == 0x20, text[position + 1] < 0x40 || text[position + 1] >= 0x7C,
                let mark = Self.glue.firstIndex(where: { text[position...].starts(with: $0) })
            {
                cuts.append((position..<position + Self.glue[mark].count, mark))
                position += Self.glue[mark].count
            } else {
                position += 1
            }
        }
        var prefix = min(updatePrefix(text), text.count)
        var suffix = text.count
        var outlet: Range<Int>?
        for cut in cuts.reversed() {
            let tail = cut.range.upperBound..<suffix
            guard cut.range.lowerBound > prefix, !tail.isEmpty,
                isSiteName(text, tail, isStroke: cut.mark == 0, index: index)
                    || isSiteHead(text, 0..<cut.range.lowerBound, index: index)
            else { break }
            if outlet == nil { outlet = tail }
            suffix = cut.range.lowerBound
        }
        if outlet == nil, let cut = cuts.first, cut.range.lowerBound > prefix,
            cut.range.lowerBound * 2 < text.count - cut.range.upperBound,
            isSiteName(text, prefix..<cut.range.lowerBound, isStroke: false, index: index)
        {
            outlet = prefix..<cut.range.lowerBound
            prefix = cut.range.upperBound
        }
        return (prefix..<suffix, outlet)
    }

    /// The rest is another line of the article: what is left is the site's.
    private func isSiteHead(_ text: [UInt8], _ range: Range<Int>, index: Int) -> Bool {
        let key = Passage(.text, Array(text[range]), lines: 1...1).key
        return key != 0 && keys.indices.contains { $0 != index && keys[$0] == key }
    }

    /// "UPDATE 2-", "URGENT:", "CORRECTED-", "(LEAD)": what a wire says of the story, not its headline.
    private func updatePrefix(_ text: [UInt8]) -> Int {
        if text.first == 0x28, let close = text.firstIndex(of: 0x29), close < 24 {
            let inner = text[1..<close]
            if !inner.contains(where: { $0 >= 0x61 && $0 <= 0x7A }) || inner.starts(with: "LEAD".utf8) {
                return text[(close + 1)...].trimmed.startIndex
            }
        }
        let line = PrintedLine(Array(text.prefix(60)))
        guard line.words.count > 2, line.words[0].isAllCapitals,
            line.words[0].clues.hasAny(of: Clues(.slug, .topic, .note, .updated))
        else { return 0 }
        var end = 1
        if end < line.words.count, line.words[end].isNumber { end += 1 }
        let gap = line.gap(before: end)
        let isMarked =
            gap.elementsEqual([0x2D]) || gap.elementsEqual([0x3A, 0x20]) || gap.elementsEqual([0x20, 0x2D, 0x20])
            || gap.elementsEqual([0xE2, 0x80, 0x93]) || gap.elementsEqual([0x20, 0xE2, 0x80, 0x93, 0x20])
            || gap.elementsEqual([0x20, 0x2D, 0x2D, 0x20])
        guard isMarked, line.words.indices.contains(end), !(gap.first == 0x3A && !line.words[0].clues.has(.slug)) else {
            return 0
        }
        return line.words[end].start
    }

    /// A short name with capitals behind a mark: of a newspaper, or one that the article names elsewhere as well.
    private func isSiteName(_ text: [UInt8], _ range: Range<Int>, isStroke: Bool, index: Int) -> Bool {
        let name = PrintedLine(Array(text[range]))
        let words = name.words.count
        guard words > 0, words <= 6, range.count * 2 < text.count else { return false }
        // "… – Civic Explainer Desk"
        if words >= 2, name.words.last?.clues.hasAny(of: Clues(.siteWord, .newsRole)) == true,
            name.words.allSatisfy(\.isCapital), range.lowerBound > 0
        {
            return true
        }
        if name.isOutlet(0..<words) || name.words.last.map({ $0.clues.has(.outletWord) && $0.isCapital }) == true {
            return true
        }
        let isCapital = name.words.allSatisfy { $0.isCapital || $0.isNumber || $0.end - $0.start <= 3 }
        guard isCapital else { return false }
        if isStroke, words <= 5 { return true }
        // Named elsewhere: in a line of its own, a copyright line, a dateline.
        let printed = text[range]
        return passages.indices.contains { other in
            guard other != index else { return false }
            let text = passages[other].text
            guard text.count <= 200 || isProse[other] else { return false }
            guard let found = Array(text.prefix(200)).firstIndex(of: printed) else { return false }
            return text.count == printed.count
                || found > 0
                    && (text[found - 1] == 0x28 || outside[other]?.kind == "legal"
                        || passages[other].shape.label(.byline) != nil)
                || text.count < printed.count + 30 && outside[other] != nil
                || (found == 0 && passages[other].metaWithNames != nil)
        }
    }
}
