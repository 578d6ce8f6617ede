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
        usage: "tidingsd [<options>]\ntidingsd check [<options>]",
        discussion: """
            Settings are taken from options, then from the environment (TIDINGS_ and the name: TIDINGS_FOLDER, \
            TIDINGS_LOG_LEVEL), then from the settings file, then the standard, which stands in brackets; \
            tidingsd.yaml(5) describes them all.

            Exit status (sysexits(3)): 0 stopped on request, 64 wrong usage, 65 ledger newer, foreign or damaged, 66 folder \
            missing, 69 socket in use, 70 internal fault, 71 refused by the kernel, 72 the folder is not a directory, 73 state or \
            socket cannot be made, 74 disk failed, 75 state in use by another tidingsd, 77 folder not readable, \
            78 settings wrong.
            """,
        version: Release.version, subcommands: [Check.self])

    @OptionGroup var options: SettingOptions

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
        // Until somebody takes it: a reload that comes too early.
        if isatty(STDERR_FILENO) == 0 { signal(SIGHUP, SIG_IGN) }
        let log = LogState()
        LoggingSystem.bootstrap { _ in JournalLogHandler(log) }
        let logger = Logger(label: "tidingsd")
        do {
            let settings = try await options.settings()
            log.level = settings.logLevel
            try await Daemon(settings: settings, rereading: options.settings, log: log, logger: logger).run()
        } catch {
            logger.log(.failed, "tidingsd: \(error)")
            throw ExitCode(ExitStatus(error).rawValue)
        }
    }
}
