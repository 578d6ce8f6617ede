import TidingsFeed

/// A line that says when the article was published or updated: "Posted September.
///
/// 04, 2025 07:37,".
struct StampLine {
    enum Kind { case published, updated }

    let kind: Kind
    let stamp: Document.Stamp

    /// A stamp is a label, a date and perhaps a time, and nothing else; longer lines are prose.
    private static let bytesMaximum = 80

    init?(_ line: Line) {
        guard line.bytes.count <= Self.bytesMaximum, StampLabels.initials.contains(line.bytes.first ?? 0),
            line.bytes.contains(where: { $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        let words = line.text.split { " ,\u{A0}\t".contains($0) }.map { $0.lowercased() }
        guard let (label, kind) = Self.label(words) else { return nil }
        guard let date = Self.date(words.dropFirst(label)) else { return nil }
        self.kind = kind
        stamp = .init(raw: line.text.trimmingTrailingCommas, value: date.value, zone: date.zone, line: line.number)
    }

    /// How many words the label takes.
    private static func label(_ words: [String]) -> (words: Int, kind: Kind)? {
        for (label, kind) in StampLabels.words {
            let head = words.prefix(label.count).map { $0.last == ":" ? String($0.dropLast()) : $0 }
            if head == label { return (label.count, kind) }
        }
        return nil
    }

    /// "September.
    ///
    /// 04 2025 07:37", "4 Sept 2025", "2025-09-04T07:37Z": what the words say, no zone and no year invented.
    private static func date(_ words: ArraySlice<String>) -> (value: String, zone: String?)? {
        if let stamp = ISOStamp(words.joined(separator: " ").uppercased()) { return (stamp.value, stamp.zone) }
        guard (3...5).contains(words.count) else { return nil }
        let parts = Array(words)
        let (month, day) = Months.number(of: parts[0]) == nil ? (parts[1], parts[0]) : (parts[0], parts[1])
        guard let month = Months.number(of: month), let day = Int(day), parts[2].count == 4, let year = Int(parts[2])
        else { return nil }
        let clock = parts[3...].filter { $0 != "at" }
        guard clock.count <= 1 else { return nil }
        let time = clock.first.map { "T" + ($0.count == 4 ? "0" : "") + $0 } ?? ""
        let stamp = ISOStamp("\(year)-\(twoDigits(month))-\(twoDigits(day))\(time)")
        return stamp.map { ($0.value, nil) }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension String {
    fileprivate var trimmingTrailingCommas: String {
        String(reversed().drop { $0 == "," || $0 == " " }.reversed())
    }
}
