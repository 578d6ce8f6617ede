/// When to sweep after lost events.
///
/// A folder that overflows the queue again and again must not be swept without end.
struct OverflowBackOff {
    private var last: ContinuousClock.Instant?
    private var delay = Duration.zero
    private var isDue = false

    /// From one second on, twice as long each time, up to a minute; a minute without overflow is calm again.
    private static let first = Duration.seconds(1)
    private static let maximum = Duration.seconds(60)

    /// When to sweep for an overflow.
    mutating func sweep(after now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        isDue = true
        let isCalm = last.map { now - $0 > Self.maximum } ?? true
        delay = isCalm ? .zero : min(max(delay * 2, Self.first), Self.maximum)
        let moment = last.map { max(now, $0 + delay) } ?? now
        last = moment
        return moment
    }

    /// The folder is being swept: whether for an overflow.
    mutating func isSwept() -> Bool {
        defer { isDue = false }
        return isDue
    }
}
