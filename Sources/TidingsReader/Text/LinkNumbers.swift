/// The numbers that text browsers put before the words of links: "[12]Read more".
///
/// They stand directly before a word, unlike the numbers of sources, which stand behind one.
enum LinkNumbers {
    /// A dump has several.
    private static let minimum = 4

    static func isDump(_ lines: [Line]) -> Bool {
        var count = 0
        for line in lines where line.hasBracket {
            var index = line.bytes.startIndex
            while let length = next(in: line.bytes, from: &index) {
                count += 1
                index += length
                if count >= minimum { return true }
            }
        }
        return false
    }

    static func without(_ line: Line) -> Line {
        guard line.hasBracket else { return line }
        var text: [UInt8] = []
        var start = line.bytes.startIndex
        var index = start
        while let length = next(in: line.bytes, from: &index) {
            text += line.bytes[start..<index]
            index += length
            start = index
        }
        text += line.bytes[start...]
        return Line(number: line.number, raw: text[...], indent: line.indent, isAfterPageBreak: line.isAfterPageBreak)
    }

    /// Moves to the next number of a link, and says how long it is.
    static func next(in bytes: ArraySlice<UInt8>, from index: inout Int) -> Int? {
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "["),
                index == bytes.startIndex || bytes[index - 1] == 0x20 || bytes[index - 1] == UInt8(ascii: "#")
                    || bytes[index - 1] == 0x28
            {
                let digits = bytes[(index + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }.count
                let close = index + 1 + digits
                if (1...4).contains(digits), close + 1 < bytes.endIndex, bytes[close] == UInt8(ascii: "]"),
                    bytes[close + 1] != 0x20, bytes[close + 1] != UInt8(ascii: ",")
                {
                    return digits + 2
                }
            }
            index += 1
        }
        return nil
    }
}
