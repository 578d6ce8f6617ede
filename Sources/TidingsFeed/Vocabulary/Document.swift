/// An article as a structured document: IPTC's ninjs 3.1 with one extension object, `tidings`.
///
/// The properties at the top level have ninjs' own names and meanings (https://iptc.org/standards/ninjs/); the schema is
/// docs/schema/tidings-1.schema.json, the conventions are in docs/FORMATS.md. Unknown stays absent: no time zone, year
/// or author is ever invented.
public struct Document: Codable, Hashable, Sendable {
    /// `tidings:<epoch>/<id>` in a store; `ni:///sha-256;…` (RFC 6920) where the reader alone was asked.
    public var uri: String
    /// Always `text`.
    public var type: String
    /// Which standard the document follows.
    public var standard: Standard
    /// `tidings-1`.
    public var profile: String
    /// The revision, as ninjs wants it: a string.
    public var version: String?
    /// A BCP 47 tag; `und` where the language is not certain.
    public var language: String
    /// RFC 3339, and only where the article itself states the zone.
    public var firstCreated: String?
    /// RFC 3339, and only where the article itself states the zone.
    public var versionCreated: String?
    /// Role `main`, then `subhead` (the deck) where there is one.
    public var headlines: [RoledText]
    /// The authors' names, joined by commas.
    public var by: String?
    /// The place of the dateline.
    public var located: String?
    /// The body as plain text; one.
    public var bodies: [Body]
    /// What the article says it is about.
    public var subjects: [Named]?
    /// The people that the article says it names.
    public var people: [Named]?
    /// The organisations that the article says it names.
    public var organisations: [Named]?
    /// The places that the article says it names.
    public var places: [Named]?
    /// Pictures, videos and further articles that belong to this one.
    public var associations: [Association]?
    /// What ninjs has no place for.
    public var tidings: Extension

    package init(
        uri: String, language: String, headlines: [RoledText], by: String? = nil, located: String? = nil,
        bodies: [Body], subjects: [Named]? = nil, people: [Named]? = nil, organisations: [Named]? = nil,
        places: [Named]? = nil, associations: [Association]? = nil, tidings: Extension
    ) {
        self.uri = uri
        self.type = "text"
        self.standard = .ninjs
        self.profile = "tidings-1"
        self.language = language
        self.headlines = headlines
        self.by = by
        self.located = located
        self.bodies = bodies
        self.subjects = subjects
        self.people = people
        self.organisations = organisations
        self.places = places
        self.associations = associations
        self.tidings = tidings
    }

    /// The headline of role `main`.
    public var headline: String? {
        headlines.first { $0.role == "main" }?.value
    }

    /// The standfirst: the headline of role `subhead`.
    public var deck: String? {
        headlines.first { $0.role == "subhead" }?.value
    }

    /// The standard that a document follows.
    public struct Standard: Codable, Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its version.
        public var version: String
        /// Its JSON Schema.
        public var schema: String

        /// ninjs 3.1, approved by IPTC in spring 2025.
        public static let ninjs = Standard(
            name: "ninjs", version: "3.1", schema: "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#")
    }

    /// A text and what it is for.
    public struct RoledText: Codable, Hashable, Sendable {
        /// What it is for.
        public var role: String
        /// The text.
        public var value: String

        package init(role: String, value: String) {
            self.role = role
            self.value = value
        }
    }

    /// The body as plain text: headings, paragraphs, list items and block quotes, a blank line between blocks.
    public struct Body: Codable, Hashable, Sendable {
        /// Always `main`.
        public var role: String
        /// Always `text/plain`.
        public var contentType: String
        /// Unicode scalars, captions excluded.
        public var charCount: Int
        /// Runs of letters and digits (UAX #29 words but for dictionary-based scripts), captions excluded.
        public var wordCount: Int
        /// The text.
        public var value: String

        package init(role: String, contentType: String, charCount: Int, wordCount: Int, value: String) {
            self.role = role
            self.contentType = contentType
            self.charCount = charCount
            self.wordCount = wordCount
            self.value = value
        }
    }

    /// Something with a name.
    public struct Named: Codable, Hashable, Sendable {
        /// The name.
        public var name: String

        package init(name: String) {
            self.name = name
        }
    }

    /// A picture, a video or a further article that belongs to this one.
    public struct Association: Codable, Hashable, Sendable {
        /// What it is called.
        public var name: String
        /// Its identifier.
        public var uri: String
        /// `picture`, `video`, `text`.
        public var type: String?
        /// `seeAlso`, for further articles.
        public var rel: String?
        /// Who made it.
        public var by: String?
        /// Its caption.
        public var descriptions: [RoledText]?

        package init(
            name: String, uri: String, type: String? = nil, rel: String? = nil, by: String? = nil,
            descriptions: [RoledText]? = nil
        ) {
            self.name = name
            self.uri = uri
            self.type = type
            self.rel = rel
            self.by = by
            self.descriptions = descriptions
        }
    }
}
