import Foundation
import Testing

@testable import TidingsFeed

/// Drop an article, get a durable numbered change.
@Suite(.timeLimit(.minutes(5)))
struct WholeWayTests {
    @Test func `articles that lie in the folder are numbered, stored, listed and shown`() async throws {
        let service = try Service()
        try service.copySeeds()
        let names = try FileManager.default.contentsOfDirectory(atPath: service.folder).sorted()
        try service.start()

        let changes = try service.changes(since: 0)
        #expect(changes.map(\.seq) == Array(1...names.count))
        #expect(changes.map(\.path) == names)
        #expect(changes.allSatisfy { $0.kind == .added && $0.revision == 1 && $0.headline != nil })

        let check = try service.checkDocuments()
        #expect(check.status == 0, "\(check.output)")
        let documents = try FileManager.default.contentsOfDirectory(atPath: service.state + "/documents")
        #expect(documents.count == names.count)

        let listed = try service.tidings("list", "--json").output.split(separator: "\n")
        let articles = try listed.map { try WireJSON.decode(Article.self, from: $0.utf8) }
        #expect(articles.map(\.path) == names)
        for show in [try service.tidings("show", "1", "--json"), try service.tidings("show", names[0], "--json")] {
            #expect(show.status == 0)
            let file = try String(contentsOfFile: service.state + "/documents/1.json", encoding: .utf8)
            #expect(show.output == file, "what is shown is the file, to the byte")
        }
        #expect(try service.tidings("show", "1", "--no-json").output.hasPrefix(articles[0].headline))

        let status = try WireJSON.decode(Status.self, from: service.tidings("status", "--json").output.utf8)
        #expect(status.head == names.count && status.articles == names.count)
        // Beside hundreds of others it may poll for a while: they share the user's inotify instances.
        try await service.wait("all is well") { $0.degraded.isEmpty }
        #expect(status.epoch == changes[0].epoch)
        let sync = try service.tidings("sync", "--json").output
        #expect(sync == "{\"seq\":\(names.count)}\n")
    }

    @Test func `the reader alone needs no service`() throws {
        let folder = Command.project.appending(path: "seeds").path
        let parse = try Command.run("tidings", ["parse", "tidal-power.txt", "reading-rooms.md"], in: folder)
        #expect(parse.status == 0)
        let documents = try parse.output.split(separator: "\n").map {
            try WireJSON.decode(Document.self, from: $0.utf8)
        }
        #expect(documents.map(\.tidings.path) == ["tidal-power.txt", "reading-rooms.md"])
        #expect(documents.map(\.tidings.format) == [.text, .markdown])

        let broken = try Command.run("tidings", ["parse", "nowhere.txt", "tidal-power.txt"], in: folder)
        #expect(broken.status == 66)
        #expect(broken.errors.contains("nowhere.txt"))
        #expect(broken.output.hasPrefix("{"), "the others are read all the same")
        #expect(try Command.run("tidings", ["parse", "/bin/sh"]).status == 65)
    }

