import TidingsFeed

/// The sentence or line between the headline and the body.
extension ArticleReading {
    /// A sentence or line between the headline and the body: it stands alone, and what belongs to the head follows, or the
    /// body says it again.
    mutating func deck(_ index: Int) -> Bool {
        let passage = passages[index]
        let shape = passage.shape
        guard hasProse, structure.deck == nil, let headline = headline ?? (structure.headline == nil ? nil : -1),
            index > headline, shape.bytes <= 600, shape.words.count >= 4 || shape.bytes > Shape.bytesMaximum
        else { return false }
        if FoundDateline(passage.text) != nil { return false }
        guard shape.ending != .colon, shape.ending != .comma else { return false }
        // Only furniture stands between it and the headline.
        let isDirect =
            structure.authors.isEmpty && structure.published == nil && structure.updated == nil || index == headline + 1
        if isSaidAgain(index) { return takeDeck(index, "deck.said-again") }
        // What stands between it and the next sentences.
        var other = index + 1
        var hasHead = false
        // Advertisements stand between sentences, too.
        let kinds = ["share", "reading_time", "comment_prompt"] + (isProse[index] ? [] : ["placeholder"])
        while other < passages.count, other < index + 14 {
            if isCreditLine(other) || captionParts(other) != nil {
                other += 1
                continue
            }
            if isProse[other], !isRepeat(other) { break }
            if passages[other].isList || passages[other].isTable || passages[other].isQuote { break }
            if isRepeat(other) || outside[other].map({ kinds.contains($0.kind) }) == true { hasHead = true }
            if outside[other] == nil,
                passages[other].metaWithNames != nil || keyValue(passages[other]) != nil
            {
                hasHead = true
            }
            other += 1
        }
        let nextProse = other < passages.count && isProse[other] ? other : nil
        if isDirect {
            if hasHead || index < headEnd, shape.bytes <= 420 { return takeDeck(index, "deck.before-byline") }
            if passage.isEmphasized { return takeDeck(index, "deck.emphasized") }
            // A line that is no sentence, under the headline.
            if !shape.isProse, shape.ending != .stop,
                nextProse == index + 1 || nextProse != nil && other == index + 1 + captionsAfter(index),
                !(isHeadingShape(index) && shape.words.count <= 4)
            {
                return takeDeck(index, "deck.line")
            }
        } else if structure.authors.isEmpty == false || structure.published != nil {
            if !shape.isProse, shape.ending == .none || shape.ending == .question, shape.words.count >= 6,
                nextProse != nil, nextProse == index + 1 + captionsAfter(index) || passages[index + 1].isPicture,
                passage.isEmphasized || !isHeadingShape(index) || shape.words.count >= 9
            {
                return takeDeck(index, "deck.line")
            }
            if hasHead, outside[index + 1].map({ $0.kind != "placeholder" }) ?? true, nextProse != nil, !hasBody,
                shape.sentences <= 2
            {
                return takeDeck(index, "deck.before-byline")
            }
        }
        // The report proper begins with a dateline: what stands before it is about it.
        if let nextProse, nextProse == index + 1 || nextProse == following(index),
            FoundDateline(passages[nextProse].text) != nil, shape.sentences <= 2
        {
            return takeDeck(index, "deck.before-dateline")
        }
        return false
    }

    private func captionsAfter(_ index: Int) -> Int {
        var count = 0
        while index + 1 + count < passages.count,
            isCreditLine(index + 1 + count) || captionParts(index + 1 + count) != nil
                || passages[index + 1 + count].isPicture
        { count += 1 }
        return count
    }

    private mutating func takeDeck(_ index: Int, _ rule: String) -> Bool {
        structure.deck = passages[index].string
        part("deck", index, rule: rule)
        return true
    }

    /// Its beginning stands in one of the paragraphs that follow.
    private func isSaidAgain(_ index: Int) -> Bool {
        let text = passages[index].text
        guard text.count >= 40, isProse[index] else { return false }
        let start = text.prefix(60)
        return passages[(index + 1)...].prefix(12).contains { other in
            other.text.count >= text.count && Array(other.text.prefix(200)).firstIndex(of: start) != nil
        }
    }
}
