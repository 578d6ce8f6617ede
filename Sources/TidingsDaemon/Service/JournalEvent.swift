package import Logging

/// What operators act on: each message has an id, under which the journal's catalogue (deploy/tidings.catalog,
/// `journalctl -x`) says what it means and what to do.
package enum JournalEvent: String, CaseIterable, Sendable {
    case started = "431082cb17c64ba0982bdb9330efa552"
    case stopping = "3dfdd5cc73b34ab9b4e7328b123cf25b"
    case stopped = "7c13e38c1f7a48ca805492dff38e0afd"
    /// The service could not start, or cannot go on.
    case failed = "a923843bc5f04a1baa1fba3de6b74b00"
    case reloaded = "4d6517aac09c4d0785dddf2071a39479"
    case reloadRefused = "5e549dace5554d69bd983369be11befc"
    case converted = "39e17f023ab34c28b0cfc12503f9b92c"
    case recovered = "4a5e79a29d73493bbcb84c8ad4c9da07"
    case restored = "936238a04921401a84fc12a98ae0bbd5"
    case unreadable = "1c9867db9d2e418fb49536c29a7c6372"
    case folderMissing = "9b8eaca9789c4fbc980faf6867e8bd74"
    case folderBack = "2cb2cd0159e94be5bad734863c6965b7"
    case paused = "5c6896aecd8343a0a71e7958aa3dda59"
    case resumed = "3bccbd7a72144e0cbeb75c47a982e2e5"
    case overflow = "8992b8b5411e4bfdbb255e6d8f5865c6"
    case degraded = "d86f80732903485e84a0532f4bd386a1"
    case healed = "3983dd4ebbc1458497b4dbe94f0c6713"
    case documentMade = "059ca243b6bb4b2cbcc1343143862296"
    case callFailed = "df4b0a7eea2f46879b68573ba9c0133d"
    case clientRefused = "9f82a4b9ae9547c487a33e7ed37dade6"
    case clientDisconnected = "792cf1172d1f4aa1baa3f8e4b5585d57"
    case consumerMade = "c000223be84544d0b707bb146095c582"
    case consumerDeleted = "7f0d5a8e1c2b4c1a9f3e6d4b8a5c7e90"
    case consumerLost = "cbbfa22432224b8295b4f3943648ce47"
    case metricsUnwritable = "064ef3acd33c4ab490a3a1f5a69a8684"

    /// How much it matters: critical ends the service, of an error something is not done, a warning wants to be looked at.
    var level: Logger.Level {
        switch self {
        case .failed: .critical
        case .reloadRefused, .folderMissing, .paused, .callFailed: .error
        case .unreadable, .overflow, .degraded, .documentMade, .consumerLost, .metricsUnwritable: .warning
        case .started, .stopping, .stopped, .reloaded, .converted, .recovered, .restored, .folderBack, .resumed,
            .healed,
            .clientRefused, .clientDisconnected, .consumerMade, .consumerDeleted:
            .notice
        }
    }

    /// Whether a client can cause it as often as it likes.
    var isByClients: Bool {
        switch self {
        case .callFailed, .clientRefused, .clientDisconnected, .consumerMade, .consumerDeleted, .documentMade: true
        default: false
        }
    }

    static let field = "MESSAGE_ID"
}

extension Logger {
    package func log(_ event: JournalEvent, _ message: Logger.Message, metadata: Logger.Metadata = [:]) {
        log(
            level: event.level, message,
            metadata: metadata.merging([JournalEvent.field: "\(event.rawValue)"]) { $1 })
    }
}
