import TidingsFeed

/// Which parts of an article differ between two of its documents, and whether only in looks.
struct DocumentDifference: Equatable {
    let changed: [DocumentPart]
    /// Nothing but white space, quotation marks and punctuation differs.
    let isCosmetic: Bool

    init(from before: Document, to after: Document) {
        let parts = zip(Self.parts(of: before), Self.parts(of: after))
        changed = parts.filter { $0.texts != $1.texts }.map { $0.0.part }
        // Each part must say the same; how its words are spread over blocks and lines is looks.
        isCosmetic = parts.allSatisfy { $0.texts == $1.texts || Self.words(of: $0.texts) == Self.words(of: $1.texts) }
    }

    /// Every part of a document with its texts, in the order in which `changed` names them.
    private static func parts(of document: Document) -> [(part: DocumentPart, texts: [String])] {
        let own = document.tidings
        func blocks(_ kind: Document.Block.Kind, _ text: (Document.Block) -> [String?]) -> [String] {
            own.blocks.filter { $0.kind == kind }.flatMap { text($0).compactMap { $0 } }
        }
        return [
            (.headline, [document.headline].compactMap { $0 }),
            (.deck, [document.deck].compactMap { $0 }),
            (.byline, own.authors.flatMap { [$0.name, $0.title, $0.bio].compactMap { $0 } }),
            (.outlet, [own.outlet].compactMap { $0 }),
            (.dateline, [own.dateline?.raw, own.location].compactMap { $0 }),
            (.published, [own.published?.raw].compactMap { $0 }),
            (.updated, [own.updated?.raw].compactMap { $0 }),
            (.language, [document.language]),
            (.subject, document.subjects?.map(\.name) ?? []),
            (.heading, blocks(.heading) { [$0.text, $0.level.map(String.init)] }),
            (.paragraph, blocks(.paragraph) { [$0.text] }),
            (.list, blocks(.list) { $0.items ?? [$0.text] }),
            (.blockquote, blocks(.quote) { [$0.text] }),
            (.table, blocks(.table) { [$0.text] }),
            (.note, blocks(.note) { [$0.text] }),
            (.caption, blocks(.caption) { [$0.text, $0.credit] }),
            (.furniture, own.furniture.map(\.text)),
            (.related, own.related.flatMap { [$0.title, $0.url].compactMap { $0 } }),
            (.appendix, own.appendix.map { [$0.heading] + $0.items.map(\.title) } ?? []),
            (.people, document.people?.map(\.name) ?? []),
            (.organisations, document.organisations?.map(\.name) ?? []),
            (.places, document.places?.map(\.name) ?? []),
        ]
    }

    /// What is left without white space, punctuation and quotation marks: what the words and numbers say, in order.
    private static func words(of texts: [String]) -> [Unicode.Scalar] {
        texts.flatMap { text in
            let scalars = Array(text.unicodeScalars)
            return scalars.indices.filter { index in
                isWord(scalars[index]) || isSign(scalars[index]) || isInNumber(index, of: scalars)
            }.map { scalars[$0] }
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// "1.5" is not "15", and "-5" is not "5": a mark directly before a digit is part of the number, unless it hangs on
    /// a word ("Covid-19").
    private static func isInNumber(_ index: Int, of scalars: [Unicode.Scalar]) -> Bool {
        guard ".,:/-−".unicodeScalars.contains(scalars[index]), index + 1 < scalars.count,
            scalars[index + 1].properties.numericType != nil
        else { return false }
        return index == 0 || !scalars[index - 1].properties.isAlphabetic
    }

    /// "$5" and "5 %" are not "5": signs of currency and mathematics carry meaning.
    private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .currencySymbol, .mathSymbol, .otherSymbol: true
        default: scalar == "%" || scalar == "‰"
        }
    }
}
