package import Foundation

/// Why a call to the service failed, each case something its caller can act on.
public enum FeedError: Error, Hashable, Sendable {
    /// Nothing answers at the socket: the service does not run, or the path is another's. `reason` is the system's word.
    case unreachable(socket: String, reason: String)
    /// The connection ended before the answer.
    case disconnected
    /// The changes after the wanted position are no longer kept. Take a new snapshot, then follow from `head`.
    case compacted(oldest: Int, head: Int, epoch: String)
    /// The position is not of this store: another epoch, or a number that was never given.
    case unknownPosition(head: Int, epoch: String)
    case noSuchArticle
    /// The article never had that revision, or it is no longer kept; `kept` are those that are, the newest last.
    case noSuchRevision(kept: [Int])
    case noSuchConsumer(name: String)
    /// Another call fetches for this consumer at this moment: a consumer is one reader's.
    case consumerBusy(name: String)
    /// `at` is where in the filter the error is, `reason` what is wrong there.
    case invalidFilter(at: String, reason: String)
    /// The user who asks may not do this; `reason` says who may.
    case permissionDenied(reason: String)
    /// The service's settings are wrong, and stay as they were; `reason` says what is wrong.
    case invalidSettings(reason: String)
    /// The service is at one of its limits; `reason` says at which. Try again later.
    case overloaded(reason: String)
    /// What is asked for is not in the store as it was recorded; `reason` says where. It does not mend itself.
    case damaged(reason: String)
    /// The service does not know the method, or not with this parameter.
    case refused(error: String, parameter: String?)
    /// What came is not what the protocol says. `reason` says what.
    case protocolViolation(reason: String)
}

extension FeedError: CustomStringConvertible {
    /// What happened and what to do, in a sentence.
    public var description: String {
        switch self {
        case .unreachable(let socket, let reason) where isForbidden:
            "the socket \(socket) is not for everybody (\(reason)): become a member of the group that `ls -l \(socket)` shows"
        case .unreachable(let socket, let reason):
            "no service answers at \(socket) (\(reason)); is tidingsd running, and is this its socket?"
        case .disconnected:
            "the service closed the connection before it had answered"
        case .compacted(let oldest, let head, _):
            "the changes after that number are no longer kept: the oldest is \(oldest), the newest \(head). "
                + Self.anew(head)
        case .unknownPosition(let head, let epoch):
            "that position is not of this store (epoch \(epoch), newest number \(head)). " + Self.anew(head)
        case .noSuchArticle:
            "no such article; `tidings list` shows what there is"
        case .noSuchRevision(let kept):
            "that revision is not kept; of this article there "
                + (kept.isEmpty ? "is none" : "are \(kept.map { "\($0)" }.joined(separator: ", "))")
        case .noSuchConsumer(let name):
            "there is no consumer '\(name)'; `tidings consumer create \(name)` makes it"
        case .consumerBusy(let name):
            "somebody else is fetching for the consumer '\(name)' now, and it has one reader at a time: end that one first"
        case .invalidFilter(let at, let reason):
            "the filter is wrong at \(at): \(reason)"
        case .permissionDenied(let reason):
            "that is not permitted: \(reason)"
        case .invalidSettings(let reason):
            "the settings stay as they are: \(reason)"
        case .overloaded(let reason):
            "the service cannot do it now: \(reason)"
        case .damaged(let reason):
            "the store is damaged there: \(reason); `tidings verify` says what else is"
        case .refused(let error, let parameter):
            "the service refused the call: \(error)" + (parameter.map { " (\($0))" } ?? "")
        case .protocolViolation(let reason):
            "the answer is not what the protocol says: \(reason)"
        }
    }
}

extension FeedError {
    /// Whether the system lets the caller not connect: who he is has to change, not the service.
    package var isForbidden: Bool {
        if case .unreachable(_, let reason) = self { reason == String(cString: strerror(EACCES)) } else { false }
    }

    /// What to do where what happened cannot be told any more.
    private static func anew(_ head: Int) -> String {
        "Take what there is anew (tidings follow --snapshot, or tidings list), then go on with --since \(head); a consumer "
            + "with tidings consumer fetch NAME --acknowledge \(head) --maximum 0"
    }

    /// A parameter has a value that it cannot have.
    package static func invalid(_ parameter: String) -> FeedError {
        .refused(error: "org.varlink.service.InvalidParameter", parameter: parameter)
    }
}

// MARK: - On the wire

