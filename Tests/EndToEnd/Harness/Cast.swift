@testable import TidingsFeed

/// Who takes part in a run of the guarantees' test.
enum Cast {
    static let harvest = Filter(words: ["same words", "own"])
    static let filters = [
        Filter(kinds: [.added, .removed]), Filter(kinds: [.moved]), Filter(paths: ["d0/**"]),
        Filter(paths: ["**/*.md"]), Filter(changed: [.headline]), Filter(changed: [.paragraph, .headline]), harvest,
        Filter(words: ["Many FILE"]), Filter(kinds: [.revised, .moved], paths: ["d1/**", "**/*.txt"]),
        Filter(paths: ["d2/**"], words: ["headline"]),
    ]

    /// Fifty.
    static func subscribers(_ client: FeedClient, _ stage: Stage, _ random: inout SplitMix) -> [Subscriber] {
        var subscribers: [Subscriber] = []
        func add(_ count: Int, _ name: String, _ manner: Subscriber.Manner, _ start: Subscriber.Start) {
            for number in 0..<count {
                subscribers.append(
                    Subscriber("\(name) \(number)", client, stage, manner, start, seed: random.next()))
            }
        }
        add(5, "from the first", .steady, .first)
        add(5, "from now", .steady, .now)
        add(3, "library", .library, .first)
        add(2, "library from now", .library, .now)
        add(5, "slow", .slow, .first)
        add(6, "flaky", .flaky, .first)
        add(4, "cut", .cut, .first)
        add(2, "snapshot", .flaky, .snapshot)
        add(1, "cut snapshot", .cut, .snapshot)
        add(2, "library snapshot", .library, .snapshot)
        add(4, "racing", .racing, .first)
        for (number, filter) in filters.enumerated() {
            subscribers.append(
                Subscriber("filtered \(number)", client, stage, .flaky, .first, filter: filter, seed: random.next()))
        }
        subscribers.append(
            Subscriber("witness", client, stage, .steady, .first, seed: random.next(), isWitness: true))
        return subscribers
    }

    /// Six consumers, of which one has two readers.
    static func readers(
        _ client: FeedClient, _ stage: Stage, _ random: inout SplitMix
    ) async throws -> [ConsumerReader] {
        var readers: [ConsumerReader] = []
        let consumers: [(name: String, filter: Filter?, readers: Int)] = [
            ("plain", nil, 1), ("second", nil, 1), ("shared", nil, 2), ("kinds", filters[0], 1),
            ("paths", filters[3], 1),
            ("words", harvest, 1),
        ]
        for consumer in consumers {
            try await client.consumer(consumer.name).create(filter: consumer.filter)
            let record = ConsumerRecord(
                name: consumer.name, filter: consumer.filter, isShared: consumer.readers > 1)
            for _ in 0..<consumer.readers {
                let random = SplitMix(state: random.next())
                readers.append(ConsumerReader(record: record, client: client, stage: stage, random: random))
            }
        }
        return readers
    }
}
