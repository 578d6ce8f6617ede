import Foundation
import Testing

@testable import TidingsFeed

/// A full disk and other things that run out: intake waits, everything else goes on, and nothing is lost or half done.
struct ShortageTests {
    @Test(arguments: [
        (Faults.Kind.noSpace, "no space is left"), (.quota, "quota"), (.readOnly, "read only"),
        (.noDescriptors, "no file descriptor"),
    ])
    func `intake pauses, reading goes on, and it resumes by itself`(kind: Faults.Kind, word: String) async throws {
        let service = try Service()
        let faults = try Faults(service)
        let calls = kind == .noDescriptors ? "open" : "create,write,rename,link,unlink,truncate"
        try service.sh("printf 'Alpha\n\nFirst.\n' > a.txt; printf 'Beta\n\nFirst.\n' > b.txt")
        try service.start(environment: faults.environmentWithFlag(kind, calls))
        #expect(try service.synchronize() == 2)

        try Data().write(to: URL(fileURLWithPath: faults.flag))
        try service.sh("printf 'Gamma\n\nFirst.\n' > c.txt; echo 'More.' >> a.txt; rm b.txt")
        try await service.wait("it says what is missing") { $0.degraded.contains { $0.contains(word) } }
        // Again and again: nothing changes by trying.
        try await service.wait("it tried twice") { _ in faults.count.made > 1 }
        #expect(try service.tidings("sync").status == 75)
        #expect(try service.tidings("sync").errors.contains(word))
        #expect(try await service.client.articles().map(\.path) == ["a.txt", "b.txt"])
        if kind != .noDescriptors {
            #expect(try await service.client.document(id: 1).tidings.revision == 1)
            let names = try FileManager.default.contentsOfDirectory(atPath: service.state + "/documents")
            #expect(
                names.filter { !$0.hasPrefix(".") }.sorted() == ["1.json", "2.json"], "nothing that no change tells of")
        }
        #expect(try await service.changes(after: 0).count == 2)
        #expect(try service.tidings("status").output.contains(word))

        try FileManager.default.removeItem(atPath: faults.flag)
        try await service.wait("all is well") { $0.degraded.isEmpty }
        try await service.settle()
        let later = try await service.changes(after: 2)
        #expect(later.map(\.short).sorted() == ["added c.txt", "removed b.txt", "revised a.txt [paragraph]"])
        #expect(service.log.contains("recording again"))
        #expect(try service.terminate() == 0)
        try service.start()
        #expect(!service.log.contains("did not close"))
        try await service.checkStore(told: [], "\(kind)")
    }

    @Test func `a start without room says so`() throws {
        let service = try Service()
        let faults = try Faults(service)
        try Data().write(to: URL(fileURLWithPath: faults.flag))
        try service.spawn(environment: faults.environmentWithFlag(.noSpace, "create,write"))
        #expect(try #require(service.process).wait() == 74)
        #expect(service.log.contains("no space is left"), "\(service.log)")
    }

    @Test func `a file system that is really full, and grows again`() async throws {
        let service = try Service()
        try service.start(
            wrapper: Service.namespace(
                "mkdir -p \(service.state); mount -t tmpfs -o size=1500k tmpfs \(service.state)"))
        let text = String(repeating: "A sentence that takes its place. ", count: 200)
        for number in 1...300 {
            try Data("Number \(number)\n\n\(text)\n".utf8).write(
                to: URL(fileURLWithPath: "\(service.folder)/\(number).txt"))
        }
        try await service.wait("it is full") { $0.degraded.contains { $0.contains("no space is left") } }
        let before = try await service.client.status().head
        #expect(before < 300)
        // A smaller batch may have found room since.
        let told = try await service.changes(after: 0).map(\.seq)
        #expect(told.count >= before && told == Array(1...told.count))
        for id in 1...before { #expect(try await service.client.document(id: id).tidings.id == id) }
        try service.inNamespace("mount -o remount,size=50m \(service.state)")
        try await service.wait("all is well") { $0.degraded.isEmpty && $0.articles == 300 }
        #expect(try await service.changes(after: 0).map(\.seq) == Array(1...300))
        #expect(try service.terminate() == 0)
    }

    @Test func `a ledger that another program keeps locked is waited for`() async throws {
        let service = try Service()
        try service.start()
        let (flag, gate) = (service.scratch + "/locked", service.scratch + "/gate")
        #expect(mkfifo(gate, 0o600) == 0)
        let script = """
            import sqlite3, sys
            ledger = sqlite3.connect(sys.argv[1], isolation_level=None)
            ledger.execute("BEGIN IMMEDIATE")
            open(sys.argv[2], "w").close()
            open(sys.argv[3]).read()
            """
        let other = try Command.spawn("/usr/bin/python3", ["-c", script, service.state + "/ledger.sqlite", flag, gate])
        try await eventually("the other program has it") { FileManager.default.fileExists(atPath: flag) }
        try service.sh("printf 'Alpha\n\nFirst.\n' > a.txt")
        try await service.wait("it says who") { $0.degraded.contains { $0.contains("locked") } }
        // Whoever waits to read from it goes on.
        try service.sh("echo > '\(gate)'")
        other.wait()
        try await service.wait("all is well") { $0.degraded.isEmpty && $0.head == 1 }
    }

    @Test func `clients cannot take the last descriptors`() async throws {
        let service = try Service()
        try service.start(wrapper: ["/bin/sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"])
        let python = """
            import socket, sys, time
            open_ones, refused = [], 0
            for i in range(150):
                s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
                try: s.sendall(b'{"method":"org.tidings.Feed.Watch","more":true}\\0')
                except BrokenPipeError: pass
                if b"Overloaded" in s.recv(4096): refused += 1; s.close()
                else: open_ones.append(s)
            print(len(open_ones), refused, flush=True)
            for s in open_ones[:9]: s.close()
            open(sys.argv[2] + "/a.txt", "w").write("Alpha")
            print(b'"seq":1' in open_ones[-1].recv(4096))
            """
        let command = try Command.run("/usr/bin/python3", ["-c", python, service.socket, service.folder])
        #expect(command.output == "72 78\nTrue\n", "\(command.output) \(command.errors)")
        #expect(try service.synchronize() == 1)
    }
}
