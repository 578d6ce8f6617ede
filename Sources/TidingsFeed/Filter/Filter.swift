/// What a subscriber wants to see of a feed.
///
/// All that is given must hold; of the values of one field, any. A change about the folder itself has no article, so it
/// matches only a filter that asks for nothing of one. What a filter says of an article's names and words is asked of the
/// document as of the change; of a removed one, of its last document.
public struct Filter: Codable, Hashable, Sendable {
    /// What happened: any of these.
    public var kinds: [Change.Kind]?
    /// Where the article is, or was before it moved: any of these globs.
    ///
    /// A glob is of the whole path: `*` stands for anything without a `/`, `**` for anything, `**/` for any directories or
    /// none, `?` for one character, `[a-z]` and `[!a-z]` for one of some, `\` takes the next character as it is.
    public var paths: [String]?
    /// Parts of the document that differ: any of these.
    public var changed: [DocumentPart]?
    /// People that the document names in `people`: any of these, in whatever case.
    public var people: [String]?
    /// The same, of its `organisations`.
    public var organisations: [String]?
    /// The same, of its `places`.
    public var places: [String]?
    /// Words of headline, deck and body, in whatever case: any of these, and all words of one that has several.
    public var words: [String]?

    /// A filter; without anything it lets everything pass.
    public init(
        kinds: [Change.Kind]? = nil, paths: [String]? = nil, changed: [DocumentPart]? = nil, people: [String]? = nil,
        organisations: [String]? = nil, places: [String]? = nil, words: [String]? = nil
    ) {
        self.kinds = kinds
        self.paths = paths
        self.changed = changed
        self.people = people
        self.organisations = organisations
        self.places = places
        self.words = words
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case kinds, paths, changed, people, organisations, places, words
    }

    /// Decodes it; a field that there is not is an error: it would let pass what was not meant to.
    public init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyKey.self)
        if let stranger = names.allKeys.first(where: { CodingKeys(rawValue: $0.stringValue) == nil }) {
            let known = CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath + [stranger],
                    debugDescription: "there is no such field; there are \(known)"))
        }
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        kinds = try fields.decodeIfPresent([Change.Kind].self, forKey: .kinds)
        paths = try fields.decodeIfPresent([String].self, forKey: .paths)
        changed = try fields.decodeIfPresent([DocumentPart].self, forKey: .changed)
        people = try fields.decodeIfPresent([String].self, forKey: .people)
        organisations = try fields.decodeIfPresent([String].self, forKey: .organisations)
        places = try fields.decodeIfPresent([String].self, forKey: .places)
        words = try fields.decodeIfPresent([String].self, forKey: .words)
    }

    /// Why a filter cannot be used: where in it the error is (`paths[0]:4` is the fifth character of the first glob), and what.
    struct Invalid: Error, Hashable {
        let at: String
        let reason: String
    }
}

/// A key of a JSON object, whatever it is.
package struct AnyKey: CodingKey {
    package let stringValue: String
    package let intValue: Int? = nil

    package init(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
}
