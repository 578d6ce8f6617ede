import Foundation

@testable import TidingsFeed

/// What the feed promises, each as a function of what was seen; what does not hold comes back as sentences.
///
/// After the robustness tests of etcd (https://etcd.io/docs/v3.6/learning/api_guarantees/).
enum Guarantees {
    /// All that is promised to one subscriber.
    static func check(_ history: History, _ truth: Truth) -> [String] {
        ordered(history) + unique(history) + reliable(history, truth) + atomic(history, truth)
            + resumable(history, truth) + bookmarkable(history, truth) + retained(history) + answered(history)
            + convergent(history, truth)
    }

    /// Ordered: numbers rise within a connection.
    static func ordered(_ history: History) -> [String] {
        eachSession(history) { session, complain in
            var last = 0
            for change in session.changes {
                if change.seq < last { complain("\(change.seq) comes after \(last)") }
                last = max(last, change.seq)
            }
        }
    }

    /// Unique: no number comes twice in a connection.
    static func unique(_ history: History) -> [String] {
        eachSession(history) { session, complain in
            var numbers: Set<Int> = []
            for change in session.changes where !numbers.insert(change.seq).inserted {
                complain("\(change.seq) comes twice")
            }
        }
    }

    /// Reliable: between the first and the last change is every one that passes, and none that does not.
    static func reliable(_ history: History, _ truth: Truth) -> [String] {
        let sieve = Sieve(history.filter, truth)
        return eachSession(history) { session, complain in
            var last: Int?
            // Before a snapshot is whole some of the changes come, not all.
            var isWhole = !session.isSnapshot
            for seen in session.seen {
                if case .synced = seen.event { isWhole = true }
                guard case .change(let change, _) = seen.event else { continue }
                if sieve.passes(change.seq) == false { complain("\(change.seq) does not pass its filter") }
                if isWhole, let last, let missing = sieve.next(after: last), missing < change.seq {
                    complain("\(missing) is missing between \(last) and \(change.seq)")
                }
                last = isWhole ? change.seq : nil
            }
        }
    }

    /// Atomic: each reply is one whole change, as it is in the ledger, with the document of its revision.
    static func atomic(_ history: History, _ truth: Truth) -> [String] {
        eachSession(history) { session, complain in
            for seen in session.seen {
                guard case .change(let change, let document) = seen.event else { continue }
                if truth[change.seq] != change {
                    complain("\(change.line) is \(truth[change.seq]?.line ?? "unknown") in the ledger")
                }
                if let document, document.tidings.revision != change.revision || document.tidings.id != change.id {
                    complain("\(change.seq) came with another document than that of its revision")
                }
            }
        }
    }

    /// Resumable: after a position the next change is the next that passes.
    static func resumable(_ history: History, _ truth: Truth) -> [String] {
        let sieve = Sieve(history.filter, truth)
        return eachSession(history) { session, complain in
            guard let since = session.since, let first = session.changes.first else { return }
            if first.seq <= since { complain("\(first.seq) comes again after \(since)") }
            if let missing = sieve.next(after: since), missing < first.seq {
                complain("after \(since) comes \(first.seq), and not \(missing)")
            }
        }
    }

    /// Bookmarkable: a bookmark passes over nothing, never goes back, and what follows it is the next that passes.
    static func bookmarkable(_ history: History, _ truth: Truth) -> [String] {
        let sieve = Sieve(history.filter, truth)
        return eachSession(history) { session, complain in
            var position = session.since
            var mark: Int?
            var isSynced = false
            for seen in session.seen {
                switch seen.event {
                case .change(let change, _):
                    if let mark, change.seq <= mark { complain("\(change.seq) comes after bookmark \(mark)") }
                    if let mark, let missing = sieve.next(after: mark), missing < change.seq {
                        complain("after bookmark \(mark) comes \(change.seq), and not \(missing)")
                    }
                    position = change.seq
                    mark = nil
                case .bookmark(let bookmark):
                    if bookmark.epoch != truth.epoch { complain("a bookmark is of another epoch") }
                    if let position, bookmark.seq < position { complain("bookmark \(bookmark.seq) after \(position)") }
                    if let position, let missing = sieve.next(after: position), missing <= bookmark.seq {
                        complain("bookmark \(bookmark.seq) passes over \(missing)")
                    }
                    (position, mark) = (bookmark.seq, bookmark.seq)
                case .synced(let synced):
                    if !session.isSnapshot || isSynced { complain("synced \(synced.seq) that nobody asked for") }
                    if synced.epoch != truth.epoch { complain("a snapshot is of another epoch") }
                    if let position, synced.seq < position { complain("synced \(synced.seq) after \(position)") }
                    isSynced = true
                    (position, mark) = (synced.seq, synced.seq)
                case .article(let article):
                    if !session.isSnapshot || isSynced { complain("article \(article.id) outside of a snapshot") }
                case .compacted, .refused: break
                }
            }
        }
    }

