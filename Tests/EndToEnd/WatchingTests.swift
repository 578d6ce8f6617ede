import Foundation
import Testing

@testable import TidingsFeed

/// What goes wrong around a watched folder, with the real kernel's limits, mounts and permissions.
@Suite(.timeLimit(.minutes(10)))
struct WatchingTests {
    /// Whether this machine lets a test have namespaces of its own.
    static let hasNamespaces =
        (try? Command.run("/usr/bin/unshare", ["-Urm", "/bin/mount", "--bind", "/tmp", "/mnt"]))?.status == 0
    static let needsNamespaces: Comment = "no user namespaces here (unshare -Urm)"

    private func service() throws -> Service {
        let service = try Service()
        try service.sh("for i in 1 2 3; do printf 'Number %s\n\nText.\n' $i > $i.txt; done; mkdir d; cp 1.txt d/4.txt")
        return service
    }

    // MARK: - Overflow

    @Test func `after an overflow everything is known, by one sweep`() async throws {
        let service = try Service()
        try service.start()
        let count = ProcessInfo.processInfo.environment["TIDINGS_FLOOD"].flatMap { Int($0) } ?? 6_000
        let process = try #require(service.process)
        process.signal(SIGSTOP)
        // Three events each: more than the 16,384 that the kernel keeps.
        try service.sh("for i in $(seq \(count)); do echo \"Number $i\" > $i.txt; done")
        process.signal(SIGCONT)
        #expect(try service.synchronize() == count)
        let status = try await service.client.status()
        #expect(status.articles == count)
        #expect(status.overflows == 1 && status.overflowSweeps == 1 && status.sweeps == 2)
    }

    // MARK: - Fairness