    @Test func `an unclean stop in the middle of a copy loses nothing and doubles nothing`() throws {
        let service = try Service()
        try service.start()
        let count = 500
        let article = Command.project.appending(path: "seeds/seed-vault.txt").path
        let copy = try Command.spawn(
            "/bin/sh", ["-c", "for i in $(seq \(count)); do { cat '\(article)'; echo \"Copy $i.\"; } > $i.txt; done"],
            in: service.folder)

        // A client that takes what there is, and after each crash goes on after the last number it has.
        var seen: [Change] = []
        for _ in 0..<3 {
            let some = try service.tidings("follow", "--since", "\(seen.count)", "--limit", "40", "--json")
            seen += try some.output.split(separator: "\n").map { try WireJSON.decode(Change.self, from: $0.utf8) }
            service.kill()
            try service.start()
        }
        #expect(copy.wait() == 0)
        seen += try service.changes(since: seen.count)

        #expect(seen.map(\.seq) == Array(1...seen.count), "no gap, no repeat")
        #expect(Set(seen.map(\.epoch)).count == 1)
        // A file may have been caught half written by a restart, and revised then; it is added once.
        let added = seen.filter { $0.kind == .added }
        #expect(Set(added.map(\.path)).count == count && added.count == count)
        #expect(seen.allSatisfy { $0.kind == .added || $0.kind == .revised })

        #expect(try service.checkDocuments().status == 0)
        for id in added.compactMap(\.id) {
            let path = "\(service.state)/documents/\(id).json"
            let document = try WireJSON.decode(Document.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(service.folder)/\(document.tidings.path)"))
            // Its last line is a sum: no text of the article, but in the document.
            let own = document.tidings
            let texts = own.blocks.map { ($0.lines[1], $0.text) } + own.furniture.map { ($0.line, $0.text) }
            let sum = try #require(texts.max { $0.0 < $1.0 }?.1)
            #expect(String(decoding: bytes, as: UTF8.self).hasSuffix(sum + "\n"), "\(path) is of the whole file")
        }
        #expect(service.log.contains("did not close the store"))
    }

    @Test func `SIGTERM ends it in order, and the next start reads nothing again`() throws {
        let service = try Service()
        try service.copySeeds()
        try service.start()
        let head = try service.synchronize()
        try service.wait(for: "STATUS=at change \(head); watched directories: 1; waiting paths: 0")
        #expect(try service.terminate() == 0)
        try service.wait(for: "STOPPING=1")
        #expect(!FileManager.default.fileExists(atPath: service.socket), "it takes its socket away")
        let lock = try String(contentsOfFile: service.state + "/lock", encoding: .utf8)
        #expect(lock.hasPrefix("0 ") && lock.contains(" \(head) "), "\(lock)")

        try service.start()
        #expect(try service.synchronize() == head)
        #expect(!service.log.contains("did not close"))
    }

    @Test func `what happened while it was down is found at the start`() throws {
        let service = try Service()
        try service.sh("printf 'One\n\nText.\n' > a.txt; printf 'Two\n\nText.\n' > b.txt; printf 'Three\n' > c.txt")
        try service.start()
        let head = try service.synchronize()
        #expect(try service.terminate() == 0)
        try service.sh("mv a.txt z.txt; rm b.txt; echo More. >> c.txt; mkdir d; echo New > d/e.txt")
        try service.start()
        let changes = try service.changes(since: head).map(\.short)
        let expected = ["removed b.txt", "moved z.txt from a.txt", "revised c.txt [paragraph]", "added d/e.txt"]
        #expect(changes.sorted() == expected.sorted())
    }

    @Test func `a damaged document is made again after an unclean stop, without a change`() throws {
        let service = try Service()
        try service.copySeeds()
        try service.start()
        let head = try service.synchronize()
        let path = service.state + "/documents/2.json"
        let good = try Data(contentsOf: URL(fileURLWithPath: path))
        service.kill()
        try good.prefix(100).write(to: URL(fileURLWithPath: path))
        try service.start()
        #expect(try service.synchronize() == head)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == good)
    }

    @Test func `the folder may be a link`() throws {
        let service = try Service()
        try service.copySeeds()
        try service.sh("mv ../folder ../real; ln -s real ../folder")
        try service.start()
        #expect(try service.changes(since: 0).map(\.kind) == Array(repeating: .added, count: 6))
        try service.sh("echo More. >> seed-vault.txt")
        #expect(try service.changes(since: 6).map(\.short) == ["revised seed-vault.txt [paragraph]"])
    }

    @Test func `a chain of renames longer than a batch is a move each`() throws {
        let service = try Service()
        try service.sh("for i in $(seq 1000 1599); do echo \"Number $i\" > $i.txt; done")
        try service.start()
        #expect(try service.synchronize() == 600)
        #expect(try service.terminate() == 0)
        try service.sh("for i in $(seq 1599 -1 1000); do mv $i.txt $((i + 1)).txt; done")
        try service.start()
        let changes = try service.changes(since: 600)
        #expect(changes.count == 600 && changes.allSatisfy { $0.kind == .moved })
        // Nowhere on the way are two articles at one path.
        var paths = Set((1000..<1600).map { "\($0).txt" })
        for change in changes {
            #expect(paths.remove(change.from ?? "") != nil)
            #expect(paths.insert(change.path ?? "").inserted, "\(change.line)")
        }
    }

    @Test func `a crash of an older version between documents and ledger keeps the last revision`() throws {
        let service = try Service()
        try service.sh("printf 'Alpha\n\nThe first text.\n' > a.txt")
        try service.start()
        #expect(try service.synchronize() == 1)
        let document = service.state + "/documents/1.json"
        let first = try Data(contentsOf: URL(fileURLWithPath: document))
        service.kill()
        // As the batch leaves it that has written its document and not reached the ledger.
        try service.sh("ln ../state/documents/1.json ../state/revisions/1.1.json")
        try service.sh("sed 's/first/second/' ../state/documents/1.json > ../x; mv ../x ../state/documents/1.json")
        try service.sh("printf 'Alpha\n\nThe second text.\n' > a.txt")
        try service.start()
        #expect(try service.changes(since: 1).map(\.short) == ["revised a.txt [paragraph]"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: service.state + "/revisions/1.1.json")) == first)
    }

    @Test func `documents are shown only when their change is recorded`() async throws {
        let service = try Service()
        try service.sh("for i in $(seq 100); do printf 'Number %s\n' $i > $i.txt; done")
        try service.start()
        #expect(try service.synchronize() == 100)
        let client = service.client
        try service.sh("for i in $(seq 100); do echo 'More.' >> $i.txt; done")
        for id in 1...100 {
            let document = try await client.document(id: id)
            let head = try await client.status().head
            #expect(try #require(document.tidings.seq) <= head)
        }
    }

    @Test func `a ledger that is missing beside its documents is not made anew`() throws {
        let service = try Service()
        try service.copySeeds()
        try service.start()
        _ = try service.synchronize()
        #expect(try service.terminate() == 0)
        try service.sh("rm ../state/ledger.sqlite*")
        let refused = try Command.run("tidingsd", service.arguments)
        #expect(refused.status == 65 && refused.errors.contains("missing"))
        #expect(!FileManager.default.fileExists(atPath: service.state + "/ledger.sqlite"))
    }

    @Test func `the watchdog is told while the newsroom turns`() throws {
        let service = try Service()
        try service.start(environment: ["WATCHDOG_USEC": "200000"])
        try service.wait(for: "WATCHDOG=1")
        try service.wait(for: "WATCHDOG=1")
    }

    @Test func `a folder that goes away takes no article with it`() throws {
        let service = try Service()
        try service.copySeeds()
        try service.start()
        let head = try service.synchronize()
        try service.sh("mv ../folder ../away")
        func tidings(_ arguments: String...) throws -> String {
            try Command.run("tidings", arguments + ["--socket", service.socket]).output
        }
        _ = try tidings("follow", "--since", "\(head)", "--limit", "1")
        #expect(try WireJSON.decode(Status.self, from: tidings("status", "--json").utf8).degraded.count == 1)
        _ = try Command.run("/bin/mv", [service.scratch + "/away", service.folder])
        let back = try tidings("follow", "--since", "\(head)", "--limit", "2", "--json")
        let changes = try back.split(separator: "\n").map { try WireJSON.decode(Change.self, from: $0.utf8) }
        #expect(changes.map(\.kind) == [.folderMissing, .folderBack])
        try service.sh("echo More. >> seed-vault.txt")
        #expect(try service.changes(since: head + 2).map(\.kind) == [.revised])
    }
}

extension Change {
    /// Kind, path, where from, what changed.
    var short: String {
        [
            kind.rawValue, path, from.map { "from \($0)" },
            changed.isEmpty ? nil : "[\(changed.map(\.rawValue).joined(separator: " "))]", cosmetic ? "cosmetic" : nil,
            reason,
        ].compactMap { $0 }.joined(separator: " ")
    }
}
