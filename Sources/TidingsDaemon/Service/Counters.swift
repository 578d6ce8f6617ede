import NIOConcurrencyHelpers
import TidingsFeed

/// What the parts count while they work, for `tidings status`.
final class Counters: Sendable {
    struct Values: Sendable {
        var overflows = 0
        var sweeps = 0
        var connections = 0
        /// The same, of each user.
        var users: [Int: Int] = [:]
        var subscribers = 0
        /// Sweeps after lost events, among all.
        var overflowSweeps = 0
        var health = Health()
    }

    private let box = NIOLockedValueBox(Values())

    var values: Values { box.withLockedValue { $0 } }

    func overflowed() { box.withLockedValue { $0.overflows += 1 } }
    func swept(isAfterOverflow: Bool) {
        box.withLockedValue {
            $0.sweeps += 1
            if isAfterOverflow { $0.overflowSweeps += 1 }
        }
    }

    /// Reads or changes what is said of the folder.
    func health<Value>(_ body: (inout Health) -> Value) -> Value { box.withLockedValue { body(&$0.health) } }

    func subscribed(_ difference: Int) { box.withLockedValue { $0.subscribers += difference } }

    /// Counts a connection in, unless there are as many as may be.
    /// - Returns: why it may not be; `nil` where it is counted.
    func connect(user: Int, maximum: Int, perUser: Int) -> String? {
        box.withLockedValue {
            guard $0.connections < maximum else { return "\(maximum) connections are open" }
            guard $0.users[user, default: 0] < perUser else {
                return "\(perUser) connections of the user \(user) are open"
            }
            $0.connections += 1
            $0.users[user, default: 0] += 1
            return nil
        }
    }

    func disconnect(user: Int) {
        box.withLockedValue {
            $0.connections -= 1
            $0.users[user, default: 0] -= 1
            if $0.users[user] == 0 { $0.users[user] = nil }
        }
    }
}
