package import Foundation

extension Date {
    /// RFC 3339 in UTC with milliseconds, `2026-11-20T21:49:00.123Z`: how Tidings writes every time of its own.
    package var timestamp: String {
        formatted(.iso8601.year().month().day().timeZone(separator: .omitted).time(includingFractionalSeconds: true))
    }

    /// What `timestamp` wrote; `nil` for anything else.
    package init?(timestamp: String) {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = try? style.parse(timestamp) else { return nil }
        self = date
    }

    /// From nanoseconds since 1970, as the kernel keeps file times.
    package init(nanoseconds: Int64) {
        self.init(timeIntervalSince1970: Double(nanoseconds) / 1e9)
    }
}
