import Testing

@testable import TidingsFeed

/// Each validator of `Guarantees` finds what it is there for, in histories that are broken by hand, and nothing in whole ones.
struct ValidatorTests {
    // MARK: - What happened

    private static let epoch = "E"

    private static func change(_ seq: Int, _ kind: Change.Kind, _ id: Int, _ path: String, from: String? = nil)
        -> Change
    {
        Change(
            epoch: epoch, seq: seq, time: "2026-01-01T00:00:00.000Z", kind: kind, id: id, path: ArticlePath(path),
            from: from.map { ArticlePath($0) }, revision: 1, headline: "News \(id)",
            changed: kind == .revised ? [.headline] : [])
    }

    private static func article(_ id: Int, _ path: String) -> Article {
        Article(
            id: id, path: ArticlePath(path), revision: 1, seq: id, headline: "News \(id)", language: "en", words: 1,
            bytes: 1, modified: "2026-01-01T00:00:00.000Z")
    }

    private static let changes = [
        change(1, .added, 1, "a/1.txt"), change(2, .added, 2, "b/2.md"),
        change(3, .moved, 1, "b/1.txt", from: "a/1.txt"),
        change(4, .added, 3, "a/3.md"), change(5, .removed, 2, "b/2.md"), change(6, .revised, 3, "a/3.md"),
    ]
    private static let truth = Truth(
        epoch: epoch, changes: changes,
        words: [.init(article: 1, revision: 1): ["one", "news"], .init(article: 2, revision: 1): ["two"]],
        articles: [article(1, "b/1.txt"), article(3, "a/3.md")])

    // MARK: - What was seen

    private typealias Event = History.Event

    private static func told(_ seq: Int) -> Event { .change(changes[seq - 1], nil) }
    private static func told(_ numbers: [Int]) -> [Event] { numbers.map { told($0) } }
    private static func mark(_ seq: Int) -> Event { .bookmark(Bookmark(epoch: epoch, seq: seq)) }
    private static func synced(_ seq: Int) -> Event { .synced(Bookmark(epoch: epoch, seq: seq)) }

    private static func history(
        since: Int? = 0, isSnapshot: Bool = false, filter: Filter? = nil, _ events: [Event], run: Int = 0
    ) -> History {
        let seen = events.map { History.Seen(event: $0, run: run) }
        return History(
            name: "it", filter: filter, sessions: [.init(since: since, isSnapshot: isSnapshot, seen: seen)])
    }

    private static func consumer(_ steps: [ConsumerHistory.Step], filter: Filter? = nil) -> ConsumerHistory {
        ConsumerHistory(name: "it", filter: filter, steps: steps)
    }

    private static func fetched(_ numbers: [Int], next: Int) -> ConsumerHistory.Step {
        .fetched(numbers.map { changes[$0 - 1] }, next: next, run: 0)
    }

    // MARK: - Whole histories

