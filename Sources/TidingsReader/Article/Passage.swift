/// A run of the article's lines that belong together, before it is known what they are: a line of a web copy, a
/// paragraph of hard-wrapped text joined again, a list, a table, a block of Markdown.
struct Passage {
    /// What the format itself says of it.
    enum Form {
        /// Nothing: its words and its place have to tell.
        case text
        case heading(level: Int)
        case list(items: [Item], ordered: Bool)
        case quote
        /// A picture with its description.
        case picture
        case code
        case table(rows: [[String]])
        /// A line of punctuation, or an anchor of the format that has no text.
        case separator
        /// Belongs to the format, not to the article: a link's definition, a table of front matter.
        case meta
    }

    struct Item {
        var text: [UInt8]
        var level: Int
        /// Where its link leads (Markdown).
        var address: String?
    }

    var form: Form
    let text: [UInt8]
    let lines: ClosedRange<Int>
    var indent = 0
    /// The first of a printed page.
    var isAfterPageBreak = false
    var isAfterBlank = true
    var isBeforeBlank = true
    /// Where the whole passage is one link (Markdown): where it leads.
    var address: String?
    /// The whole passage is set in italics or bold (Markdown).
    var isEmphasized = false
    /// What the text looks like.
    let shape: Shape

    init(_ form: Form = .text, _ text: [UInt8], lines: ClosedRange<Int>) {
        self.form = form
        self.text = text
        self.lines = lines
        shape = Shape(text)
    }

    var string: String { String(decoding: text, as: UTF8.self) }
    var isText: Bool { if case .text = form { true } else { false } }

    func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
}
