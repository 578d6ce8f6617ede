import TidingsFeed
import TidingsReader
import TidingsStore

/// What reading one file gave.
enum Reading: Sendable {
    case document(Document, Fingerprint)
    /// It is an article's file and cannot be read: the reason, as in a change.
    case unreadable(reason: String, Fingerprint)
    /// It went away, or is no regular file any more.
    case missing
    /// It changed while it was read.
    case unsettled
    /// The system could not open it just now.
    case unavailable

    /// The file that was read; `nil` where that says nothing.
    var file: Fingerprint? {
        switch self {
        case .document(_, let file), .unreadable(_, let file): file
        case .missing, .unsettled, .unavailable: nil
        }
    }

    /// Whether it says something of the file.
    var isSettled: Bool { file != nil }

    /// Reads the file at a path and, if it is an article, makes its document.
    init(_ path: ArticlePath, in folder: Folder) {
        switch folder.read(path) {
        case .bytes(let bytes, let file):
            do throws(Reader.Unreadable) {
                self = .document(try Reader().document(from: bytes, path: path), file)
            } catch {
                self = .unreadable(reason: error.rawValue, file)
            }
        case .unreadable(let reason, let file): self = .unreadable(reason: reason, file)
        case .missing: self = .missing
        case .unsettled: self = .unsettled
        case .unavailable: self = .unavailable
        }
    }
}