    @Test func `a flood in one directory does not delay a drop in another by more than a batch`() async throws {
        let service = try Service()
        try service.sh("mkdir d ../flood; for i in $(seq 3000); do echo \"Number $i\" > ../flood/$i.txt; done")
        try service.start()
        #expect(try service.synchronize() == 0)
        let process = try #require(service.process)
        process.signal(SIGSTOP)
        try service.sh("mv ../flood a; echo Drop > d/drop.txt")
        process.signal(SIGCONT)
        let changes = try service.changes(since: 0)
        #expect(changes.count == 3001)
        let drop = try #require(changes.first { $0.path == "d/drop.txt" })
        #expect(drop.seq <= 513)
        // The rest in the order of the paths.
        let flood = changes.compactMap(\.path).filter { $0.hasPrefix("a/") }
        #expect(flood == flood.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    // MARK: - What inotify is silent about

    @Test func `a write under another name is found by the sweep`() async throws {
        let service = try service()
        try service.sh("ln 1.txt ../other.txt")
        try service.start(environment: ["TIDINGS_SWEEP_SECONDS": "1"])
        let head = try service.synchronize()
        try service.sh("echo More. >> ../other.txt")
        try await service.wait("a sweep finds it") { $0.head > head }
        #expect(try service.changes(since: head).map(\.short) == ["revised 1.txt [paragraph]"])
    }

    /// Whether there is a silent file system to be had: a directory seen through FUSE.
    static let hasSilentFilesystem =
        geteuid() == 0 && access("/usr/bin/bindfs", X_OK) == 0 && access("/dev/fuse", R_OK) == 0

    @Test(.enabled(if: hasSilentFilesystem, "no FUSE here (root and Debian's bindfs)"))
    func `on a file system where inotify is silent everything is polled`() async throws {
        let service = try service()
        try service.sh("mkdir ../mounted; bindfs . ../mounted")
        defer { try? service.sh("fusermount3 -u ../mounted") }
        let options = ["--folder", service.scratch + "/mounted"]
        try service.start(options, environment: ["TIDINGS_POLL_SECONDS": "1"])
        let head = try service.synchronize()
        let status = try await service.client.status()
        #expect(status.notes.first?.contains("on FUSE") == true && status.degraded.isEmpty)
        // By another way in: nothing is told.
        try service.sh("echo More. >> 1.txt; mv d e")
        try await service.wait("polling finds it") { $0.head == head + 2 }
        let changes = try service.changes(since: head).map(\.short).sorted()
        #expect(changes == ["moved e/4.txt from d/4.txt", "revised 1.txt [paragraph]"])
        #expect(try service.terminate() == 0)
    }

    @Test func `polling can be had everywhere`() async throws {
        let service = try service()
        try service.start(environment: ["TIDINGS_POLLING": "always", "TIDINGS_POLL_SECONDS": "1"])
        let head = try service.synchronize()
        #expect(try await service.client.status().notes.count == 1)
        try service.sh("ln 1.txt ../other.txt; echo More. >> ../other.txt")
        try await service.wait("polling finds it") { $0.head == head + 1 }
    }

    @Test func `a writer who never closes is read all the same`() async throws {
        let service = try service()
        try service.start(environment: ["TIDINGS_SETTLE_MILLISECONDS": "10"])
        let head = try service.synchronize()
        let file = open(service.folder + "/1.txt", O_WRONLY | O_APPEND)
        defer { close(file) }
        #expect(write(file, "More.\n", 6) == 6)
        try await service.wait("it is read") { $0.head > head }
        #expect(try service.changes(since: head).map(\.short) == ["revised 1.txt [paragraph]"])
    }

    // MARK: - Limits

    @Test(.enabled(if: hasNamespaces, needsNamespaces))
    func `where not all directories can be watched the others are polled, and watched when they can be`() async throws {
        let service = try service()
        try service.sh("for i in $(seq 40); do mkdir s$i; echo $i > s$i/a.txt; done")
        let limit = "/proc/sys/user/max_inotify_watches"
        try service.start(
            environment: ["TIDINGS_POLL_SECONDS": "1"], wrapper: Service.namespace("echo 20 > \(limit)"))
        let head = try service.synchronize()
        #expect(head == 44)
        var status = try await service.client.status()
        let sentence = try #require(status.degraded.first)
        #expect(sentence.contains("user.max_inotify_watches = 20") && sentence.contains("\(status.watches) are"))
        #expect(status.watches < 20)
        try service.wait(forStatusContaining: "degraded")

        // Right even so, and without being asked.
        try service.sh("for i in $(seq 40); do echo More >> s$i/a.txt; mkdir s$i/new; echo New > s$i/new/b.txt; done")
        #expect(try service.synchronize() == head + 80)
        try service.sh("for i in $(seq 40); do rm s$i/a.txt; done")
        try await service.wait("the removals are seen") { $0.head == head + 120 }

        try service.inNamespace("echo 1000 > \(limit)")
        try await service.wait("all are watched") { $0.watches == 82 && $0.degraded.isEmpty }
        status = try await service.client.status()
        #expect(status.articles == 44)
        #expect(service.log.contains("all directories are watched and listed again"))
    }

    @Test(.enabled(if: hasNamespaces, needsNamespaces))
    func `without an instance of inotify everything is polled, until there is one`() async throws {
        let service = try service()
        let limit = "/proc/sys/user/max_inotify_instances"
        try service.start(environment: ["TIDINGS_POLL_SECONDS": "1"], wrapper: Service.namespace("echo 0 > \(limit)"))
        #expect(try service.synchronize() == 4)
        #expect(try await service.client.status().degraded.first?.contains("user.max_inotify_instances = 0") == true)
        try service.sh("echo More >> d/4.txt")
        #expect(try service.synchronize() == 5)
        try service.sh("mv d e")
        try await service.wait("polling finds it") { $0.head == 6 }
        try service.inNamespace("echo 100 > \(limit)")
        try await service.wait("all are watched") { $0.watches == 2 && $0.degraded.isEmpty }
        try service.sh("rm e/4.txt")
        #expect(try service.changes(since: 5).map(\.short) == ["moved e/4.txt from d/4.txt", "removed e/4.txt"])
    }

    // MARK: - The folder goes away

    @Test(.enabled(if: hasNamespaces, needsNamespaces), arguments: ["another file system", "the same file system"])
    func `an unmounted folder takes no article with it`(kind: String) async throws {
        let service = try service()
        let scratch = service.scratch
        try service.sh("mkdir ../disk")
        let tmpfs = kind == "another file system" ? "mount -t tmpfs tmpfs \(scratch)/disk\n" : ""
        let mount = "mount --bind \(scratch)/disk \(scratch)/folder"
        try service.start(
            environment: ["TIDINGS_POLL_SECONDS": "1"],
            wrapper: Service.namespace("\(tmpfs)mv \(scratch)/folder/* \(scratch)/disk\n\(mount)"))
        #expect(try service.synchronize() == 4)
        // Nothing holds it: it is not busy.
        try service.inNamespace("umount \(scratch)/folder")
        try await service.wait("it is missed") { $0.head == 5 && $0.degraded.count == 1 }
        // Even what is dropped on the bare mount point does not make it the folder.
        try service.inNamespace("echo Stray > \(scratch)/folder/stray.txt")
        try service.inNamespace("rm \(scratch)/folder/stray.txt; echo More >> \(scratch)/disk/1.txt; \(mount)")
        try await service.wait("it is back") { $0.head >= 7 && $0.degraded.isEmpty }
        let changes = try await service.changes(after: 4)
        #expect(changes.map(\.short) == ["folderMissing", "folderBack", "revised 1.txt [paragraph]"])
        #expect(try await service.client.status().articles == 4)

        // Not mounted when it starts, which is how machines boot after a disk has failed.
        try service.inNamespace("umount \(scratch)/folder; rm -rf \(scratch)/disk/none")
        try await service.wait("it is missed") { $0.head == 8 }
        #expect(try service.terminate() == 0)
        try service.start()
        #expect(
            try await service.client.status().degraded.first?.contains("touch \(service.state)/accept-folder") == true)
        #expect(try await service.client.status().articles == 4)
        try service.sh("touch ../state/accept-folder")
        try await service.wait("it is accepted") { $0.articles == 0 }
        #expect(!FileManager.default.fileExists(atPath: service.state + "/accept-folder"))
        #expect(try service.changes(since: 8).map(\.kind) == [.folderBack, .removed, .removed, .removed, .removed])
    }