    /// Nobody is told that changes are gone who needs none of those that are.
    static func retained(_ history: History) -> [String] {
        eachSession(history) { session, complain in
            var position = session.since
            for seen in session.seen {
                if let told = seen.event.position, !session.isSnapshot || session.isSynced { position = told.seq }
                guard case .compacted(let oldest, let head) = seen.event else { continue }
                if let position, oldest <= position + 1 { complain("compacted to \(oldest) at \(position)") }
                if oldest > head + 1 { complain("compacted to \(oldest), with head \(head)") }
            }
        }
    }

    /// No position that was told is refused, and nothing else is.
    static func answered(_ history: History) -> [String] {
        eachSession(history) { session, complain in
            for seen in session.seen { if case .refused(let reason) = seen.event { complain(reason) } }
        }
    }

    /// Durable before visible: what was told before a kill is in the ledger after it, the same; positions do not go back.
    static func durable(
        _ histories: [History], _ consumers: [ConsumerHistory], _ restarts: [Restart]
    ) -> [String] {
        restarts.flatMap { restart in
            let kept = Dictionary(restart.changes.map { ($0.seq, $0) }) { first, _ in first }
            func losses(_ change: Change, _ name: String) -> [String] {
                guard let oldest = restart.changes.first?.seq, change.seq >= oldest else { return [] }
                return kept[change.seq] == change
                    ? [] : ["\(name): \(change.line) was told and is lost in run \(restart.run)"]
            }
            func beyond(_ seq: Int?, _ name: String) -> [String] {
                guard let seq, seq > restart.head else { return [] }
                return ["\(name): \(seq) was told before run \(restart.run), which begins with \(restart.head)"]
            }
            let watched = histories.flatMap { history in
                history.sessions.flatMap(\.seen).filter { $0.run < restart.run }.flatMap { seen in
                    if case .change(let change, _) = seen.event {
                        return losses(change, history.name) + beyond(change.seq, history.name)
                    }
                    if case .compacted(_, let head) = seen.event { return beyond(head, history.name) }
                    return beyond(seen.event.position?.seq, history.name)
                }
            }
            let consumed = consumers.flatMap { consumer in
                consumer.steps.flatMap { step -> [String] in
                    switch step {
                    case .fetched(let changes, let next, let run) where run < restart.run:
                        return changes.flatMap { losses($0, consumer.name) } + beyond(next, consumer.name)
                    case .acknowledged(let seq, let run) where run < restart.run:
                        let position = restart.acknowledged[consumer.name] ?? -1
                        return position >= seq
                            ? [] : ["\(consumer.name): acknowledged \(seq), in run \(restart.run) \(position)"]
                    default: return []
                    }
                }
            }
            return watched + consumed
        } + positionsRise(restarts)
    }

    private static func positionsRise(_ restarts: [Restart]) -> [String] {
        zip(restarts, restarts.dropFirst()).flatMap { before, after in
            before.acknowledged.filter { (after.acknowledged[$0.key] ?? -1) < $0.value }
                .map { "\($0.key): the position \($0.value) has gone back in run \(after.run)" }
        }
    }

