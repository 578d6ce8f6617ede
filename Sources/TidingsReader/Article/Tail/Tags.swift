import TidingsFeed

/// Tags: behind a label, below it, or with their own marks.
extension ArticleReading {
    func tagsLabel(_ index: Int) -> (count: Int, isClosed: Bool)? {
        let passage = passages[index]
        guard passage.isText || passage.isHeading, let count = passage.shape.label(.tags) else { return nil }
        let line = PrintedLine(passage)
        if count == line.words.count {
            return (count, true)
        }
        let gap = line.gap(before: count)
        guard
            gap.contains(0x3A) || gap.contains(0x7C)
                || passage.shape.words[0].clues.has(.tagged) && passage.shape.ending == .none && index > lastBody
                || gap.contains(UInt8(ascii: "#")) || gap.starts(with: [0xEF, 0xBC, 0x9A])
        else { return nil }
        return (count, false)
    }

    mutating func tags(_ index: Int) -> Bool {
        let passage = passages[index]
        if passage.isText, passage.text.first == UInt8(ascii: "#"),
            passage.string.split(separator: " ").allSatisfy({ $0.hasPrefix("#") && $0.utf8.count > 1 })
        {
            structure.subjects += passage.string.split(separator: " ").map { String($0.dropFirst()) }
            part("tags", index, rule: "tags.marks")
            return true
        }
        guard passage.shape.label(.tags) != nil, let (count, isClosed) = tagsLabel(index) else { return false }
        if isClosed {
            guard index > lastBody || passage.shape.ending == .colon, index + 1 < passages.count else { return false }
            var end = index + 1
            while end < passages.count, end - index <= 20, isTag(end) { end += 1 }
            guard end > index + 1 else { return false }
            part("tags", index, rule: "tags.label")
            for other in (index + 1)..<end {
                if case .list(let items, _) = passages[other].form {
                    structure.subjects += items.map { String(decoding: $0.text, as: UTF8.self) }
                } else {
                    addTags(passages[other].string)
                }
                part("tags", other, rule: "tags.below-label")
            }
            return true
        }
        let line = PrintedLine(passage)
        var start = line.words[count].start
        if start > 0, passage.text[start - 1] == UInt8(ascii: "#") { start -= 1 }
        guard passage.shape.ending != .stop || passage.shape.words.count < 20 else { return false }
        addTags(passage.string(start..<passage.text.count))
        part("tags", index, rule: "tags.label")
        return true
    }

    private mutating func addTags(_ text: String) {
        let marks: [Character] = text.contains(",") ? [",", ";"] : ["|", "/", ";", "•", "·", "、", "，"]
        var parts = text.split(whereSeparator: { marks.contains($0) }).map(String.init)
        if parts.count == 1, text.hasPrefix("#") { parts = text.split(separator: " ").map(String.init) }
        structure.subjects += parts.map { String($0.drop { $0 == "#" || $0 == " " }).trimmed }.filter { !$0.isEmpty }
    }

    private func isTag(_ index: Int) -> Bool {
        let passage = passages[index]
        if passage.isList { return true }
        guard passage.isText, passage.shape.words.count <= 12, passage.shape.ending == .none,
            outside[index].map({
                $0.rule == "furniture.breadcrumbs" || $0.kind == "nav" && passage.shape.words.count == 1
            }) ?? true,
            !passage.shape.whole.hasAny(of: Clues(.relatedHeading, .teaserHeading, .appendixHeading, .bioHeading))
        else { return false }
        return passage.shape.words.count <= 4 || passage.text.contains(UInt8(ascii: ","))
            || passage.text.contains(UInt8(ascii: "|"))
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.last == " " || text.last == "." { text = text.dropLast() }
        return String(text)
    }
}
