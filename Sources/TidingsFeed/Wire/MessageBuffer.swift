/// Bytes as they arrive, cut into messages: Varlink ends every JSON object with one NUL byte.
///
/// Linear in the bytes however they are split: what was searched once is not searched again.
package struct MessageBuffer: Sendable {
    /// Longest message accepted, without its NUL.
    package let messageBytesMaximum: Int
    private var bytes: [UInt8] = []
    private var start = 0
    private var searched = 0

    /// A peer sent a message longer than `messageBytesMaximum`; the connection cannot go on.
    package struct TooLong: Error {
        package let messageBytesMaximum: Int
    }

    package init(messageBytesMaximum: Int) {
        self.messageBytesMaximum = messageBytesMaximum
    }

    package mutating func append(_ more: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            searched -= start
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next whole message without its NUL, or `nil` until more bytes come.
    package mutating func next() throws(TooLong) -> ArraySlice<UInt8>? {
        guard let end = bytes[searched...].firstIndex(of: 0) else {
            searched = bytes.count
            if searched - start > messageBytesMaximum { throw TooLong(messageBytesMaximum: messageBytesMaximum) }
            return nil
        }
        let message = bytes[start..<end]
        if message.count > messageBytesMaximum { throw TooLong(messageBytesMaximum: messageBytesMaximum) }
        start = end + 1
        searched = start
        return message
    }
}
