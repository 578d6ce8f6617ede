/// Plain text cut into passages: paragraphs (hard-wrapped ones joined again), lists, tables, quoted lines.
///
/// One pass over the lines; what a passage is about is not asked here.
struct TextPassages {
    let lines: [Line]
    let wrapping: Wrapping?
    let unwrapping: Unwrapping?
    /// Most lines end at the same column.
    let isJustified: Bool
    private(set) var passages: [Passage] = []
    var next = 0
    /// Up to here no table begins: it was looked for.
    var noTableBefore = 0

    static func passages(_ lines: [Line]) -> [Passage] {
        var pass = TextPassages(LinkNumbers.isDump(lines) ? lines.map(LinkNumbers.without) : lines)
        pass.run()
        return pass.passages
    }

    private init(_ lines: [Line]) {
        self.lines = lines
        wrapping = Wrapping(lines)
        unwrapping = wrapping == nil ? nil : Unwrapping(lines)
        let column = wrapping?.column
        isJustified = lines.count { $0.right == column } * 3 > lines.count { !$0.isBlank }
    }

    private mutating func run() {
        while next < lines.count {
            let line = lines[next]
            if line.isBlank {
                next += 1
            } else if isSeparator(line) {
                separator(line)
            } else if line.bytes.first == UInt8(ascii: ">") {
                quote()
            } else if let end = table() {
                next = end
            } else if let end = list() {
                next = end
            } else {
                paragraph()
            }
        }
    }

    mutating func append(_ form: Passage.Form, _ text: [UInt8], from first: Int, through last: Int) {
        guard !text.isEmpty else { return }
        let place = Passage.Place(
            isAfterBlank: first == 0 || lines[first - 1].isBlank || lines[first].isAfterPageBreak,
            isBeforeBlank: last + 1 >= lines.count || lines[last + 1].isBlank,
            isAfterPageBreak: lines[first].isAfterPageBreak && first > 0)
        passages.append(Passage(form, text, lines: lines[first].number...lines[last].number, place: place))
    }

    /// So many lines around one are looked at, at most: what is asked of each line must not cost a whole article.
    static let neighbours = 40
    /// A longer list is cut in two.
    static let itemsMaximum = 1_000

    // MARK: Separators

    /// Punctuation only.
    func isSeparator(_ line: Line) -> Bool {
        guard let first = line.bytes.first, !(first | 0x20 >= 0x61 && first | 0x20 <= 0x7A) else { return false }
        var scalars = Scalars(line.bytes)
        while let (value, _) = scalars.next() {
            if Letters.isWord(value) || value == 0x24 || value >= 0x1F000 { return false }
        }
        return true
    }

    /// A row of one mark as wide as the line above makes that line a heading.
    private mutating func separator(_ line: Line) {
        let mark = line.bytes.first
        let isRow = line.bytes.count >= 3 && line.bytes.allSatisfy { $0 == mark } && "=-~^_*".utf8.contains(mark ?? 0)
        if isRow, next > 0, !lines[next - 1].isBlank, let last = passages.indices.last,
            passages[last].lines.upperBound == lines[next - 1].number,
            passages[last].isText || passages[last].isHeading
        {
            let above = lines[next - 1]
            let first = passages[last].lines.lowerBound - lines[0].number
            let widest = lines[first..<next].map(\.width).max() ?? 0
            if abs(line.width - above.width) <= 2 || abs(line.width - widest) <= 2,
                abs(line.indent - (lines[first..<next].map(\.indent).min() ?? 0)) <= 2 || line.indent == above.indent,
                passages[last].text.count < 200
            {
                let title = passages[last]
                passages[last] = Passage(
                    .heading(level: mark == UInt8(ascii: "=") ? 1 : 2), title.text, lines: title.lines,
                    place: .init(
                        isAfterBlank: title.place.isAfterBlank, isBeforeBlank: true,
                        isAfterPageBreak: title.place.isAfterPageBreak))
            }
        }
        append(.separator, Array(line.bytes), from: next, through: next)
        next += 1
    }

    // MARK: Quoted lines

    /// Lines that begin with ">", as mail quotes: one quote a paragraph.
    private mutating func quote() {
        var run: [(index: Int, bytes: ArraySlice<UInt8>)] = []
        func flush() {
            guard let first = run.first, let last = run.last else { return }
            let text = (unwrapping ?? Unwrapping([])).joined(run.map(\.bytes))
            append(.quote, text, from: first.index, through: last.index)
            run = []
        }
        while next < lines.count, lines[next].bytes.first == UInt8(ascii: ">") {
            let inner = Line(number: 0, raw: lines[next].bytes.drop { $0 == UInt8(ascii: ">") || $0 == 0x20 })
            if inner.isBlank {
                append(.separator, Array(lines[next].bytes), from: next, through: next)
                flush()
            } else {
                if wrapping == nil, !run.isEmpty { flush() }
                run.append((next, inner.bytes))
            }
            next += 1
        }
        flush()
    }
}
