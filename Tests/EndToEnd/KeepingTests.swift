import Foundation
import Testing

@testable import TidingsFeed

/// Keeping a store for years: backups, limits on what is kept, starts over what has not changed.
struct KeepingTests {
    @Test func `a backup is taken while articles change, and a service starts on it`() async throws {
        let service = try Service()
        try service.sh("for i in $(seq 50); do printf 'Article %s\n\nText.\n' $i > $i.txt; done")
        try service.start()
        _ = try service.synchronize()
        let epoch = try await service.client.status().epoch
        let folder = service.folder
        let writer = Task {
            // Until the backup is there, whatever the machine's speed.
            for round in 1... {
                if Task.isCancelled { return }
                for number in 1...10 {
                    let text = "Article \(number)\n\nText of round \(round).\n"
                    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(number).txt"))
                }
                if round <= 40 { rename("\(folder)/\(round + 10).txt", "\(folder)/moved-\(round).txt") }
                await Task.yield()
            }
        }
        // The state is found by asking the service.
        let made = try service.tidings("backup", service.scratch + "/copy")
        #expect(made.status == 0, "\(made.errors)")
        writer.cancel()
        try await writer.value
        try await service.settle()
        let all = try await service.changes(after: 0)
        let taken = try service.tidings("verify", "--state", service.scratch + "/copy")
        #expect(taken.status == 0, "\(taken.output)")
        #expect(try service.tidings("backup", service.scratch + "/copy").status == 73, "it is not overwritten")
        service.kill()

        let restored = try Service()
        try restored.sh("rm -rf ../state; mv \(service.scratch)/copy ../state; rmdir ../folder; cp -a \(folder) ..")
        try restored.start()
        try await restored.settle()
        let changes = try await restored.changes(after: 0)
        let head = changes.count { $0.epoch == epoch }
        #expect(head >= 50)
        #expect(Array(changes.prefix(head)) == Array(all.prefix(head)), "what the backup has is what was told")
        #expect(changes.dropFirst(head).allSatisfy { $0.epoch != epoch })
        var fold = Fold()
        try fold.add(changes)
        #expect(Set(fold.paths.values) == Set(try Scan(restored.folder).readable.keys))
        // A subscriber of the old store goes on where the backup has what it saw, and is told where it has not.
        var first: Change?
        for try await change in restored.client.changes(since: head - 1, epoch: epoch) {
            first = change
            break
        }
        #expect(first?.seq == head)
        await #expect(throws: FeedError.self) {
            for try await _ in restored.client.changes(since: head + 1, epoch: epoch) { break }
        }
        try await restored.checkStore(told: [], "restored")
    }

    @Test func `only so many changes are kept, and who comes too late is told`() async throws {
        let service = try Service()
        try service.start(environment: ["TIDINGS_RETAIN_CHANGES": "20", "TIDINGS_SETTLE_MILLISECONDS": "5"])
        for number in 1...60 {
            try service.sh("printf 'Article %s\n' \(number) > \(number).txt")
            if number % 10 == 0 { _ = try service.synchronize() }
        }
        try await service.wait("it is trimmed") { $0.oldest > 35 }
        let status = try await service.client.status()
        #expect(status.head == 60 && status.oldest <= 41 && status.articles == 60)
        // From the ledger, not from what is still in memory.
        #expect(try service.terminate() == 0)
        try service.start()
        await #expect(throws: FeedError.compacted(oldest: status.oldest, head: 60, epoch: status.epoch)) {
            for try await _ in service.client.changes(since: 5) { break }
        }
        #expect(try await service.changes(after: status.oldest - 1).first?.seq == status.oldest)
        #expect(try service.tidings("verify").status == 0)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"), "needs strace"))
    func `a start over articles that have not changed opens none of them`() throws {
        let service = try Service()
        try service.sh("for i in $(seq 300); do printf 'Article %s\n' $i > $i.txt; done")
        try service.start()
        #expect(try service.synchronize() == 300)
        #expect(try service.terminate() == 0)
        let trace = service.scratch + "/trace"
        try service.start(wrapper: ["/usr/bin/strace", "-f", "-qq", "-o", trace, "-e", "trace=open,openat,openat2"])
        #expect(try service.synchronize() == 300)
        let opened = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").filter {
            $0.contains(".txt") || $0.contains(".json")
        }
        #expect(opened.isEmpty, "\(opened.prefix(3))")
    }
}
