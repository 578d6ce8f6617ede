/// A list while its lines go by: items with their depth.
struct MarkdownList {
    private var items: [(lines: [Line], level: Int)] = []
    /// The columns at which the text of each open level begins, outermost first.
    private var columns: [Int] = []
    private let isOrdered: Bool
    private var lastLine: Int
    private var isAfterBlank = false

    /// Deeper items are listed at this depth: a limit on what a line can open.
    private static let levelsMaximum = 16

    init(_ item: Mark.Item) {
        isOrdered = item.isOrdered
        lastLine = item.line.number
        append(item)
    }

    /// Takes another item.
    ///
    /// `false`: it begins a list of its own, because the kind of mark changed.
    mutating func add(_ item: Mark.Item) -> Bool {
        let isOutermost = item.markColumn < columns[0]
        if isOutermost && item.isOrdered != isOrdered { return false }
        append(item)
        return true
    }

    private mutating func append(_ item: Mark.Item) {
        while let column = columns.last, item.markColumn < column { columns.removeLast() }
        if columns.count < Self.levelsMaximum { columns.append(item.column) }
        items.append(([item.line], columns.count))
        lastLine = item.line.number
        isAfterBlank = false
    }

    /// A blank line: the list stays open for another item.
    ///
    /// `false` at the second in a row.
    mutating func blank() -> Bool {
        defer { isAfterBlank = true }
        return !isAfterBlank
    }

    /// A line without a mark: part of the last item, unless a blank line and no indent part them.
    mutating func goesOn(with line: Line) -> Bool {
        if isAfterBlank && line.indent < 2 { return false }
        items[items.count - 1].lines.append(line)
        lastLine = line.number
        isAfterBlank = false
        return true
    }

    func passage() -> Passage {
        let read = items.map { item -> Passage.Item in
            let source = item.lines.map(\.text).joined(separator: " ")
            return .init(
                text: Array(MarkdownInline.text(of: source).utf8), level: item.level,
                address: MarkdownInline.address(source))
        }
        return Passage(
            .list(items: read, ordered: isOrdered), Array(read.map(\.text).joined(separator: [0x0A])),
            lines: (items.first?.lines.first?.number ?? lastLine)...lastLine)
    }
}
