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

    /// A certain day is named.
    var hasDay: Bool { stamps.contains { $0.stamp != nil } }

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

    init() {}

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
            // "By our reporters in Paris: Ada Quist"
            if let colon = words.indices.dropFirst(end).prefix(6).first(where: { line.gap(before: $0).first == 0x3A }) {
                next = colon
            }
            while next < words.count, next < end + 3, line.name(at: next) == nil,
                !words[next].isCapital || words[next].clues.has(.role)
            { next += 1 }
            guard let stop = line.name(at: next), words.count - stop <= 5 else { continue }
            // One more name, behind "and" or a comma.
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
        if let stop = line.name(at: 0), !line.isOutlet(0..<stop), words.count - stop <= 5, stop < words.count,
            words[stop...].contains(where: { !$0.isCapital }), words.count <= 8,
            words.count - stop == 1 || line.gap(before: stop).contains(0x28)
                || words[stop].clues.has(.placeJoint)
                    && words[(stop + 1)...].allSatisfy({ $0.isCapital || $0.end - $0.start == 1 })
        {
            if words.count - stop > 1, words[stop].clues.has(.placeJoint) {
                location = line.string(stop + 1..<words.count)
            }
            authors = [.init(name: line.nameText(0..<stop))]
            authors += line.namesBehindAnd(stop..<words.count)
            hasBylineLabel = true
            return
        }
        return nil
    }
}
