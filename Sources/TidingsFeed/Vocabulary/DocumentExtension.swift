extension Document {
    /// What ninjs has no place for: where the article lies, and the body as blocks in source order.
    public struct Extension: Codable, Hashable, Sendable {
        /// Who the article is in its store.
        ///
        /// Absent where the reader alone was asked, like `revision` and `seq`.
        public var id: Int?
        /// Relative to the watched folder; the file's name where the reader alone was asked.
        public var path: String
        /// The exact bytes of the path in base64, where it is not UTF-8.
        public var pathBase64: String?
        /// Counts the documents of the article, from 1.
        public var revision: Int?
        /// The number of the change that wrote this document.
        public var seq: Int?
        /// Of the article's bytes, lower-case hexadecimal.
        public var sha256: String
        /// The article's size.
        public var bytes: Int
        /// The file's modification time: RFC 3339, UTC, milliseconds.
        public var modified: String?
        /// The version of the reader: the same bytes and the same reader give the same document, for ever.
        public var reader: String
        /// What the article was read as.
        public var format: Format
        /// The encoding of its bytes, as IANA names it.
        public var encoding: String
        /// What an earlier encoding has left in the text, where there is any: it stays as it is.
        public var leftovers: [Leftover]?
        /// The body, in source order.
        public var blocks: [Block]
        /// Which lines went into the fields beside the body, and by which rule.
        ///
        /// With the blocks and the furniture they are all the lines of the article that are not blank.
        public var parts: [Part]
        /// What is not the article, kept apart.
        public var furniture: [Furniture]
        /// Whole minutes that reading the body takes.
        public var readingMinutes: Int?
        /// When the article says it was published.
        public var published: Stamp?
        /// When the article says it was updated.
        public var updated: Stamp?
        /// Where and when the report was filed.
        public var dateline: Dateline?
        /// Who wrote it.
        public var authors: [Author]
        /// Who published it, where the article says so.
        public var outlet: String?
        /// Where it was written, where the article says so without a dateline.
        public var location: String?
        /// Links to other articles.
        public var related: [Link]
        /// What follows the article under a heading of its own.
        public var appendix: Appendix?

        enum CodingKeys: String, CodingKey {
            case id, path, revision, seq, sha256, bytes, modified, reader, format, encoding, blocks, furniture
            case leftovers, parts, published, updated, dateline, authors, outlet, location, related, appendix
            case pathBase64 = "path_b64"
            case readingMinutes = "reading_minutes"
        }

        package init(
            path: String, sha256: String, bytes: Int, reader: String, format: Format, encoding: String,
            blocks: [Block], furniture: [Furniture] = [], published: Stamp? = nil, updated: Stamp? = nil,
            authors: [Author] = [], outlet: String? = nil, related: [Link] = [], parts: [Part] = []
        ) {
            self.path = path
            self.sha256 = sha256
            self.bytes = bytes
            self.reader = reader
            self.format = format
            self.encoding = encoding
            self.blocks = blocks
            self.furniture = furniture
            self.published = published
            self.updated = updated
            self.authors = authors
            self.outlet = outlet
            self.related = related
            self.parts = parts
        }
    }

    /// The formats that are read.
    public enum Format: String, Codable, Hashable, Sendable {
        case text, markdown
    }

    /// One block of the body.
    public struct Block: Codable, Hashable, Sendable {
        /// What a block can be.
        public enum Kind: String, Codable, Hashable, Sendable {
            case paragraph, heading, list, quote, caption, table
            /// A correction, or a note of the editors to the reader.
            case note
        }

        /// What it is.
        public var kind: Kind
        /// The block's text; of a list, its items joined by line feeds.
        public var text: String
        /// Of a heading: 2 is the first below the headline.
        public var level: Int?
        /// Of a numbered heading: the number as printed.
        public var number: String?
        /// Of a list, without bullets or numbers.
        public var items: [String]?
        /// Of a list with nested items: the depth of each item, from 1.
        public var levels: [Int]?
        /// Of a list: true where the items are numbered or lettered.
        public var ordered: Bool?
        /// Of a table: its rows, each a list of cells.
        public var rows: [[String]]?
        /// Of a caption: who made the picture.
        public var credit: String?
        /// Of the first block of an entry of a live report: its time as printed.
        public var time: Stamp?
        /// First and last line in the file, from 1.
        public var lines: [Int]
        /// True where the source breaks off inside the paragraph.
        public var truncated: Bool?
        /// The rule that made this block: every decision of the reader can be explained.
        public var rule: String

        package init(
            kind: Kind, text: String, level: Int? = nil, number: String? = nil, items: [String]? = nil,
            levels: [Int]? = nil, ordered: Bool? = nil, rows: [[String]]? = nil, credit: String? = nil,
            time: Stamp? = nil, lines: ClosedRange<Int>, truncated: Bool? = nil, rule: String
        ) {
            self.kind = kind
            self.text = text
            self.level = level
            self.number = number
            self.items = items
            self.levels = levels
            self.ordered = ordered
            self.rows = rows
            self.credit = credit
            self.time = time
            self.lines = [lines.lowerBound, lines.upperBound]
            self.truncated = truncated
            self.rule = rule
        }
    }

    /// A line that is not the article: kept apart, never lost, never in the body.
    public struct Furniture: Codable, Hashable, Sendable {
        /// What it is.
        public var kind: String
        /// The text.
        public var text: String
        /// The line in the file, from 1.
        public var line: Int
        /// The last line, where it takes more than one.
        public var lastLine: Int?
        /// The rule that decided.
        public var rule: String

        enum CodingKeys: String, CodingKey {
            case kind, text, line, rule
            case lastLine = "last_line"
        }

        package init(kind: String, text: String, lines: ClosedRange<Int>, rule: String) {
            self.kind = kind
            self.text = text
            self.line = lines.lowerBound
            self.lastLine = lines.count > 1 ? lines.upperBound : nil
            self.rule = rule
        }
    }

    /// What an earlier encoding has left in the text.
    public struct Leftover: Codable, Hashable, Sendable {
        /// Which encoding nobody undid.
        public enum Kind: String, Codable, Sendable {
            /// Character references of HTML: `&amp;`, `&#8217;`.
            case htmlEntities = "html_entities"
            /// Escapes of quoted-printable (RFC 2045): `=E2=80=99`, `=` at the ends of lines.
            case quotedPrintable = "quoted_printable"
        }

        /// Which encoding it is of.
        public var kind: Kind
        /// The first line that has one, from 1.
        public var line: Int
        /// How many there are.
        public var count: Int

        package init(kind: Kind, line: Int, count: Int) {
            self.kind = kind
            self.line = line
            self.count = count
        }
    }

    /// Lines that were read into a field of the document.
    public struct Part: Codable, Hashable, Sendable {
        /// The field's name, as `headline` or `byline`.
        public var field: String
        /// The text as it stands there.
        public var text: String
        /// First and last line in the file, from 1.
        public var lines: [Int]
        /// The rule that decided.
        public var rule: String

        package init(field: String, text: String, lines: ClosedRange<Int>, rule: String) {
            self.field = field
            self.text = text
            self.lines = [lines.lowerBound, lines.upperBound]
            self.rule = rule
        }
    }

    /// A date the article states for itself.
    public struct Stamp: Codable, Hashable, Sendable {
        /// As printed.
        public var raw: String
        /// ISO 8601, as precise as printed: `2025-09-04` or `2025-09-04T07:37`.
        public var value: String
        /// The offset as printed (`Z`, `+09:00`); absent where the article does not say.
        public var zone: String?
        /// The line in the file, from 1.
        public var line: Int

        package init(raw: String, value: String, zone: String? = nil, line: Int) {
            self.raw = raw
            self.value = value
            self.zone = zone
            self.line = line
        }
    }

    /// "MOSCOW, May 7 –": where and when the report was filed.
    public struct Dateline: Codable, Hashable, Sendable {
        /// The place; absent where only an agency stands there: "(CNN) —".
        public var place: String?
        /// The day, ISO 8601.
        public var date: String?
        /// As printed.
        public var raw: String

        package init(place: String?, date: String? = nil, raw: String) {
            self.place = place
            self.date = date
            self.raw = raw
        }
    }

    /// Somebody who wrote the article.
    public struct Author: Codable, Hashable, Sendable {
        /// The name.
        public var name: String
        /// The title.
        public var title: String?
        /// What the article says of the author.
        public var bio: String?

        package init(name: String, title: String? = nil) {
            self.name = name
            self.title = title
        }
    }

    /// A link to something else.
    public struct Link: Codable, Hashable, Sendable {
        /// The title.
        public var title: String
        /// The address.
        public var url: String?

        package init(title: String, url: String? = nil) {
            self.title = title
            self.url = url
        }
    }

    /// What follows the article under a heading of its own: videos, sources.
    public struct Appendix: Codable, Hashable, Sendable {
        /// The heading.
        public var heading: String
        /// Its items.
        public var items: [Link]

        package init(heading: String, items: [Link]) {
            self.heading = heading
            self.items = items
        }
    }
}
