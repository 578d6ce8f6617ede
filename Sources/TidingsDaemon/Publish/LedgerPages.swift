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
        case read(ReplyPage)
    }

    private struct State {
        var pages: [Key: Entry] = [:]
        /// Those that are read, in that order.
        var order: [Key] = []
    }

    private let store: Store
    private let state = NIOLockedValueBox(State())
    private let threads = NIOThreadPool.singleton

    /// Changes in one page: so many that waking the threads it takes to read and send one is spread over them.
    ///
    /// A page ends with a multiple of it, so that those who began at different numbers soon share.
    private static let changesMaximum = 512
    /// Bytes in one page, but for a change and its document that alone have more.
    private static let bytesMaximum = 1 << 20
    /// Pages that are kept for others: a replay of many at once is never further apart.
    private static let pagesMaximum = 12
    /// Pages that are read before they are asked for.
    private static let ahead = 4

    init(store: Store) {
        self.store = store
    }

    /// The changes after a number, some of them, at least one: there is one, or it is too old.
    func page(after seq: Int, wanting wanted: ReadChange.Wanted) async throws -> ReplyPage {
        let page = try await get(Key(seq: seq, wanted: wanted))
        // Whole, so there is more behind it; documents are too large to be read for nobody.
        if Self.isWhole(page), !wanted.document {
            // Where this one ended for its bytes, nobody knows where the one after the next begins.
            let count = page.last % Self.changesMaximum == 0 ? Self.ahead : 1
            for number in 0..<count {
                begin(Key(seq: page.last + number * Self.changesMaximum, wanted: wanted))
            }
        }
        return page
    }

    private func get(_ key: Key) async throws -> ReplyPage {
        if case .read(let page) = state.withLockedValue({ $0.pages[key] }) { return page }
        return try await withCheckedThrowingContinuation { begin(key, for: $0) }
    }

    /// Begins to read a page, where nobody has yet.
    private func begin(_ key: Key, for waiter: CheckedContinuation<ReplyPage, any Error>? = nil) {
        let waiters = waiter.map { [$0] } ?? []
        let (page, isNew) = state.withLockedValue { state -> (ReplyPage?, Bool) in
            switch state.pages[key] {
            case .read(let page): return (page, false)
            case .reading(let others):
                state.pages[key] = .reading(others + waiters)
                return (nil, false)
            case nil:
                state.pages[key] = .reading(waiters)
                return (nil, true)
            }
        }
        if let page { waiter?.resume(returning: page) }
        if isNew { threads.submit { [self] _ in finish(key, Result { try Self.read(store, key) }) } }
    }

    private func finish(_ key: Key, _ result: Result<ReplyPage, any Error>) {
        let waiters = state.withLockedValue { state -> [CheckedContinuation<ReplyPage, any Error>] in
            guard case .reading(let waiters) = state.pages.removeValue(forKey: key) else { return [] }
            // The newest page may have grown when it is asked for again, and what is missing may come.
            if case .success(let page) = result, Self.isWhole(page) {
                state.pages[key] = .read(page)
                state.order.append(key)
                if state.order.count > Self.pagesMaximum { state.pages[state.order.removeFirst()] = nil }
            }
            return waiters
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    /// Whether it ends for its size, and not because there was no more.
    private static func isWhole(_ page: ReplyPage) -> Bool {
        page.count > 0 && (page.last % changesMaximum == 0 || page.bytes.readableBytes >= bytesMaximum)
    }

    private static func read(_ store: Store, _ key: Key) throws -> ReplyPage {
        let maximum = changesMaximum - key.seq % changesMaximum
        var page: ReplyPage?
        try store.readChanges(after: key.seq, maximum: maximum, wanting: key.wanted) { change in
            var filling =
                page.take() ?? ReplyPage(first: change.seq, capacity: unsafe maximum * (change.json.count + 100))
            unsafe filling.append(
                change.json, document: change.document.map { Array($0.trimmingLineFeed) }, subject: change.subject)
            let isFull = filling.bytes.readableBytes >= bytesMaximum
            page = consume filling
            return !isFull
        }
        return page ?? ReplyPage(first: key.seq + 1, capacity: 0)
    }
}
