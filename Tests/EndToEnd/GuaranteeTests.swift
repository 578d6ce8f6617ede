import Foundation
import Testing

@testable import TidingsFeed

/// Fifty subscribers and some consumers note what they see while the folder changes and the service is killed; afterwards
/// what each saw is held against what happened, one guarantee after the other.
///
/// `TIDINGS_HISTORIES` says how many runs (1 of each kind), `TIDINGS_SEED` repeats one.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct GuaranteeTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test(arguments: Retained.allCases)
    func `whatever happens, every subscriber sees what was promised`(_ retained: Retained) async throws {
        let count = Self.environment["TIDINGS_HISTORIES"].flatMap { Int($0) } ?? 1
        let first = Self.environment["TIDINGS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000_000)
        for seed in (0..<count).map({ first + UInt64($0) }) {
            var run = try Run(retained, seed: seed)
            do {
                try await run.perform()
                let violations = try run.check()
                let found = violations.prefix(40).joined(separator: "\n")
                #expect(violations.isEmpty, "TIDINGS_SEED=\(seed) \(retained):\n\(found)")
            } catch {
                Issue.record("TIDINGS_SEED=\(seed) \(retained): \(error)\n\(run.service.log.suffix(3_000))")
            }
            print("histories: \(retained), \(run.summary) (TIDINGS_SEED=\(seed))")
        }
    }

    /// How much the service keeps.
    enum Retained: CaseIterable {
        case everything
        /// Changes are trimmed all the time, and consumers hold little back.
        case little

        var environment: [String: String] {
            let settling = ["TIDINGS_SETTLE_MILLISECONDS": "5"]
            let little = ["TIDINGS_RETAIN_CHANGES": "200", "TIDINGS_CONSUMER_HOLD_MAXIMUM": "50"]
            return self == .little ? settling.merging(little) { $1 } : settling
        }
    }
}

/// One service, those who follow it, and what they saw.
///
/// The truth is what a witness saw, who follows from the first change on and is waited for after every burst of work. A burst
/// is of less changes than are kept, so nothing is trimmed that the witness has not seen. At each start and in the end it is
/// held against the ledger.
private struct Run {
    let service: Service
    private let retained: GuaranteeTests.Retained
    private let seed: UInt64
    private var random: SplitMix
    private var mutator: Mutator
    private var editor: Editor
    private let stage = Stage()
    private var subscribers: [Subscriber] = []
    private var readers: [ConsumerReader] = []
    private var restarts: [Restart] = []
    private var consumers: [ConsumerHistory] = []
    private var truth = Truth(epoch: "", changes: [])
    /// What the service tells in the end, as far as it is kept.
    private var ledger: [Change] = []

    private static let bursts = 16

    init(_ retained: GuaranteeTests.Retained, seed: UInt64) throws {
        service = try Service()
        self.retained = retained
        self.seed = seed
        random = SplitMix(state: seed)
        let outside = service.scratch + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        mutator = Mutator(seed: seed, folder: service.folder, outside: outside)
        editor = Editor(seed: seed, folder: service.folder)
        try editor.makeDirectories()
    }

    mutating func perform() async throws {
        try service.start(environment: retained.environment)
        subscribers = Cast.subscribers(service.client, stage, &random)
        readers = try await Cast.readers(service.client, stage, &random)
        let (watching, reading) = (subscribers, readers)
        let followed = try await withThrowingTaskGroup(of: Subscriber?.self) { group in
            for subscriber in watching {
                group.addTask {
                    var subscriber = subscriber
                    await subscriber.run()
                    return subscriber
                }
            }
            for reader in reading {
                group.addTask {
                    var reader = reader
                    await reader.run()
                    return nil
                }
            }
            try await work()
            group.cancelAll()
            return try await group.reduce(into: [Subscriber]()) { if let ended = $1 { $0.append(ended) } }
        }
        try await finish(followed)
    }

    // MARK: - Work

    private mutating func work() async throws {
        for burst in 0..<Self.bursts {
            mutate()
            if burst % 4 == 2 {
                // Sometimes before anything of it is read, sometimes in the middle of it.
                if random.below(2) == 0 {
                    let seen = await stage.witnessed
                    try? await eventually("a change of the burst") { await stage.witnessed > seen }
                }
                try await restart()
            }
            mutate()
            try await service.settle()
            let head = try await service.client.status().head
            try await eventually("the witness has \(head)") { await stage.witnessed >= head }
            await stage.nextPhase()
        }
        if retained == .little { try await service.wait("something is trimmed") { $0.oldest > 1 } }
    }

    /// Ten to twenty things, three times in a burst at the most: by the editor at most 120 changes.
    private mutating func mutate() {
        let times = 10 + random.below(10)
        if retained == .little { editor.edit(times: times) } else { mutator.mutate(times: times) }
    }

