import TidingsFeed

/// A line about the article: who wrote it, when it was published and updated, where, for whom, how long it takes to read;
/// in any order, with marks between the parts.
///
/// "By Ada Quist and Mirel Costin | The Courier", "Posted on March 3, 2024 by Ada", "Published 10:15 AM EST, Sun March 3,
/// 2024", "Ada Quist · 4 min read". Every word must be a part of it: a line that says anything else is none.
struct MetaLine {
    struct Author {
        var name: String
        var title: String?
    }

    enum StampKind { case published, updated }

    var authors: [Author] = []
    /// There is a word that says so ("By"), not names alone.
    var hasBylineLabel = false
    var stamps: [(kind: StampKind?, stamp: Document.Stamp?)] = []
    var outlet: String?
    var location: String?
    var role: String?
    var hasReadingTime = false
    /// Labels whose value stands on the next line.
    var openLabel: Clue?

    var isEmpty: Bool {
        authors.isEmpty && stamps.isEmpty && outlet == nil && location == nil && role == nil && !hasReadingTime
            && openLabel == nil
    }

    static let bytesMaximum = 260

    private static let notInNames = Clues(.notPlace, .nav, .pager, .interfaceWord)

    /// - Parameter isNameAllowed: names may stand without a word that says who they are.
    init?(_ passage: Passage, isNameAllowed: Bool) {
        guard passage.text.count <= Self.bytesMaximum, !passage.shape.words.isEmpty else { return nil }
        // A date, a time, or a phrase that says what follows: without names a line begins with one of these.
        let first = passage.shape.words[0]
        guard
            isNameAllowed || first.isNumber || first.month > 0 || first.clues.hasAny(of: Clues(.weekday, .joint))
                || first.begins.hasAny(of: Clues(.updated, .published, .readingTime, .byline, .ago))
        else { return nil }
        let line = PrintedLine(passage)
        var parse = MetaParse(line: line, number: passage.lines.lowerBound, isNameAllowed: isNameAllowed)
        guard parse.run() else { return nil }
        self = parse.meta
        if isEmpty { return nil }
        // "Dear Ann,": a salutation.
        if passage.shape.ending == .comma, stamps.isEmpty, !hasBylineLabel { return nil }
        // Names and nothing else: none of their words may be one that lines of other kinds are made of ("What Comes Next").
        if !authors.isEmpty, !hasBylineLabel, stamps.isEmpty, role == nil, outlet == nil, location == nil,
            !hasReadingTime,
            line.words.contains(where: { $0.isCapital && $0.clues.hasAny(of: Self.notInNames) })
        {
            return nil
        }
    }

    fileprivate init() {}

    /// A short line that is no sentence and holds a date with its year, or a name behind "by": whatever else it says.
    init?(loosely passage: Passage) {
        let line = PrintedLine(passage)
        let words = line.words
        for index in words.indices {
            if let date = PrintedDate(line, at: index), let value = date.value {
                let isUpdate = line.has(0, .updateWord) || line.phrase(.updated, from: 0) != nil
                stamps = [
                    (
                        isUpdate ? .updated : .published,
                        .init(raw: passage.string, value: value, zone: date.zone, line: passage.lines.lowerBound)
                    )
                ]
                return
            }
        }
        for index in words.indices where index <= 4 {
            guard let end = line.phrase(.byline, from: index), index + 1 == end || index == 0 else { continue }
            // "Answers by Ada Quist", "From Ada Quist, on the quay", "Par notre correspondante Ada Quist".
            var next = end
            while next < words.count, next < end + 3, line.name(at: next) == nil,
                !words[next].isCapital || words[next].clues.has(.role)
            { next += 1 }
            guard let stop = line.name(at: next), words.count - stop <= 5 else { continue }
            // One more name, behind "and".
            authors = [.init(name: line.nameText(next..<stop))]
            authors += line.namesBehindAnd(stop..<min(words.count, stop + 4))
            hasBylineLabel = true
            return
        }
        // "Interview: Ada Quist"
        if words.count >= 3, words.count <= 6, words[0].clues.hasAny(of: Clues(.topic, .byline)),
            line.gap(before: 1).first == 0x3A, let stop = line.name(at: 1), stop == words.count
        {
            authors = [.init(name: line.nameText(1..<stop))]
            hasBylineLabel = true
            return
        }
        // "Ada Quist explains", "Ada Quist (now) and Jon Bell (earlier)"
        if let stop = line.name(at: 0), words.count - stop <= 5, stop < words.count,
            words[stop...].contains(where: { !$0.isCapital }), words.count <= 8,
            words.count - stop == 1 || line.gap(before: stop).contains(0x28)
        {
            authors = [.init(name: line.nameText(0..<stop))]
            authors += line.namesBehindAnd(stop..<words.count)
            hasBylineLabel = true
            return
        }
        return nil
    }
}

