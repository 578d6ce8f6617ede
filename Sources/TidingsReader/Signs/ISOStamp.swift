/// A date as ISO 8601 prints it: a day, perhaps a time of day, perhaps a zone.
struct ISOStamp {
    /// `2025-09-04` or `2025-09-04T07:37` (`:12`, where seconds are stated).
    let value: String
    /// `Z` or `+09:00`, only where it is stated.
    let zone: String?

    /// `nil` where the text is anything else, or no day of the calendar.
    init?(_ text: String) {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)?(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?)?/
        guard let match = text.wholeMatch(of: pattern), let year = Int(match.1), let month = Int(match.2),
            let day = Int(match.3), CalendarDay.iso(year, month, day) != nil
        else { return nil }
        var value = "\(match.1)-\(match.2)-\(match.3)"
        if let hour = match.4, let minute = match.5 { value += "T\(hour):\(minute)\(match.6 ?? "")" }
        self.value = value
        self.zone = match.7.map { zone in
            zone.count == 5 ? "\(zone.prefix(3)):\(zone.suffix(2))" : String(zone)
        }
    }
}
