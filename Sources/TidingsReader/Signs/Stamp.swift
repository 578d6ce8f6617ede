import TidingsFeed

/// A day, perhaps a time of day and a zone, printed inside a line in any of the forms that people use.
///
/// "September. 04, 2025 07:37", "3rd of March 2024 at 10.15am GMT", "2024-03-03T10:15+01:00", "10:15 AM EST, Sun March 3,
/// 2024", "3. März 2024, 10:15 Uhr", "2024年3月3日 10:15". What is not printed is not there: no zone, and no year.
struct PrintedDate {
    /// ISO 8601, as precise as printed; `nil` where the day is ambiguous (03/04/2024) or lacks its year.
    var value: String?
    var zone: String?
    /// The words it takes.
    var words: Range<Int>

    /// The date at a word, with the time before or behind it.
    init?(_ line: PrintedLine, at start: Int) {
        if let (stamp, end) = line.iso(at: start) {
            (value, zone, words) = (stamp.value, stamp.zone, start..<end)
            return
        }
        var position = start
        var clock: (text: String, zone: String?)?
        if let time = line.time(at: position), line.date(at: line.skipping(time.end)) != nil {
            clock = (time.text, time.zone)
            position = line.skipping(time.end)
        }
        while position < line.words.count, line.words[position].clues.has(.weekday) { position += 1 }
        guard let day = line.date(at: position) else { return nil }
        var end = day.end
        if clock == nil, let time = line.time(at: line.skipping(end)) {
            clock = (time.text, time.zone)
            end = time.end
        }
        words = start..<end
        value = day.value.map { value in clock.map { value.utf8.count == 10 ? value + "T" + $0.text : value } ?? value }
        zone = clock?.zone
    }
}

/// A line with its words: what stands between two of them is asked by their numbers.
struct PrintedLine {
    let text: [UInt8]
    let words: [Word]
    /// Where in the text the line stands.
    private let bounds: Range<Int>

    init(_ passage: Passage) {
        text = passage.text
        words = passage.shape.words
        bounds = 0..<text.count
    }

    init(_ text: [UInt8]) {
        self.text = text
        words = Words(text[...], in: .shared).all
        bounds = 0..<text.count
    }

    /// A part of a passage.
    init(_ passage: Passage, _ part: Range<Int>) {
        text = passage.text
        words = passage.shape.words.filter { $0.start >= part.lowerBound && $0.end <= part.upperBound }
        bounds = part
    }

    /// The first words of a passage of any length.
    init(headOf passage: Passage) {
        if passage.shape.bytes <= Shape.bytesMaximum {
            self.init(passage)
        } else {
            self.init(Array(passage.text.prefix(Shape.bytesMaximum)))
        }
    }

    /// The bytes between a word and the one before it.
    func gap(before index: Int) -> ArraySlice<UInt8> {
        text[
            (index > 0 ? words[index - 1].end : bounds.lowerBound)..<(index < words.count
                ? words[index].start : bounds.upperBound)]
    }

    func isGap(before index: Int, _ allowed: String) -> Bool {
        gap(before: index).allSatisfy { byte in allowed.utf8.contains(byte) }
    }

    func string(_ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        return String(decoding: text[words[range.lowerBound].start..<words[range.upperBound - 1].end], as: UTF8.self)
    }

    /// Whether a word says this by itself.
    func has(_ index: Int, _ clue: Clue) -> Bool { words.indices.contains(index) && words[index].clues.has(clue) }

    /// Whether a word is this one: in small letters of ASCII.
    func isWord(_ index: Int, _ expected: String) -> Bool {
        guard words.indices.contains(index), words[index].end - words[index].start == expected.utf8.count else { return false }
        return zip(text[words[index].start..<words[index].end], expected.utf8).allSatisfy {
            $0 == $1 || $0 | 0x20 == $1 && $0 >= 0x41 && $0 <= 0x5A
        }
    }

    func word(_ index: Int) -> String { words.indices.contains(index) ? string(index..<index + 1).lowercased() : "" }

