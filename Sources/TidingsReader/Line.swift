/// One line of an article, without its line end and without white space around it.
struct Line {
    /// From 1.
    let number: Int
    /// Columns of white space before the text; a tab goes to the next multiple of four.
    ///
    /// More than `indentMaximum` count as so many: white space does not grow into text.
    let indent: Int
    private static let indentMaximum = 64
    let bytes: ArraySlice<UInt8>

    var isBlank: Bool { bytes.isEmpty }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Cuts UTF-8 text into lines at LF, CR LF, CR or form feed.
    static func lines(of text: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex { $0 == 0x0A || $0 == 0x0D || $0 == 0x0C } ?? text.count
            lines.append(Line(number: lines.count + 1, raw: text[start..<end]))
            start = end + 1
            if start < text.count, text[end] == 0x0D, text[start] == 0x0A { start += 1 }
        }
        return lines
    }

    init(number: Int, raw: ArraySlice<UInt8>) {
        var rest = raw
        var indent = 0
        while let width = Self.whiteSpace(at: rest) {
            indent = rest.first == 0x09 ? (indent / 4 + 1) * 4 : indent + 1
            rest = rest.dropFirst(width)
        }
        while let width = Self.whiteSpace(endingAt: rest) { rest = rest.dropLast(width) }
        self.number = number
        self.indent = min(indent, Self.indentMaximum)
        self.bytes = rest
    }

    /// How many bytes the white space at the front takes: space, tab, no-break space (C2 A0).
    private static func whiteSpace(at bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.first == 0x20 || bytes.first == 0x09 { return 1 }
        return bytes.starts(with: [0xC2, 0xA0]) ? 2 : nil
    }

    private static func whiteSpace(endingAt bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.last == 0x20 || bytes.last == 0x09 { return 1 }
        return bytes.suffix(2).elementsEqual([0xC2, 0xA0]) ? 2 : nil
    }
}
