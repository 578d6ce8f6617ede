/// One line of an article, without its line end and without white space around it.
struct Line {
    /// From 1.
    let number: Int
    /// Columns of white space before the text; a tab goes to the next multiple of the format's tab width.
    ///
    /// More than `indentMaximum` count as so many: white space does not grow into text.
    let indent: Int
    private static let indentMaximum = 120
    /// The text: without marks that have no width, without what steers a terminal.
    let bytes: ArraySlice<UInt8>
    /// Columns of the text: characters, those of East Asian scripts twice.
    let width: Int
    /// A form feed stood before it.
    let isAfterPageBreak: Bool
    /// Two spaces or more stand behind it: in Markdown the line is broken there.
    let endsInBreak: Bool
    /// Two spaces in a row, a tab or a stroke stand in it: it may be a row of a table.
    let hasCells: Bool
    let hasBracket: Bool
    /// There is a `&` or a `=`: perhaps of an encoding that nobody undid.
    let hasEscape: Bool
    /// Control characters that no text has.
    let controls: Int

    var isBlank: Bool { bytes.isEmpty }
    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The column behind the text.
    var right: Int { indent + width }
    /// Columns of the first word.
    ///
    /// Scripts without spaces can be broken behind every character.
    var firstWordWidth: Int {
        if let first = bytes.first, first >= 0xE3, first <= 0xE9 { return 2 }
        return Self.width(bytes.prefix { $0 != 0x20 && $0 != 0x09 })
    }

    /// Cuts UTF-8 text into lines at LF, CR LF or CR.
    ///
    /// A form feed is white space: editors count no line for it.
    static func lines(of text: [UInt8], tab: Int) -> [Line] {
        var lines: [Line] = []
        lines.reserveCapacity(text.count / 40 + 4)
        var start = 0
        var isPage = false
        while start < text.count {
            let look = Look(text.span, from: start)
            let end = look.end
            isPage = isPage || text[start] == 0x0C
            let line = Line(
                number: lines.count + 1, raw: text[start..<end], look: look, indent: 0, tab: tab,
                isAfterPageBreak: isPage)
            isPage = end > start && text[end - 1] == 0x0C || isPage && line.isBlank
            lines.append(line)
            start = end + 1
            if start < text.count, text[end] == 0x0D, text[start] == 0x0A { start += 1 }
        }
        return lines
    }

    init(number: Int, raw: ArraySlice<UInt8>, indent: Int = 0, tab: Int = 4, isAfterPageBreak: Bool = false) {
        self.init(
            number: number, raw: raw, look: Look(raw.span, from: 0), indent: indent, tab: tab,
            isAfterPageBreak: isAfterPageBreak)
    }

    private init(
        number: Int, raw: ArraySlice<UInt8>, look: Look, indent outer: Int, tab: Int, isAfterPageBreak: Bool
    ) {
        let clean = look.hasMarks ? Self.withoutMarks(raw) : raw
        var rest = clean
        var indent = outer
        while let width = rest.whiteSpaceAtStart {
            indent = rest.first == 0x09 ? (indent / tab + 1) * tab : indent + 1
            rest = rest.dropFirst(width)
        }
        while let width = rest.whiteSpaceAtEnd { rest = rest.dropLast(width) }
        self.number = number
        self.indent = min(indent, Self.indentMaximum)
        self.isAfterPageBreak = isAfterPageBreak
        endsInBreak = raw.suffix(2).elementsEqual([0x20, 0x20])
        bytes = rest
        // What is trimmed takes a column a byte, but for the spaces of other blocks.
        width = look.isPlain && !look.hasMarks ? look.width - (raw.count - rest.count) : Self.width(rest)
        controls = look.controls
        hasCells = look.hasCells
        hasBracket = look.hasBracket
        hasEscape = look.hasEscape
    }

    /// What one pass over a line's bytes tells, up to its end.
    private struct Look {
        let end: Int
        var width = 0
        /// No space of more than one byte may stand at its ends.
        var isPlain = true
        var controls = 0
        /// There may be marks without width, or control characters.
        var hasMarks = false
        var hasCells = false
        var hasBracket = false
        var hasEscape = false