    @Test func `nothing is found in histories that are whole`() {
        let snapshot: [Event] = [
            .article(Self.article(1, "a/1.txt")), Self.told(3), .article(Self.article(3, "a/3.md")),
        ]
        var resumed = Self.history(Self.told([1, 2]) + [Self.mark(2), Self.told(3)])
        resumed.sessions.append(.init(since: 2, isSnapshot: false))
        for event in Self.told([3, 4, 5, 6]) + [Self.mark(6)] { resumed.add(event, run: 1) }
        let histories = [
            Self.history(Self.told([1, 2, 3, 4, 5, 6])), resumed,
            Self.history(since: nil, [Self.mark(4), Self.told(5)]),
            Self.history(since: nil, isSnapshot: true, snapshot + [Self.synced(5), Self.told(6)]),
            Self.history(filter: Filter(paths: ["a/**"]), Self.told([1, 3, 4]) + [Self.mark(5), Self.told(6)]),
            Self.history(since: 1, [.compacted(oldest: 3, head: 6)]),
        ]
        for history in histories { #expect(Guarantees.check(history, Self.truth) == []) }
        let steps: [ConsumerHistory.Step] = [
            Self.fetched([1, 2], next: 2), Self.fetched([1, 2, 3], next: 3), .acknowledging(3),
            .acknowledged(3, run: 0),
            .compacted(oldest: 5, head: 5), .acknowledging(5), .acknowledged(5, run: 0), Self.fetched([6], next: 6),
            .acknowledging(6), .acknowledged(6, run: 1),
        ]
        #expect(Guarantees.atLeastOnce(Self.consumer(steps), Self.truth) == [])
        let restart = Restart(run: 1, head: 6, changes: Self.changes, acknowledged: ["it": 5])
        #expect(Guarantees.durable(histories, [Self.consumer(steps)], [restart]) == [])
    }

    // MARK: - Broken ones

    @Test func `numbers that fall are found`() {
        #expect(Guarantees.ordered(Self.history(Self.told([1, 3, 2]))).count == 1)
    }

    @Test func `a number that comes twice is found`() {
        #expect(Guarantees.unique(Self.history(Self.told([1, 2, 2]))).count == 1)
    }

    @Test func `a gap is found, and what should not have passed`() {
        #expect(Guarantees.reliable(Self.history(Self.told([1, 2, 4])), Self.truth).count == 1)
        let synced: [Event] = [Self.synced(2), Self.told(3), Self.told(5)]
        #expect(Guarantees.reliable(Self.history(since: nil, isSnapshot: true, synced), Self.truth).count == 1)
        for (filter, numbers) in [
            (Filter(paths: ["a/**"]), [1, 4]), (Filter(paths: ["a/**"]), [1, 2, 3]),
            (Filter(paths: ["**/*.md"]), [2, 5]),
            (Filter(kinds: [.added]), [1, 4]), (Filter(changed: [.headline]), [5]),
            (Filter(words: ["news one"]), [1, 2]),
        ] {
            let history = Self.history(filter: filter, Self.told(numbers))
            #expect(Guarantees.reliable(history, Self.truth).count == 1, "\(filter)")
        }
    }

    @Test func `what nobody can tell of is neither asked for nor refused`() {
        let filter = Filter(words: ["one", "two"])
        #expect(Sieve(filter, Self.truth).unknown == 2)
        #expect(Guarantees.check(Self.history(filter: filter, Self.told([1, 2, 3, 4, 5])), Self.truth) == [])
        #expect(Guarantees.check(Self.history(filter: filter, Self.told([1, 2, 3, 5])), Self.truth) == [])
    }

    @Test func `a change that is not the ledger's is found`() {
        var other = Self.changes[1]
        other.headline = "Torn"
        #expect(Guarantees.atomic(Self.history([.change(other, nil)]), Self.truth).count == 1)
        other = Self.changes[5]
        other.seq = 7
        #expect(Guarantees.atomic(Self.history([.change(other, nil)]), Self.truth).count == 1)
    }

    @Test(arguments: [[4], [2], [1, 2, 3]])
    func `a connection that does not go on where it was told to is found`(_ numbers: [Int]) {
        #expect(!Guarantees.resumable(Self.history(since: 2, Self.told(numbers)), Self.truth).isEmpty)
    }

    @Test func `a bookmark that is wrong is found`() {
        let broken: [[Event]] = [
            [Self.told(1), Self.mark(2)],  // Passes over one.
            [Self.told(1), Self.told(2), Self.mark(1)],  // Goes back.
            [Self.mark(0), Self.told(2)],  // Is followed by a gap.
            [Self.told(1), Self.told(2), Self.mark(2), Self.told(2)],  // By what it had passed.
            [Self.told(1), Self.synced(1)],  // Nobody asked for a snapshot.
            [.article(Self.article(1, "a/1.txt"))],
            [.bookmark(Bookmark(epoch: "another", seq: 0))],
        ]
        for events in broken {
            #expect(!Guarantees.bookmarkable(Self.history(events), Self.truth).isEmpty, "\(events)")
        }
        let late: [Event] = [Self.synced(2), .article(Self.article(1, "a/1.txt"))]
        #expect(Guarantees.bookmarkable(Self.history(since: nil, isSnapshot: true, late), Self.truth).count == 1)
    }

    @Test func `who is told without reason that changes are gone is found, and who is refused`() {
        #expect(Guarantees.retained(Self.history(since: 2, [.compacted(oldest: 3, head: 6)])).count == 1)
        #expect(Guarantees.retained(Self.history([Self.told(1), .compacted(oldest: 2, head: 6)])).count == 1)
        #expect(Guarantees.retained(Self.history([.compacted(oldest: 9, head: 6)])).count == 1)
        #expect(Guarantees.answered(Self.history([.refused("unknown position")])).count == 1)
    }

    @Test func `what was told and is lost by a kill is found`() {
        let restart = Restart(run: 1, head: 2, changes: Array(Self.changes[..<2]), acknowledged: ["it": 1])
        var other = Self.changes[0]
        other.time = "2026-01-01T00:00:01.000Z"
        let lost: [[Event]] = [
            Self.told([3]), [.change(other, nil)], [Self.mark(3)], [Self.synced(3)], [.compacted(oldest: 3, head: 3)],
        ]
        for events in lost {
            #expect(!Guarantees.durable([Self.history(events)], [], [restart]).isEmpty, "\(events)")
            // Seen only afterwards, it may be new.
            #expect(Guarantees.durable([Self.history(events, run: 1)], [], [restart]).isEmpty)
        }
        for step in [.acknowledged(2, run: 0), Self.fetched([3], next: 3)] as [ConsumerHistory.Step] {
            #expect(!Guarantees.durable([], [Self.consumer([step])], [restart]).isEmpty)
        }
        let back = Restart(run: 2, head: 6, changes: Self.changes, acknowledged: ["it": 0])
        #expect(Guarantees.durable([], [], [restart, back]).count == 1)
    }

    @Test func `a copy that is not the catalogue is found`() {
        let one: Event = .article(Self.article(1, "b/1.txt"))
        let three: Event = .article(Self.article(3, "a/3.md"))
        let broken: [History] = [
            Self.history(Self.told([1, 2, 4, 5, 6])),  // A move is missing.
            Self.history(Self.told([1, 2, 3, 4, 6])),  // A removal.
            Self.history(Self.told([1, 2, 3, 4, 5])),  // The end.
            Self.history(since: nil, isSnapshot: true, [one, Self.synced(6)]),
            Self.history(
                since: nil, isSnapshot: true, [one, three, .article(Self.article(4, "a/3.md")), Self.synced(6)]),
        ]
        for history in broken {
            #expect(!Guarantees.convergent(history, Self.truth).isEmpty, "\(history)")
        }
        #expect(
            Guarantees.convergent(Self.history(since: nil, isSnapshot: true, [one, three, Self.synced(6)]), Self.truth)
                == [])
    }

