import TidingsFeed

/// Where and when a report was filed, printed before its first sentence.
///
/// "MOSCOW, May 7, 2025 –", "BEIJING (AP) —", "WASHINGTON, Sept. 3 (Reuters) -", "KYIV, Ukraine —", "New Delhi [India],
/// March 3 (ANI):", "MOSCOW, September 3. /TASS/.", "ISLAMABAD:". The form follows the agencies' stylebooks; what is
/// before the mark must be places, a date and an agency, and nothing else.
struct FoundDateline {
    var dateline: Document.Dateline
    var agency: String?
    /// Where the report begins.
    var end: Int
    /// A day or an agency says so, not the place alone.
    var isSure: Bool { agency != nil || dateline.date != nil }

    private static let bytesMaximum = 110

    /// - Parameter headline: words of the headline, which a place before a mere point must be among.
    init?(_ text: [UInt8], headline: Set<UInt64> = []) {
        guard let first = text.first, first >= 0x41 || first == 0x28 else { return nil }
        // "(CNN) —": the agency alone, or before the place.
        if first == 0x28 {
            guard let close = text.prefix(40).firstIndex(of: 0x29),
                let mark = Self.marks(in: Array(text.prefix(Self.bytesMaximum))).first(where: {
                    $0.start > close && $0.start <= close + 2
                })
            else { return nil }
            let line = PrintedLine(Array(text[1..<close]))
            guard !line.words.isEmpty, line.isAgency(0..<line.words.count), line.words[0].isCapital,
                line.words[0].isAllCapitals || line.phrase(.agency, from: 0) != nil
                    || line.words.count == 1
                        && FoundDateline(Array(text[mark.end...]), headline: headline)?.dateline.date != nil,
                Self.beginsSentence(text, mark.end)
            else { return nil }
            agency = line.string(0..<line.words.count)
            if let rest = FoundDateline(Array(text[mark.end...]), headline: headline) {
                end = mark.end + rest.end
                dateline = rest.dateline
                dateline.raw = String(decoding: text[..<end].trimmed, as: UTF8.self)
            } else {
                end = mark.end
                dateline = .init(place: nil, raw: String(decoding: text[..<mark.stop], as: UTF8.self))
            }
            return
        }
        let head = Array(text.prefix(Self.bytesMaximum))
        for mark in Self.marks(in: head).reversed() {
            if let found = FoundDateline(text, mark, headline) {
                self = found
                return
            }
        }
        return nil
    }

