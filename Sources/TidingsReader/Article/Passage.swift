/// A run of the article's lines that belong together, before it is known what they are: a line of a web copy, a
/// paragraph of hard-wrapped text joined again, a list, a table, a block of Markdown.
///
/// A class, because the rules pass it around a lot; nothing of it changes, and what is asked often is found once.
final class Passage {
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

    let form: Form
    let text: [UInt8]
    let lines: ClosedRange<Int>
    /// How it stands among its neighbours.
    let place: Place
    /// Where the whole passage is one link (Markdown): where it leads.
    let address: String?
    /// The whole passage is set in italics or bold (Markdown).
    let isEmphasized: Bool
    /// What the text looks like.
    let shape: Shape
    /// What it says as a line about the article; several rules ask.
    private(set) lazy var meta = MetaLine(self, isNameAllowed: false)
    /// And where names may stand without a word that says who they are.
    private(set) lazy var metaWithNames = MetaLine(self, isNameAllowed: true)

    struct Place {
        var isAfterBlank = true
        var isBeforeBlank = true
        /// The first of a printed page.
        var isAfterPageBreak = false
    }

    init(
        _ form: Form = .text, _ text: [UInt8], lines: ClosedRange<Int>, place: Place = Place(), address: String? = nil,
        isEmphasized: Bool = false
    ) {
        self.form = form
        self.text = text
        self.lines = lines
        self.place = place
        self.address = address
        self.isEmphasized = isEmphasized
        shape = Shape(text)
    }

    func meta(withNames: Bool) -> MetaLine? { withNames ? metaWithNames : meta }

    var string: String { String(decoding: text, as: UTF8.self) }
    var isText: Bool { if case .text = form { true } else { false } }

    func string(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
}
