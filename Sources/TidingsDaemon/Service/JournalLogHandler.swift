import CSystemd
import Glibc
package import Logging
import TidingsFeed

/// Where log messages go: to the journal with their fields where standard error is the journal, else to standard error.
package struct JournalLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]

    private let state: LogState
    private let output: Output

    /// That of all handlers with the same state.
    package var logLevel: Logger.Level {
        get { state.level }
        set { state.level = newValue }
    }

    private enum Output {
        case journal
        /// With `<n>` before each line (sd-daemon(3)): for whoever collects standard error.
        case prefixed
        case terminal
    }

    package init(_ state: LogState) {
        self.state = state
        output = Self.isJournal ? .journal : Self.isTerminal ? .terminal : .prefixed
    }

    /// Whether somebody looks on.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether standard error goes to the journal.
    ///
    /// systemd.exec(5): JOURNAL_STREAM names the device and inode of the journal's stream. sd_journal_sendv(3) cannot
    /// tell: where there is no journal it drops the message and reports success.
    private static var isJournal: Bool {
        guard let stream = unsafe getenv("JOURNAL_STREAM") else { return false }
        var file = stat()
        guard unsafe fstat(STDERR_FILENO, &file) == 0 else { return false }
        return unsafe String(cString: stream) == "\(file.st_dev):\(file.st_ino)"
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var event = event
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        let known = fields[JournalEvent.field].flatMap { JournalEvent(rawValue: "\($0)") }
        let (isAdmitted, leftOut) = state.admits(event.message, at: event.level, known)
        guard isAdmitted else { return }
        if leftOut > 0 { event.message = "\(event.message) (and \(leftOut) more like it before)" }
        switch output {
        case .journal: send(event, fields)
        case .prefixed: write("<\(event.level.priority)>" + line(event, fields))
        case .terminal: write(line(event, fields))
        }
    }

    /// The message, and behind it the fields that it does not say itself.
    private func line(_ event: LogEvent, _ fields: Logger.Metadata) -> String {
        let rest = fields.filter { !$0.key.hasPrefix("TIDINGS_") && $0.key != JournalEvent.field }
            .sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return "\(event.message)".escapingControls + rest.escapingControls + "\n"
    }

    private func write(_ line: String) {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            // Nobody reads what we say: no reason to stop.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Native fields, so that `journalctl TIDINGS_ID=7` finds an article's history.
    private func send(_ event: LogEvent, _ fields: Logger.Metadata) {
        var items = ["MESSAGE=\(event.message)", "PRIORITY=\(event.level.priority)", "SYSLOG_IDENTIFIER=tidingsd"]
        items += fields.map { "\($0.key.uppercased())=\($0.value)" }
        // One buffer for all fields: the vectors point into it.
        let bytes = items.map { Array($0.utf8) }
        unsafe Array(bytes.joined()).withUnsafeBytes { buffer in
            var offset = 0
            let vectors = unsafe bytes.map { field in
                defer { offset += field.count }
                return unsafe iovec(
                    iov_base: UnsafeMutableRawPointer(mutating: buffer.baseAddress.map { unsafe $0 + offset }),
                    iov_len: field.count)
            }
            _ = unsafe sd_journal_sendv(vectors, Int32(vectors.count))
        }
    }
}

extension Logger.Level {
    /// syslog(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
