import Testing
import TidingsFeed
import TidingsReader

struct MarkdownTests {
    private func read(_ text: String) throws -> Document {
        try Reader().document(from: Array(text.utf8), path: ArticlePath("article.md"))
    }

    @Test func `front matter fills the document and the headline repeated is furniture`() throws {
        let document = try read(
            """
            ---
            title: Lamps pay for the night
            authors: [Mirel Costin, {name: Ada Quist}]
            date: 2026-11-02T08:30:00+01:00
            updated: 2026-11-05
            lang: en_GB
            outlet: The Courier
            tags: [libraries, energy]
            ---
            # Lamps pay for the night

            Text.
            """)
        #expect(document.headline == "Lamps pay for the night")
        #expect(document.by == "Mirel Costin, Ada Quist")
        #expect(document.language == "en-GB")
        #expect(document.tidings.outlet == "The Courier")
        #expect(document.subjects?.map(\.name) == ["libraries", "energy"])
        #expect(document.firstCreated == "2026-11-02T08:30:00+01:00")
        #expect(document.tidings.published?.line == 4)
        #expect(document.tidings.updated?.value == "2026-11-05")
        #expect(document.versionCreated == nil)
        #expect(document.tidings.furniture.map(\.kind) == ["headline_repeat"])
        #expect(document.tidings.blocks.map(\.text) == ["Text."])
    }

    @Test(
        arguments: [
            ("Ada Quist", ["Ada Quist"], []),
            ("Ada Quist, Jon Bell and Mirel Costin", ["Ada Quist", "Jon Bell", "Mirel Costin"], []),
            ("By Ada Quist, Transport Correspondent", ["Ada Quist"], ["Transport Correspondent"]),
            ("[Ada Quist, Jon Bell]", ["Ada Quist", "Jon Bell"], []), ("adaq", ["adaq"], []),
            ("Ada Quist, Politics", ["Ada Quist, Politics"], []),
            ("The desk: all of it", ["The desk: all of it"], []),
        ] as [(String, [String], [String])])
    func `authors of front matter are people, with their jobs`(value: String, names: [String], titles: [String]) throws
    {
        let document = try read(
            "---\ntitle: Bees: a second harvest\nauthor: \(value)\n---\n\nThe bees are back at the mill.")
        #expect(document.headline == "Bees: a second harvest")
        #expect(document.tidings.authors.map(\.name) == names)
        #expect(document.tidings.authors.compactMap(\.title) == titles)
        #expect(document.tidings.blocks.map(\.text) == ["The bees are back at the mill."])
    }

    @Test func `forty authors of front matter are forty people`() throws {
        let names = (0..<40).map { "Ada \(Character(Unicode.Scalar(65 + UInt8($0 % 26))))quist\($0 < 26 ? "" : "son")" }
        let document = try read("---\ntitle: Bees\nauthor: \(names.joined(separator: ", "))\n---\n\nThe bees are back.")
        #expect(document.tidings.authors.map(\.name) == names)
    }

    @Test func `what is not YAML is not front matter and nothing of it is lost`() throws {
        let document = try read("---\ntitle: [open\n---\n\nText here.")
        #expect(document.headline == "[open")
        #expect(document.bodies[0].value.contains("Text here."))
    }

    @Test func `blocks of every kind`() throws {
        let document = try read(
            """
            Headline
            ========

            One paragraph
            in two lines.

            ## Second ##

            - first
            - second
              goes on
                - nested
            3. third

            > said
            > somebody

            ![A picture](a.jpg)

            ~~~
            let x = 1
              indented
            ~~~
            """)
        let blocks = document.tidings.blocks
        #expect(document.headline == "Headline")
        #expect(blocks.map(\.kind) == [.paragraph, .heading, .list, .list, .quote, .caption, .paragraph])
        try #require(blocks.count == 7)
        #expect(blocks[0].text == "One paragraph in two lines.")
        #expect(blocks[1].text == "Second")
        #expect(blocks[2].items == ["first", "second goes on", "nested"])
        #expect(blocks[2].levels == [1, 1, 2])
        #expect(blocks[3].ordered == true)
        #expect(blocks[4].text == "said somebody")
        #expect(blocks[5].text == "A picture")
        #expect(blocks[6].text == "let x = 1\n  indented")
        #expect(blocks[2].lines == [9, 12])
    }

    @Test(arguments: [
        ("**bold** and *thin* and __both__", "bold and thin and both"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("2 * 3 * 5 is 30", "2 * 3 * 5 is 30"), ("a [ship](http://x.org/(y)) came", "a ship came"),
        ("[not a link] and ](", "[not a link] and ]("), ("`code *as it is*`", "code *as it is*"),
        (#"\*escaped\*"#, "*escaped*"), ("**open", "**open"), ("an ![icon](i.png) inside", "an icon inside"),
        ("*[both](x)*", "both"), ("``a ` b``", "a ` b"),
    ])
    func `marks of emphasis, code and links are taken away`(source: String, text: String) throws {
        #expect(try read("# H\n\n\(source)").tidings.blocks.first?.text == text)
    }
}
