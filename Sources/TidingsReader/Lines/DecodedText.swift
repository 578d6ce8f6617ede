import Foundation

/// An article's bytes as UTF-8, and which encoding they were in.
struct DecodedText {
    let utf8: [UInt8]
    /// As IANA names it.
    let encoding: String

    /// UTF-8, with or without a byte order mark; UTF-16 with one; else Windows-1252, which every byte string is.
    init(_ bytes: [UInt8]) throws(Reader.Unreadable) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            guard let text = String(data: Data(bytes), encoding: .utf16) else { throw .notText }
            utf8 = Array(text.utf8)
            encoding = "utf-16"
        } else {
            let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
            if Self.isValid(body.span) {
                utf8 = body
                encoding = "utf-8"
            } else {
                utf8 = body.flatMap { Self.windows1252[Int($0)] }
                encoding = "windows-1252"
            }
        }
    }

    /// Whether these bytes are UTF-8: asked of the stretches that are not ASCII, which most of a text is.
    ///
    /// A stretch begins and ends at blocks of ASCII, so no character is cut.
    private static func isValid(_ bytes: Span<UInt8>) -> Bool {
        let block = 64
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, !isASCII(bytes.extracting(end..<min(end + block, bytes.count))) { end += block }
            let stretch = bytes.extracting(start..<min(end, bytes.count))
            if !stretch.isEmpty, (try? UTF8Span(validating: stretch)) == nil { return false }
            start = end + block
        }
        return true
    }

    private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        var all: UInt8 = 0
        for index in bytes.indices { all |= bytes[index] }
        return all < 0x80
    }

    /// The WHATWG's table (https://encoding.spec.whatwg.org/#windows-1252), each byte as UTF-8: unlike Foundation's it
    /// has no holes, so no text is lost over one stray byte.
    private static let windows1252: [[UInt8]] = {
        let above127: [UInt32] = [
            0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
            0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
            0x0153, 0x9D, 0x017E, 0x0178,
        ]
        return (0..<256).map { byte in
            let scalar = (0x80..<0xA0).contains(byte) ? above127[byte - 0x80] : UInt32(byte)
            return Array(String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
        }
    }()
}
