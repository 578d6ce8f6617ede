import TidingsFeed

/// Entries of live reports, by the time of day above them.
extension ArticleReading {
    /// The time of day a passage begins with, and how many words follow.
    func time(of index: Int) -> (value: String, zone: String?, rest: Int, start: Int)? {
        let passage = passages[index]
        guard passage.isText, passage.shape.bytes <= Shape.bytesMaximum, let first = passage.shape.words.first else {
            return nil
        }
        guard first.isNumber, first.start <= 1 else { return nil }
        let line = PrintedLine(passage)
        // "17.48"
        if line.words.count == 2, let hour = line.words[0].number, let minute = line.words[1].number, hour < 24,
            minute < 60, line.gap(before: 1).elementsEqual([0x2E]), line.words[1].end - line.words[1].start == 2,
            passage.text.count <= 5
        {
            return (
                "\(hour.twoDigits):\(minute.twoDigits)", nil, 0, passage.text.count
            )
        }
        guard let time = line.time(at: 0) else {
            if let end = line.phrase(.ago, from: 0), end == line.words.count { return ("", nil, 0, passage.text.count) }
            return nil
        }
        return (
            time.text, time.zone, line.words.count - time.end,
            time.end < line.words.count ? line.words[time.end].start : passage.text.count
        )
    }

    mutating func live(_ index: Int) -> Bool {
        guard isLiveReport, passages[index].shape.words.count <= 8, let time = time(of: index), time.rest == 0,
            !time.value.isEmpty
        else { return false }
        pendingTime = .init(
            raw: passages[index].string, value: time.value, zone: time.zone, line: passages[index].lines.lowerBound)
        part("time", index, rule: "live.time")
        hasBody = true
        return true
    }
}
