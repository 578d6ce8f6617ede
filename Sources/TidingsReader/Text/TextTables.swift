/// Tables in plain text.
extension TextPassages {
    /// Rows of as many cells each, between tabs, strokes or columns of white space, with numbers in them.
    mutating func table() -> Int? {
        guard lines[next].hasCells, next >= noTableBefore else { return nil }
        var rows: [[String]] = []
        var starts: [[Int]] = []
        var end = next
        var last = next
        while end < lines.count, !lines[end].isBlank {
            if isSeparator(lines[end]) {
                guard !rows.isEmpty, lines[end].width >= 3 else { break }
                end += 1
                continue
            }
            let cells = Self.cells(lines[end])
            guard cells.count >= 2,
                rows.isEmpty || cells.count == rows[0].count
                    || abs(cells.count - rows[0].count) == 1 && rows[0].count > 2
            else { break }
            rows.append(cells.map(\.text))
            starts.append(cells.map(\.column))
            last = end
            end += 1
        }
        // What was no table from its first row on is none from the second.
        noTableBefore = end
        guard rows.count >= 2, let columns = rows.first?.count, rows.count * columns >= 6 else { return nil }
        let isNumeric = rows.count { row in row.dropFirst().contains { $0.utf8.contains { $0 >= 0x30 && $0 <= 0x39 } } }
        guard isNumeric * 2 >= rows.count else { return nil }
        if !lines[next].bytes.contains(0x09), !lines[next].bytes.contains(UInt8(ascii: "|")), !isAligned(rows, starts) {
            return nil
        }
        let text = Array(rows.map { $0.joined(separator: " | ") }.joined(separator: "\n").utf8)
        append(.table(rows: rows), text, from: next, through: last)
        return last + 1
    }

    private static func cells(_ line: Line) -> [(text: String, column: Int)] {
        var cells: [(String, Int)] = []
        var column = line.indent
        var start = line.bytes.startIndex
        var index = start
        var startColumn = column
        let isStroked = line.bytes.contains(UInt8(ascii: "|"))
        let isTabbed = line.bytes.contains(0x09)
        func close(_ end: Int) {
            let cell = Line(number: 0, raw: line.bytes[start..<end])
            if !cell.isBlank {
                cells.append((cell.text, startColumn + cell.indent))
            } else if isStroked && start > line.bytes.startIndex && end < line.bytes.endIndex {
                cells.append(("", startColumn))
            }
        }
        while index < line.bytes.endIndex {
            let byte = line.bytes[index]
            let isBreak =
                isStroked
                ? byte == UInt8(ascii: "|")
                : isTabbed
                    ? byte == 0x09 : byte == 0x20 && index + 1 < line.bytes.endIndex && line.bytes[index + 1] == 0x20
            if isBreak {
                close(index)
                while index < line.bytes.endIndex,
                    isStroked
                        ? line.bytes[index] == UInt8(ascii: "|")
                        : isTabbed ? line.bytes[index] == 0x09 : line.bytes[index] == 0x20
                {
                    index += 1
                    column += 1
                    if isStroked { break }
                }
                start = index
                startColumn = column
            } else {
                if byte & 0xC0 != 0x80 { column += 1 }
                index += 1
            }
        }
        close(line.bytes.endIndex)
        return cells
    }

    /// The cells behind the first begin, or end, at the same columns in most rows.
    private func isAligned(_ rows: [[String]], _ starts: [[Int]]) -> Bool {
        let columns = rows.map(\.count).max() ?? 0
        let full = rows.indices.filter { rows[$0].count == columns }
        guard full.count * 2 > rows.count else { return false }
        for column in 1..<columns {
            let begins = Dictionary(grouping: full) { starts[$0][column] }.values.map(\.count).max() ?? 0
            let ends =
                Dictionary(grouping: full) { starts[$0][column] + rows[$0][column].unicodeScalars.count }.values.map(
                    \.count
                ).max() ?? 0
            if max(begins, ends) * 3 < full.count * 2 { return false }
        }
        return true
    }
}
