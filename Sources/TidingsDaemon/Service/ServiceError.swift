import Glibc

/// Why the service cannot start or go on, each case something the operator can act on.
package enum ServiceError: Error, Hashable, Sendable {
    case folderMissing(path: String)
    case folderNotDirectory(path: String)
    case folderUnreadable(path: String, reason: String)
    case stateInsideFolder(state: String, folder: String)
    case folderInsideState(folder: String, state: String)
    /// Longer than the kernel takes (unix(7)).
    case socketPathTooLong(path: String, bytes: Int)
    case socketInUse(path: String)
    /// Something that is not a socket lies at the socket's path.
    case socketPathTaken(path: String)
    case socketUnusable(path: String, reason: String)
    /// `line` counts from 1; 0 where it is not known.
    case settingsUnreadable(path: String, reason: String)
    case settingsBroken(path: String, line: Int, reason: String)
    case settingUnknown(name: String, path: String, line: Int)
    /// `origin` is where the value comes from.
    case settingInvalid(name: String, value: String, expected: String, origin: String)
    /// What is dropped cannot be recorded now; the reason.
    case intakePaused(reason: String)
    /// The kernel refused something that should always work.
    case system(call: String, reason: String)
}

extension ServiceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .folderMissing(let path):
            "the folder \(path) does not exist; make it, or give another with --folder" + Self.hidden(path)
        case .folderNotDirectory(let path):
            "\(path) is not a directory; give the folder of the articles with --folder"
        case .folderUnreadable(let path, let reason):
            "the folder \(path) cannot be read (\(reason)); give this user read and search permission on it"
                + Self.hidden(path)
        case .stateInsideFolder(let state, let folder):
            "the state directory \(state) lies inside the watched folder \(folder); give another --state"
        case .folderInsideState(let folder, let state):
            "the watched folder \(folder) lies inside the state directory \(state), which is the service's own and goes with it; "
                + "give another --folder"
        case .socketPathTooLong(let path, let bytes):
            "the socket path \(path) has \(bytes) bytes and the system takes \(UnixSocket.pathBytesMaximum); "
                + "give a shorter --socket"
        case .socketInUse(let path):
            "a service already answers at the socket \(path); stop it first, or give another --socket"
        case .socketPathTaken(let path):
            "\(path) exists and is not a socket; move it away, or give another --socket"
        case .socketUnusable(let path, let reason):
            "the socket \(path) cannot be made (\(reason)); make its directory writable for this user, "
                + "or give another --socket"
        case .settingsUnreadable(let path, let reason):
            "the settings file \(path) cannot be read (\(reason)); give another with --config"
        case .settingsBroken(let path, let line, let reason):
            "\(path), line \(line): \(reason); mend the line, it has to be YAML: `name: value`"
        case .settingUnknown(let name, let path, let line):
            "\(path), line \(line): there is no setting '\(name)'; the settings are "
                + Settings.names.joined(separator: ", ")
        case .settingInvalid(let name, let value, let expected, let origin):
            "the setting \(name) is '\(value)' (\(origin)); it has to be \(expected)"
        case .intakePaused(let reason): "nothing can be recorded now: \(reason)"
        case .system(let call, let reason):
            "\(call) failed: \(reason)"
        }
    }
}

extension Int32 {
    /// What an errno means.
    var meaning: String { unsafe String(cString: strerror(self)) }
}

extension ServiceError {
    /// What else may be the reason under systemd.
    fileprivate static func hidden(_ path: String) -> String {
        guard ["/home/", "/root/"].contains(where: path.hasPrefix) else { return "" }
        return
            "; the unit hides \(path.split(separator: "/").first.map { "/\($0)" } ?? path) from the service, the example home.conf shows it"
    }
}
