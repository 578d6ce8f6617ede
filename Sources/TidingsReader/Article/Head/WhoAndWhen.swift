import TidingsFeed

/// Who wrote the article, and when: below the headline, and at the end.
extension ArticleReading {
    /// More prose than this does not stand between a headline and who wrote the article.
    private static let headProseMaximum = 2

    mutating func findHeadEnd() {
        guard hasProse else { return }
        let start = headline ?? -1
        var prose = 0
        var index = start + 1
        while index < passages.count, index <= start + 16 {
            let passage = passages[index]
            if passage.isList || passage.isTable || passage.isHeading || passage.isQuote { break }
            if isProse[index], captionParts(index) == nil, !isCreditLine(index + 1) {
                prose += 1
                if prose > Self.headProseMaximum || FoundDateline(passage.text) != nil { break }
            } else if let meta = headMeta(index),
                meta.hasBylineLabel || meta.hasReadingTime || !meta.stamps.isEmpty || meta.role != nil
                    || prose == 0 && !meta.authors.isEmpty
            {
                headEnd = index
            }
            index += 1
        }
        // Sentences, and then a date below them: of an article without a head, not its head.
        if prose > 1,
            (start + 1..<max(start + 1, headEnd)).count(where: { isProse[$0] && passages[$0].shape.bytes > 260 }) > 0
        {
            headEnd = -1
        }
    }

    /// A line of names and stamps, or one that holds a date or a name behind "by" among few other words.
    func headMeta(_ index: Int) -> MetaLine? {
        let passage = passages[index]
        guard passage.isText, outside[index].map({ $0.kind == "reading_time" }) ?? true else { return nil }
        if outside[index]?.kind == "reading_time" { return nil }
        if let meta = passage.metaWithNames { return meta }
        guard
            !isProse[index]
                || passage.shape.sentences <= 1 && passage.shape.words.count <= 10
                    && passage.shape.words.contains(where: { $0.month > 0 }),
            passage.shape.words.count <= 12, passage.shape.ending != .question
        else { return nil }
        // A sentence is none, though it holds a date; "10 a.m." ends with a point and is.
        let isHalf = PrintedLine(passage).half(at: passage.shape.words.count - 2) != nil
        guard passage.shape.ending == .none || passage.shape.ending == .stop && isHalf else { return nil }
        return MetaLine(loosely: passage)
    }

    /// More people than this write no article: what follows is a list of names.
    static let authorsMaximum = 50

    /// A line of names, stamps and the like.
    mutating func meta(_ index: Int) -> Bool {
        let passage = passages[index]
        guard passage.shape.bytes <= MetaLine.bytesMaximum, !passage.shape.words.isEmpty else { return false }
        let isHead = !hasBody
        let isTail = index > lastBody
        guard
            isHead || isTail || passage.shape.label(.byline) != nil || passage.shape.label(.updated) != nil
                || passage.shape.label(.published) != nil
        else { return false }
        if let (clue, start) = keyValue(passage), isHead, clue != .byline, clue != .published, clue != .updated,
            keyField(index, clue, start)
        {
            return true
        }
        if isHead, let (clue, start) = keyValue(passage), clue == .byline,
            passage.metaWithNames == nil, keyField(index, clue, start)
        {
            return true
        }
        let isBelow = isHead && (headline.map { index > $0 } ?? true)
        guard
            let meta = passage.meta(withNames: isBelow || pendingLabel == .byline)
                ?? (isBelow ? headMeta(index) : nil)
        else { return false }
        if meta.openLabel != nil {
            guard passage.shape.ending != .stop, index + 1 < passages.count else { return false }
            pendingLabel = meta.openLabel
            part(meta.openLabel == .byline ? "byline" : "\(meta.openLabel ?? .published)", index, rule: "meta.label")
            return true
        }
        // Inside the body or behind it only what says what it is.
        if !isHead {
            let isSaid =
                meta.hasBylineLabel && passage.shape.words.count <= 12 || meta.stamps.contains { $0.kind != nil }
                || isTail && !meta.stamps.isEmpty
            guard isSaid, passage.shape.ending != .stop || !meta.stamps.isEmpty else { return false }
            if meta.hasBylineLabel, !isTail, meta.stamps.isEmpty { return false }
        }
        if isHead, meta.stamps.isEmpty, !meta.hasBylineLabel, !acceptsNames(meta, index) { return false }
        take(meta, index)
        return true
    }

