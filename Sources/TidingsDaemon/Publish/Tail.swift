import NIOConcurrencyHelpers

/// The newest changes in memory, shared by all subscribers, and the nudge that there are more.
///
/// A subscriber is a cursor: it asks for what follows its number and gets it from here or, further back, from the ledger.
/// No subscriber has a queue, so a slow one costs nothing.
final class Tail: Sendable {
    private struct State {
        var head: Int
        /// The replies for the changes up to `head`, in order.
        var replies: [[UInt8]] = []
        var bytes = 0
        var nudges: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastSubscriber = 0
    }

    private let state: NIOLockedValueBox<State>

    /// What the tail keeps: enough that a subscriber who is awake never goes to the ledger.
    private static let bytesMaximum = 4 << 20

    init(head: Int) {
        state = NIOLockedValueBox(State(head: head))
    }

    var head: Int { state.withLockedValue { $0.head } }

    /// Takes in changes that are durable, and nudges everyone.
    func publish(_ changes: [(seq: Int, json: [UInt8])]) {
        let nudges = state.withLockedValue { state in
            for change in changes {
                precondition(change.seq == state.head + 1, "change \(change.seq) after \(state.head)")
                let reply = WireReply.change(change.json)
                state.replies.append(reply)
                state.bytes += reply.count
                state.head = change.seq
            }
            // Half at a time: dropping one by one would move the rest each time.
            if state.bytes > Self.bytesMaximum {
                let dropped = state.replies.count / 2
                state.bytes -= state.replies[..<dropped].reduce(0) { $0 + $1.count }
                state.replies.removeFirst(dropped)
            }
            return Array(state.nudges.values)
        }
        for nudge in nudges { nudge.yield() }
    }

    /// Forgets what the ledger no longer keeps: who comes too late is told so, whatever is still in memory.
    func forget(before oldest: Int) {
        state.withLockedValue { state in
            let count = min(oldest - (state.head - state.replies.count + 1), state.replies.count)
            guard count > 0 else { return }
            state.bytes -= state.replies[..<count].reduce(0) { $0 + $1.count }
            state.replies.removeFirst(count)
        }
    }

    /// The replies after a number, at most `maximum`; `nil` where they are only in the ledger.
    func replies(after seq: Int, maximum: Int) -> ArraySlice<[UInt8]>? {
        state.withLockedValue { state in
            let first = seq - (state.head - state.replies.count)
            return first < 0 ? nil : state.replies[min(first, state.replies.count)...].prefix(maximum)
        }
    }

    /// A nudge for every publication from now on; several that come together are one.
    func subscribe() -> (nudges: AsyncStream<Void>, nudge: AsyncStream<Void>.Continuation) {
        let (nudges, nudge) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLockedValue { state in
            state.lastSubscriber += 1
            let subscriber = state.lastSubscriber
            state.nudges[subscriber] = nudge
            nudge.onTermination = { [weak self] _ in
                self?.state.withLockedValue { $0.nudges[subscriber] = nil }
            }
        }
        return (nudges, nudge)
    }
}