    /// Past what may stand between a date and its time.
    func skipping(_ index: Int) -> Int {
        var index = index
        while index < words.count {
            if words[index].clues.hasAny(of: Clues(.weekday, .joint)), !words[index].isNumber {
                index += 1
            } else {
                break
            }
        }
        return index
    }

    /// 2024-03-03T10:15+01:00: one run without a space.
    fileprivate func iso(at index: Int) -> (ISOStamp, end: Int)? {
        guard index < words.count, words[index].end - words[index].start == 4, words[index].isNumber else { return nil }
        let run = text[words[index].start...].prefix { $0 != 0x20 && $0 != 0x2C && $0 != 0x29 && $0 != 0x7C }
        guard run.contains(UInt8(ascii: "T")), let stamp = ISOStamp(String(decoding: run, as: UTF8.self)) else {
            return nil
        }
        return (stamp, words.firstIndex { $0.start >= run.endIndex } ?? words.count)
    }

    // MARK: Days

    func date(at index: Int) -> (value: String?, end: Int)? {
        guard index < words.count else { return nil }
        let word = words[index]
        if word.month > 0 {
            // March 2024
            if let year = year(at: index + 1), isGap(before: index + 1, " .,\u{A0}") {
                return ("\(year)-" + (word.month < 10 ? "0" : "") + "\(word.month)", index + 2)
            }
            // March 3, 2024
            guard index + 1 < words.count, let day = words[index + 1].number, (1...31).contains(day),
                isGap(before: index + 1, " .\u{A0}-")
            else {
                return nil
            }
            if let year = year(at: index + 2), isGap(before: index + 2, " ,.\u{A0}-") {
                return (Self.iso(year, word.month, day), index + 3)
            }
            return (nil, index + 2)
        }
        guard let number = word.number else { return nil }
        let length = word.end - word.start
        if length == 4, (1600...2999).contains(number), index + 2 < words.count {
            // 2024-03-03, 2024/3/3, 2024. 3. 3.
            if let month = words[index + 1].number, let day = words[index + 2].number,
                let mark = gap(before: index + 1).first,
                "-/.".utf8.contains(mark), gap(before: index + 2).first == mark
            {
                guard let value = Self.iso(number, month, day) else { return nil }
                // 2024-03-03T10:15: the T is a part of the day's word.
                return (value, index + 3)
            }
        }
        // 2024年3月3日, 2024년 3월 3일: the mark is a word or ends one.
        if let (year, month, day, end) = unitDate(at: index) { return (Self.iso(year, month, day), end) }
        guard (1...31).contains(number), index + 1 < words.count else { return nil }
        var next = index + 1
        if has(next, .dateOf) { next += 1 }
        if next < words.count, words[next].month > 0, isGap(before: next, " .\u{A0}-ºª") {
            // 3 March 2024, 3. März 2024, 3 de marzo de 2024
            var after = next + 1
            if has(after, .dateOf) { after += 1 }
            if let year = year(at: after), isGap(before: after, " ,.\u{A0}-") {
                return (Self.iso(year, words[next].month, number), after + 1)
            }
            return (nil, next + 1)
        }
        // 31/03/2024, 31.03.2024, 31-03-2024
        if index + 2 < words.count, let second = words[index + 1].number, let year = year(at: index + 2),
            let mark = gap(before: index + 1).first, "-/.".utf8.contains(mark), gap(before: index + 1).count == 1,
            gap(before: index + 2).elementsEqual([mark])
        {
            // With points the day comes first, everywhere; with strokes it depends on the country.
            if mark == UInt8(ascii: ".") || number > 12 || number == second {
                return (Self.iso(year, second, number), index + 3)
            }
            if second > 12 { return (Self.iso(year, number, second), index + 3) }
            return (nil, index + 3)
        }
        return nil
    }