    private mutating func restart() async throws {
        service.kill()
        await stage.nextRun()
        if random.below(2) == 0 { mutate() }
        try service.start(environment: retained.environment)
        let (head, changes) = try await kept()
        let positions = try await service.client.consumers().map { ($0.name, $0.acknowledged) }
        restarts.append(
            Restart(
                run: await stage.run, head: head, changes: changes,
                acknowledged: Dictionary(positions) { first, _ in first }))
    }

    /// All that is kept.
    ///
    /// It may be trimmed while it is asked for: then it is asked for again.
    private func kept() async throws -> (head: Int, changes: [Change]) {
        var found: (Int, [Change])?
        try await eventually("the ledger is told") {
            let status = try await service.client.status()
            do {
                found = (status.head, try await service.changes(after: status.oldest - 1))
                return true
            } catch FeedError.compacted {
                return false
            }
        }
        guard let found else { throw TestFailure("nothing is kept") }
        return found
    }

    // MARK: - The end

    private mutating func finish(_ followed: [Subscriber]) async throws {
        try await service.settle()
        let head = try await service.client.status().head
        subscribers = try await withThrowingTaskGroup(of: Subscriber.self) { group in
            for subscriber in followed {
                group.addTask {
                    var subscriber = subscriber
                    do { try await subscriber.finish(head) } catch {
                        throw TestFailure("\(subscriber.history.name) cannot finish: \(error)")
                    }
                    return subscriber
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for var reader in readers { try await reader.finish(head) }
        var names: Set<String> = []
        for reader in readers where names.insert(reader.record.name).inserted {
            consumers.append(await reader.record.history)
        }
        ledger = try await kept().changes
        let positions = try await service.client.consumers().map { ($0.name, $0.acknowledged) }
        await stage.nextRun()
        // As if it had been started again: what was told until now is there.
        restarts.append(
            Restart(
                run: await stage.run, head: head, changes: ledger,
                acknowledged: Dictionary(positions) { first, _ in first }))
        truth = try await witnessed()
        guard try await service.client.status().head == truth.head else { throw TestFailure("it has not settled") }
    }

    private func witnessed() async throws -> Truth {
        guard let witness = subscribers.first(where: { $0.history.name == "witness" }) else {
            throw TestFailure("there is no witness")
        }
        var changes: [Int: Change] = [:]
        var words: [Truth.Revision: Set<String>] = [:]
        for seen in witness.history.sessions.flatMap(\.seen) {
            guard case .change(let change, let document) = seen.event else {
                if case .compacted = seen.event { throw TestFailure("the witness was too slow: this proves nothing") }
                continue
            }
            changes[change.seq] = change
            guard let document, let id = change.id, let revision = change.revision else { continue }
            let texts = [document.headline, document.deck].compactMap { $0 } + document.bodies.map(\.value)
            words[.init(article: id, revision: revision)] = Sieve.words(of: texts.joined(separator: "\n"))
        }
        let numbers = changes.keys.sorted()
        guard let last = numbers.last, numbers == Array(1...last) else {
            throw TestFailure("the witness has gaps: \(numbers)")
        }
        return Truth(
            epoch: try await service.client.status().epoch, changes: numbers.compactMap { changes[$0] }, words: words,
            articles: try await service.client.articles())
    }

    func check() throws -> [String] {
        let histories = subscribers.map(\.history)
        // Enough has happened for something to be found.
        #expect(truth.head > 150 && histories.count == 50 && restarts.count == 5)
        #expect(histories.filter { $0.foldable != nil }.count > 10)
        #expect(Sieve(Cast.harvest, truth).unknown < truth.head / 4)
        for filter in Cast.filters { #expect(Sieve(filter, truth).passing > 0, "nothing passes \(filter)") }
        var violations: [String] = []
        if ledger.last?.seq != truth.head { violations.append("the ledger ends at \(ledger.last?.seq ?? 0)") }
        violations += ledger.filter { truth[$0.seq] != $0 }.map {
            "\($0.line) is in the ledger, the witness has another"
        }
        violations += histories.flatMap { Guarantees.check($0, truth) }
        violations += consumers.flatMap { Guarantees.atLeastOnce($0, truth) }
        return violations + Guarantees.durable(histories, consumers, restarts)
    }

    var summary: String {
        let sessions = subscribers.flatMap(\.history.sessions)
        let compacted = sessions.flatMap(\.seen).filter { if case .compacted = $0.event { true } else { false } }
        let busy = consumers.flatMap(\.steps).filter { if case .busy = $0 { true } else { false } }
        return "\(truth.head) changes, \(restarts.count - 1) kills, \(sessions.count) connections, "
            + "\(sessions.reduce(0) { $0 + $1.seen.count }) events, \(compacted.count) times compacted, "
            + "\(busy.count) times busy"
    }
}
