import Foundation
import Testing

@testable import TidingsFeed

/// Bits flip and files lose their ends, at random places of everything the service keeps.
///
/// It is found and told, or it did not matter: what is answered is what was recorded, and never silently less.
/// `TIDINGS_DAMAGES` says how many places are tried (40), `TIDINGS_SEED` repeats a run.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct DamageTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test(arguments: [true, false])
    func `damage is told, or did not matter`(isClean: Bool) async throws {
        let seed = Self.environment["TIDINGS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000_000)
        let rounds = Self.environment["TIDINGS_DAMAGES"].flatMap { Int($0) } ?? 40
        var random = SplitMix(state: seed)
        let service = try Service()
        for number in 1...30 { try service.sh("printf 'Article %s\n\nText.\n' \(number) > \(number).txt") }
        try service.start(["--log-level", "notice"])
        _ = try service.synchronize()
        for number in 1...10 { try service.sh("echo 'More.' >> \(number).txt; rm 2\(number % 5).txt || true") }
        _ = try service.synchronize()
        let original = try await Answers(service)
        if isClean { #expect(try service.terminate() == 0) } else { service.kill() }
        try service.sh("cp -a ../state ../pristine")

        var (found, wrong) = (0, 0)
        for round in 1...rounds {
            try service.sh("rm -rf ../state; cp -a ../pristine ../state")
            let damage = try damage(service.state, &random)
            let context = "TIDINGS_SEED=\(seed), \(isClean ? "closed" : "killed"), round \(round): \(damage)"
            let verified = try service.tidings("verify", "--state", service.state)
            #expect([0, 65, 74].contains(verified.status), "\(context): \(verified.errors)")
            if verified.status != 0 { found += 1 }
            try service.spawn(["--log-level", "notice"])
            try await service.synchronizeOrEnd()
            guard service.process?.isRunning == true else {
                // One whose header says that it is another program's may be just that.
                let isTold = ["damaged", "of another program", "newer version"].contains { service.log.contains($0) }
                #expect(isTold, "\(context): \(service.log)")
                #expect(verified.status != 0, "\(context): it stops, and verify saw nothing: \(service.log)")
                if !isTold || verified.status == 0 { wrong += 1 }
                continue
            }
            let answers = try await Answers(service)
            let isRight = answers.isNoLess(than: original)
            #expect(isRight, "\(context): \(verified.status) \(verified.output)")
            let isSeen = verified.status != 0 || answers == original
            #expect(isSeen, "\(context): verify saw nothing")
            if isRight && isSeen {
                service.kill()
                continue
            }
            wrong += 1
            print(answers.difference(from: original))
            service.kill()
        }
        print(
            "damage: \(rounds) rounds, \(rounds) faults, \(wrong) losses; \(found) found by verify, the others did not matter "
                + "(TIDINGS_SEED=\(seed))")
    }

    @Test func `verify finds what is wrong with documents, and repairs it with or without the service`() async throws {
        let service = try Service()
        try service.copySeeds()
        try service.start()
        let head = try service.synchronize()
        try service.sh("echo 'More.' >> harbour-bridge.txt")
        #expect(try service.synchronize() == head + 1)
        for isRunning in [true, false] {
            if !isRunning { #expect(try service.terminate() == 0) }
            try service.sh("cd ../state/documents; echo x >> 1.json; rm 3.json; rm -f ../revisions/*")
            let found = try service.tidings("verify", "--state", service.state, "--no-json")
            #expect(found.status == 65)
            // The revision is lost the first time, and forgotten by the repair.
            let wanted = ["document 1 (", "document 3 ("] + (isRunning ? ["revision 2 revision 1: missing"] : [])
            for line in wanted { #expect(found.output.contains(line), "\(found.output)") }
            let repaired = try service.tidings("verify", "--repair", "--state", service.state)
            #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
            #expect(try service.tidings("verify", "--state", service.state).status == 0)
            if isRunning { #expect(try service.synchronize() == head + 1, "nothing is published by it") }
        }
        try service.start()
        try await service.checkStore(told: [], "repaired")
    }

    @Test func `what is asked for and damaged is told, and a document is made again`() async throws {
        let service = try Service()
        try service.copySeeds()
        try service.start()
        let head = try service.synchronize()
        try service.sh("rm ../state/documents/2.json")
        let refused = try service.tidings("show", "2")
        #expect(refused.status == 75 && refused.errors.contains("article 2"), "\(refused.errors)")
        _ = try service.synchronize()
        #expect(try service.tidings("show", "2").status == 0)
        #expect(try service.synchronize() == head, "nothing is published by it")

        // A bit in the ledger, where no memory of the service's has it any more.
        #expect(try service.terminate() == 0)
        let script = """
            import sqlite3, sys
            ledger = sqlite3.connect(sys.argv[1])
            ledger.execute("UPDATE change SET json = CAST(replace(CAST(json AS TEXT), 'added', 'aded') AS BLOB) WHERE seq = 2")
            ledger.commit()
            """
        try Command.run("/usr/bin/python3", ["-c", script, service.state + "/ledger.sqlite"])
        try service.start()
        let follow = try service.tidings("follow", "--since", "0", "--limit", "6")
        #expect(follow.status == 65 && follow.errors.contains("tidings verify"), "\(follow.errors)")
        let degraded = try await service.client.status().degraded
        #expect(degraded.contains { $0.contains("change 2 is not as it was recorded") }, "\(degraded)")
    }

    /// - Returns: what was done, in words.
    private func damage(_ state: String, _ random: inout SplitMix) throws -> String {
        let names = try FileManager.default.subpathsOfDirectory(atPath: state).filter {
            !$0.hasSuffix("-shm") && $0 != "lock" && !$0.hasPrefix("cookies") && $0.contains(".")
        }.sorted()
        let ledger = names.filter { $0.hasPrefix("ledger") }
        // The ledger is one file among many, and what matters most.
        let name = random.below(4) > 0 ? ledger[random.below(ledger.count)] : names[random.below(names.count)]
        var bytes = try Data(contentsOf: URL(fileURLWithPath: state + "/" + name))
        guard !bytes.isEmpty else { return "nothing, \(name) is empty" }
        let place = random.below(bytes.count)
        var what = "\(name) of \(bytes.count) bytes: "
        switch random.below(6) {
        case 0:
            bytes = bytes.prefix(place)
            what += "cut at \(place)"
        case 1:
            let end = min(bytes.count, place + 1 + random.below(4096))
            bytes.replaceSubrange(place..<end, with: Data(count: end - place))
            what += "zeros from \(place) to \(end)"
        default:
            let bit = random.below(8)
            bytes[place] ^= 1 << bit
            what += "bit \(bit) of byte \(place)"
        }
        // In place: the same inode.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: state + "/" + name))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: bytes)
        try handle.close()
        return what
    }
}

/// Everything that the service answers.
private struct Answers: Equatable {
    /// The changes as JSON; `nil` where they were refused.
    var changes: [String]?
    var documents: [Int: [Document.Block]]?
    var articles: [Article]?

    init(_ service: Service) async throws {
        let client = service.client
        changes = try? await service.changes(after: 0).map { String(decoding: try WireJSON.encode($0), as: UTF8.self) }
        articles = try? await client.articles()
        guard let articles else { return }
        var documents: [Int: [Document.Block]] = [:]
        for article in articles { documents[article.id] = try? await client.document(id: article.id).tidings.blocks }
        self.documents = documents
    }

    /// The first things that differ, in a few words.
    func difference(from before: Answers) -> String {
        let changed = Set(changes ?? []).symmetricDifference(before.changes ?? []).sorted().prefix(3)
        let listed = Set(articles ?? []).symmetricDifference(before.articles ?? []).map { "\($0)" }.sorted().prefix(3)
        let said = (documents ?? [:]).filter { before.documents?[$0.key] != $0.value }.keys.sorted().prefix(3)
        return "changes \(changed), articles \(listed), documents \(said)"
    }

    /// Whether all that is answered is as it was; an answer that is refused is not less.
    func isNoLess(than before: Answers) -> Bool {
        if let changes, changes != before.changes { return false }
        if let articles, articles != before.articles { return false }
        guard let documents, let known = before.documents else { return true }
        return documents.allSatisfy { known[$0] == $1 }
    }
}
