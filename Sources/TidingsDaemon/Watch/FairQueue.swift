import DequeModule
import HeapModule
import TidingsFeed

/// Paths that are ready, in a lane for each place they come from; the lanes take turns.
///
/// However many wait in one lane, one that comes into another is next but for the lanes before it. Within a lane what was
/// noted in an earlier epoch comes first, then the order is that of the paths. The same path may be in it twice: the taker
/// knows which are still meant.
struct FairQueue {
    private struct Item: Comparable {
        let epoch: Int
        let path: ArticlePath

        static func < (left: Item, right: Item) -> Bool { (left.epoch, left.path) < (right.epoch, right.path) }
    }

    private var lanes: [ArticlePath: Heap<Item>] = [:]
    private var turns: Deque<ArticlePath> = []

    mutating func push(_ path: ArticlePath, lane: ArticlePath, epoch: Int) {
        if lanes[lane] == nil { turns.append(lane) }
        lanes[lane, default: []].insert(Item(epoch: epoch, path: path))
    }

    mutating func pop() -> ArticlePath? {
        guard let lane = turns.popFirst(), let item = lanes[lane]?.popMin() else { return nil }
        if lanes[lane]?.isEmpty == true { lanes[lane] = nil } else { turns.append(lane) }
        return item.path
    }

    var isEmpty: Bool { turns.isEmpty }
}