    @Test(.enabled(if: hasNamespaces, needsNamespaces))
    func `a file system mounted inside the folder takes no article with it`() async throws {
        let service = try service()
        let scratch = service.scratch
        try service.sh("mkdir ../disk sub; cp 1.txt ../disk/5.txt; mkdir ../disk/deep; cp 1.txt ../disk/deep/6.txt")
        let mount = "mount --bind \(scratch)/disk \(scratch)/folder/sub"
        try service.start(environment: ["TIDINGS_POLL_SECONDS": "1"], wrapper: Service.namespace(mount))
        #expect(try service.synchronize() == 6)
        try service.inNamespace("umount \(scratch)/folder/sub")
        #expect(try service.synchronize() == 6)
        try service.sh("touch sub; echo New > 7.txt")
        try await service.wait("it is missed") {
            $0.degraded.first?.contains("nothing is mounted at sub any more") == true
        }
        #expect(try service.synchronize() == 7)
        try service.inNamespace(mount)
        try await service.wait("it is back") { $0.degraded.isEmpty }
        #expect(try service.synchronize() == 7)
        // What is dropped on the bare mount point, even under a known name, does not make it the file system.
        try service.inNamespace("umount \(scratch)/folder/sub; echo Stray > \(scratch)/folder/sub/5.txt")
        try await service.wait("it is missed") { $0.degraded.count == 1 }
        #expect(try service.synchronize() == 7)
        try service.inNamespace("rm \(scratch)/folder/sub/5.txt; \(mount)")
        try await service.wait("it is back") { $0.degraded.isEmpty }
        let back = try service.synchronize()
        #expect(back == 7)
        // Taken away for good, the directory with it.
        try service.inNamespace("umount \(scratch)/folder/sub; rmdir \(scratch)/folder/sub")
        #expect(try service.changes(since: back).map(\.short) == ["removed sub/5.txt", "removed sub/deep/6.txt"])
    }

