/// Times of day in a line, with their zones.
extension PrintedLine {
    /// "07:37", "10.15am", "10 a.m.", "1015 GMT", "10h15", "14:32 Uhr".
    func time(at start: Int) -> (text: String, zone: String?, end: Int)? {
        guard start < words.count, let hour = words[start].number else { return nil }
        // A time ends with another number, a half of the day, a zone or an hour's word, or has one glued to it.
        let printed = unit(start)
        var end = start + 1
        var minute: Int?
        var hours = hour
        var seconds = ""
        // 19時40分, 19시 40분
        if start + 1 < words.count, hour < 24, ["時", "时", "点", "點"].contains(unit(start + 1)) || printed.hasSuffix("시")
        {
            let next = printed.hasSuffix("시") ? start + 1 : start + 2
            guard next < words.count, let minute = words[next].number, minute < 60 else { return nil }
            let end = next + 1 + (["分"].contains(word(next + 1)) ? 1 : 0)
            return ("\(hour.twoDigits):\(minute.twoDigits)", nil, end)
        }
        // 07 h 30
        if isWord(start + 1, "h"), start + 2 < words.count, let minute = words[start + 2].number, minute < 60,
            hour < 24, words[start + 2].end - words[start + 2].start == 2
        {
            return ("\(hour.twoDigits):\(minute.twoDigits)", nil, start + 3)
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
        } else if isAfternoon == nil, end < words.count, let next = words[end].number,
            words[end].end - words[end].start >= 2,
            next < 60,
            gap(before: end).count == 1, let mark = gap(before: end).first, mark == 0x3A || mark == 0x2E
        {
            let suffix = unit(end)
            // A point between numbers is a time only where am, pm, a zone or an hour's word says so.
            let isClear = mark == 0x3A || suffix.hasSuffix("am") || suffix.hasSuffix("pm") || isTimeWord(end + 1)
            guard isClear, printed.isEmpty ? length(start) <= 2 : printed.count <= 2 else { return nil }
            minute = next
            if suffix.hasSuffix("am") || suffix.hasSuffix("pm") {
                isAfternoon = suffix.hasSuffix("pm")
            } else if suffix.isEmpty ? length(end) > 2 : suffix.count > 2 {
                return nil
            }
            end += 1
            if end < words.count, let second = words[end].number, gap(before: end).elementsEqual([0x3A]), second < 60 {
                seconds = ":\(second.twoDigits)"
                end += 1
            }
        } else if printed.isEmpty, length(start) == 4 || length(start) == 3 && half(at: end) != nil, isTimeWord(end) {
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
        return ("\(hours.twoDigits):\(minute.twoDigits)\(seconds)", zone?.value, zone?.end ?? end)
    }

    /// A word in small letters, if there is more than digits to it: "10am", "10h15", "19시".
    private func unit(_ index: Int) -> String {
        let isDigits = text[words[index].start..<words[index].end].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        return isDigits ? "" : word(index)
    }

    /// Bytes of a word.
    private func length(_ index: Int) -> Int { words[index].end - words[index].start }

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
            if length == 4 { return ("\(symbol)\((hours / 100).twoDigits):\((hours % 100).twoDigits)", index + 1) }
            guard length <= 2, hours <= 14 else { return nil }
            if index + 1 < words.count, gap(before: index + 1).elementsEqual([0x3A]),
                let minutes = words[index + 1].number
            {
                return ("\(symbol)\(hours.twoDigits):\(minutes.twoDigits)", index + 2)
            }
            return ("\(symbol)\(hours.twoDigits):00", index + 1)
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
        return (nil, index + 1 + (has(index + 1, .zoneEnd) ? 1 : 0))
    }
}
