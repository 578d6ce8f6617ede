import Foundation
import NIOCore
import TidingsFeed

/// Replies as bytes, each with the NUL that ends it.
enum WireReply {
    /// Writes a change, from the JSON that the ledger keeps: it is encoded once, when it is recorded.
    /// - Parameter document: the JSON of the document that goes with it.
    /// - Returns: how many bytes.
    static func writeChange(_ json: UnsafeRawBufferPointer, document: [UInt8]?, to buffer: inout ByteBuffer) -> Int {
        let beside = changeHead.count + tail.count + (document.map { documentHead.count + $0.count } ?? 0)
        // In one go: what a replay spends its time on.
        return unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: json.count + beside) { target in
            var rest = unsafe target
            unsafe changeHead.withUnsafeBytes { unsafe copy($0, to: &rest) }
            unsafe copy(json, to: &rest)
            if let document {
                unsafe documentHead.withUnsafeBytes { unsafe copy($0, to: &rest) }
                unsafe document.withUnsafeBytes { unsafe copy($0, to: &rest) }
            }
            unsafe tail.withUnsafeBytes { unsafe copy($0, to: &rest) }
            return json.count + beside
        }
    }

    /// Copies bytes to the start of what is left of a target.
    private static func copy(_ bytes: UnsafeRawBufferPointer, to rest: inout UnsafeMutableRawBufferPointer) {
        unsafe rest.copyMemory(from: bytes)
        unsafe rest = UnsafeMutableRawBufferPointer(rebasing: rest[bytes.count...])
    }

    /// How many bytes stand before and after a change that has no document.
    static var changeEnds: (head: Int, tail: Int) { (changeHead.count, tail.count) }

    private static let changeHead = Array(#"{"continues":true,"parameters":{"change":"#.utf8)
    private static let articleHead = Array(#"{"continues":true,"parameters":{"article":"#.utf8)
    private static let documentHead = Array(#","document":"#.utf8)
    private static let tail = Array("}}\u{0}".utf8)

    /// Writes an article of a snapshot.
    static func writeArticle(_ article: Article, document: Data?, to buffer: inout ByteBuffer) throws {
        buffer.writeBytes(articleHead)
        buffer.writeBytes(try WireJSON.encode(article))
        if let document {
            buffer.writeBytes(documentHead)
            buffer.writeBytes(document.trimmingLineFeed)
        }
        buffer.writeBytes(tail)
    }

    /// A document, from the JSON of its file.
    static func document(_ json: Data) -> ByteBuffer {
        var buffer = ByteBuffer(string: #"{"parameters":{"document":"#)
        buffer.writeBytes(json.trimmingLineFeed)
        buffer.writeBytes(tail)
        return buffer
    }

    /// A bookmark: with a thousand subscribers it is what an idle service spends its time on.
    ///
    /// An epoch is a UUID and needs no escaping.
    static func bookmark(_ position: Bookmark) -> ByteBuffer {
        ByteBuffer(
            string:
                #"{"continues":true,"parameters":{"bookmark":{"epoch":"\#(position.epoch)","seq":\#(position.seq)}}}"#
                + "\u{0}")
    }

    /// An answer to `Fetch`, around changes as they are recorded.
    static func fetched(_ changes: [ByteBuffer], epoch: String, next: Int, head: Int) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: changes.reduce(200) { $0 + $1.readableBytes + 1 })
        buffer.writeString(#"{"parameters":{"changes":["#)
        for (index, change) in changes.enumerated() {
            if index > 0 { buffer.writeString(",") }
            buffer.writeImmutableBuffer(change)
        }
        buffer.writeString(#"],"epoch":"\#(epoch)","head":\#(head),"next":\#(next),"pending":\#(max(0, head - next))"#)
        buffer.writeBytes(tail)
        return buffer
    }

    static func parameters(_ parameters: some Encodable, continues: Bool = false) throws -> ByteBuffer {
        ended(try WireJSON.encode(VarlinkReply(parameters: parameters, continues: continues ? true : nil)))
    }

    static func failure(_ error: FeedError) throws -> ByteBuffer { ended(try error.encoded()) }

    private static func ended(_ json: Data) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: json.count + 1)
        buffer.writeBytes(json)
        buffer.writeInteger(0 as UInt8)
        return buffer
    }
}

extension Data {
    /// Without the line feed that ends a file.
    var trimmingLineFeed: Data { last == 0x0A ? dropLast() : self }
}