    /// Convergent: all that was told, folded, is the catalogue.
    ///
    /// Nothing is said of who has not been told all.
    static func convergent(_ history: History, _ truth: Truth) -> [String] {
        guard let events = history.foldable else { return [] }
        var copy = Copy()
        for event in events { copy.fold(event) }
        var violations: [String] = []
        if copy.seq != truth.head { violations.append("\(history.name): ends at \(copy.seq), not at \(truth.head)") }
        let expected = Set(truth.articles.map { Copy.Row(id: $0.id, path: $0.path, revision: $0.revision) })
        let difference = copy.rows.symmetricDifference(expected)
        violations += difference.map {
            "\(history.name): \($0) is \(expected.contains($0) ? "missing in its copy" : "not in the catalogue")"
        }
        let paths = copy.rows.map(\.path)
        if Set(paths).count < paths.count { violations.append("\(history.name): two articles have one path") }
        return violations
    }

    /// At least once: what is acknowledged was delivered before; a batch leaves out nothing and has nothing else.
    static func atLeastOnce(_ consumer: ConsumerHistory, _ truth: Truth) -> [String] {
        let sieve = Sieve(consumer.filter, truth)
        var violations: [String] = []
        func complain(_ text: String) { violations.append("\(consumer.name): \(text)") }
        var delivered: Set<Int> = []
        // Acknowledged for certain; at the most; given up.
        var (low, high, skipped) = (0, 0, 0)
        for step in consumer.steps {
            switch step {
            case .fetched(let changes, let next, _):
                let first = changes.first?.seq ?? next + 1
                if !consumer.isShared && first <= low { complain("\(first) comes again after \(low) was acknowledged") }
                let numbers = Set(changes.map(\.seq))
                if changes.map(\.seq) != numbers.sorted() { complain("a batch up to \(next) is out of order") }
                for change in changes {
                    if truth[change.seq] != change { complain("\(change.line) is not in the ledger") }
                    if sieve.passes(change.seq) == false { complain("\(change.seq) does not pass its filter") }
                    if change.seq > next { complain("\(change.seq) is beyond the batch's \(next)") }
                }
                var missing = sieve.next(after: changes.isEmpty ? high : min(high, first))
                while let seq = missing, seq <= next {
                    if !numbers.contains(seq) { complain("\(seq) is missing in the batch up to \(next)") }
                    missing = sieve.next(after: seq)
                }
                delivered.formUnion(numbers)
            case .acknowledging(let seq):
                var owed = sieve.next(after: max(low, skipped))
                while let number = owed, number <= seq {
                    if !delivered.contains(number) { complain("\(number) was acknowledged by \(seq), never delivered") }
                    owed = sieve.next(after: number)
                }
                high = max(high, seq)
            case .acknowledged(let seq, _): low = max(low, seq)
            case .compacted(let oldest, let head):
                if !consumer.isShared && oldest <= low + 1 { complain("compacted to \(oldest) at \(low)") }
                skipped = max(skipped, head)
            case .busy: break  // The service may not have noticed yet that a reader died.
            case .refused(let reason): complain(reason)
            }
        }
        return violations
    }

    private static func eachSession(
        _ history: History, _ body: (History.Session, (String) -> Void) -> Void
    ) -> [String] {
        var violations: [String] = []
        for (number, session) in history.sessions.enumerated() {
            body(session) { violations.append("\(history.name), connection \(number): \($0)") }
        }
        return violations
    }
}

extension History.Session {
    fileprivate var changes: [Change] {
        seen.compactMap { if case .change(let change, _) = $0.event { change } else { nil } }
    }
}

extension History {
    /// The events that together say what there is: a snapshot and what follows, or all from the first change on.
    var foldable: [Event]? {
        guard filter == nil else { return nil }
        let snapshot = sessions.lastIndex { $0.isSnapshot && $0.isSynced }
        guard let start = snapshot ?? (sessions.first?.since == 0 ? 0 : nil) else { return nil }
        var position: Int?
        for (number, session) in sessions[start...].enumerated() {
            // Each goes on where the one before it was, or earlier.
            if number > 0, session.isSnapshot || (session.since ?? .max) > (position ?? 0) { return nil }
            for seen in session.seen {
                if case .compacted = seen.event { return nil }
                position = seen.event.position?.seq ?? position
            }
            position = position ?? session.since
        }
        return sessions[start...].flatMap { $0.seen.map(\.event) }
    }
}
