import TidingsStore

/// How tidingsd ends: the codes of sysexits(3), so that a unit can tell what a restart may cure.
package enum ExitStatus: Int32, Sendable {
    case usage = 64
    /// The ledger is of a newer version, of another program, or damaged.
    case data = 65
    /// The folder does not exist.
    case noInput = 66
    /// Another service answers at the socket.
    case unavailable = 69
    /// A fault of ours.
    case software = 70
    /// The kernel refused something.
    case system = 71
    /// The folder is not a directory.
    case notDirectory = 72
    /// The state directory or the socket cannot be made.
    case cannotCreate = 73
    /// The disk failed.
    case inputOutput = 74
    /// Another tidingsd has the state directory: try again when it is gone.
    case temporary = 75
    /// The folder cannot be read.
    case noPermission = 77
    /// A setting is wrong.
    case configuration = 78

    /// What an error that ended the service stands for.
    package init(_ error: any Error) {
        switch error {
        case let error as ServiceError: self = error.exitStatus
        case let error as StoreError: self = error.exitStatus
        default: self = .software
        }
    }
}

extension ServiceError {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .folderMissing: .noInput
        case .folderNotDirectory: .notDirectory
        case .folderUnreadable: .noPermission
        case .socketInUse: .unavailable
        case .socketPathTaken, .socketUnusable: .cannotCreate
        case .stateInsideFolder, .folderInsideState, .socketPathTooLong, .settingsUnreadable, .settingsBroken,
            .settingUnknown,
            .settingInvalid:
            .configuration
        case .system: .system
        case .intakePaused: .temporary
        }
    }
}

extension StoreError {
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .locked: .temporary
        case .notWritable, .target: .cannotCreate
        case .newerFormat, .olderFormat, .foreign, .damaged: .data
        case .missing: .noInput
        case .disk, .shortage: .inputOutput
        }
    }
}
