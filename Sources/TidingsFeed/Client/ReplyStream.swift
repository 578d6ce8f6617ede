import Foundation

/// The replies to one call, as they come.
struct ReplyStream: Sendable {
    private let connection: Connection
    private var buffer = MessageBuffer(messageBytesMaximum: FeedInterface.replyBytesMaximum)

    private init(connection: Connection) {
        self.connection = connection
    }

    /// Connects and sends the call.
    static func open(
        _ socketPath: String, method: String, parameters: some Encodable, more: Bool = false
    ) async throws(FeedError) -> ReplyStream {
        let stream = ReplyStream(connection: try Connection.open(socket: socketPath))
        do throws(FeedError) {
            try await stream.send(method, parameters, more: more)
        } catch .disconnected {
            // What the service said before it hung up, such as that it has too many clients, is there to be received.
        }
        return stream
    }

    /// Sends another call on the same connection; all replies to the one before have been received.
    func send(_ method: String, _ parameters: some Encodable, more: Bool = false) async throws(FeedError) {
        let call = VarlinkCall(
            method: FeedInterface.name + "." + method, parameters: parameters, more: more ? true : nil)
        let bytes: Data
        do {
            bytes = try WireJSON.encode(call)
        } catch {
            preconditionFailure("a call is always JSON: \(error)")
        }
        try await connection.send(bytes + [0])
    }

    /// The next reply, as bytes.
    ///
    /// An error of the service is thrown as what it stands for.
    mutating func next() async throws(FeedError) -> ArraySlice<UInt8> {
        while true {
            do {
                if let message = try buffer.next() { return try Self.checked(message) }
            } catch let error as FeedError {
                throw error
            } catch {
                throw .protocolViolation(reason: "a reply is longer than \(buffer.messageBytesMaximum) bytes")
            }
            buffer.append(try await connection.receive())
        }
    }

    private static func checked(_ message: ArraySlice<UInt8>) throws(FeedError) -> ArraySlice<UInt8> {
        // Keys are sorted, so a failure begins with its error; an answer with "continues" or "parameters".
        guard message.starts(with: Array("{\"error\"".utf8)) else { return message }
        let failure: VarlinkFailure<FeedErrorParameters>
        do {
            failure = try WireJSON.decode(VarlinkFailure<FeedErrorParameters>.self, from: message)
        } catch {
            throw .protocolViolation(reason: "\(error)")
        }
        throw FeedError(failure)
    }
}
