import ArgumentParser
import Foundation
import TidingsFeed

@main
struct Tidings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidings",
        abstract: "Follows what changed in the news, and asks the service about it.",
        discussion: """
            On a terminal the answers are text for people; elsewhere, and with --json, they are JSON, one value a \
            line, with the field names of the protocol (sync prints a bare number unless --json is given).

            Exit status (sysexits(3)): 0 all went well, 64 wrong usage, 65 a file is not an article, a position is too old or of \
            another store, the store is damaged, or verify found something, 66 no such file, article, consumer or store, 69 there is no service at the socket, \
            70 internal fault, 73 a directory cannot be made or written, 74 reading or writing failed, 75 the service \
            cannot do it now, or the command of --exec failed: try again, 76 the service speaks another protocol, \
            77 not permitted, 78 the service's settings are wrong.
            """,
        version: Release.version,
        subcommands: [
            Follow.self, ConsumerCommand.self, List.self, Show.self, Revisions.self, Parse.self, Sync.self,
            StatusCommand.self, MetricsCommand.self, Reload.self, Verify.self, BackupCommand.self,
        ])

    /// Runs the command at ordinary priority.
    ///
    /// Swift's main task would run at a higher one, which Linux refuses to ordinary users, and libdispatch then complains
    /// to the journal at every start.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        Task.detached(priority: .medium) {
            await runCommand()
            exit(withError: nil)
        }
        dispatchMain()
    }

    /// A reader that has seen enough closes the pipe, and that is success (`tidings follow | head`).
    private static func runCommand() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch is Output.BrokenPipe {
            exit(withError: nil)
        } catch {
            guard let status = ExitStatus(error) else { exit(withError: error) }
            Output.complain("\(error)")
            exit(withError: ExitCode(status.rawValue))
        }
    }
}
