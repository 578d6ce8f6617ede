import TidingsFeed

/// Sentences in which the page speaks, not the article: of itself, and to its readers.
extension ArticleReading {
    /// "The Courier is printed by …": what a paper says of itself at the end.
    mutating func about(_ index: Int) -> Bool {
        guard hasBody, index >= lastBody, passages[index].shape.words.count >= 5,
            passages[index].shape.said.hasAny(of: Clues(.siteWord, .corporate))
        else { return false }
        // "Harbour Quarterly is printed four times a year": a paper's name, and what papers are.
        let line = PrintedLine(passages[index])
        if structure.outlet == nil,
            let verb = line.words.indices.dropFirst(2).prefix(4).first(where: {
                line.words[$0].clues.has(.beVerb)
            }), line.isOutlet(0..<verb), line.words[verb...].contains(where: { $0.clues.has(.siteWord) })
        {
            structure.outlet = line.string(0..<verb)
        } else {
            guard let name = structure.outlet ?? weakOutlet, name.utf8.count >= 4 else { return false }
            let text = passages[index].text[...]
            let behindArticle = line.has(0, .determiner) ? text[line.words[1].start...] : text
            guard text.starts(with: name.utf8) || behindArticle.starts(with: name.utf8) else { return false }
        }
        furniture(index, ("legal", "tail.about-outlet"))
        return true
    }

    /// Words of what pages offer.
    private static let offers = Clues(.siteWord, .promoWord, .interfaceWord)

    mutating func invitation(_ index: Int) -> Bool {
        guard passages[index].shape.said.hasAny(of: Self.offers), speaksToReaders(index) else { return false }
        furniture(index, ("promo", "furniture.speaks-to-readers"))
        return true
    }

    /// A sentence or two that speak to readers of what pages offer, in an article that otherwise does not speak to them.
    private func speaksToReaders(_ index: Int) -> Bool {
        let passage = passages[index]
        let shape = passage.shape
        guard outside[index] == nil, shape.words.count <= 45, shape.words.count >= 4, !isNote[index],
            shape.beginning != .quote, !passage.hasQuotation
        else { return false }
        let offers = FurnitureRules.distinct(shape, Self.offers)
        let isTail = index >= lastBody - 2
        let asks = shape.words[0].clues.has(.promoVerb) || passage.text.contains(0x3F)
        // The paper speaks of itself and to its readers, or commands them; one voice alone is an article's own too.
        let isOwnVoice = shape.said.has(.ownVoice)
        let isBetween =
            index > 0 && index + 1 < passages.count && outside[index - 1]?.kind == "promo"
            && outside[index + 1]?.kind == "promo"
        if isBetween, asks { return true }
        guard hasAddress(index) || asks && offers >= 2 && isTail else { return false }
        guard offers >= 3 || isTail && isOwnVoice && asks || readers * 6 <= sentences + 5 else {
            return false
        }
        guard hasBody || offers >= 2 else { return false }
        // A question with sentences below it is answered: an interview's.
        if shape.ending == .question, index + 1 < passages.count, isProse[index + 1] { return false }
        if index < lastBody {
            // Between paragraphs: a command and something to be had, or furniture on either side.
            let isBeside =
                index > 0 && outside[index - 1] != nil || index + 1 < passages.count && outside[index + 1] != nil
            guard
                isBeside
                    || shape.words[0].clues.has(.promoVerb) && shape.said.has(.promoWord)
            else { return false }
        }
        // One word of what is offered is enough only where the page also speaks of itself, or asks.
        return offers >= (isTail && (asks || isOwnVoice) ? 1 : 2) && (shape.isProse || asks || offers >= 2)
    }

    /// You, your, us, our: outside of quotation marks the reader is spoken to.
    func hasAddress(_ index: Int) -> Bool {
        passages[index].shape.said.has(.reader)
    }
}
