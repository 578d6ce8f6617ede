import Foundation
import TidingsFeed

/// A command that deals with changes, one at a time: `tidings follow --exec`.
struct Execution {
    let command: String

    /// The command did not succeed.
    struct Failed: Error, CustomStringConvertible {
        let command: String
        let status: Int32
        let isSignal: Bool
        let change: Change
        /// Whether a durable consumer will get the change again.
        let isDurable: Bool

        var description: String {
            "'\(command)' did not deal with change \(change.seq): it ended with \(isSignal ? "signal" : "status") "
                + "\(status). "
                + (isDurable
                    ? "The change is not acknowledged and comes again"
                    : "To go on with it: --since \(change.seq - 1) --epoch \(change.epoch)")
        }
    }

    /// Runs it with the change as one line of JSON on its standard input.
    /// - Throws: `Failed` where it does not end with 0.
    func run(_ change: Change, isDurable: Bool) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "TIDINGS_SEQ": "\(change.seq)", "TIDINGS_EPOCH": change.epoch, "TIDINGS_KIND": change.kind.rawValue,
            "TIDINGS_ID": change.id.map { "\($0)" } ?? "", "TIDINGS_PATH": change.path ?? "",
        ]) { $1 }
        let input = Pipe()
        process.standardInput = input
        try process.run()
        // One that does not want to read it has closed it.
        try? input.fileHandleForWriting.write(contentsOf: WireJSON.encode(change) + [0x0A])
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0, process.terminationReason == .exit else {
            throw Failed(
                command: command, status: process.terminationStatus,
                isSignal: process.terminationReason == .uncaughtSignal, change: change, isDurable: isDurable)
        }
    }
}
