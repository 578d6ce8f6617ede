import TidingsFeed
import TidingsStore

/// Where changes come from: the newest from memory, older ones from the ledger.
struct FeedSource: Sendable {
    let store: Store
    let tail: Tail
    let pages: LedgerPages

    /// What a position is answered that is too old.
    func compacted() async throws -> FeedError {
        let ends = try await store.ends()
        return .compacted(oldest: ends.oldest, head: ends.head, epoch: store.epoch)
    }
}

/// A position in the feed that moves forward over what a filter lets pass: all there is of a subscriber.
///
/// Live and replay are the same: `next` gives what follows, wherever it lies.
struct FeedCursor: Sendable {
    /// Everything up to this number has been given out, or did not pass.
    var seq: Int
    private let source: FeedSource
    private let filter: CompiledFilter?
    private let wanted: ReadChange.Wanted
    /// Whether nothing of the last page passed: then an index may know better.
    private var isBarren = false

    init(after seq: Int, of source: FeedSource, filter: CompiledFilter?, wantsDocuments: Bool = false) {
        self.seq = seq
        self.source = source
        self.filter = filter
        wanted = .init(
            subject: filter != nil, paths: filter?.asksForPaths ?? false, facts: filter?.asksForFacts ?? false,
            document: wantsDocuments)
    }

    /// Changes that a filter is asked of in one go.
    private static let turn = 64

    /// A page, and which of its replies pass.
    struct Portion {
        let page: ReplyPage
        /// Runs of indices; none where nothing passes.
        let runs: [Range<Int>]
    }

    /// Goes on to the end of a page.
    /// - Returns: `nil` where there is nothing yet.
    /// - Throws: `compacted`.
    mutating func next() async throws -> Portion? {
        guard seq < source.tail.head else { return nil }
        guard !source.tail.hasForgotten(after: seq) else { throw try await source.compacted() }
        guard let page = try await page() else { return nil }
        guard page.first <= seq + 1, page.last > seq else { throw try await source.compacted() }
        let start = seq + 1 - page.first
        seq = page.last
        guard let filter else { return Portion(page: page, runs: [start..<page.count]) }
        var runs: [Range<Int>] = []
        for index in start..<page.count {
            // Others on this thread have their turn, however much the filter asks.
            if (index - start) % Self.turn == Self.turn - 1 { await Task.yield() }
            guard filter.matches(page.subjects[index]) else { continue }
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        isBarren = runs.isEmpty
        return Portion(page: page, runs: runs)
    }

    /// The page with what follows; `nil` where nothing that follows can pass.
    private mutating func page() async throws -> ReplyPage? {
        // What the tail has is without facts and documents.
        if !wanted.facts, !wanted.document, let page = source.tail.page(after: seq) { return page }
        if isBarren, let kinds = filter?.kinds {
            let head = source.tail.head
            let (oldest, next) = try await source.store.nextChange(after: seq, ofKinds: kinds)
            // Never over what is no longer kept.
            if oldest <= seq + 1 { seq = max(seq, min(head, next.map { $0 - 1 } ?? head)) }
            isBarren = false
            if seq >= head { return nil }
        }
        return try await source.pages.page(after: seq, upTo: source.tail.head, wanting: wanted)
    }
}
