import ArgumentParser
import Foundation
import Logging
import TidingsDaemon
import TidingsFeed

@main
struct Tidingsd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidingsd",
        abstract: "Watches a folder of news articles and publishes what changes in them.",
        discussion: """
            Settings are taken from options, then from the environment (TIDINGS_FOLDER, TIDINGS_STATE, …), then from \
            the settings file, then as stated below.

            Exit status (sysexits): 0 stopped on request, 64 usage, 65 ledger newer, foreign or damaged, 66 folder \
            missing, 69 socket in use, 70 internal fault, 71 refused by the kernel, 72 not a directory, 73 state or \
            socket cannot be made, 74 disk failed, 75 state in use by another tidingsd, 77 folder not readable, \
            78 settings wrong.
            """,
        version: Release.version)

    @Option(help: .init("The folder of articles to watch (/srv/tidings/seeds).", valueName: "path"))
    var folder: String?

    @Option(help: .init("Where documents and ledger are kept (/var/lib/tidings).", valueName: "path"))
    var state: String?

    @Option(help: .init("Where subscribers connect (/run/tidings/org.tidings.Feed).", valueName: "path"))
    var socket: String?

    @Option(help: .init("The settings file (/etc/tidings/tidingsd.yaml, if it exists).", valueName: "path"))
    var config: String?

    @Option(
        help: .init(
            "What is logged: trace, debug, info, notice, warning, error or critical (info).", valueName: "level"))
    var logLevel: String?

    /// Runs the service at ordinary priority.
    ///
    /// Swift's main task would run at a higher one, which Linux refuses to ordinary users, and libdispatch then complains
    /// to the journal at every start.
    static func main() {
        Task.detached(priority: .medium) {
            await main(nil)
            exit()
        }
        dispatchMain()
    }

    /// As many descriptors as are allowed: 1,024 connections and the files being read do not fit into the usual 1,024.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    func run() async throws {
        // A client or a pipe that went away is an error of one write, never the end of the service.
        signal(SIGPIPE, SIG_IGN)
        Self.raiseDescriptorLimit()
        do {
            let options = ["folder": folder, "state": state, "socket": socket, "logLevel": logLevel]
            let settings = try await Settings(options: options.compactMapValues { $0 }, file: config)
            LoggingSystem.bootstrap { _ in JournalLogHandler() }
            var logger = Logger(label: "tidingsd")
            logger.logLevel = settings.logLevel
            try await Daemon(settings: settings, logger: logger).run()
        } catch {
            var handler = JournalLogHandler()
            handler.logLevel = .critical
            Logger(label: "tidingsd") { _ in handler }.critical("tidingsd: \(error)")
            throw ExitCode(ExitStatus(error).rawValue)
        }
    }
}
