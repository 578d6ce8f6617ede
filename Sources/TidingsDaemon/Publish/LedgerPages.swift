import NIOConcurrencyHelpers
import NIOCore
import TidingsFeed
import TidingsStore

/// Pages of older changes, read from the ledger once for all who want them at the same time.
///
/// Who replays reads one page after the other: while one is being sent the next is read already.
final class LedgerPages: Sendable {
    private struct Key: Hashable {
        let seq: Int
        let wanted: ReadChange.Wanted
    }

    private struct State {
        var pages: [Key: Task<ReplyPage, any Error>] = [:]
        /// In the order in which they were asked for first.
        var order: [Key] = []
    }

    private let store: Store
    private let state = NIOLockedValueBox(State())

    /// Changes in one page: so many that waking the threads it takes to read and send one is spread over them.
    ///
    /// A page ends with a multiple of it, so that those who began at different numbers soon share.
    private static let changesMaximum = 512
    /// Bytes in one page, but for a change and its document that alone have more.
    private static let bytesMaximum = 1 << 20
    /// Pages that are kept for others: a replay of many at once is never further apart.
    private static let pagesMaximum = 12

    init(store: Store) {
        self.store = store
    }

    /// The changes after a number, some of them, at least one: there is one, or it is too old.
    func page(after seq: Int, wanting wanted: ReadChange.Wanted) async throws -> ReplyPage {
        let page = try await task(Key(seq: seq, wanted: wanted)).value
        // Whole, so there is more behind it.
        if Self.isWhole(page), !wanted.document { _ = task(Key(seq: page.last, wanted: wanted)) }
        return page
    }

    /// Unstructured: it belongs to all who wait for it, and ends by itself.
    private func task(_ key: Key) -> Task<ReplyPage, any Error> {
        state.withLockedValue { state in
            if let task = state.pages[key] { return task }
            let task = Task { [store] in
                do {
                    let page = try await Self.read(store, key)
                    // The newest page may have grown when it is asked for again, and what is missing may come.
                    if !Self.isWhole(page) { forget(key) }
                    return page
                } catch {
                    forget(key)
                    throw error
                }
            }
            state.pages[key] = task
            state.order.append(key)
            if state.order.count > Self.pagesMaximum { state.pages[state.order.removeFirst()] = nil }
            return task
        }
    }

    /// Whether it ends for its size, and not because there was no more.
    private static func isWhole(_ page: ReplyPage) -> Bool {
        page.count > 0 && (page.last % changesMaximum == 0 || page.bytes.readableBytes >= bytesMaximum)
    }

    private func forget(_ key: Key) {
        state.withLockedValue { state in
            state.pages[key] = nil
            state.order.removeAll { $0 == key }
        }
    }

    private static func read(_ store: Store, _ key: Key) async throws -> ReplyPage {
        let maximum = changesMaximum - key.seq % changesMaximum
        let page = try await store.readChanges(
            after: key.seq, maximum: maximum, wanting: key.wanted, into: nil as ReplyPage?
        ) { page, change in
            if page == nil { page = ReplyPage(first: change.seq, capacity: unsafe maximum * (change.json.count + 100)) }
            unsafe page?.append(
                change.json, document: change.document.map { Array($0.trimmingLineFeed) }, subject: change.subject)
            return page.map { $0.bytes.readableBytes < bytesMaximum } ?? true
        }
        return page ?? ReplyPage(first: key.seq + 1, capacity: 0)
    }
}
