import Logging
import TidingsFeed

extension Logger {
    /// One line a change, with fields: `journalctl TIDINGS_PATH=moscow.txt` is an article's history.
    func info(_ change: Change) {
        var fields: Logger.Metadata = ["TIDINGS_SEQ": "\(change.seq)", "TIDINGS_KIND": "\(change.kind.rawValue)"]
        if let id = change.id { fields["TIDINGS_ID"] = "\(id)" }
        if let path = change.path { fields["TIDINGS_PATH"] = "\(path)" }
        switch change.kind {
        case .unreadable: log(.unreadable, "\(change.line)", metadata: fields)
        case .folderBack: log(.folderBack, "\(change.line)", metadata: fields)
        default: info("\(change.line)", metadata: fields)
        }
    }
}

extension ArticlePath {
    /// For people: the folder itself has a name, control characters are escaped.
    var printable: String { bytes.isEmpty ? "." : text.escapingControls }
}
