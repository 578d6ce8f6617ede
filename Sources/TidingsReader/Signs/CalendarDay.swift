/// Days of the Gregorian calendar, as ISO 8601 writes them.
enum CalendarDay {
    /// `2024-03-03`; `nil` where the calendar has no such day.
    ///
    /// By hand: it is asked of every line of a head, and Foundation's calendar takes as long as the whole article.
    static func iso(_ year: Int, _ month: Int, _ day: Int) -> String? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard year > 0, (1...12).contains(month), (1...days[month - 1]).contains(day) else { return nil }
        return "\(year)-\(month.twoDigits)-\(day.twoDigits)"
    }
}

extension Int {
    /// Of a month, a day, an hour, a minute: with the zero that ISO 8601 puts before one digit.
    var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