    private func year(at index: Int) -> Int? {
        // 19.12.24: two digits behind points are a year of this century.
        if index < words.count, index >= 2, words[index].end - words[index].start == 2, let year = words[index].number,
            gap(before: index).elementsEqual([0x2E]), gap(before: index - 1).elementsEqual([0x2E]),
            words[index - 1].isNumber
        {
            return 2000 + year
        }
        guard index < words.count, let year = words[index].number, words[index].end - words[index].start == 4,
            (1600...2999).contains(year)
        else { return nil }
        return year
    }

    private func unitDate(at index: Int) -> (Int, Int, Int, Int)? {
        // 年 月 日 and 년 월 일, as words of their own or behind the number.
        let units: [Set<String>] = [["年", "년"], ["月", "월"], ["日", "일"]]
        var values: [Int] = []
        var position = index
        for unit in units {
            guard position < words.count, let value = words[position].number else { return nil }
            let printed = word(position)
            if let last = printed.last, unit.contains(String(last)) {
                position += 1
            } else {
                guard unit.contains(word(position + 1)) else { return nil }
                position += 2
            }
            values.append(value)
        }
        return (values[0], values[1], values[2], position)
    }

    private static func iso(_ year: Int, _ month: Int, _ day: Int) -> String? {
        // By hand: it is asked of every line of a head, and Foundation's calendar takes as long as the whole article.
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...days[month - 1]).contains(day) else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    // MARK: Times of day

