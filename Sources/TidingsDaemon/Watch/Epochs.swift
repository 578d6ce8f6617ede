import DequeModule

/// Counts what is outstanding, by when it was noted: whether everything noted up to a moment is done.
///
/// A new epoch begins where somebody wants to know.
struct Epochs {
    enum Kind {
        /// To be looked at as soon as it has settled.
        case active
        /// Went away: looked at when nothing active of its time is left.
        case gone
        /// Nobody waits for it: its writer is not done.
        case idle
    }

    private struct Count {
        var active = 0
        var gone = 0

        var isZero: Bool { active == 0 && gone == 0 }
    }

    private(set) var current = 0
    /// Of the epochs from `current - counts.count + 1` on: what came before is done.
    private var counts: Deque<Count> = [Count()]
    private var first: Int { current - counts.count + 1 }

    /// Begins the next epoch; returns the one that ends.
    mutating func next() -> Int {
        counts.append(Count())
        current += 1
        return current - 1
    }

    mutating func enter(_ epoch: Int, _ kind: Kind) -> Int {
        // What was done with may come up again; it is then of the oldest epoch that is counted.
        let epoch = max(epoch, first)
        add(1, epoch, kind)
        return epoch
    }

    mutating func leave(_ epoch: Int, _ kind: Kind) { add(-1, epoch, kind) }

    /// Forgets the oldest epochs that are done.
    ///
    /// Only between turns: while a path is being looked at it is not counted, and what it leads to is of its epoch.
    mutating func prune() {
        while counts.count > 1, counts[0].isZero { counts.removeFirst() }
    }

    private mutating func add(_ difference: Int, _ epoch: Int, _ kind: Kind) {
        switch kind {
        case .active: counts[epoch - first].active += difference
        case .gone: counts[epoch - first].gone += difference
        case .idle: break
        }
    }

    /// Whether nothing active is left of an epoch and all before it.
    func hasSettled(_ epoch: Int) -> Bool { counts.prefix(max(0, epoch - first + 1)).allSatisfy { $0.active == 0 } }

    /// Whether nothing is left of an epoch and all before it.
    func isDone(_ epoch: Int) -> Bool { counts.prefix(max(0, epoch - first + 1)).allSatisfy(\.isZero) }
}
