import DequeModule
import HeapModule
import TidingsFeed

/// Paths that are ready, in a lane for each place they come from; the lanes take turns.
///
/// However many wait in one lane, one that comes into another is next but for the lanes before it. Within a lane the
/// order is that of the paths. The same path may be in it twice: the taker knows which are still meant.
struct FairQueue {
    private var lanes: [ArticlePath: Heap<ArticlePath>] = [:]
    private var turns: Deque<ArticlePath> = []

    mutating func push(_ path: ArticlePath, lane: ArticlePath) {
        if lanes[lane] == nil { turns.append(lane) }
        lanes[lane, default: []].insert(path)
    }

    mutating func pop() -> ArticlePath? {
        guard let lane = turns.popFirst(), let path = lanes[lane]?.popMin() else { return nil }
        if lanes[lane]?.isEmpty == true { lanes[lane] = nil } else { turns.append(lane) }
        return path
    }

    var isEmpty: Bool { turns.isEmpty }
}
