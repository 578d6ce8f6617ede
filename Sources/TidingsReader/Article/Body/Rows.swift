import TidingsFeed

/// Lists whose items nothing marks: rows of short lines.
extension ArticleReading {
    /// Longer lines are sentences.
    private static let wordsMaximum = 16

    /// Two lines or more below a paragraph that announces them, or three or more without blank lines between them in an
    /// article whose paragraphs have blank lines.
    mutating func rows(_ index: Int) -> Bool {
        guard hasBody, index + 1 < passages.count, !isProse[index] else { return false }
        let isAnnounced = isAnnounced(index)
        guard
            isAnnounced
                || hasBlankLines && passages[index].place.isAfterBlank && !passages[index + 1].place.isAfterBlank,
            isRow(index)
        else { return false }
        var end = index + 1
        while end < passages.count, isRow(end),
            passages[end].place.isAfterBlank == passages[index + 1].place.isAfterBlank
        {
            // What heads sentences is a heading.
            if isAnnounced, passages[end].place.isAfterBlank, end + 1 < passages.count, isProse[end + 1],
                isHeadingShape(end),
                end - index >= 2 || end + 2 < passages.count && isProse[end + 2]
            {
                break
            }
            end += 1
        }
        guard end - index >= (isAnnounced ? 2 : 3) else { return false }
        // In the tail they are the page's.
        guard end <= lastBody + 1 || isAnnounced else { return false }
        let items = (index..<end).map { passages[$0].string }
        append(
            .init(
                kind: .list, text: items.joined(separator: "\n"), items: items,
                lines: passages[index].lines.lowerBound...passages[end - 1].lines.upperBound, rule: "list.rows"))
        next = end
        return true
    }

    /// A line of a few words that is no sentence, and nothing else.
    private func isRow(_ index: Int) -> Bool {
        guard passages.indices.contains(index) else { return false }
        let shape = passages[index].shape
        return passages[index].isText && !isProse[index] && outside[index] == nil && !isNote[index]
            && !isCreditLine(index) && !shape.words.isEmpty && !shape.marks.contains(UInt8(ascii: "@"))
            && shape.words.count <= Self.wordsMaximum && shape.ending != .stop && shape.ending != .colon
            && shape.ending != .question && shape.beginning != .quote
            && passages[index].text.count(of: [0x20, 0x20]) == 0 && captionParts(index) == nil
            && passages[index].meta == nil && !isRepeat(index) && tagsLabel(index) == nil
            && !shape.whole.hasAny(
                of: Clues(.relatedHeading, .teaserHeading, .appendixHeading, .bioHeading, .summaryHeading))
    }

    /// A paragraph with a colon at its end stands right before it.
    private func isAnnounced(_ index: Int) -> Bool {
        guard let last = structure.blocks.indices.last, structure.blocks[last].kind == .paragraph,
            structure.blocks[last].text.utf8.last == UInt8(ascii: ":")
        else { return false }
        return index > 0 && passages[index - 1].lines.upperBound == structure.blocks[last].lines[1]
    }
}
