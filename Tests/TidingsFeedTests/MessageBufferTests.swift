import Testing
import TidingsFeed

struct MessageBufferTests {
    @Test(arguments: 0...12)
    func `messages come out whole wherever the bytes are split`(split: Int) throws {
        let bytes = Array("{\"a\":1}\u{0}{}\u{0}{\"b\"".utf8)
        var buffer = MessageBuffer(messageBytesMaximum: 100)
        var messages: [String] = []
        for part in [bytes[..<split], bytes[split...]] {
            buffer.append(part)
            while let message = try buffer.next() { messages.append(String(decoding: message, as: UTF8.self)) }
        }
        #expect(messages == ["{\"a\":1}", "{}"])
    }

    @Test func `one byte at a time is as good`() throws {
        var buffer = MessageBuffer(messageBytesMaximum: 10)
        var messages: [String] = []
        for byte in Array("one\u{0}two\u{0}\u{0}".utf8) {
            buffer.append([byte])
            while let message = try buffer.next() { messages.append(String(decoding: message, as: UTF8.self)) }
        }
        #expect(messages == ["one", "two", ""])
    }

    @Test func `a message of the greatest length passes and one byte more does not`() throws {
        var buffer = MessageBuffer(messageBytesMaximum: 4)
        buffer.append(Array("1234\u{0}".utf8))
        #expect(try buffer.next()?.count == 4)
        buffer.append(Array("12345\u{0}".utf8))
        #expect(throws: MessageBuffer.TooLong.self) { try buffer.next() }
    }

    @Test func `a message that never ends is refused before it fills the memory`() {
        var buffer = MessageBuffer(messageBytesMaximum: 4)
        buffer.append(Array("12345".utf8))
        #expect(throws: MessageBuffer.TooLong.self) { try buffer.next() }
    }
}
