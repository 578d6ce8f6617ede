import TidingsFeed

/// One pass over the words, part after part.
struct MetaParse {
    let line: PrintedLine
    let number: Int
    let isNameAllowed: Bool
    var meta = MetaLine()
    private var position = 0
    private var kind: MetaLine.StampKind?

    init(line: PrintedLine, number: Int, isNameAllowed: Bool) {
        self.line = line
        self.number = number
        self.isNameAllowed = isNameAllowed
    }

    mutating func run() -> Bool {
        while position < line.words.count {
            let before = position
            if !part() || position == before { return false }
        }
        // A mark of the end of a sentence: prose, unless the line is a stamp in brackets or its month is cut.
        return meta.openLabel == nil || line.words.count <= 3
    }

    private mutating func part() -> Bool {
        if stamp() || readingTime() || label() { return true }
        if byline() { return true }
        if !meta.isEmpty, position > 0, rest() { return true }
        if isNameAllowed || !meta.isEmpty { return bareName() || outlet() || role() || connector() }
        return false
    }

    /// Behind names and stamps: sections ("in Politics"), a place, a verb ("reports"), a time of today.
    private mutating func rest() -> Bool {
        var end = position
        if line.has(end, .placeJoint) || line.has(end, .workFor) { end += 1 }
        let start = end
        while end < line.words.count, line.words[end].clues.hasAny(of: Clues(.sectionName, .topic)),
            line.words[end].isCapital
        { end += 1 }
        if end > start, end == line.words.count || !line.isGap(before: end, " ") {
            position = end
            return true
        }
        if !meta.authors.isEmpty, line.has(position, .reportVerb), position + 1 == line.words.count {
            position += 1
            return true
        }
        if !meta.stamps.isEmpty || !meta.authors.isEmpty,
            line.gap(before: position).contains(where: { $0 == 0x2D || $0 == 0xE2 || $0 == 0x7C || $0 == 0xC2 }),
            let end = place(from: position), end == line.words.count, end - position <= 3,
            !line.isOutlet(position..<end),
            line.name(at: position) == nil || !meta.authors.isEmpty
        {
            meta.location = meta.location ?? line.string(position..<end)
            position = end
            return true
        }
        return false
    }

    private mutating func connector() -> Bool {
        guard line.has(position, .joint), position + 1 < line.words.count, !meta.isEmpty else { return false }
        position += 1
        return true
    }

    // MARK: Stamps

    private mutating func stamp() -> Bool {
        // It begins with a number or with a word of some list.
        guard line.words[position].isNumber || line.words[position].node != Phrasebook.root else { return false }
        var start = position
        // Weekdays before a date.
        while start < line.words.count, line.words[start].clues.has(.weekday) { start += 1 }
        start = line.skipping(start)
        if let date = PrintedDate(line, at: start) {
            take(date.value, zone: date.zone, through: date.words.upperBound)
            return true
        }
        if let end = phrase(.ago, from: position) {
            meta.stamps.append((kind, nil))
            kind = nil
            position = end
            return true
        }
        // "… 2024 | 10:15 AM": the time of the stamp before, behind a mark of its own.
        if let time = line.time(at: line.skipping(position)), let last = meta.stamps.indices.last,
            let stamp = meta.stamps[last].stamp,
            !stamp.value.contains("T")
        {
            meta.stamps[last].stamp = .init(
                raw: stamp.raw + line.rawGap(before: position) + line.string(position..<time.end),
                value: stamp.value + "T" + time.text, zone: time.zone, line: number)
            position = time.end
            return true
        }
        // "Updated 1412 GMT", "11:40 AM today": without its day, which only the print has.
        if let time = line.time(at: line.skipping(position)), kind != nil || phrase(.ago, from: time.end) != nil {
            meta.stamps.append((kind, nil))
            kind = nil
            position = phrase(.ago, from: time.end) ?? time.end
            return true
        }
        if !meta.stamps.isEmpty, meta.stamps.last?.stamp == nil, let time = line.time(at: position) {
            position = time.end
            return true
        }
        // A time before anything else belongs to the day that follows a mark: "10:15 GMT | 3 March 2024".
        if let time = line.time(at: position), let date = line.date(at: line.skipping(time.end)), let value = date.value
        {
            take(value + "T" + time.text, zone: time.zone, through: date.end)
            return true
        }
        return false
    }