    /// A word of German, and of none of the other languages that are told apart, begins here.
    private static func isGermanWord(_ text: [UInt8], _ start: Int) -> Bool {
        let word = text[start...].prefix(9).prefix { $0 >= 0x80 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
        guard word.count <= 8, let german = CommonWords.tags.firstIndex(of: "de") else { return false }
        let key = word.reduce(0) { $0 << 8 | UInt64($1 >= 0x41 && $1 <= 0x5A ? $1 | 0x20 : $1) }
        return CommonWords.languages[key].map { $0 == 1 << german } == true
    }

    private static func beginsSentence(_ text: [UInt8], _ end: Int) -> Bool {
        guard end < text.count else { return false }
        var behind = Scalars(text[end...])
        guard let (next, _) = behind.next() else { return false }
        return Letters.isUppercase(next) || !Letters.isWord(next) || (0x30...0x39).contains(next) || next >= 0x590
    }

    private init?(_ text: [UInt8], _ mark: Mark, _ headline: Set<UInt64>) {
        // The sentence behind it begins like one.
        guard Self.beginsSentence(text, mark.end) else { return nil }
        let line = PrintedLine(Array(text[..<mark.start]))
        let words = line.words
        guard !words.isEmpty, words.count <= 18 else { return nil }

        var index = 0
        var date: (value: String?, end: Int)?
        var agency: String?
        var placeEnd = 0
        var capitals = true
        var isFirstPart = true
        while index < words.count {
            let gap = line.gap(before: index)
            let opens = gap.contains(where: { "([".utf8.contains($0) }) || gap.contains(0x20) && gap.last == 0x2F
            if opens, let close = Self.bracketEnd(line, from: index) {
                // An agency in brackets or strokes; a country in square brackets.
                if !gap.contains(UInt8(ascii: "[")), index > 0 || line.phrase(.agency, from: index) != nil {
                    // ISLAMABAD (February 2, 2022):
                    if date == nil, let found = line.date(at: index), found.end == close {
                        date = found
                        index = close
                        continue
                    }
                    guard line.isAgency(index..<close) else { return nil }
                    agency = line.string(index..<close)
                    index = close
                    continue
                }
                if gap.contains(UInt8(ascii: "[")), date == nil {
                    // New Delhi [India]
                    guard words[index].isCapital else { return nil }
                    placeEnd = close
                    index = close
                    continue
                }
            }
            if words[index].clues.has(.weekday), index > 0 { index += 1; continue }
            if date == nil, let found = line.date(at: index) {
                date = found
                index = found.end
                continue
            }
            if date != nil, agency == nil, words[index].isCapital, let end = line.phrase(.agency, from: index) {
                agency = line.string(index..<end)
                index = end
                continue
            }
            // "WELLINGTON, May 4 TNW -", "TOKYO, Aug. 5, Meridian News -"
            if date != nil, agency == nil, mark.kind == .dash, words.count - index <= 3,
                words.count - index == 1
                    ? words[index].isAllCapitals && words[index].end - words[index].start <= 5
                    : line.isOutlet(index..<words.count)
            {
                agency = line.string(index..<words.count)
                index = words.count
                continue
            }
            guard date == nil, agency == nil,
                words[index].isCapital
                    || (index > 0 && words[index].end - words[index].start <= 3
                        && words[index].clues.has(.placePart))
            else { return nil }
            // Inside a place: spaces, hyphens, strokes, commas, the points of St. and D.C.
            if index > 0,
                !gap.allSatisfy({ " ,-/.&'".utf8.contains($0) || $0 >= 0x80 })
                    || gap.count > 2 && (gap.contains(0x2D) || gap.contains(0xE2) && gap.contains(0x20))
                    || gap.contains(0x2E) && mark.kind == .stop
            {
                return nil
            }
            if words[index].clues.has(.notPlace) { return nil }
            if gap.contains(UInt8(ascii: ",")), index > 0 { isFirstPart = false }
            if isFirstPart {
                capitals = capitals && (words[index].isAllCapitals || words[index].end - words[index].start == 1)
            }
            placeEnd = index + 1
            index += 1
        }
        guard placeEnd > 0 || (date != nil && agency != nil), placeEnd <= 7 else { return nil }
        let isSure = date != nil || agency != nil
        switch mark.kind {
        case .dash:
            guard
                isSure || capitals
                    || (mark.isSpaced && placeEnd <= 3
                        && words[..<placeEnd].allSatisfy { !$0.clues.hasAny(of: Clues(.sectionName, .role, .topic)) })
            else { return nil }
        case .colon: guard isSure || (capitals && placeEnd <= 4) else { return nil }
        case .slash: guard agency != nil else { return nil }
        case .bracket: guard let agency, date != nil || !agency.contains(where: \.isLowercase) else { return nil }
        case .stop where capitals && date != nil && date?.end == words.count: break
        // "Grimma (dpa). Die Bahn …"
        case .stop
        where placeEnd <= 3 && words.count > placeEnd && line.phrase(.agency, from: placeEnd) == words.count
            && line.gap(before: placeEnd).elementsEqual([0x20, 0x28]):
            break
        case .stop:
            // "Bad Salm. Der Sturm …": German papers put the place so.
            let isGerman =
                placeEnd == 2 && words.count == 2 && words[0].clues.has(.placeWord) && Self.isGermanWord(text, mark.end)
            guard !isSure, placeEnd <= 2,
                isGerman || words[..<placeEnd].allSatisfy({ headline.contains($0.hash) })
                    || Array(text[mark.end...].prefix(600)).firstIndex(
                        of: text[words[0].start..<words[placeEnd - 1].end]) != nil
            else { return nil }
        }
        if placeEnd == 0 { return nil }
        // "HOBART, Antipodean Press -": an agency without brackets.
        if agency == nil, capitals,
            let comma = (1..<max(1, placeEnd)).first(where: { line.gap(before: $0).contains(UInt8(ascii: ",")) }),
            line.isOutlet(comma..<placeEnd)
        {
            agency = line.string(comma..<placeEnd)
            placeEnd = comma
        }
        end = mark.end
        self.agency = agency
        let raw = String(decoding: text[..<mark.stop], as: UTF8.self)
        var place = line.string(0..<placeEnd)
        if line.gap(before: placeEnd).first == UInt8(ascii: "."), place.hasSuffix(".C") { place += "." }
        if line.gap(before: placeEnd).first == UInt8(ascii: "]") { place += "]" }
        dateline = .init(place: place, date: date?.value, raw: raw)
    }

    private static func bracketEnd(_ line: PrintedLine, from start: Int) -> Int? {
        var index = start + 1
        while index < line.words.count, index - start < 7 {
            if line.gap(before: index).contains(where: { ")]/".utf8.contains($0) }) { return index }
            index += 1
        }
        return index <= line.words.count
            && line.gap(before: line.words.count).contains(where: { ")]/".utf8.contains($0) })
            || index == line.words.count ? min(index, line.words.count) : nil
    }

    private enum Kind { case dash, colon, slash, bracket, stop }

    /// A mark that may end a dateline: where it begins and stops, and where the sentence behind it begins.
    private struct Mark {
        let start: Int
        let stop: Int
        let end: Int
        let kind: Kind
        let isSpaced: Bool
    }

    private static func marks(in head: [UInt8]) -> [Mark] {
        var marks: [Mark] = []
        func add(_ start: Int, _ length: Int, _ kind: Kind, _ isSpaced: Bool) {
            var end = start + length
            while end < head.count,
                head[end] == 0x20 || head[end] == 0xC2 && end + 1 < head.count && head[end + 1] == 0xA0
                    || head[end] == 0xA0
            { end += 1 }
            marks.append(Mark(start: start, stop: start + length, end: end, kind: kind, isSpaced: isSpaced))
        }
        var index = 0
        while index < head.count, marks.count < 5 {
            // Letters and spaces.
            if head[index] == 0x20 || head[index] >= 0x40 && head[index] < 0x80 {
                index += 1
                continue
            }
            let isSpaced = index > 0 && head[index - 1] == 0x20
            let behind = index + 1 < head.count ? head[index + 1] : 0
            switch head[index] {
            // – — ―
            case 0xE2 where behind == 0x80 && index + 2 < head.count && (0x93...0x95).contains(head[index + 2]):
                add(index, 3, .dash, isSpaced)
                index += 3
                continue
            case 0x2D:
                let run = head[index...].prefix { $0 == 0x2D }.count
                if run >= 2 || isSpaced && behind == 0x20 || index > 0 && head[index - 1] == 0x29 && behind == 0x20 {
                    add(index, run, .dash, isSpaced || run >= 2)
                }
                index += run
                continue
            case 0x2E:
                if behind == 0x2D {
                    add(index, 2, .dash, true)
                } else if index > 0, head[index - 1] == 0x2F, behind == 0x20 {
                    add(index, 1, .slash, true)
                } else if behind == 0x20 {
                    add(index, 1, .stop, true)
                }
            case 0x29 where behind == 0x20:
                add(index, 1, .bracket, true)
            case 0x3A where behind == 0x20:
                add(index, 1, .colon, false)
            case 0x3B, 0x22, 0x3F, 0x21:
                return marks
            default: break
            }
            index += 1
        }
        return marks
    }
}

extension PrintedLine {
    /// What stands in brackets at the end of a report: an agency's name, not a word that says how a picture came.
    var isSignOfAgency: Bool {
        phrase(.agency, from: 0) != nil || phrase(.pictureAgency, from: 0) == nil && phrase(.credit, from: 0) == nil
    }

    /// In brackets behind a place: an agency by its list, or a short name in capitals or with a word of newspapers.
    func isAgency(_ range: Range<Int>) -> Bool {
        if let end = phrase(.agency, from: range.lowerBound), end >= range.upperBound || end > range.lowerBound {
            return true
        }
        let found = words[range]
        return found.count <= 4 && found.allSatisfy { $0.isCapital || $0.end - $0.start <= 3 }
    }
}
