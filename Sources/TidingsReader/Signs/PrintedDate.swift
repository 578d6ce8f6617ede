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

extension PrintedLine {
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

    func date(at index: Int) -> (value: String?, end: Int)? {
        guard index < words.count else { return nil }
        let word = words[index]
        if word.month > 0 {
            // March 2024
            if let year = year(at: index + 1), isGap(before: index + 1, " .,\u{A0}") {
                return ("\(year)-\(word.month.twoDigits)", index + 2)
            }
            // March 3, 2024
            guard index + 1 < words.count, let day = words[index + 1].number, (1...31).contains(day),
                isGap(before: index + 1, " .\u{A0}-")
            else {
                return nil
            }
            if let year = year(at: index + 2), isGap(before: index + 2, " ,.\u{A0}-") {
                return (CalendarDay.iso(year, word.month, day), index + 3)
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
                guard let value = CalendarDay.iso(number, month, day) else { return nil }
                // 2024-03-03T10:15: the T is a part of the day's word.
                return (value, index + 3)
            }
        }
        // 2024年3月3日, 2024년 3월 3일: the mark is a word or ends one.
        if text[word.end - 1] >= 0x80 || index + 1 < words.count && text[words[index + 1].start] >= 0x80,
            let (year, month, day, end) = unitDate(at: index)
        {
            return (CalendarDay.iso(year, month, day), end)
        }
        guard (1...31).contains(number), index + 1 < words.count else { return nil }
        var next = index + 1
        if has(next, .dateOf) { next += 1 }
        if next < words.count, words[next].month > 0, isGap(before: next, " .\u{A0}-ºª") {
            // 3 March 2024, 3. März 2024, 3 de marzo de 2024
            var after = next + 1
            if has(after, .dateOf) { after += 1 }
            if let year = year(at: after), isGap(before: after, " ,.\u{A0}-") {
                return (CalendarDay.iso(year, words[next].month, number), after + 1)
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
                return (CalendarDay.iso(year, second, number), index + 3)
            }
            if second > 12 { return (CalendarDay.iso(year, number, second), index + 3) }
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
}