    /// Names, a job or an outlet without a word that says so: only where the head has room for them.
    private func acceptsNames(_ meta: MetaLine, _ index: Int) -> Bool {
        if pendingLabel == .byline { return true }
        if meta.hasReadingTime || meta.role != nil && (!meta.authors.isEmpty || !structure.authors.isEmpty) {
            return true
        }
        if meta.role != nil && meta.authors.isEmpty {
            return passages[index].shape.words.count <= 8 && passages[index].shape.ending == .none
        }
        if meta.outlet != nil, meta.authors.isEmpty { return true }
        if !meta.authors.isEmpty, structure.parts.last?.field == "byline",
            structure.parts.last?.lines[1] ?? 0 >= passages[index].lines.lowerBound - 1
        {
            return true
        }
        guard !meta.authors.isEmpty, structure.authors.isEmpty, passages[index].shape.ending != .stop else {
            return meta.location != nil
        }
        // A caption's names are none: what follows is the head or the body.
        return !isCreditLine(index + 1)
    }

    private mutating func take(_ meta: MetaLine, _ index: Int) {
        for author in meta.authors
        where !structure.authors.contains(where: { $0.name.lowercased() == author.name.lowercased() }) {
            guard structure.authors.count < Self.authorsMaximum else { break }
            structure.authors.append(.init(name: author.name, title: author.title))
        }
        if meta.authors.isEmpty, let role = meta.role {
            for index in structure.authors.indices where structure.authors[index].title == nil {
                structure.authors[index].title = role
            }
        }
        if structure.outlet == nil, let outlet = meta.outlet { structure.outlet = outlet }
        if structure.location == nil, let location = meta.location { structure.location = location }
        var field =
            meta.authors.isEmpty && meta.role == nil
            ? meta.outlet != nil ? "outlet" : meta.hasReadingTime ? "reading_time" : "published" : "byline"
        if meta.authors.isEmpty, meta.stamps.count == 1, meta.stamps[0].kind == .updated { field = "updated" }
        takeStamps(meta)
        pendingLabel = nil
        // "3 hours ago", "03/04/2024": a stamp that names no certain day.
        if meta.authors.isEmpty, meta.outlet == nil, meta.location == nil, meta.role == nil, !meta.stamps.isEmpty,
            meta.stamps.allSatisfy({ $0.stamp == nil })
        {
            return furniture(index, ("stamp", "meta.no-day"))
        }
        if field == "reading_time" { return furniture(index, ("reading_time", "meta.reading-time")) }
        part(field, index, rule: "meta.line")
    }

    mutating func takeStamps(_ meta: MetaLine) {
        for (kind, stamp) in meta.stamps {
            let label: MetaLine.StampKind? =
                pendingLabel == .updated ? .updated : pendingLabel == .published ? .published : nil
            switch kind ?? label {
            case .updated:
                if structure.updated == nil, let stamp { structure.updated = stamp }
            case .published, nil:
                if structure.published == nil, let stamp { structure.published = stamp }
            }
        }
    }

    /// A job title right below a name, though it is made of words that are also a page's ("News editor").
    func isTitleOfAuthor(_ index: Int) -> Bool {
        guard !hasBody, !structure.authors.isEmpty, outside[index]?.kind != "placeholder" else { return false }
        let words = passages[index].shape.words
        return words.count >= 2 && words.last?.clues.has(.role) == true
    }
}
