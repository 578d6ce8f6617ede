import CLinux
import Foundation
import TidingsFeed

/// The exact bytes of a change's paths: those of a file's name need not be UTF-8.
struct ChangePaths {
    let path: [UInt8]?
    let from: [UInt8]?

    init(_ change: Change) {
        path = Self.bytes(change.path.map { Array($0.utf8) }, base64: change.pathBase64)
        from = Self.bytes(change.from.map { Array($0.utf8) }, base64: change.fromBase64)
    }

    /// Those of a change as the ledger has it, without decoding the rest: a filter asks them of many.
    init(json: UnsafeRawBufferPointer) {
        func text(_ key: Change.CodingKeys) -> [UInt8]? { Self.text(key.rawValue, in: json) }
        path = Self.bytes(text(.path), base64: text(.pathBase64).map { String(decoding: $0, as: UTF8.self) })
        from = Self.bytes(text(.from), base64: text(.fromBase64).map { String(decoding: $0, as: UTF8.self) })
    }

    private static func bytes(_ text: [UInt8]?, base64: String?) -> [UInt8]? {
        base64.flatMap { Data(base64Encoded: $0) }.map { Array($0) } ?? text
    }

    /// A text among the members of an object that `WireJSON` has written, but for the first of them.
    private static func text(_ key: String, in json: UnsafeRawBufferPointer) -> [UInt8]? {
        // It can stand in no text: quotation marks are escaped there.
        let mark = Array(",\"\(key)\":\"".utf8)
        guard let base = json.baseAddress, let found = memmem(base, json.count, mark, mark.count) else { return nil }
        let start = UnsafeRawPointer(found) - base + mark.count
        var (end, isEscaped) = (start, false)
        while end < json.count, json[end] != UInt8(ascii: "\"") {
            if json[end] == UInt8(ascii: "\\") { (end, isEscaped) = (end + 1, true) }
            end += 1
        }
        guard end < json.count else { return nil }
        guard isEscaped else { return Array(json[start..<end]) }
        return (try? WireJSON.decode(String.self, from: json[start - 1...end])).map { Array($0.utf8) }
    }
}
