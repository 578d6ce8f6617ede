import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import TidingsFeed
import TidingsStore

/// Pages of older changes, read from the ledger once for all who want them at the same time.
///
/// Who replays reads one page after the other: while one is being sent the next are read already, on threads that may
/// wait for a disk.
final class LedgerPages: Sendable {
    private struct Key: Hashable {
        let seq: Int
        let wanted: ReadChange.Wanted
    }

    private enum Entry {
        /// On its way, and who waits for it.
        case reading([CheckedContinuation<ReplyPage, any Error>])
        /// Whether anybody has asked for it yet.
        case read(ReplyPage, isWanted: Bool)

        /// Whether it was read ahead, for somebody who has not come yet.
        var isAhead: Bool {
            switch self {
            case .reading(let waiters): waiters.isEmpty
            case .read(_, let isWanted): !isWanted
            }
        }
    }

    private struct State {
        var pages: [Key: Entry] = [:]
        /// Those that are read, in that order.
        var order: [Key] = []

        /// A page that is read.
        mutating func take(_ key: Key) -> ReplyPage? {
            guard case .read(let page, let isWanted) = pages[key] else { return nil }
            if !isWanted { pages[key] = .read(page, isWanted: true) }
            return page
        }
    }

    private let store: Store
    private let state = NIOLockedValueBox(State())
    private let threads = NIOThreadPool.singleton

    /// Changes in one page: so many that waking the threads it takes to read and send one is spread over them.
    ///
    /// A page ends with a multiple of it, so that those who began at different numbers soon share.
    private static let changesMaximum = 1_024
    /// Bytes in one page, but for a change and its document that alone have more.
    private static let bytesMaximum = 2 << 20
    /// Pages that are kept for others: a replay of many at once is never further apart.
    private static let pagesMaximum = 10
    /// Pages that are read before one replay asks for them.
    private static let ahead = 3
    /// The same, of all replays together: half of what is kept, so that they are still there when they are asked for.
    private static let aheadMaximum = 5

    init(store: Store) {
        self.store = store
    }

    /// The changes after a number, some of them, at least one: there is one, or it is too old.
    /// - Parameter head: the newest number, up to which is read ahead.
    func page(after seq: Int, upTo head: Int, wanting wanted: ReadChange.Wanted) async throws -> ReplyPage {
        let page = try await get(Key(seq: seq, wanted: wanted))
        // Documents are too large to be read for nobody.
        guard Self.isWhole(page), !wanted.document else { return page }
        // Where this one ended for its bytes, nobody knows where the one after the next begins.
        let count = page.last % Self.changesMaximum == 0 ? Self.ahead : 1
        for start in (0..<count).map({ page.last + $0 * Self.changesMaximum }) where start < head {
            readAhead(Key(seq: start, wanted: wanted))
        }
        return page
    }

    private func get(_ key: Key) async throws -> ReplyPage {
        if let page = state.withLockedValue({ $0.take(key) }) { return page }
        return try await withCheckedThrowingContinuation { waiter in
            let (page, isNew) = state.withLockedValue { state -> (ReplyPage?, Bool) in
                if let page = state.take(key) { return (page, false) }
                if case .reading(let others) = state.pages[key] {
                    state.pages[key] = .reading(others + [waiter])
                    return (nil, false)
                }
                state.pages[key] = .reading([waiter])
                return (nil, true)
            }
            if let page { waiter.resume(returning: page) }
            if isNew { begin(key) }
        }
    }

    private func readAhead(_ key: Key) {
        let isNew = state.withLockedValue { state in
            guard state.pages[key] == nil, state.pages.values.count(where: \.isAhead) < Self.aheadMaximum else {
                return false
            }
            state.pages[key] = .reading([])
            return true
        }
        if isNew { begin(key) }
    }

    private func begin(_ key: Key) {
        threads.submit { [self] _ in finish(key, Result { try Self.read(store, key) }) }
    }

    private func finish(_ key: Key, _ result: Result<ReplyPage, any Error>) {
        let waiters = state.withLockedValue { state -> [CheckedContinuation<ReplyPage, any Error>] in
            guard case .reading(let waiters) = state.pages.removeValue(forKey: key) else { return [] }
            // The newest page may have grown when it is asked for again, and what is missing may come.
            if case .success(let page) = result, Self.isWhole(page) {
                state.pages[key] = .read(page, isWanted: !waiters.isEmpty)
                state.order.append(key)
                if state.order.count > Self.pagesMaximum { state.pages[state.order.removeFirst()] = nil }
            }
            return waiters
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    /// Whether it ends for its size, and not because there was no more.
    private static func isWhole(_ page: ReplyPage) -> Bool {
        page.count > 0 && (page.last % changesMaximum == 0 || page.size >= bytesMaximum)
    }

    private static func read(_ store: Store, _ key: Key) throws -> ReplyPage {
        let maximum = changesMaximum - key.seq % changesMaximum
        var page: ReplyPage?
        try store.readChanges(after: key.seq, maximum: maximum, wanting: key.wanted) { change in
            var filling =
                page.take()
                ?? ReplyPage(first: change.seq, capacity: unsafe min(bytesMaximum, maximum * (change.json.count + 100)))
            unsafe filling.append(
                change.json, document: change.document.map { Array($0.trimmingLineFeed) }, subject: change.subject)
            let isFull = filling.size >= bytesMaximum
            page = consume filling
            return !isFull
        }
        return page ?? ReplyPage(first: key.seq + 1, capacity: 0)
    }
}