    /// "07:37", "10.15am", "10 a.m.", "1015 GMT", "10h15", "14:32 Uhr".
    func time(at start: Int) -> (text: String, zone: String?, end: Int)? {
        guard start < words.count, let hour = words[start].number else { return nil }
        // A time ends with another number, a half of the day, a zone or an hour's word, or has one glued to it.
        let printed = word(start)
        var end = start + 1
        var minute: Int?
        var hours = hour
        var seconds = ""
        // 19時40分, 19시 40분
        if start + 1 < words.count, ["時", "时", "点", "點"].contains(word(start + 1)) || printed.hasSuffix("시"), hour < 24
        {
            let next = printed.hasSuffix("시") ? start + 1 : start + 2
            guard next < words.count, let minute = words[next].number, minute < 60 else { return nil }
            let end = next + 1 + (["分"].contains(word(next + 1)) ? 1 : 0)
            return ((hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)", nil, end)
        }
        // 07 h 30
        if isWord(start + 1, "h"), start + 2 < words.count, let minute = words[start + 2].number, minute < 60,
            hour < 24, words[start + 2].end - words[start + 2].start == 2
        {
            return ((hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)", nil, start + 3)
        }
        let isGlued = printed.hasSuffix("am") || printed.hasSuffix("pm")
        var isAfternoon = isGlued ? printed.hasSuffix("pm") : nil
        if printed.contains("h"), !isGlued {
            // 10h15: the number is what stands before the h.
            let parts = printed.split(separator: "h", omittingEmptySubsequences: false)
            guard parts.count == 2, let first = Int(parts[0]) else { return nil }
            hours = first
            if parts[1].isEmpty, end < words.count, let next = words[end].number, isGap(before: end, " ") {
                minute = next; end += 1
            } else {
                minute = Int(parts[1]) ?? 0
            }
        } else if isAfternoon == nil, end < words.count, let next = words[end].number, words[end].end - words[end].start >= 2,
            next < 60,
            gap(before: end).count == 1, let mark = gap(before: end).first, mark == 0x3A || mark == 0x2E
        {
            let suffix = word(end)
            // A point between numbers is a time only where am, pm, a zone or an hour's word says so.
            let isClear = mark == 0x3A || suffix.hasSuffix("am") || suffix.hasSuffix("pm") || isTimeWord(end + 1)
            guard isClear, printed.count <= 2 else { return nil }
            minute = next
            if suffix.hasSuffix("am") || suffix.hasSuffix("pm") {
                isAfternoon = suffix.hasSuffix("pm")
            } else if suffix.count > 2 {
                return nil
            }
            end += 1
            if end < words.count, let second = words[end].number, gap(before: end).elementsEqual([0x3A]), second < 60 {
                seconds = second < 10 ? ":0\(second)" : ":\(second)"
                end += 1
            }
        } else if printed.count == 4 || printed.count == 3 && half(at: end) != nil, isTimeWord(end) {
            hours = hour / 100
            minute = hour % 100
        }
        if isAfternoon == nil, let half = self.half(at: end) {
            isAfternoon = half.isAfternoon
            end = half.end
        }
        if let isAfternoon {
            guard (1...12).contains(hours) else { return nil }
            hours = hours % 12 + (isAfternoon ? 12 : 0)
            minute = minute ?? 0
        }
        guard let minute, (0...23).contains(hours), (0...59).contains(minute) else { return nil }
        if has(end, .hourWord) { end += 1 }
        let zone = zone(at: end)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return ("\(two(hours)):\(two(minute))\(seconds)", zone?.value, zone?.end ?? end)
    }

    /// "am", "p.m.": the half of the day, and where it ends.
    func half(at index: Int) -> (isAfternoon: Bool, end: Int)? {
        if isWord(index, "am") { return (false, index + 1) }
        if isWord(index, "pm") { return (true, index + 1) }
        guard isWord(index + 1, "m"), isGap(before: index + 1, ". "), isWord(index, "a") || isWord(index, "p") else {
            return nil
        }
        return (isWord(index, "p"), index + 2)
    }

    private func isTimeWord(_ index: Int) -> Bool {
        has(index, .hourWord) || half(at: index) != nil || zone(at: index) != nil
    }

    /// The zones that RFC 5322 (4.3) and ISO 8601 give an offset; others name several zones, and stay in the print only.
    private static let zones = [
        "gmt": "Z", "utc": "Z", "z": "Z", "ut": "Z", "est": "-05:00", "edt": "-04:00", "cst": nil, "cdt": "-05:00",
        "mst": "-07:00",
        "mdt": "-06:00", "pst": "-08:00", "pdt": "-07:00",
    ]
    /// Names of zones that say no offset, or different ones in different countries.
    private static let names: Set<String> = [
        "et", "ct", "mt", "pt", "bst", "ist", "cet", "cest", "eet", "eest", "jst", "kst", "hkt", "sgt", "msk", "aest",
        "aedt", "acst", "awst", "nzst",
        "nzdt", "wib", "pkt", "bdt", "eat", "wat", "sast", "cat", "gst", "myt", "pht", "pkst", "npt", "brt", "art",
        "trt", "wet", "west",
    ]

    private func zone(at index: Int) -> (value: String?, end: Int)? {
        guard index <= words.count else { return nil }
        let sign = gap(before: index)
        // +01:00, +0100, GMT+8, (UTC-5)
        func offset(_ index: Int) -> (String, Int)? {
            guard index < words.count, let mark = gap(before: index).last, mark == 0x2B || mark == 0x2D,
                let hours = words[index].number
            else { return nil }
            let length = words[index].end - words[index].start
            let symbol = mark == 0x2B ? "+" : "-"
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            if length == 4 { return ("\(symbol)\(two(hours / 100)):\(two(hours % 100))", index + 1) }
            guard length <= 2, hours <= 14 else { return nil }
            if index + 1 < words.count, gap(before: index + 1).elementsEqual([0x3A]),
                let minutes = words[index + 1].number
            {
                return ("\(symbol)\(two(hours)):\(two(minutes))", index + 2)
            }
            return ("\(symbol)\(two(hours)):00", index + 1)
        }
        if sign.count <= 2, let (value, end) = offset(index), sign.last == 0x2B || sign.count == 1 {
            return (value, end)
        }
        guard index < words.count, isGap(before: index, " (,.\u{A0}") else { return nil }
        let name = word(index)
        if let zone = Self.zones[name] {
            if zone == "Z", let (value, end) = offset(index + 1), gap(before: index + 1).count <= 2 {
                return (value, end)
            }
            return (zone, index + 1)
        }
        guard Self.names.contains(name) else { return nil }
        return (nil, index + 1 + (isWord(index + 1, "time") ? 1 : 0))
    }
}
