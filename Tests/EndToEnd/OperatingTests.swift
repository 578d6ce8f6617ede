import Foundation
import Testing

@testable import TidingsFeed

/// What operators do with a service that runs: reload its settings, check them, read its metrics.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct OperatingTests {
    private let service: Service
    private var file: String { service.scratch + "/tidingsd.yaml" }

    init() throws {
        service = try Service()
    }

    private func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }

    private func start(_ text: String) throws {
        try write(text)
        try service.start(["--config", file])
    }

    // MARK: - Settings

    @Test func `what is reloaded holds when the command returns`() async throws {
        try start("retainChanges: 1000\nlogLevel: notice\n")
        try service.sh("for i in $(seq 40); do echo \"News $i\" > $i.txt; done")
        #expect(try service.synchronize() == 40)
        try write("retainChanges: 5\nlogLevel: debug\nfolder: /elsewhere\nconnectionsMaximum: 1\n")
        let reload = try service.tidings("reload")
        #expect(reload.status == 0, "\(reload.errors)")
        // The folder is an option's here: the file's is not in force.
        #expect(
            reload.output
                == #"{"changed":["retainChanges","connectionsMaximum","logLevel"],"needRestart":[]}"# + "\n")
        #expect(service.log.contains("changed: retainChanges, connectionsMaximum, logLevel"))
        try await service.wait("old changes are deleted") { $0.oldest > 1 }
        let client = try Connection.open(socket: service.socket)
        defer { withExtendedLifetime(client) {} }
        try await eventually("one connection is all there may be") {
            try service.tidings("status").errors.contains("1 connections are open")
        }
        #expect(service.log.contains("a client has connected"), "at the level debug")
    }

    @Test func `settings that are wrong change nothing, and the journal says why`() async throws {
        try start("connectionsMaximum: 7\n")
        try write("connectionsMaximum: 9\nretainDay: 1\n")
        let reload = try service.tidings("reload")
        #expect(reload.status == 78)
        #expect(reload.errors.contains("line 2: there is no setting 'retainDay'"), "\(reload.errors)")
        #expect(service.log.contains("<3>the settings stay as they are"))
        #expect(try await service.client.status().lastError?.contains("retainDay") == true)
        try write("connectionsMaximum: 7\n")
        #expect(try service.tidings("reload").output.contains(#""changed":[]"#))
    }

    @Test func `a folder that the next start would refuse is refused by a reload`() throws {
        // The folder not by an option, which would go before the file.
        service.arguments = ["--state", service.state, "--socket", service.socket]
        try start("folder: \(service.folder)\n")
        try write("folder: /nowhere\n")
        let reload = try service.tidings("reload")
        #expect(reload.status == 78 && reload.errors.contains("the folder /nowhere does not exist"), "\(reload)")
        // One that was there at the start may be missing.
        try write("folder: \(service.folder)\nlogLevel: notice\n")
        try FileManager.default.removeItem(atPath: service.folder)
        let again = try Command.run("tidings", ["reload"], environment: ["TIDINGS_SOCKET": service.socket])
        #expect(again.status == 0, "\(again)")
    }

    @Test func `a hangup reloads too, and systemd is told`() async throws {
        try start("logLevel: notice\n")
        try write("logLevel: debug\n")
        service.process?.signal(SIGHUP)
        try service.wait(for: "RELOADING=1")
        try service.wait(forNotice: { $0.hasPrefix("MONOTONIC_USEC=") })
        try service.wait(for: "READY=1")
        try await eventually("it is said") { service.log.contains("changed: logLevel") }
    }

    @Test(arguments: [
        ("state: /tmp/x\n", ["--folder", "/nowhere"], 66, "does not exist"),
        ("metricsFile: /tmp/metrics\n", [], 78, ".prom"), ("state: /a\nmetricsFile: /a/m.prom\n", [], 78, "outside"),
        ("pollSeconds: 0\n", [], 78, "pollSeconds"), ("pollSecond: 1\n", [], 78, "pollSecond"),
    ])
    func `check ends as a start would`(text: String, options: [String], status: Int32, words: String) throws {
        try write(text)
        let check = try Command.run("tidingsd", ["check", "--config", file] + options)
        #expect(check.status == status && check.errors.contains(words), "\(check)")
    }

    @Test func `check tells what is in force, beside a service`() throws {
        try start("pollSeconds: 3\n")
        let check = try Command.run("tidingsd", ["check", "--config", file] + service.arguments)
        #expect(check.status == 0, "\(check)")
        #expect(check.output.contains("pollSeconds: 3  # file: \(file)\n"))
        #expect(check.output.contains("folder: \(service.folder)  # option\n"))
    }

    // MARK: - Starting

    @Test func `a start that takes long asks systemd for more time`() throws {
        try service.start()
        try service.sh("for i in $(seq 1100); do echo \"News $i\" > $i.txt; done")
        #expect(try service.synchronize() == 1100)
        service.kill()
        // Every document is checked then, here by a disk that is slow.
        let faults = try Faults(service)
        try Data().write(to: URL(fileURLWithPath: faults.flag))
        try service.spawn(environment: faults.environmentWithFlag(.slow, "open"))
        try service.wait(for: "STATUS=opening the store")
        try service.wait(for: "EXTEND_TIMEOUT_USEC=120000000")
        try service.wait(for: "READY=1")
        #expect(try service.synchronize() == 1100)
    }

    // MARK: - Metrics

    @Test func `metrics are in a file for node_exporter while the service runs`() async throws {
        let path = service.scratch + "/tidings.prom"
        try start("metricsFile: \(path)\n")
        try await eventually("they are written") { FileManager.default.fileExists(atPath: path) }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o644, "the exporter is another user")
        let file = try String(contentsOfFile: path, encoding: .utf8)
        let command = try service.tidings("metrics").output
        #expect(Self.names(file) == Self.names(command) && file.contains("tidings_changes_total 0\n"))
        #expect(try service.terminate() == 0)
        #expect(!FileManager.default.fileExists(atPath: path), "a service that does not run has none")
    }

    private static func names(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.prefix { $0 != " " && $0 != "{" } }
    }

    @Test func `what is planted where metrics are drafted is not written through`() async throws {
        let (path, prey) = (service.scratch + "/tidings.prom", service.scratch + "/prey")
        try Data("dear".utf8).write(to: URL(fileURLWithPath: prey))
        try FileManager.default.createSymbolicLink(atPath: path + ".new", withDestinationPath: prey)
        try start("metricsFile: \(path)\n")
        try await eventually("they are written") { FileManager.default.fileExists(atPath: path) }
        #expect(try String(contentsOfFile: prey, encoding: .utf8) == "dear")
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("tidings_changes_total"))
    }

    @Test func `metrics that cannot be written are told, and are no reason to stop`() async throws {
        try start("metricsFile: /proc/nowhere/tidings.prom\n")
        try await service.wait("it is degraded") { $0.degraded.contains { $0.contains("/proc/nowhere") } }
        #expect(service.log.contains("<4>the metrics cannot be written"))
        #expect(try service.synchronize() == 0)
    }

    @Test(.enabled(if: PythonPackages.python != nil, "needs python3 -m venv, and prometheus-client from PyPI"))
    func `Prometheus' own library reads the metrics`() async throws {
        try service.start()
        try service.sh("echo 'Storm closes harbour' > 1.txt")
        #expect(try service.synchronize() == 1)
        try await service.client.consumer("mailer").create(startingAt: .oldest)
        let file = service.scratch + "/metrics"
        try Data(service.tidings("metrics").output.utf8).write(to: URL(fileURLWithPath: file))
        let program = """
            import sys
            from prometheus_client.parser import text_string_to_metric_families
            for family in text_string_to_metric_families(open(sys.argv[1]).read()):
                for sample in family.samples:
                    print(family.type, sample.name, sorted(sample.labels), int(sample.value))
            """
        let read = try Command.run(#require(PythonPackages.python), ["-c", program, file])
        #expect(read.status == 0, "\(read.errors)")
        let lines = Set(read.output.split(separator: "\n").map(String.init))
        for line in [
            "counter tidings_changes_total [] 1", "gauge tidings_articles [] 1",
            "gauge tidings_consumer_pending_changes ['consumer'] 1", "gauge tidings_degraded [] 0",
            "gauge tidings_info ['epoch', 'reader', 'version'] 1",
        ] { #expect(lines.contains(line), "\(line) of \(read.output)") }
    }
}