/// One pass over the words, part after part.
private struct MetaParse {
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
        if !meta.authors.isEmpty, line.has(position, .reportVerb), position + 1 == line.words.count
        {
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
        while index < line.words.count {
            let isSingle = isLabelled && (index + 1 >= line.words.count || !line.isGap(before: index + 1, " "))
            guard let end = line.name(at: index, single: isSingle) else { break }
            let words = line.words[index..<end]
            // An outlet or a job is no name.
            if words.contains(where: { $0.clues.has(.role) }) && line.hasRole(from: index) && !isLabelled { break }
            if words.last?.clues.has(.role) == true && !(words.last?.isAllCapitals ?? false) && end - index > 2 {
                break
            }
            if line.isOutlet(index..<end) { break }
            found.append(line.nameText(index..<end))
            position = end
            index = end
            guard index < line.words.count else { break }
            if line.has(index, .and) {
                index += 1
            } else if line.isGap(before: index, ",&; \u{A0}"),
                line.gap(before: index).contains(where: { ",&;".utf8.contains($0) })
            {
                if line.has(index, .and) { index += 1 }
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
        if line.has(position, .workFor) {
            var next = position + 1
            // "Special to The Courier"
            if line.isWord(next, "to") || line.has(next, .workFor) { next += 1 }
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
        if line.has(position, .and), position + 1 < line.words.count, line.name(at: position + 1) != nil
        {
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
        guard end > position, end - position <= 9 else { return false }
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

extension PrintedLine {
    /// The end of the longest phrase that says this, at a word.
    func phrase(_ clue: Clue, from start: Int) -> Int? {
        guard start < words.count, words[start].begins.has(clue) else { return nil }
        let book = Phrasebook.shared
        var node = Phrasebook.root
        var found: Int?
        var index = start
        while index < words.count, let next = book.next(node, words[index]) {
            node = next
            index += 1
            if book[node].whole.has(clue) || book[node].open.has(clue) { found = index }
        }
        return found
    }

    /// Names behind words that join names.
    fileprivate func namesBehindAnd(_ range: Range<Int>) -> [MetaLine.Author] {
        range.compactMap { index in
            has(index, .and)
                ? name(at: index + 1).map { .init(name: nameText(index + 1..<$0)) } : nil
        }
    }

    func rawGap(before index: Int) -> String { String(decoding: gap(before: index), as: UTF8.self) }

    /// Names of agencies, and of newspapers by the words that their names are made of: with capitals, but for "of" and the like.
    func isOutlet(_ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        if let end = phrase(.agency, from: range.lowerBound), end == range.upperBound, words[range.lowerBound].isCapital
        {
            return true
        }
        let found = words[range]
        // "BBC Sport", "AFP Paris"
        if found.count <= 3, found.first?.isAllCapitals == true, found.first?.clues.has(.agency) == true,
            found.allSatisfy(\.isCapital)
        {
            return true
        }
        guard found.count >= 2, found.first?.isCapital == true,
            found.allSatisfy({ $0.isCapital || $0.isNumber || $0.end - $0.start <= 3 })
        else { return isDomain(range) }
        // Names of sections alone ("Local news") name no paper.
        if found.allSatisfy({ $0.clues.hasAny(of: Clues(.sectionName, .connector, .interfaceWord)) }) { return false }
        if found.contains(where: { $0.clues.has(.role) && !$0.clues.has(.outletWord) }) { return false }
        return found.contains { $0.clues.has(.outletWord) } || isDomain(range)
    }

    /// "example.com", "The Example.org".
    private func isDomain(_ range: Range<Int>) -> Bool {
        range.count >= 2 && gap(before: range.upperBound - 1).elementsEqual([0x2E])
            && ["com", "org", "net", "news", "info"].contains(word(range.upperBound - 1))
    }
}
