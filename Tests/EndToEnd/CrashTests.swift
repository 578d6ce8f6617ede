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
            #expect(faults.count.called == faults.count.made + before(faults), "\(service.log)")
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

    /// Calls counted before the one that failed.
    private func before(_ faults: Faults) -> Int { faults.at - 1 }

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
        var made = 0
        try await withThrowingTaskGroup(of: Int.self) { group in
            var rest = numbers[...]
            for number in rest.prefix(Self.width) {
                group.addTask { try await Round(kind, calls, at: number).run(ended).made }
            }
            rest = rest.dropFirst(Self.width)
            while let count = try await group.next() {
                made += count
                if let number = rest.popFirst() {
                    group.addTask { try await Round(kind, calls, at: number).run(ended).made }
                }
            }
        }
        print("crash: \(kind) at \(calls): \(numbers.count) rounds, \(made) faults, 0 losses (TIDINGS_SEED=\(seed))")
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

    func run(_ ended: (Service, Faults) throws -> Void) async throws -> (called: Int, made: Int) {
        let service = try Service()
        let faults = try Faults(service)
        try service.sh("for i in 1 2 3 4; do printf 'Article %s\n\nFirst text.\n' $i > $i.txt; done")
        try service.start(environment: Self.environment)
        _ = try await service.client.synchronize()
        // Every other round begins after an unclean stop, so that recovery is disturbed too.
        if at % 2 == 0 { service.kill() } else { #expect(try service.terminate() == 0) }

        let witness = try Witness(service)
        try service.spawn(environment: Self.environment.merging(try faults.environment(kind, calls, at: at)) { $1 })
        for step in Self.work {
            try service.sh(step)
            try await service.synchronizeOrEnd()
        }
        service.process?.signal(SIGTERM)
        try ended(service, faults)
        let result = faults.count

        try service.start(environment: Self.environment)
        try await service.settle()
        let context = "\(kind) at \(at) of \(calls)"
        try await service.checkStore(told: witness.stop(), context)
        return result
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
        let deadline = ContinuousClock.now + .seconds(60)
        while process?.isRunning == true {
            guard ContinuousClock.now < deadline else { throw TestFailure("neither recorded nor ended: \(log)") }
            if (try? await client.synchronize()) != nil { return }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// What holds of a store after anything: numbers without a gap, everything that was told still there and the same,
    /// documents as their articles are read, and nothing that `tidings verify` finds.
    func checkStore(told: [String], _ context: String) async throws {
        let changes = try await changes(after: 0)
        var fold = Fold()
        do { try fold.add(changes) } catch { throw TestFailure("\(context): \(error)") }
        #expect(fold.seq == changes.count, "\(context)")
        let lines = try changes.map { String(decoding: try WireJSON.encode($0), as: UTF8.self) }
        for line in told {
            let change = try WireJSON.decode(Change.self, from: line.utf8)
            #expect(change.seq <= lines.count && lines[change.seq - 1] == line, "\(context): told and lost: \(line)")
        }
        let scan = try Scan(folder)
        #expect(Set(fold.paths.values) == Set(scan.readable.keys), "\(context)")
        for article in try await client.articles() {
            let document = try await client.document(id: article.id)
            let path = ArticlePath(article.path)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + article.path))
            let reading = try Reader().document(from: Array(bytes), path: path)
            #expect(document.tidings.blocks == reading.tidings.blocks, "\(context): \(article.path)")
            #expect(document.tidings.sha256 == reading.tidings.sha256, "\(context): \(article.path)")
            #expect(document.tidings.revision == article.revision, "\(context): \(article.path)")
        }
        let verified = try tidings("verify", "--state", state)
        #expect(verified.status == 0, "\(context): \(verified.output) \(verified.errors)")
    }
}