    private mutating func take(_ value: String?, zone: String?, through end: Int) {
        let start = labelStart ?? position
        let raw = line.string(start..<end)
        meta.stamps.append((kind, value.map { .init(raw: raw, value: $0, zone: zone, line: number) }))
        kind = nil
        labelStart = nil
        position = end
    }

    private var labelStart: Int?

    // MARK: Labels

    private mutating func label() -> Bool {
        for (clue, stampKind) in [(Clue.updated, MetaLine.StampKind.updated), (.published, .published)] {
            guard let end = phrase(clue, from: position) else { continue }
            // The label stands before a date, a time, a name ("Published by"), or alone.
            let next = line.skipping(end)
            let isDated =
                next >= line.words.count || PrintedDate(line, at: skippingDays(next)) != nil
                || line.time(at: next) != nil || phrase(.ago, from: end) != nil
            guard isDated else { continue }
            if end >= line.words.count { meta.openLabel = clue }
            if labelStart == nil { labelStart = position }
            kind = stampKind
            position = end
            return true
        }
        return false
    }

    private func skippingDays(_ index: Int) -> Int {
        var index = index
        while index < line.words.count, line.words[index].clues.has(.weekday) { index += 1 }
        return index
    }

    private func phrase(_ clue: Clue, from start: Int) -> Int? {
        line.phrase(clue, from: start)
    }

    private mutating func readingTime() -> Bool {
        guard let end = phrase(.readingTime, from: position) else { return false }
        meta.hasReadingTime = true
        position = end
        return true
    }

    // MARK: Names

    private mutating func byline() -> Bool {
        guard let end = phrase(.byline, from: position) else { return false }
        guard end < line.words.count else {
            guard position == 0 else { return false }
            meta.openLabel = .byline
            position = end
            return true
        }
        var next = end
        // "By our Brussels correspondent", "By a staff reporter": a role, not a name.
        if !names(from: &next, isLabelled: true) {
            guard line.hasRole(from: next) || line.words[next].clues.hasAny(of: Clues(.agency, .outletWord)) else {
                return false
            }
            position = next
            return role() || outlet()
        }
        meta.hasBylineLabel = true
        position = next
        tail()
        return true
    }

    private mutating func bareName() -> Bool {
        var next = position
        guard line.name(at: position) != nil, names(from: &next, isLabelled: false) else { return false }
        position = next
        tail()
        return true
    }

    /// "Ada Quist, Mirel Costin and Jon Bell".
    private mutating func names(from position: inout Int, isLabelled: Bool) -> Bool {
        var found: [String] = []
        var index = position
        // Behind "By" and "and" stands a name, though one of its words is also a job's; behind a comma it may be the job.
        var isExpected = isLabelled
        while index < line.words.count {
            // "By Lea Huber and dpa"
            if !found.isEmpty, line.has(index - 1, .and), let end = line.phrase(.agency, from: index),
                end == line.words.count || !line.isGap(before: end, " ")
            {
                position = end
                break
            }
            // One word is a name behind "By" and "and"; behind a comma it may be the town.
            let isSingle =
                isLabelled && (found.isEmpty || isExpected)
                && (index + 1 >= line.words.count || !line.isGap(before: index + 1, " "))
            guard let end = line.name(at: index, single: isSingle) else { break }
            let words = line.words[index..<end]
            // An outlet or a job is no name: "Local Democracy Reporter".
            if line.hasRole(from: index) && !isExpected && (isLabelled || words.contains { $0.clues.has(.role) }) {
                break
            }
            if words.last?.clues.has(.role) == true && !(words.last?.isAllCapitals ?? false) && end - index > 2 {
                break
            }
            if line.isOutlet(index..<end) { break }
            found.append(line.nameText(index..<end))
            position = end
            index = end
            guard index < line.words.count else { break }
            if line.has(index, .and) {
                isExpected = true
                index += 1
            } else if line.isGap(before: index, ",&; \u{A0}"),
                line.gap(before: index).contains(where: { ",&;".utf8.contains($0) })
            {
                isExpected = line.gap(before: index).contains(UInt8(ascii: "&"))
            } else {
                break
            }
        }
        guard !found.isEmpty else { return false }
        meta.authors += found.map { .init(name: $0) }
        return true
    }