    @Test(.enabled(if: hasNamespaces, needsNamespaces))
    func `file systems mounted in one another come and go in any order`() async throws {
        let service = try service()
        let scratch = service.scratch
        try service.sh("mkdir m ../outer ../outer/x ../inner; cp 1.txt ../outer/5.txt; cp 1.txt ../inner/6.txt")
        let outer = "mount --bind \(scratch)/outer \(scratch)/folder/m"
        let inner = "mount --bind \(scratch)/inner \(scratch)/folder/m/x"
        try service.start(
            environment: ["TIDINGS_POLL_SECONDS": "1"], wrapper: Service.namespace("\(outer)\n\(inner)"))
        #expect(try service.synchronize() == 6)
        try service.inNamespace("umount \(scratch)/folder/m/x; umount \(scratch)/folder/m")
        try await service.wait("they are missed") { !$0.degraded.isEmpty }
        try service.inNamespace(outer)
        try await service.wait("the inner one is missed") { $0.degraded.first?.contains("at m/x any more") == true }
        try service.inNamespace(inner)
        try await service.wait("they are back") { $0.degraded.isEmpty }
        #expect(try service.synchronize() == 6)
    }

    @Test(.enabled(if: hasNamespaces, needsNamespaces))
    func `another disk at an inner mount point is taken when the operator says so`() async throws {
        let service = try service()
        let scratch = service.scratch
        try service.sh("mkdir m ../one ../two; cp 1.txt ../one/5.txt; printf 'Other\n\nWords here.\n' > ../two/6.txt")
        try service.start(
            environment: ["TIDINGS_POLL_SECONDS": "1"],
            wrapper: Service.namespace("mount --bind \(scratch)/one \(scratch)/folder/m"))
        #expect(try service.synchronize() == 5)
        try service.inNamespace(
            "umount \(scratch)/folder/m; mount --bind \(scratch)/two \(scratch)/folder/m; touch \(scratch)/folder/m")
        try await service.wait("it is noticed") {
            $0.degraded.first?.contains("another file system is mounted at m") == true
        }
        #expect(try service.synchronize() == 5)
        try service.sh("touch ../state/accept-folder")
        try await service.wait("it is taken") { $0.degraded.isEmpty }
        #expect(try service.changes(since: 5).map(\.short) == ["added m/6.txt", "removed m/5.txt"])
    }

