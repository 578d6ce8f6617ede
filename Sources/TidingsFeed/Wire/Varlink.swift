// The messages of Varlink (https://varlink.org/Service): a call, its replies, its errors.

/// What a client sends: a method's full name, and how it wants to be answered.
package struct VarlinkCall<Parameters> {
    package var method: String
    package var parameters: Parameters?
    /// The client takes more than one reply.
    package var more: Bool?
    /// The client takes no reply.
    package var oneway: Bool?
    /// The client would go on with another protocol.
    ///
    /// Tidings has none.
    package var upgrade: Bool?

    package init(method: String, parameters: Parameters?, more: Bool? = nil) {
        self.method = method
        self.parameters = parameters
        self.more = more
    }
}

extension VarlinkCall: Sendable where Parameters: Sendable {}
extension VarlinkCall: Encodable where Parameters: Encodable {}
extension VarlinkCall: Decodable where Parameters: Decodable {}

/// What a service answers.
///
/// `continues` says that another reply to the same call follows.
package struct VarlinkReply<Parameters> {
    package var parameters: Parameters
    package var continues: Bool?

    package init(parameters: Parameters, continues: Bool? = nil) {
        self.parameters = parameters
        self.continues = continues
    }
}

extension VarlinkReply: Sendable where Parameters: Sendable {}
extension VarlinkReply: Encodable where Parameters: Encodable {}
extension VarlinkReply: Decodable where Parameters: Decodable {}

/// The answer to a call that failed.
package struct VarlinkFailure<Parameters> {
    package var error: String
    package var parameters: Parameters

    package init(error: String, parameters: Parameters) {
        self.error = error
        self.parameters = parameters
    }
}

extension VarlinkFailure: Encodable where Parameters: Encodable {}
extension VarlinkFailure: Decodable where Parameters: Decodable {}

/// Parameters of a method that takes none.
package struct NoParameters: MethodParameters, Encodable {
    package static let names: [String] = []

    package init() {}
}