    /// What stands behind names: a job, an outlet, "in London".
    private mutating func tail() {
        if line.has(position, .placeJoint), line.isGap(before: position, ", ") {
            var next = position + 1
            if line.has(next, .placeJoint) || line.has(next, .workFor) { next += 1 }
            if let end = place(from: next) {
                meta.location = line.string(next..<end)
                position = end
            }
        }
        if let end = line.phrase(.workFor, from: position) {
            var next = end
            // "Special to The Courier"
            if line.has(next, .workFor) { next += 1 }
            let end = segmentEnd(from: next)
            if next < end, line.words[next].isCapital || line.has(next, .determiner) {
                meta.outlet = line.string(next..<end)
                position = end
            }
        }
        if role() || outlet() { return }
        // "Ada Quist, Lagos", "Ada Quist, Pulse of the South": a place is one word, an outlet has several.
        var end = segmentEnd(from: position)
        if let and = (position..<max(position, end)).first(where: { line.has($0, .and) }),
            line.name(at: and + 1) != nil
        {
            end = and
        }
        guard position < end, line.gap(before: position).first == UInt8(ascii: ","), end - position <= 5,
            line.words[position].isCapital, line.words[end - 1].isCapital
        else { return }
        if end - position == 1 {
            meta.location = meta.location ?? line.string(position..<end)
        } else {
            meta.outlet = meta.outlet ?? line.string(position..<end)
        }
        position = end
        if line.has(position, .and), position + 1 < line.words.count, line.name(at: position + 1) != nil {
            position += 1
        }
    }

    private func place(from start: Int) -> Int? {
        var end = start
        while end < line.words.count, line.words[end].isCapital, end == start || line.isGap(before: end, " -,") {
            end += 1
        }
        return end > start && end - start <= 5 ? end : nil
    }

    /// The end of the part that begins here: the next mark, or the next stamp.
    private func segmentEnd(from start: Int) -> Int {
        var end = start
        while end < line.words.count {
            if end > start {
                if !line.isGap(before: end, " .'&/-\u{A0}") && !line.gap(before: end).elementsEqual([0xE2, 0x80, 0x99])
                {
                    break
                }
                if line.gap(before: end).count > 2 && !line.gap(before: end).elementsEqual([0xE2, 0x80, 0x99]) {
                    break
                }
            }
            if line.words[end].isNumber || line.words[end].month > 0 || line.words[end].clues.has(.weekday) { break }
            if end > start, phrase(.published, from: end) != nil || phrase(.updated, from: end) != nil { break }
            end += 1
        }
        return end
    }

    private mutating func role() -> Bool {
        let end = segmentEnd(from: position)
        // Without a name before it a longer line is a sentence or a title ("Car park charges scrapped for night staff").
        guard end > position, end - position <= (meta.authors.isEmpty ? 6 : 9) else { return false }
        let words = line.words[position..<end]
        guard words.contains(where: { $0.clues.has(.role) }), words.first?.isCapital == true || !meta.authors.isEmpty
        else { return false }
        let text = line.string(position..<end)
        meta.role = meta.role ?? text
        for index in meta.authors.indices where meta.authors[index].title == nil { meta.authors[index].title = text }
        position = end
        return true
    }

    private mutating func outlet() -> Bool {
        let end = segmentEnd(from: position)
        guard end > position, end - position <= 6, line.isOutlet(position..<end) else { return false }
        meta.outlet = meta.outlet ?? line.string(position..<end)
        position = end
        // "BBC Sport at Furnace Lane"
        if line.has(position, .placeJoint), let end = place(from: position + 1), end == line.words.count {
            meta.location = meta.location ?? line.string(position + 1..<end)
            position = end
        }
        // "Civic News, Aberdeen"
        if position < line.words.count, line.gap(before: position).elementsEqual([0x2C, 0x20]),
            let end = place(from: position), end == line.words.count
        {
            meta.location = meta.location ?? line.string(position..<end)
            position = end
        }
        return true
    }
}
