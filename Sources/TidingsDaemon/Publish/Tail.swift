import DequeModule
import NIOConcurrencyHelpers
import NIOCore
import TidingsFeed
import TidingsStore

/// The newest changes in memory, shared by all subscribers, and the nudge that there are more.
///
/// A subscriber is a cursor: it asks for what follows its number and gets it from here or, further back, from the ledger.
/// No subscriber has a queue, so a slow one costs nothing.
final class Tail: Sendable {
    private struct State {
        var head: Int
        /// What the ledger still keeps begins here, as far as is known.
        var oldest = 1
        /// The replies for the changes up to `head`, in order: a page a publication.
        var pages: Deque<ReplyPage> = []
        var bytes = 0
        var nudges: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastSubscriber = 0
    }

    private let state: NIOLockedValueBox<State>

    /// What the tail keeps: enough that a subscriber who is awake never goes to the ledger.
    private static let bytesMaximum = 4 << 20
    /// What is kept beside the bytes of a page, roughly.
    private static let bytesPerPage = 300

    init(head: Int) {
        state = NIOLockedValueBox(State(head: head))
    }

    var head: Int { state.withLockedValue { $0.head } }

    /// Whether what follows a number is no longer kept, whoever still has it in memory.
    func hasForgotten(after seq: Int) -> Bool { state.withLockedValue { seq + 1 < $0.oldest } }

    /// Takes in changes that are durable, and nudges everyone.
    func publish(_ changes: [RecordedChange]) {
        guard let first = changes.first?.change.seq else { return }
        var page = ReplyPage(first: first, capacity: changes.reduce(0) { $0 + $1.json.count + 50 })
        for change in changes {
            unsafe change.json.withUnsafeBytes { unsafe page.append($0, document: nil, subject: change.subject) }
        }
        let nudges = state.withLockedValue { state in
            precondition(first == state.head + 1, "change \(first) after \(state.head)")
            state.head = page.last
            state.bytes += Self.size(page)
            state.pages.append(page)
            while state.bytes > Self.bytesMaximum, state.pages.count > 1 { Self.dropFirst(&state) }
            return Array(state.nudges.values)
        }
        for nudge in nudges { nudge.yield() }
    }

    /// Forgets what the ledger no longer keeps: who comes too late is told so, whatever is still in memory.
    func forget(before oldest: Int) {
        state.withLockedValue { state in
            state.oldest = oldest
            while let first = state.pages.first, first.first < oldest { Self.dropFirst(&state) }
        }
    }

    private static func dropFirst(_ state: inout State) { state.bytes -= size(state.pages.removeFirst()) }

    private static func size(_ page: ReplyPage) -> Int { page.bytes.readableBytes + bytesPerPage + 100 * page.count }

    /// The page that has the change after a number; `nil` where that is only in the ledger, or is not there yet.
    func page(after seq: Int) -> ReplyPage? {
        state.withLockedValue { state in
            guard let first = state.pages.first, seq + 1 >= first.first, seq < state.head else { return nil }
            // Pages follow each other without a gap: the last that does not begin too late.
            var (low, high) = (0, state.pages.count - 1)
            while low < high {
                let middle = (low + high + 1) / 2
                if state.pages[middle].first <= seq + 1 { low = middle } else { high = middle - 1 }
            }
            return state.pages[low]
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