    @Test func `a folder that is deleted and made again is followed`() async throws {
        let service = try service()
        try service.start()
        let head = try service.synchronize()
        let process = try #require(service.process)
        process.signal(SIGSTOP)
        try Command.run(
            "/bin/sh", ["-euc", "rm -r folder; mkdir folder; echo New > folder/5.txt"], in: service.scratch)
        process.signal(SIGCONT)
        try await service.wait("it is followed") { $0.articles == 1 }
        let changes = try service.changes(since: head).map(\.short)
        #expect(changes.prefix(2) == ["folderMissing", "folderBack"])
        #expect(
            changes.dropFirst(2).sorted() == ["added 5.txt"]
                + ["1.txt", "2.txt", "3.txt", "d/4.txt"].map { "removed \($0)" })
        try service.sh("echo More >> 5.txt")
        #expect(try service.changes(since: head + 7).map(\.kind) == [.revised])
    }

    @Test func `a directory that is rotated away is watched no more`() async throws {
        let service = try service()
        try service.sh("mkdir -p inbox/sub/deep ../away; mkfifo inbox/sub/deep/f.txt")
        try service.start()
        for round in 1...10 {
            let process = try #require(service.process)
            process.signal(SIGSTOP)
            try service.sh("mv inbox ../away/\(round); mkdir -p inbox/sub/deep; echo \(round) > inbox/sub/\(round).txt")
            process.signal(SIGCONT)
            _ = try service.synchronize()
        }
        let status = try await service.client.status()
        #expect(status.watches == 5 && status.skipped == 0)
    }

    @Test func `a file where a directory was takes what was in there with it`() async throws {
        let service = try service()
        try service.sh("mkdir x.txt; echo In > x.txt/in.txt")
        try service.start()
        let head = try service.synchronize()
        try service.sh("mv x.txt ../away; echo File > x.txt")
        #expect(try service.changes(since: head).map(\.short).sorted() == ["added x.txt", "removed x.txt/in.txt"])
    }

    @Test func `a directory above that is renamed away and back takes no article with it`() async throws {
        let service = try Service()
        let scratch = service.scratch
        try Command.run(
            "/bin/sh", ["-euc", "mkdir -p a/b/news; echo One > a/b/news/1.txt; rmdir folder; ln -s a/b/news folder"],
            in: scratch)
        try service.start()
        let head = try service.synchronize()
        try Command.run("/bin/mv", ["a", "z"], in: scratch)
        try await service.wait("it is missed") { $0.head == head + 1 }
        try Command.run("/bin/sh", ["-euc", "echo More >> z/b/news/1.txt; mv z a"], in: scratch)
        try await service.wait("it is back") { $0.head == head + 3 }
        #expect(
            try service.changes(since: head).map(\.short) == [
                "folderMissing", "folderBack", "revised 1.txt [paragraph]",
            ])
        try Command.run("/bin/sh", ["-euc", "echo More >> a/b/news/1.txt"], in: scratch)
        #expect(try service.synchronize() == head + 4)
    }

    @Test func `without permission on the folder nothing is removed`() async throws {
        let service = try service()
        // Root may do everything: the service has to be somebody else.
        let isRoot = geteuid() == 0
        if isRoot { try service.sh("chown -R 65534 ..") }
        let wrapper = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        try service.start(environment: ["TIDINGS_POLL_SECONDS": "1"], wrapper: isRoot ? wrapper : [])
        let head = try service.synchronize()
        #expect(head == 4)
        #expect(chmod(service.folder, 0o000) == 0)
        try await service.wait("it is missed") { $0.head == head + 1 }
        #expect(chmod(service.folder, 0o755) == 0)
        try await service.wait("it is back") { $0.head == head + 2 && $0.degraded.isEmpty }
        // A directory in it, and a file.
        #expect(chmod(service.folder + "/d", 0o000) == 0 && chmod(service.folder + "/1.txt", 0o000) == 0)
        try await service.wait("both are seen") { $0.head == head + 3 && $0.degraded.count == 1 }
        #expect(chmod(service.folder + "/d", 0o755) == 0 && chmod(service.folder + "/1.txt", 0o644) == 0)
        try await service.wait("both are back") { $0.head == head + 4 && $0.degraded.isEmpty }
        let expected = ["folderMissing", "folderBack", "unreadable 1.txt notPermitted", "restored 1.txt"]
        #expect(try service.changes(since: head).map(\.short) == expected)
    }

    // MARK: - What was renamed

    @Test func `a rename is found by what the file says where nothing else tells`() async throws {
        let service = try service()
        try service.start()
        let head = try service.synchronize()
        #expect(try service.terminate() == 0)
        // As a restored backup has it, or a move to another disk and back.
        try service.sh("cp 1.txt z.txt; rm 1.txt; cp -r d e; rm -r d")
        try service.start()
        let changes = try service.changes(since: head).map(\.short)
        #expect(changes.sorted() == ["moved e/4.txt from d/4.txt", "moved z.txt from 1.txt"])
    }

    @Test func `a file that is renamed and replaced before anyone looks is still the article`() async throws {
        let service = try service()
        try service.start()
        let head = try service.synchronize()
        let process = try #require(service.process)
        process.signal(SIGSTOP)
        try service.sh("mv 1.txt x.txt; sed -i s/Text/Words/ x.txt; mv d e; sed -i s/Text/Words/ e/4.txt")
        process.signal(SIGCONT)
        let expected = [
            "moved e/4.txt from d/4.txt", "revised e/4.txt [paragraph]", "moved x.txt from 1.txt",
            "revised x.txt [paragraph]",
        ]
        let changes = try service.changes(since: head).map(\.short)
        #expect(changes.sorted() == expected.sorted())
    }
}