/// Everything an error of `org.tidings.Feed` or `org.varlink.service` can carry.
struct FeedErrorParameters: Codable {
    var oldest: Int?
    var head: Int?
    var epoch: String?
    var reason: String?
    var parameter: String?
    var method: String?
    var interface: String?
    var kept: [Int]?
    var name: String?
    var at: String?
}

extension FeedError {
    /// The error as a service replies it.
    ///
    /// - Precondition: a service can meet it: not `unreachable`, `disconnected` or `protocolViolation`.
    package func encoded() throws -> Data {
        try WireJSON.encode(onTheWire())
    }

    private func onTheWire() -> VarlinkFailure<FeedErrorParameters> {
        switch self {
        case .compacted(let oldest, let head, let epoch):
            .init(error: FeedInterface.name + ".Compacted", parameters: .init(oldest: oldest, head: head, epoch: epoch))
        case .unknownPosition(let head, let epoch):
            .init(error: FeedInterface.name + ".UnknownPosition", parameters: .init(head: head, epoch: epoch))
        case .noSuchArticle:
            .init(error: FeedInterface.name + ".NoSuchArticle", parameters: .init())
        case .noSuchRevision(let kept):
            .init(error: FeedInterface.name + ".NoSuchRevision", parameters: .init(kept: kept))
        case .noSuchConsumer(let name):
            .init(error: FeedInterface.name + ".NoSuchConsumer", parameters: .init(name: name))
        case .consumerBusy(let name):
            .init(error: FeedInterface.name + ".ConsumerBusy", parameters: .init(name: name))
        case .invalidFilter(let at, let reason):
            .init(error: FeedInterface.name + ".InvalidFilter", parameters: .init(reason: reason, at: at))
        case .permissionDenied(let reason):
            .init(error: FeedInterface.name + ".PermissionDenied", parameters: .init(reason: reason))
        case .invalidSettings(let reason):
            .init(error: FeedInterface.name + ".InvalidSettings", parameters: .init(reason: reason))
        case .overloaded(let reason):
            .init(error: FeedInterface.name + ".Overloaded", parameters: .init(reason: reason))
        case .damaged(let reason):
            .init(error: FeedInterface.name + ".Damaged", parameters: .init(reason: reason))
        case .refused(let error, let parameter):
            .init(
                error: error,
                parameters: .init(
                    parameter: error.hasSuffix(".InvalidParameter") ? parameter : nil,
                    method: error.contains(".Method") ? parameter : nil,
                    interface: error.hasSuffix(".InterfaceNotFound") ? parameter : nil))
        case .unreachable, .disconnected, .protocolViolation:
            preconditionFailure("only a client meets \(self)")
        }
    }

    /// The error that a failed reply stands for.
    init(_ failure: VarlinkFailure<FeedErrorParameters>) {
        let parameters = failure.parameters
        switch failure.error {
        case FeedInterface.name + ".Compacted":
            self = .compacted(
                oldest: parameters.oldest ?? 0, head: parameters.head ?? 0, epoch: parameters.epoch ?? "")
        case FeedInterface.name + ".UnknownPosition":
            self = .unknownPosition(head: parameters.head ?? 0, epoch: parameters.epoch ?? "")
        case FeedInterface.name + ".NoSuchArticle":
            self = .noSuchArticle
        case FeedInterface.name + ".NoSuchRevision":
            self = .noSuchRevision(kept: parameters.kept ?? [])
        case FeedInterface.name + ".NoSuchConsumer":
            self = .noSuchConsumer(name: parameters.name ?? "")
        case FeedInterface.name + ".ConsumerBusy":
            self = .consumerBusy(name: parameters.name ?? "")
        case FeedInterface.name + ".InvalidFilter":
            self = .invalidFilter(at: parameters.at ?? "", reason: parameters.reason ?? "")
        case FeedInterface.name + ".PermissionDenied":
            self = .permissionDenied(reason: parameters.reason ?? "")
        case FeedInterface.name + ".InvalidSettings":
            self = .invalidSettings(reason: parameters.reason ?? "")
        case FeedInterface.name + ".Overloaded":
            self = .overloaded(reason: parameters.reason ?? "")
        case FeedInterface.name + ".Damaged":
            self = .damaged(reason: parameters.reason ?? "")
        default:
            self = .refused(
                error: failure.error,
                parameter: parameters.parameter ?? parameters.method ?? parameters.interface)
        }
    }
}
