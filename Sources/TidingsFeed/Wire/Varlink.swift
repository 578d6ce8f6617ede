// The messages of Varlink (https://varlink.org/Service): a call, its replies, its errors.

/// What a client sends: a method's full name, and how it wants to be answered.
public struct VarlinkCall<Parameters> {
    public var method: String
    public var parameters: Parameters?
    /// The client takes more than one reply.
    public var more: Bool?
    /// The client takes no reply.
    public var oneway: Bool?
    /// The client would go on with another protocol. Tidings has none.
    public var upgrade: Bool?

    public init(method: String, parameters: Parameters?, more: Bool? = nil) {
        self.method = method
        self.parameters = parameters
        self.more = more
    }
}

extension VarlinkCall: Sendable where Parameters: Sendable {}
extension VarlinkCall: Encodable where Parameters: Encodable {}
extension VarlinkCall: Decodable where Parameters: Decodable {}

/// What a service answers. `continues` says that another reply to the same call follows.
public struct VarlinkReply<Parameters> {
    public var parameters: Parameters
    public var continues: Bool?

    public init(parameters: Parameters, continues: Bool? = nil) {
        self.parameters = parameters
        self.continues = continues
    }
}

extension VarlinkReply: Sendable where Parameters: Sendable {}
extension VarlinkReply: Encodable where Parameters: Encodable {}
extension VarlinkReply: Decodable where Parameters: Decodable {}

/// The answer to a call that failed.
public struct VarlinkFailure<Parameters> {
    public var error: String
    public var parameters: Parameters

    public init(error: String, parameters: Parameters) {
        self.error = error
        self.parameters = parameters
    }
}

extension VarlinkFailure: Encodable where Parameters: Encodable {}
extension VarlinkFailure: Decodable where Parameters: Decodable {}

/// Parameters of a method that takes none.
public struct NoParameters: MethodParameters, Encodable {
    public static let names: [String] = []

    public init() {}
}
