import Logging
import TidingsFeed
import TidingsStore

/// Deleting what is no longer kept, a step at a time, between turns.
struct Upkeep {
    /// When the next step is due.
    ///
    /// A start has better things to do at first.
    private(set) var next = ContinuousClock.now + .seconds(5)
    /// The article up to which superfluous revisions were looked for; `nil` when all were.
    var article: Int? = 0

    /// Between two steps while there is more to delete: intake goes before.
    private static let pause = Duration.milliseconds(50)
    /// Between two looks while there is nothing: what age alone decides can wait.
    private static let interval = Duration.seconds(60)

    /// Whether a step is due.
    func isDue(at now: ContinuousClock.Instant) -> Bool { next <= now }

    mutating func done(isUnfinished: Bool, at now: ContinuousClock.Instant) {
        next = now + (isUnfinished || article != nil ? Self.pause : Self.interval)
    }

    /// Changes were recorded: some may be too many now.
    mutating func recorded(at now: ContinuousClock.Instant) {
        next = min(next, now + Self.pause)
    }
}

extension Newsroom {
    /// One step, if it is due.
    func makeUpkeep() throws {
        guard upkeep.isDue(at: .now) else { return }
        try store.finish()
        if let article = upkeep.article { upkeep.article = try store.trimRevisions(afterArticle: article) }
        let trimmed = try store.trim()
        for name in trimmed.lost {
            logger.log(
                .consumerLost,
                "the consumer \(name) is lost: changes are deleted that it has not acknowledged, more than consumerHoldMaximum"
            )
        }
        if trimmed.changes > 0 {
            tail.forget(before: trimmed.oldest)
            logger.debug(
                "deleted \(trimmed.changes) changes and \(trimmed.revisions) revisions that are no longer kept")
        }
        upkeep.done(isUnfinished: trimmed.isUnfinished, at: .now)
    }
}
