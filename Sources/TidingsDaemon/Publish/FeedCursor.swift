import TidingsFeed
import TidingsStore

/// Where changes come from: the newest from memory, older ones from the ledger.
struct FeedSource: Sendable {
    let store: Store
    let tail: Tail
    let pages: LedgerPages
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
            subject: filter != nil, facts: filter?.asksForFacts ?? false, document: wantsDocuments)
    }

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
        let page = try await page()
        guard let page else { return nil }
        guard page.first <= seq + 1, page.last > seq else {
            let ends = try await source.store.ends()
            throw FeedError.compacted(oldest: ends.oldest, head: ends.head, epoch: source.store.epoch)
        }
        let start = seq + 1 - page.first
        seq = page.last
        guard let filter else { return Portion(page: page, runs: [start..<page.count]) }
        var runs: [Range<Int>] = []
        for index in start..<page.count where filter.matches(page.subjects[index]) {
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
        return try await source.pages.page(after: seq, wanting: wanted)
    }
}
