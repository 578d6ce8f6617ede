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

    private static let bytesMaximum = 110

    init?(_ text: [UInt8]) {
        let head = Array(text.prefix(Self.bytesMaximum))
        guard let first = head.first, first >= 0x41, let (mark, end) = Self.mark(in: head), end < text.count else { return nil }
        // The sentence behind it begins like one.
        var behind = Scalars(text[end...])
        guard let (next, _) = behind.next(), Letters.isUppercase(next) || !Letters.isWord(next) || (0x30...0x39).contains(next) || next >= 0x590 else { return nil }
        let line = PrintedLine(Array(head[..<mark.start]))
        let words = line.words
        guard !words.isEmpty else { return nil }

        var index = 0
        var date: (value: String?, end: Int)?
        var agency: String?
        var placeEnd = 0
        var capitals = true
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
            guard date == nil, agency == nil, words[index].isCapital || (index > 0 && words[index].end - words[index].start <= 3 && Self.particles.contains(line.word(index))) else { return nil }
            // Inside a place: spaces, hyphens, strokes, commas, the points of St. and D.C.
            if index > 0, !gap.allSatisfy({ " ,-/.&'".utf8.contains($0) || $0 >= 0x80 }) { return nil }
            if words[index].clues.has(.notPlace) { return nil }
            if index == 0 || line.gap(before: index).contains(UInt8(ascii: ",")) == false { capitals = capitals && (words[index].isAllCapitals || words[index].end - words[index].start == 1) }
            placeEnd = index + 1
            index += 1
        }
        guard placeEnd > 0 || (date != nil && agency != nil), placeEnd <= 7 else { return nil }
        let isSure = date != nil || agency != nil
        switch mark.kind {
        case .dash: guard isSure || capitals || (mark.isSpaced && placeEnd <= 3 && words[..<placeEnd].allSatisfy { !$0.clues.hasAny(of: Clues(.sectionName, .role, .topic)) }) else { return nil }
        case .colon: guard isSure || (capitals && placeEnd <= 4) else { return nil }
        case .slash: guard agency != nil else { return nil }
        }
        if placeEnd == 0 { return nil }
        self.end = end
        self.agency = agency
        let raw = String(decoding: text[..<mark.end], as: UTF8.self)
        var place = line.string(0..<placeEnd)
        if line.gap(before: placeEnd).first == UInt8(ascii: "."), place.hasSuffix(".C") { place += "." }
        if line.gap(before: placeEnd).first == UInt8(ascii: "]") { place += "]" }
        dateline = .init(place: place, date: date?.value, raw: raw)
    }

    private static let particles: Set<String> = ["of", "de", "la", "el", "del", "do", "da", "di", "am", "an", "der", "the", "on", "sur", "le", "los", "and"]

    private static func bracketEnd(_ line: PrintedLine, from start: Int) -> Int? {
        var index = start + 1
        while index < line.words.count, index - start < 7 {
            if line.gap(before: index).contains(where: { ")]/".utf8.contains($0) }) { return index }
            index += 1
        }
        return index <= line.words.count && line.gap(before: line.words.count).contains(where: { ")]/".utf8.contains($0) }) || index == line.words.count ? min(index, line.words.count) : nil
    }

    private enum Kind { case dash, colon, slash }

    /// The mark that ends a dateline: its bytes, and where the sentence behind it begins.
    private static func mark(in head: [UInt8]) -> ((start: Int, end: Int, kind: Kind, isSpaced: Bool), end: Int)? {
        var index = 0
        while index < head.count {
            let rest = head[index...]
            var length = 0
            var kind = Kind.dash
            if rest.starts(with: [0xE2, 0x80, 0x93]) || rest.starts(with: [0xE2, 0x80, 0x94]) || rest.starts(with: [0xE2, 0x80, 0x95]) {
                length = 3
            } else if rest.starts(with: [0x2D, 0x2D]) {
                length = rest.prefix { $0 == 0x2D }.count
            } else if rest.starts(with: [0x20, 0x2D, 0x20]) {
                length = 0
                index += 1
                return finish(head, index, 1, .dash, true)
            } else if rest.starts(with: [0x2E, 0x2D]) {
                length = 2
            } else if rest.starts(with: [0x29, 0x2D]) || rest.starts(with: [0x29, 0x3A]) {
                return finish(head, index + 1, 1, .dash, true)
            } else if rest.starts(with: [0x2F, 0x2E, 0x20]) {
                return finish(head, index + 1, 1, .slash, true)
            } else if rest.first == 0x3A, index + 1 < head.count, head[index + 1] == 0x20 {
                length = 1
                kind = .colon
            } else if rest.first == 0x3B || rest.first == 0x22 || rest.first == 0x3F || rest.first == 0x21 {
                return nil
            }
            if length > 0 { return finish(head, index, length, kind, index > 0 && head[index - 1] == 0x20) }
            index += 1
        }
        return nil
    }

    private static func finish(_ head: [UInt8], _ start: Int, _ length: Int, _ kind: Kind, _ isSpaced: Bool) -> ((start: Int, end: Int, kind: Kind, isSpaced: Bool), end: Int)? {
        var end = start + length
        while end < head.count, head[end] == 0x20 || head[end] == 0xC2 && end + 1 < head.count && head[end + 1] == 0xA0 || head[end] == 0xA0 { end += 1 }
        return ((start, start + length, kind, isSpaced), end)
    }
}

extension PrintedLine {
    /// In brackets behind a place: an agency by its list, or a short name in capitals or with a word of newspapers.
    func isAgency(_ range: Range<Int>) -> Bool {
        if let end = phrase(.agency, from: range.lowerBound), end >= range.upperBound || end > range.lowerBound { return true }
        let found = words[range]
        return found.count <= 4 && found.allSatisfy { $0.isCapital || $0.end - $0.start <= 3 }
    }
}
