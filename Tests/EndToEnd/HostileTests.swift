import Foundation
import Testing

@testable import TidingsFeed

/// Whatever is dropped is read, ignored or called unreadable; the service neither hangs nor dies, and `status` shows it.
@Suite(.timeLimit(.minutes(5)))
struct HostileTests {
    @Test func `what is no article is never opened, and is counted`() async throws {
        let service = try Service()
        try service.start()
        let isRoot = geteuid() == 0
        try service.sh(
            """
            echo One > 1.txt; mkdir d; echo Two > d/2.txt
            ln -s 1.txt link.txt; ln -s d linked; ln -s /etc out; ln -s loop.txt loop.txt; ln -s ../folder up
            mkfifo fifo.txt
            python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket.txt")'
            \(isRoot ? "mknod device.txt c 1 5" : "mkfifo device.txt")
            echo x > page.html; echo x > .hidden.txt; echo x > 1.txt~; echo x > 4913
            """)
        #expect(try service.synchronize() == 2)
        // Links without an article's name are seen when their directory is listed.
        #expect(try service.terminate() == 0)
        try service.start()
        let status = try await service.client.status()
        #expect(status.articles == 2 && status.head == 2)
        #expect(status.ignored == 4)
        let device = isRoot ? "device.txt: device" : "device.txt: FIFO"
        let links = ["link.txt", "linked", "loop.txt", "out", "up"].map { "\($0): symbolic link" }
        #expect(status.skippedPaths == ([device, "fifo.txt: FIFO", "socket.txt: socket"] + links).sorted())
        #expect(status.skipped == 8 && status.watches == 2)
        try service.sh("rm fifo.txt; echo Three > fifo.txt; rm 1.txt; mkfifo 1.txt")
        #expect(try service.changes(since: 2).map(\.short).sorted() == ["added fifo.txt", "removed 1.txt"])
        #expect(try await service.client.status().skippedPaths.contains("1.txt: FIFO"))
    }

    @Test func `bad files are unreadable with a reason, and our own are not touched`() async throws {
        let service = try Service()
        try service.start()
        try service.sh(
            """
            truncate -s 2G sparse.txt
            printf 'a\\0b' > binary.txt
            ln ../state/ledger.sqlite own.txt; ln ../state/ledger.sqlite-shm own.md
            head -c 3000000 /dev/zero | tr '\\0' 'x' > large.txt
            """)
        #expect(try service.synchronize() == 5)
        let status = try await service.client.status()
        let expected = [
            "binary.txt: notText", "large.txt: tooLarge", "own.md: ownFile", "own.txt: ownFile", "sparse.txt: tooLarge",
        ]
        #expect(status.unreadablePaths == expected)
        // The ledger is as sound as before, and locked as before.
        try service.sh("echo Fine > fine.txt")
        #expect(try service.changes(since: 5).map(\.short) == ["added fine.txt"])
    }

    @Test func `names of any bytes are told exactly`() async throws {
        let service = try Service()
        try service.start()
        try service.sh(
            """
            python3 -c '
            import os
            for name in [b"new\\nline", b"\\x01\\x1b[31mred", b"\\xff\\xfe", "\\u202eright-to-left".encode(), b"n" * 251, b" ", b"-rf"]:
                open(name + b".txt", "w").write("Headline\\n")
            '
            """)
        let changes = try service.changes(since: 0)
        #expect(changes.count == 7)
        #expect(changes.compactMap(\.pathBase64) == [Data([0xFF, 0xFE] + Array(".txt".utf8)).base64EncodedString()])
        #expect(changes.contains { $0.path == "new\nline.txt" })
        // Nothing that a terminal would obey reaches one.
        let list = try service.tidings("list", "--no-json").output
        #expect(!list.contains("\u{1B}") && !list.contains("\u{202E}") && list.split(separator: "\n").count >= 7)
        try service.sh("mkdir m; for file in *.txt; do mv -- \"$file\" m/; done")
        #expect(try service.changes(since: 7).map(\.kind) == Array(repeating: .moved, count: 7))
    }

    @Test func `directories may be deep, up to a limit that is told`() async throws {
        let service = try Service()
        try service.start()
        let tree = """
            python3 -c '
            import os
            os.mkdir("../tree"); os.chdir("../tree")
            for depth in range(1, 300):
                os.mkdir("d" * 100); os.chdir("d" * 100)
                if depth in (200, 255, 256, 299): open("a.txt", "w").write("Depth %d" % depth)
            '
            """
        try service.sh("\(tree); mv ../tree .")
        let changes = try service.changes(since: 0)
        #expect(changes.count == 2 && changes.allSatisfy { $0.path?.utf8.count ?? 0 > 20_000 })
        let status = try await service.client.status()
        #expect(status.watches == 257 && status.degraded.first?.contains("deeper than 256") == true)
        try service.sh("mv tree ../away")
        #expect(try service.changes(since: 2).map(\.kind) == [.removed, .removed])
        #expect(try await service.client.status().degraded.isEmpty)
    }

    @Test func `a file that grows while it is read is read when it rests`() async throws {
        let service = try Service()
        try service.start(environment: ["TIDINGS_SETTLE_MILLISECONDS": "5"])
        try service.sh(
            """
            python3 -c '
            file = open("a.txt", "w", buffering=1)
            file.write("Growing\\n\\n")
            for _ in range(15_000): file.write("Another line of it.\\n")
            file.write("The end.\\n")
            '
            """)
        try await service.settle()
        let document = try await service.client.document(path: "a.txt")
        #expect(document.bodies.first?.value.hasSuffix("The end.") == true)
    }

    @Test func `a directory with very many files is one directory`() async throws {
        let service = try Service()
        try service.sh("mkdir many; cd many; seq 5000 | split -l 1 -a 5 --additional-suffix=.md")
        try service.start()
        #expect(try service.synchronize() == 5_000)
        let status = try await service.client.status()
        #expect(status.articles == 5_000 && status.watches == 2 && status.overflows == 0)
    }

    @Test func `ten thousand directories are all watched, and gone when they are gone`() async throws {
        let service = try Service()
        try service.start()
        try service.sh("for i in $(seq 100); do mkdir $i; (cd $i; seq 99 | xargs mkdir); echo $i > $i/50/a.txt; done")
        #expect(try service.synchronize() == 100)
        #expect(try await service.client.status().watches == 10_001)
        try service.sh("echo More >> 7/50/a.txt; mv 8 x; rm -r 9")
        let expected = ["revised 7/50/a.txt [paragraph]", "moved x/50/a.txt from 8/50/a.txt", "removed 9/50/a.txt"]
        #expect(try service.changes(since: 100).map(\.short).sorted() == expected.sorted())
        try service.sh("rm -r *")
        #expect(try service.synchronize() == 103 + 99)
        #expect(try await service.client.status().watches == 1)
    }
}
