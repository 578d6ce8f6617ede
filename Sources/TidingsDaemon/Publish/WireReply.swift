import Foundation
import TidingsFeed

/// Replies as bytes, each with the NUL that ends it.
enum WireReply {
    /// A change, from the JSON that the ledger keeps: it is encoded once, when it is recorded.
    static func change(_ json: [UInt8]) -> [UInt8] {
        changeHead + json + changeTail
    }

    private static let changeHead = Array(#"{"continues":true,"parameters":{"change":"#.utf8)
    private static let changeTail = Array("}}\u{0}".utf8)

    /// A document, from the JSON of its file.
    static func document(_ json: Data) -> [UInt8] {
        Array(#"{"parameters":{"document":"#.utf8) + json.trimmingLineFeed + Array("}}\u{0}".utf8)
    }

    static func parameters(_ parameters: some Encodable, continues: Bool = false) throws -> [UInt8] {
        try Array(WireJSON.encode(VarlinkReply(parameters: parameters, continues: continues ? true : nil))) + [0]
    }

    static func failure(_ error: FeedError) throws -> [UInt8] {
        try Array(error.encoded()) + [0]
    }
}

extension Data {
    fileprivate var trimmingLineFeed: Data { last == 0x0A ? dropLast() : self }
}
