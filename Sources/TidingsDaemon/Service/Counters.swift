import NIOConcurrencyHelpers
import TidingsFeed

/// What the parts count while they work, for `tidings status`.
final class Counters: Sendable {
    struct Values: Sendable {
        var overflows = 0
        var sweeps = 0
        var connections = 0
        var subscribers = 0
        /// What is not as it should be with a directory, or with the folder as a whole (`nil`).
        var degraded: [ArticlePath?: String] = [:]
    }

    private let box = NIOLockedValueBox(Values())

    var values: Values { box.withLockedValue { $0 } }

    func overflowed() { box.withLockedValue { $0.overflows += 1 } }
    func swept() { box.withLockedValue { $0.sweeps += 1 } }
    func subscribed(_ difference: Int) { box.withLockedValue { $0.subscribers += difference } }

    /// Counts a connection in, unless there are `maximum` already.
    func connect(maximum: Int) -> Bool {
        box.withLockedValue {
            guard $0.connections < maximum else { return false }
            $0.connections += 1
            return true
        }
    }

    func disconnect() { box.withLockedValue { $0.connections -= 1 } }

    /// Says what is wrong with a directory, or with `nil` that nothing is any more.
    ///
    /// Returns whether that is news.
    func degrade(_ directory: ArticlePath?, _ sentence: String?) -> Bool {
        box.withLockedValue {
            let isNews = $0.degraded[directory] != sentence
            $0.degraded[directory] = sentence
            return isNews
        }
    }

    /// A directory is gone, and what was wrong with it and all inside it.
    func recover(inside directory: ArticlePath) {
        box.withLockedValue { values in
            values.degraded = values.degraded.filter { key, _ in
                guard let key else { return true }
                return key != directory && !key.isInside(directory)
            }
        }
    }
}