    @Test func `what a consumer has missed is found`() {
        let acknowledged: [ConsumerHistory.Step] = [.acknowledging(2), .acknowledged(2, run: 0)]
        let broken: [[ConsumerHistory.Step]] = [
            [Self.fetched([1], next: 1), .acknowledging(2)],  // Acknowledged and never delivered.
            [Self.fetched([1, 3], next: 3)],  // A gap in a batch.
            [Self.fetched([2], next: 2)],  // Before it.
            [Self.fetched([], next: 1)],  // Passed over.
            [Self.fetched([1, 2], next: 1)],  // Beyond what is to be acknowledged.
            [Self.fetched([2, 1], next: 2)],
            [Self.fetched([1, 2], next: 2)] + acknowledged + [Self.fetched([2, 3], next: 3)],  // It went back.
            [Self.fetched([1, 2], next: 2)] + acknowledged + [.compacted(oldest: 3, head: 6)],
            [.refused("no such consumer")],
        ]
        for steps in broken {
            #expect(!Guarantees.atLeastOnce(Self.consumer(steps), Self.truth).isEmpty, "\(steps)")
        }
        let filter = Filter(kinds: [.added])
        #expect(
            !Guarantees.atLeastOnce(Self.consumer([Self.fetched([1, 2, 3], next: 3)], filter: filter), Self.truth)
                .isEmpty)
        #expect(
            Guarantees.atLeastOnce(Self.consumer([Self.fetched([1, 2], next: 3)], filter: filter), Self.truth).isEmpty)
    }
}
