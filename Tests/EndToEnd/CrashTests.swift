import Foundation
import Testing
import TidingsReader

@testable import TidingsFeed

/// The service is killed, or its disk fails, at every step of its work; afterwards nothing that was told is lost.
///
/// SQLite's method: the same work again and again, with the first, the second, the third … call that changes a file going
/// wrong, until all of it succeeds. `TIDINGS_CRASHES=all` goes through every call, as `make test-crash` does; else some are
/// chosen by chance. `TIDINGS_SEED` repeats a run.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct CrashTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let isExhaustive = environment["TIDINGS_CRASHES"] == "all"
    /// Of one kind, where not all are tried.
    private static let samples = 6
    /// Rounds at once: they mostly wait.
    private static let width = 4

    @Test(arguments: [Faults.Kind.kill, .after, .torn])
    func `killed at any call, it loses nothing and publishes nothing twice`(_ kind: Faults.Kind) async throws {
        try await exhaust(kind) { service, faults in
            let status = try #require(service.process).wait()
            #expect(faults.count.made == 0 || status == 128 + SIGKILL, "\(service.log)")
        }
    }

    @Test func `a disk that fails stops the service with a clear word, or did not matter`() async throws {
        try await exhaust(.inputOutput) { service, _ in
            let status = try #require(service.process).wait()
            #expect([0, 71, 73, 74].contains(status), "\(status): \(service.log)")
            if status != 0 { #expect(service.log.contains("<2>tidingsd: "), "\(service.log)") }
        }
    }

    @Test func `a sync that failed is never tried again`() async throws {
        try await exhaust(.inputOutput, calls: "sync") { service, faults in
            let status = try #require(service.process).wait()
            guard faults.count.made > 0 else { return }
            #expect(status == 74, "\(service.log)")
            // No call more than those up to the one that failed.
            #expect(faults.count.called == faults.at, "\(service.log)")
        }
    }

    @Test(arguments: [Faults.Kind.noSpace, .short])
    func `without room for one call it goes on by itself`(_ kind: Faults.Kind) async throws {
        // A sync that fails is an end, whatever it fails with.
        try await exhaust(kind, calls: "create,write,rename,link,unlink,truncate") { service, _ in
            let status = try #require(service.process).wait()
            // At the start it says so, and stops; later it goes on.
            let isStarting = !service.log.contains("tidingsd \(Release.version): watching")
            #expect(status == 0 || (isStarting && [71, 73, 74].contains(status)), "\(status): \(service.log)")
        }
    }

    // MARK: - Rounds

    private func exhaust(
        _ kind: Faults.Kind, calls: String = Faults.allCalls,
        ended: @escaping @Sendable (Service, Faults) throws -> Void
    ) async throws {
        // How many there are, without any fault.
        let total = try await Round(kind, calls, at: 0).run(ended)
        #expect(total.called > 3)
        let seed = Self.environment["TIDINGS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000_000)
        var random = SplitMix(state: seed)
        // Some more than were counted: no two runs make the same calls.
        let last = total.called + total.called / 10
        let numbers =
            Self.isExhaustive ? Array(1...last) : (0..<Self.samples).map { _ in 1 + random.below(last) }
        var (made, losses) = (0, 0)
        try await withThrowingTaskGroup(of: Round.Result.self) { group in
            var rest = numbers[...]
            for number in rest.prefix(Self.width) {
                group.addTask { try await Round(kind, calls, at: number).run(ended) }
            }
            rest = rest.dropFirst(Self.width)
            while let result = try await group.next() {
                made += result.made
                losses += result.losses
                if let number = rest.popFirst() {
                    group.addTask { try await Round(kind, calls, at: number).run(ended) }
                }
            }
        }
        print(
            "crash: \(kind) at \(calls): \(numbers.count) rounds, \(made) faults, \(losses) losses (TIDINGS_SEED=\(seed))"
        )
    }
}

/// The same work once, with one fault, and what must hold afterwards.
private struct Round {
    private let kind: Faults.Kind
    private let calls: String
    private let at: Int
    private static let environment = ["TIDINGS_SETTLE_MILLISECONDS": "5", "TIDINGS_KEEP_REVISIONS": "2"]

    init(_ kind: Faults.Kind, _ calls: String, at: Int) {
        self.kind = kind
        self.calls = calls
        self.at = at
    }

    struct Result {
        /// Calls that were counted, and those that went wrong.
        var called, made: Int
        /// What does not hold afterwards.
        var losses: Int
    }

    func run(_ ended: (Service, Faults) throws -> Void) async throws -> Result {
        let service = try Service()
        let faults = try Faults(service)
        try service.sh("for i in 1 2 3 4; do printf 'Article %s\n\nFirst text.\n' $i > $i.txt; done")
        try service.start(environment: Self.environment)
        _ = try await service.client.synchronize()
        // Every other round begins after an unclean stop, so that recovery is disturbed too.
        if at % 2 == 0 { service.kill() } else { #expect(try service.terminate() == 0) }

        let witness = try Witness(service)
        var promises = Promises(service.client)
        try service.spawn(environment: Self.environment.merging(try faults.environment(kind, calls, at: at)) { $1 })
        for step in Self.work {
            try service.sh(step)
            try await service.synchronizeOrEnd()
            await promises.getMore()
        }
        service.process?.signal(SIGTERM)
        try ended(service, faults)
        let count = faults.count

        try service.start(environment: Self.environment)
        try await service.settle()
        let context = "\(kind) at \(at) of \(calls)"
        let broken = try await promises.broken()
        for promise in broken { Issue.record("\(context): \(promise)") }
        let losses = try await service.checkStore(told: witness.stop(), context)
        return Result(called: count.called, made: count.made, losses: losses + broken.count)
    }

    private static let work = [
        "printf 'Article 5\n\nNew.\n' > 5.txt",
        "echo 'More.' >> 1.txt",
        "mv 2.txt two.txt",
        "rm 3.txt; echo 'Still more.' >> 1.txt",
        "for i in $(seq 10 30); do printf 'Article %s\n\nText.\n' $i > $i.txt; done",
        "for i in 1 4 5 10 11 12; do echo 'Again.' >> $i.txt; done; rm 13.txt; mv 14.txt 13.txt",
        "printf 'Article 3\n\nBack.\n' > 3.txt; mv 10.txt x; mv 11.txt 10.txt; mv x 11.txt",
    ]
}

extension Service {
    /// Waits until everything dropped is recorded, or the service has ended.
    func synchronizeOrEnd() async throws {
        try await eventually("recorded or ended: \(log)") {
            if process?.isRunning != true { return true }
            return (try? await client.synchronize()) != nil
        }
    }

    /// What holds of a store after anything: numbers without a gap, everything that was told still there and the same,
    /// documents as their articles are read, and nothing that `tidings verify` finds.
    /// - Returns: how many of these do not hold; each is recorded as an issue.
    @discardableResult
    func checkStore(told: [String], _ context: String) async throws -> Int {
        var losses: [String] = []
        let changes = try await changes(after: 0)
        var fold = Fold()
        do { try fold.add(changes) } catch { losses.append("\(error)") }
        let lines = Set(try changes.map { String(decoding: try WireJSON.encode($0), as: UTF8.self) })
        losses += told.filter { !lines.contains($0) }.map { "told and lost: \($0)" }
        let scan = try Scan(folder)
        let difference = Set(fold.paths.values).symmetricDifference(scan.readable.keys)
        losses += difference.map { "\($0.text) is on one side only" }
        for article in try await client.articles() {
            let document = try await client.document(id: article.id)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + article.path))
            let reading = try Reader().document(from: Array(bytes), path: ArticlePath(article.path))
            if document.tidings.blocks != reading.tidings.blocks || document.tidings.sha256 != reading.tidings.sha256
                || document.tidings.revision != article.revision
            {
                losses.append("the document of \(article.path) is not what its article says")
            }
        }
        let verified = try tidings("verify", "--state", state)
        if verified.status != 0 { losses.append("verify: \(verified.output) \(verified.errors)") }
        for loss in losses { Issue.record("\(context): \(loss)") }
        return losses.count
    }
}
