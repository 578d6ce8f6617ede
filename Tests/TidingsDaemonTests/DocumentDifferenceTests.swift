import Testing
import TidingsFeed
import TidingsReader

@testable import TidingsDaemon

struct DocumentDifferenceTests {
    private static let before = """
        Bridge Stays Shut

        Published May 7, 2025

        The bridge stays shut until Friday, and costs 1.5 million euros, said the “harbour master”.

        What Comes Next

        Nobody knows what comes next, except that the Covid-19 rules are gone and that it takes a while.
        """

    @Test(
        arguments: [
            ("Stays Shut", "Stays Open", [.headline], false), ("May 7", "May 8", [.published], false),
            ("until Friday", "until Monday", [.paragraph], false),
            ("Comes Next\n\nN", "Happens Now\n\nN", [.heading], false),
            ("“harbour master”", "\"harbour master\"", [.paragraph], true),
            ("Friday, and", "Friday – and", [.paragraph], true),
            ("1.5 million", "15 million", [.paragraph], false), ("Covid-19", "Covid 19", [.paragraph], true),
            ("Friday, and", "Friday,  and", [.paragraph], true), ("master”.", "master”.\n\n", [], true),
            ("costs 1.5", "costs $1.5", [.paragraph], false),
            ("until Friday, and", "until Friday,\n\nand", [.paragraph], true),
        ] as [(String, String, [DocumentPart], Bool)])
    func `parts that differ are named, looks are told from words`(
        old: String, new: String, parts: [DocumentPart], isCosmetic: Bool
    ) throws {
        let after = Self.before.replacing(old, with: new)
        #expect(after != Self.before)
        let difference = DocumentDifference(from: try read(Self.before), to: try read(after))
        #expect(difference.changed == parts)
        #expect(difference.isCosmetic == isCosmetic)
    }

    private func read(_ text: String) throws -> Document {
        try Reader().document(from: Array(text.utf8), path: ArticlePath("a.txt"))
    }
}
