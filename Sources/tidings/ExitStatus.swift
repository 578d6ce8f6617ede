import TidingsFeed
import TidingsStore

/// How the command ends: the codes of sysexits(3).
enum ExitStatus: Int32 {
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case cannotCreate = 73
    case inputOutput = 74
    case temporary = 75
    case protocolViolation = 76
    case permission = 77
    case configuration = 78

    /// What an error stands for; `nil` where it is ArgumentParser's own.
    init?(_ error: any Error) {
        switch error {
        case let error as FeedError where error.isForbidden: self = .permission
        case FeedError.unreachable, FeedError.disconnected: self = .unavailable
        case is ServiceOptions.Silence: self = .unavailable
        case FeedError.compacted, FeedError.unknownPosition, FeedError.damaged: self = .data
        case FeedError.noSuchArticle, FeedError.noSuchRevision, FeedError.noSuchConsumer: self = .noInput
        case FeedError.overloaded, FeedError.consumerBusy: self = .temporary
        case FeedError.invalidFilter: self = .usage
        case FeedError.permissionDenied: self = .permission
        case FeedError.invalidSettings: self = .configuration
        case is Execution.Failed: self = .temporary
        case FeedError.refused, FeedError.protocolViolation: self = .protocolViolation
        case is Output.Failure: self = .inputOutput
        case let error as StoreError: self.init(error)
        default: return nil
        }
    }

    private init(_ error: StoreError) {
        switch error {
        case .locked: self = .temporary
        case .notWritable, .target: self = .cannotCreate
        case .newerFormat, .olderFormat, .foreign, .damaged: self = .data
        case .missing: self = .noInput
        case .disk, .shortage: self = .inputOutput
        }
    }
}
