import Foundation
package import Logging
import NIOConcurrencyHelpers
import TidingsFeed

/// What all log handlers share: the level, which may change while the service runs, and what has been said.
package final class LogState: Sendable {
    private struct State {
        var level = Logger.Level.info
        var lastError: String?
        var repeats: [JournalEvent: Repeats] = [:]
    }

    private let state = NIOLockedValueBox(State())

    package init() {}

    package var level: Logger.Level {
        get { state.withLockedValue { $0.level } }
        set { state.withLockedValue { $0.level = newValue } }
    }

    /// The last message that was an error, with its time.
    var lastError: String? { state.withLockedValue { $0.lastError } }

    /// Whether a message is to be said, and how many like it were left out before.
    func admits(_ message: Logger.Message, at level: Logger.Level, _ event: JournalEvent?) -> (Bool, leftOut: Int) {
        state.withLockedValue { state in
            if level >= .error { state.lastError = "\(Date().timestamp) \(message)" }
            guard let event, event.isByClients else { return (true, 0) }
            return state.repeats[event, default: Repeats()].admits(at: .now)
        }
    }
}

/// How often the same is said: what strangers cause must not fill the journal.
struct Repeats {
    typealias Instant = ContinuousClock.Instant

    private var began: Instant?
    private var count = 0

    static let maximum = 10
    static let interval = Duration.seconds(60)

    /// - Returns: whether it is said, and how many were not said in the interval before.
    mutating func admits(at now: Instant) -> (Bool, leftOut: Int) {
        if let began, now - began < Self.interval {
            count += 1
            return (count <= Self.maximum, 0)
        }
        let leftOut = max(0, count - Self.maximum)
        (began, count) = (now, 1)
        return (true, leftOut)
    }
}
