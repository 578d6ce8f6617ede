import Foundation
import Synchronization
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
        /// The durable consumer that will get the change again.
        let consumer: String?

        var description: String {
            "'\(command)' did not deal with change \(change.seq): it ended with \(isSignal ? "signal" : "status") "
                + "\(status). "
                + (consumer.map {
                    "The change is not acknowledged and comes again; to leave it out: tidings consumer fetch \($0) "
                        + "--acknowledge \(change.seq) --maximum 0"
                }
                    ?? "To go on with it: --since \(change.seq - 1) --epoch \(change.epoch)")
        }
    }

    /// Ends this process, where a signal asked for that while a command ran.
    static func endIfAsked() {
        let signal = asked.load(ordering: .relaxed)
        guard signal != 0 else { return }
        // To the process: threads of Swift's pool do not take signals.
        kill(getpid(), signal)
        while true { pause() }
    }

    private static let signals = [SIGTERM, SIGINT, SIGHUP]
    private static let asked = Atomic<Int32>(0)

    /// Runs it with the change as one line of JSON on its standard input.
    /// - Throws: `Failed` where it does not end with 0.
    func run(_ change: Change, for consumer: String?) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "TIDINGS_SEQ": "\(change.seq)", "TIDINGS_EPOCH": change.epoch, "TIDINGS_KIND": change.kind.rawValue,
            "TIDINGS_ID": change.id.map { "\($0)" } ?? "", "TIDINGS_PATH": change.path ?? "",
        ]) { $1 }
        // The command comes to its end first: stopped in between, the change would be dealt with twice.
        let before = Self.signals.map { ($0, signal($0) { Execution.asked.store($0, ordering: .relaxed) }) }
        // Those that this process ignores, as under nohup(1), stay so.
        func isIgnored(_ handler: sighandler_t?) -> Bool { unsafeBitCast(handler, to: Int.self) == 1 }
        for (number, handler) in before where isIgnored(handler) { signal(number, SIG_IGN) }
        defer { for (number, handler) in before { signal(number, handler) } }
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
                isSignal: process.terminationReason == .uncaughtSignal, change: change, consumer: consumer)
        }
    }
}