        /// - Parameter text: the whole text, with line ends; or one line's.
        init(_ text: Span<UInt8>, from start: Int) {
            var index = start
            /// Bytes that take no column of their own.
            var inner = 0
            while index < text.count, text[index] == 0x20 { index &+= 1 }
            let filled = index
            while index < text.count {
                if let eight = EightBytes(text, at: index),
                    eight.isPlain(behindSpace: index > filled && text[index &- 1] == 0x20)
                {
                    index &+= EightBytes.count
                    continue
                }
                while index < text.count, text[index] &- 0x61 < 26 { index &+= 1 }
                guard index < text.count else { break }
                let byte = text[index]
                if byte &- 0x21 < 0x3A {
                    // Capitals, digits and most marks.
                    if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "=") { hasEscape = true }
                } else if byte == 0x20 {
                    if index > filled, text[index &- 1] == 0x20 { hasCells = true }
                } else if byte == 0x0A || byte == 0x0D {
                    break
                } else if byte >= 0x80 {
                    if byte < 0xC0 {
                        inner &+= 1
                    } else if byte == 0xC2 || byte == 0xE2 || byte == 0xEF {
                        if Line.markLength(text, index) > 0 { hasMarks = true }
                        // A no-break space, or one of the spaces of U+2000 to U+205F.
                        if index + 2 < text.count {
                            isPlain =
                                isPlain
                                && !(byte == 0xC2
                                    ? text[index + 1] == 0xA0
                                    : WhiteSpace.isWide(byte, text[index + 1], text[index + 2]))
                        } else {
                            isPlain = false
                        }
                    } else if byte >= 0xE3, byte <= 0xED {
                        inner &-= 1
                        if byte == 0xE3 { isPlain = false }
                    }
                } else if byte == 0x5B {
                    hasBracket = true
                } else if byte == 0x09 || byte == 0x7C {
                    hasCells = true
                } else if byte < 0x20 && byte != 0x0C || byte == 0x7F {
                    hasMarks = true
                    // One NUL is too many.
                    if byte < 0x20, byte != 0x0B { controls = byte == 0 ? controls | Line.zero : controls &+ 1 }
                }
                index &+= 1
            }
            end = index
            width = index - start - inner
        }
    }

    /// A NUL counts as more control characters than any text has.
    private static let zero = 1 << 32

    /// Bytes that begin a character, those that begin one of the East Asian blocks twice.
    static func width(_ bytes: ArraySlice<UInt8>) -> Int {
        var width = 0
        let text = bytes.span
        for index in text.indices {
            let byte = text[index]
            width &+= byte & 0xC0 == 0x80 ? 0 : byte &- 0xE3 <= 0x0A ? 2 : 1
        }
        return width
    }

    // MARK: Marks without width

    /// Soft hyphen (U+00AD), zero-width space (U+200B), word joiner (U+2060), byte order mark (U+FEFF).
    ///
    /// Joiners (U+200C, U+200D) belong to the words of Persian and the scripts of India, and stay.
    private static func markLength(_ text: Span<UInt8>, _ index: Int) -> Int {
        switch text[index] {
        case 0xC2: index + 1 < text.count && text[index + 1] == 0xAD ? 2 : 0
        case 0xE2:
            index + 2 < text.count
                && (text[index + 1] == 0x80 && text[index + 2] == 0x8B
                    || text[index + 1] == 0x81 && text[index + 2] == 0xA0)
                ? 3 : 0
        case 0xEF: index + 2 < text.count && text[index + 1] == 0xBB && text[index + 2] == 0xBF ? 3 : 0
        default: 0
        }
    }

    /// Without those marks, without the sequences that steer a terminal (ECMA-48: ESC [ … a letter), without what is struck
    /// over (a character, a backspace, and it again), without other control characters.
    ///
    /// A soft hyphen at the end stays: the line is broken inside a word there.
    private static func withoutMarks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var clean: [UInt8] = []
        clean.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == 0x1B {
                index += 1
                if index < bytes.endIndex, bytes[index] == UInt8(ascii: "[") {
                    index += 1
                    while index < bytes.endIndex, bytes[index] < 0x40 || bytes[index] > 0x7E { index += 1 }
                }
                index += 1
            } else if byte == 0x08 {
                while let last = clean.last, last & 0xC0 == 0x80 { clean.removeLast() }
                _ = clean.popLast()
                index += 1
            } else if byte < 0x20 && byte != 0x09 && byte != 0x0B && byte != 0x0C || byte == 0x7F {
                index += 1
            } else if case let length = markLength(bytes.span, index - bytes.startIndex), length > 0 {
                let isAtEnd = bytes[(index + length)...].allSatisfy { $0 == 0x20 }
                if length == 2, isAtEnd { clean.append(contentsOf: [0xC2, 0xAD]) }
                index += length
            } else {
                clean.append(byte)
                index += 1
            }
        }
        return clean[...]
    }
}
