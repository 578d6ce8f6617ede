import Foundation
import Testing

@testable import TidingsFeed

/// The power goes while the service works: the file system that its store lies on forgets everything that was not synced.
///
/// ext4 on a loop device is shut down by EXT4_IOC_SHUTDOWN without flushing its journal, and mounted again. Killing the
/// process would not do: the kernel keeps what it has written. `TIDINGS_POWER_CUTS` says how often (4).
@Suite(.serialized, .timeLimit(.minutes(30)), .enabled(if: Disk.isPossible, "\(Disk.need)"))
struct PowerLossTests {
    private static let environment = ProcessInfo.processInfo.environment

    @Test func `what was told is there after the power came back`() async throws {
        let rounds = Self.environment["TIDINGS_POWER_CUTS"].flatMap { Int($0) } ?? 4
        let seed = Self.environment["TIDINGS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000_000)
        var random = SplitMix(state: seed)
        let service = try Service(state: "disk/state")
        let disk = try Disk(at: service.scratch + "/disk")
        let environment = ["TIDINGS_SETTLE_MILLISECONDS": "5", "TIDINGS_KEEP_REVISIONS": "2"]
        var told: Set<String> = []
        var promises = Promises(service.client)
        var documents = (damaged: 0, lost: 0)
        var losses = 0
        for round in 1...rounds {
            try service.start(environment: environment)
            try await service.settle()
            if let recovery = try await service.client.status().recovery {
                documents.damaged += recovery.damaged
                documents.lost += recovery.lost
            }
            losses += try await check(service, told, promises, "TIDINGS_SEED=\(seed), round \(round)")
            let witness = try Witness(service)
            let end = ContinuousClock.now + .milliseconds(50 + random.below(400))
            while ContinuousClock.now < end {
                try write(&random, service)
                await promises.getMore()
            }
            try disk.cut()
            // It finds out by itself, or dies with the machine.
            if round % 2 == 0 {
                try write(&random, service)
                try service.sh("echo 'To be noticed.' > last.txt")
                #expect(try #require(service.process).wait() == 74, "\(service.log)")
            }
            service.kill()
            told.formUnion(witness.stop())
            try disk.mount()
        }
        try service.start(environment: environment)
        try await service.settle()
        losses += try await check(service, told, promises, "TIDINGS_SEED=\(seed), at the end")
        #expect(try service.terminate() == 0)
        print(
            "power: \(rounds) rounds, \(rounds) faults, \(losses) losses of \(told.count) changes told; "
                + "\(documents.damaged) documents made again, \(documents.lost) superseded ones gone (TIDINGS_SEED=\(seed))"
        )
    }

    @Test func `after a clean stop and a power cut nothing is missing`() async throws {
        let service = try Service(state: "disk/state")
        let disk = try Disk(at: service.scratch + "/disk")
        try service.start()
        for number in 1...200 { try service.sh("printf 'Article %s\n\nText.\n' \(number) > \(number).txt") }
        #expect(try service.synchronize() == 200)
        #expect(try service.terminate() == 0)
        try disk.cut()
        try disk.mount()
        try service.start()
        #expect(!service.log.contains("did not close"))
        try await service.checkStore(told: [], "after a clean stop")
    }

    private func check(
        _ service: Service, _ told: Set<String>, _ promises: Promises, _ context: String
    ) async throws -> Int {
        let broken = try await promises.broken()
        for promise in broken { Issue.record("\(context): \(promise)") }
        return try await service.checkStore(told: Array(told), context) + broken.count
    }

    /// Something a contributor does.
    private func write(_ random: inout SplitMix, _ service: Service) throws {
        let path = "\(service.folder)/\(random.below(40)).txt"
        switch random.below(10) {
        case 0: unlink(path)
        case 1: rename(path, "\(service.folder)/\(random.below(40)).txt")
        default:
            let text =
                "Article \(random.below(1_000_000))\n\n"
                + String(repeating: "A line of it.\n", count: random.below(500))
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: random.below(2) == 0 ? .atomic : [])
        }
    }
}

/// A file system of its own, in a file, that can lose its power.
private final class Disk {
    private let image: String
    private let point: String
    private var isMounted = false

    static let need = "needs root, loop devices and ext4"

    static let isPossible = {
        let script = """
            [ "$(id -u)" = 0 ] || exit 1
            directory=$(mktemp -d); trap 'rm -rf "$directory"' EXIT; cd "$directory"
            truncate -s 4M image && mkfs.ext4 -q -F image && mkdir point && mount -o loop image point && umount point
            """
        return (try? Command.run("/bin/sh", ["-c", script]).status) == 0
    }()

    init(at point: String) throws {
        self.point = point
        image = point + ".img"
        try sh("mkdir '\(point)'; truncate -s 64M '\(image)'; mkfs.ext4 -q -F -m0 '\(image)'")
        try mount()
    }

    deinit { try? sh("umount -l '\(point)'; rm -f '\(image)'") }

    /// Mounts it; where it was mounted, what of it is in the image is mounted anew.
    ///
    /// The image is copied for that: a mount namespace that another test made meanwhile still has the old file system, and as
    /// long as one has, mounting the same image again gives that one, which stays shut down.
    func mount() throws {
        if isMounted {
            try sh("umount '\(point)'; cp --sparse=always '\(image)' '\(image).new'; mv '\(image).new' '\(image)'")
        }
        try sh("mount -o loop '\(image)' '\(point)'")
        isMounted = true
    }

    /// EXT4_IOC_SHUTDOWN, which is FS_IOC_SHUTDOWN: 2 is "without flushing the journal".
    func cut() throws {
        let script =
            "import fcntl,os,struct,sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))"
        let command = try Command.run("/usr/bin/python3", ["-c", script, point])
        if command.status != 0 { throw TestFailure("EXT4_IOC_SHUTDOWN: \(command.errors)") }
    }

    private func sh(_ script: String) throws {
        let command = try Command.run("/bin/sh", ["-euc", script])
        if command.status != 0 { throw TestFailure("\(script): \(command.errors)") }
    }
}
