/// When to look without being told: the sweep of the whole folder, and the polling of what inotify is silent about.
struct Rounds {
    typealias Instant = ContinuousClock.Instant

    private var sweep: Duration
    private var poll: Duration
    private var sweepAt: Instant?
    private var pollAt: Instant?
    private var began: Instant?

    /// Polling takes a tenth of the time at the most, however long one round is.
    private static let share = 10

    init(sweep: Duration, poll: Duration) {
        self.sweep = sweep
        self.poll = poll
    }

    /// Looks as often as this from now on.
    mutating func set(sweep: Duration, poll: Duration, at now: Instant) {
        (self.sweep, self.poll) = (sweep, poll)
        sweepAt = sweepAt.map { min($0, now + sweep) }
        pollAt = pollAt.map { min($0, now + poll) }
    }

    /// When something is due next.
    var next: Instant? { [sweepAt, pollAt].compactMap { $0 }.min() }

    /// The whole folder has been listed.
    mutating func swept(at now: Instant) { sweepAt = now + sweep }

    /// Whether the folder is to be swept.
    mutating func takeSweep(at now: Instant) -> Bool {
        guard let moment = sweepAt, moment <= now else { return false }
        sweepAt = now + sweep
        return true
    }

    /// Whether what inotify is silent about is to be looked at.
    mutating func takePoll(at now: Instant) -> Bool {
        guard let moment = pollAt, moment <= now else { return false }
        pollAt = nil
        began = now
        return true
    }

    /// All directories have been listed that were to be.
    /// - Parameter isPolling: whether there is something to poll.
    mutating func listed(at now: Instant, isPolling: Bool) {
        let took = began.map { now - $0 } ?? .zero
        began = nil
        if !isPolling { pollAt = nil } else if pollAt == nil { pollAt = now + max(poll, took * Self.share) }
    }
}
