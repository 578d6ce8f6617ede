import Foundation
import GRDB
import Testing
import TidingsFeed

@testable import TidingsStore

struct BackupTests {
    @Test func `a backup is whole, and goes on under an epoch of its own`() async throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt"), .added("b.txt", inode: 2)))
        let entry = try #require(try store.entry("a.txt"))
        _ = try store.commit(Batch(Draft(kind: .revised, article: entry, path: entry.path, document: .sample("new"))))
        let copy = scratch.path + "/copy"
        let report = try Backup.make(of: scratch.path + "/state", at: copy)
        #expect((report.seq, report.documents, report.revisions, report.damaged) == (3, 2, 1, 0))
        #expect(report.epoch == store.epoch)
        // The first store goes on.
        _ = try store.commit(Batch(.added("c.txt", inode: 3)))

        let restored = try Store(directory: copy, retention: Retention())
        #expect(try restored.head() == 3)
        #expect(restored.recovery == Recovery(), "it was checked, and all was well")
        #expect(restored.epoch != store.epoch)
        #expect(
            try await restored.knows(epoch: store.epoch, upTo: 3), "what the backup has is known under the old epoch")
        #expect(try await !restored.knows(epoch: store.epoch, upTo: 4), "what came later is not")
        #expect(try await restored.knows(epoch: restored.epoch, upTo: 4))
        let next = try restored.commit(Batch(.added("d.txt", inode: 4)))
        #expect(next.map(\.change.seq) == [4])
        #expect(next.map(\.change.epoch) == [restored.epoch])
        #expect(try restored.changes(after: 0, maximum: 10).map(\.seq) == [1, 2, 3, 4])
        let epoch = restored.epoch
        try restored.close()
        #expect(try Verification.report(onDirectory: copy).problems.isEmpty)
        #expect(try Store(directory: copy, retention: Retention()).epoch == epoch, "a new epoch only once")
    }

    @Test func `a backup is taken beside a service that writes`() async throws {
        let scratch = try Scratch()
        let store = try scratch.store(Retention(changes: 50, revisions: 1))
        var batch = Batch()
        for number in 1...100 { batch.drafts.append(.added("\(number).txt", inode: UInt64(number))) }
        _ = try store.commit(batch)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for round in 1...150 {
                    var batch = Batch()
                    for number in 1...20 {
                        let entry = try #require(try store.entry("\(number).txt"))
                        let document = Document.sample("\(round) of \(number)")
                        batch.drafts.append(
                            Draft(kind: .revised, article: entry, path: entry.path, document: document))
                    }
                    _ = try store.commit(batch)
                    _ = try store.trim()
                }
            }
            for number in 1...5 {
                let path = scratch.path + "/copy\(number)"
                let report = try Backup.make(of: scratch.path + "/state", at: path)
                #expect(report.damaged == 0)
                let verified = try Verification.report(onDirectory: path)
                #expect(verified.problems.isEmpty, "\(verified.problems)")
                #expect(verified.head == report.seq)
            }
            try await group.waitForAll()
        }
    }

    @Test func `mending a backup leaves it one`() throws {
        let scratch = try Scratch()
        let store = try scratch.store()
        _ = try store.commit(Batch(.added("a.txt")))
        let copy = scratch.path + "/copy"
        _ = try Backup.make(of: scratch.path + "/state", at: copy)
        #expect(try Verification.report(onDirectory: copy).isBackup)
        try Store(directory: copy, retention: Retention(), isServing: false).close()
        #expect(try Verification.report(onDirectory: copy).isBackup)
        let restored = try Store(directory: copy, retention: Retention())
        #expect(restored.restored?.epoch == store.epoch)
        #expect(restored.epoch != store.epoch)
    }

    @Test func `what is there is not overwritten`() throws {
        let scratch = try Scratch()
        try scratch.store().close()
        let inside = scratch.file("documents/copy")
        #expect(throws: StoreError.self) { try Backup.make(of: scratch.path + "/state", at: inside) }
        #expect(!FileManager.default.fileExists(atPath: inside))
        #expect(throws: StoreError.self) { try Backup.make(of: scratch.path + "/state", at: scratch.path) }
        #expect(throws: StoreError.missing(path: scratch.path)) {
            try Backup.make(of: scratch.path, at: scratch.path + "/copy")
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.path + "/copy"))
    }
}
