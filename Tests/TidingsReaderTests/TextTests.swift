import Testing
import TidingsFeed

@testable import TidingsReader

struct TextTests {
    private func read(_ text: String) throws -> Document {
        try Reader().document(from: Array(text.utf8), path: ArticlePath("article.txt"))
    }

    @Test func `headline, headings, paragraphs and lists with their lines`() throws {
        let document = try read(
            """
            Bridge Stays Shut

            The bridge stays shut until Friday, the port office said, because its motor has burnt out.

            What Comes Next

            The council decides on Monday about these three things, and not all of them are cheap:

              • a new motor
              • a new tower

            1. The Motor and Its Price

            It has to be built to order, which takes eleven weeks or so, says the maker in the north.

            Bridge Stays Shut
            """)
        #expect(document.headline == "Bridge Stays Shut")
        let blocks = document.tidings.blocks
        #expect(blocks.map(\.kind) == [.paragraph, .heading, .paragraph, .list, .heading, .paragraph])
        #expect(blocks.map(\.lines) == [[3, 3], [5, 5], [7, 7], [9, 10], [12, 12], [14, 14]])
        #expect(blocks[1].level == 2)
        #expect(blocks[3].items == ["a new motor", "a new tower"])
        #expect(blocks[3].text == "a new motor\na new tower")
        #expect((blocks[4].level, blocks[4].number) == (3, "1"))
        #expect(document.tidings.furniture.map(\.kind) == ["headline_repeat"])
        #expect(document.tidings.furniture.map(\.line) == [16])
        #expect(document.language == "en")
    }

    @Test func `navigation above the headline is not the headline`() throws {
        let document = try read("Skip to main content\n\nA Real Headline\n\nAnd a paragraph that says something.")
        #expect(document.headline == "A Real Headline")
        #expect(document.tidings.furniture.map(\.text) == ["Skip to main content"])
    }

    @Test(
        arguments: [
            ("Posted September. 04, 2025 07:37,", "2025-09-04T07:37", nil),
            ("Published: 4 Sept 2025", "2025-09-04", nil),
            ("Published on May 7, 2025 at 9:05", "2025-05-07T09:05", nil),
            ("Posted 2025-09-04T07:37+09:00", "2025-09-04T07:37", "+09:00"),
        ] as [(String, String, String?)])
    func `a stamp is read as printed and no zone is invented`(line: String, value: String, zone: String?) throws {
        let document = try read("A Headline\n\n\(line)\n\nText.")
        #expect(document.tidings.published?.value == value)
        #expect(document.tidings.published?.zone == zone)
        #expect((document.firstCreated != nil) == (zone != nil))
    }

    @Test(arguments: [
        "Posted by a friend of mine", "Updated plans for the harbour, 2025",
    ])
    func `what only begins like a stamp is text`(line: String) throws {
        let document = try read("A Headline\n\n\(line)\n\nText.")
        #expect(document.tidings.published == nil && document.tidings.updated == nil)
        #expect(document.tidings.blocks.contains { $0.text == line })
    }

    // MARK: What the corpus does not compare

    @Test func `authors with what they are`() throws {
        let document = try read(
            """
            Ferry Line Ends Night Service

            By Ada Quist, Transport Correspondent
            3 March 2024

            The last night ferry leaves on Sunday, the harbour office said, because too few people take it in winter.
            """)
        #expect(document.tidings.authors.map(\.name) == ["Ada Quist"])
        #expect(document.tidings.authors.map(\.title) == ["Transport Correspondent"])
    }

    @Test func `a line with the place only is the location`() throws {
        let document = try read(
            """
            Ferry Line Ends Night Service

            By Ada Quist
            Tromsø, Norway

            The last night ferry leaves on Sunday, the harbour office said, because too few people take it in winter.
            """)
        #expect(document.tidings.location == "Tromsø, Norway")
        #expect(document.located == "Tromsø, Norway")
    }

    /// What newcomers found: each was read as something else.
    @Test(
        arguments: [
            (
                "GENEVA, Jan 9 (Lake Wire) - Talks on the lake's fish broke down on Friday.\n\nREST", nil, "GENEVA",
                nil,
                "Lake Wire"
            ),
            (
                "Die Bahn kommt\n\nVon Lea Huber und dpa\n\nGrimma (dpa). Die Bahn kommt am Montag wieder bis zum Markt.\n\nREST",
                "Die Bahn kommt",
                "Grimma", "Lea Huber", "dpa"
            ),
            (
                "Die Bahn kommt\n\nVon Lea Huber, Weimar\n\nDie Bahn kommt am Montag wieder bis zum Markt.\n\nREST",
                "Die Bahn kommt", "Weimar",
                "Lea Huber", nil
            ),
            (
                "Mayor resigns\n\nThe mayor of Halm resigned on Monday after nine years.\n\nREST\n\nContact: newsdesk@example.org",
                "Mayor resigns", nil, nil, nil
            ),
            (
                "Police shut the bridge\n\nPolice shut the bridge on Monday at nine.\n\nIt was the third time this year. By Kim Aas\n\nTrains still run, the railway said.\n\nREST",
                "Police shut the bridge", nil, nil, nil
            ),
        ] as [(String, String?, String?, String?, String?)])
    func `who, where and for whom`(text: String, headline: String?, place: String?, author: String?, outlet: String?)
        throws
    {
        let rest = "Nobody in the town was surprised by any of that, they said."
        let document = try read(text.replacing("REST", with: rest))
        #expect(document.headline == headline)
        #expect(document.located == place)
        #expect(document.tidings.authors.map(\.name) == (author.map { [$0] } ?? []))
        #expect(document.tidings.outlet == outlet)
        #expect(document.tidings.blocks.allSatisfy { $0.kind == .paragraph }, "\(document.tidings.blocks)")
    }

    /// A mark that is not seen among seven letters would stay in the text.
    @Test func `eight bytes are plain only where each of them is`() {
        func isPlain(_ text: [UInt8], behindSpace: Bool = false) -> Bool? {
            EightBytes(text.span, at: 0)?.isPlain(behindSpace: behindSpace)
        }
        for byte in UInt8.min...UInt8.max {
            let expected = byte >= 0x20 && byte < 0x7B && !"&=[".utf8.contains(byte)
            for position in 0..<8 {
                var text = Array("abcdefgh".utf8)
                text[position] = byte
                #expect(isPlain(text) == expected, "\(byte) at \(position)")
            }
        }
        #expect(isPlain(Array("ab  cdef".utf8)) == false)
        #expect(isPlain(Array("ab cdef".utf8)) == nil, "there are only seven")
        #expect(isPlain(Array(" abcdefg".utf8)) == true)
        #expect(isPlain(Array(" abcdefg".utf8), behindSpace: true) == false)
    }

    @Test func `what steers a terminal is taken away, wherever it stands`() throws {
        for before in 0..<9 {
            let word = String("abcdefghi".prefix(before))
            let rest = String(repeating: "Nobody was more surprised than its crew. ", count: 5)
            let document = try read(
                "Ferry sails again\n\nThe \(word)\u{1B}[31mred\u{1F} ferry sailed at nine.\n\n\(rest)")
            #expect(document.tidings.blocks.first?.text == "The \(word)red ferry sailed at nine.")
        }
    }

    /// Numbers of links stand before words, those of sources behind them.
    @Test func `the numbers of a text browser's links are taken away, those of sources stay`() throws {
        let document = try read(
            """
            Ferry sails again

            The [1]night ferry sailed from [2]Oslo on [3]Tuesday, and [4]nobody was surprised, said the company.[12]

            Its crew had waited [since May] for a pump. [2, 3]
            """)
        #expect(
            document.tidings.blocks.map(\.text) == [
                "The night ferry sailed from Oslo on Tuesday, and nobody was surprised, said the company.[12]",
                "Its crew had waited [since May] for a pump. [2, 3]",
            ])
    }

    @Test func `a table is its rows`() throws {
        let document = try read(
            """
            Passengers on the Night Ferry

            The harbour office counted fewer people each winter, and it has now put its numbers on the table.

            Year    Passengers   Nights
            2021         4,210      120
            2022         3,987      118
            2023         2,004      117
            """)
        let table = try #require(document.tidings.blocks.first { $0.kind == .table })
        #expect(
            table.rows == [
                ["Year", "Passengers", "Nights"], ["2021", "4,210", "120"], ["2022", "3,987", "118"],
                ["2023", "2,004", "117"],
            ])
        #expect(table.lines == [5, 8])
    }

    @Test func `entries of a live report have their times`() throws {
        let document = try read(
            """
            Storm Reaches the Coast: Live

            10:15 GMT

            The first ferries are back in the harbour, the coastguard says, and nobody has been hurt so far.

            11.40am

            Power is out in two villages on the north side of the bay, the grid operator has told us.
            """)
        let blocks = document.tidings.blocks
        #expect(blocks.map(\.time?.value) == ["10:15", "11:40"])
        #expect(blocks.map(\.time?.zone) == ["Z", nil])
    }

    @Test(
        arguments: [
            (
                "The mill &amp; the dam cost &#8364;4 million, the council&rsquo;s report says of the year behind us.",
                [("html_entities", 3)]
            ),
            (
                "The council=E2=80=99s report says that the mill cost more than planned, and that the dam =\ndid not.",
                [("quoted_printable", 4)]
            ),
            (
                "Smith & Sons sold a = 20 shares; E=20 is a formula, and so is AT&T; the rest of it is ordinary text.",
                []
            ),
        ] as [(String, [(String, Int)])])
    func `leftovers of other encodings stay, and are known`(text: String, expected: [(String, Int)]) throws {
        let document = try read("Flood Repairs Cost More Than Planned\n\n\(text)\n")
        let found = document.tidings.leftovers ?? []
        #expect(found.map(\.kind.rawValue) == expected.map(\.0))
        #expect(found.map(\.count) == expected.map(\.1))
        #expect(found.allSatisfy { $0.line == 3 })
        #expect(document.tidings.blocks[0].text.contains(text.prefix(20)))
    }

    @Test(
        arguments: [
            "If you earn less than 12,570 pounds a year, experts recommend claiming the marriage allowance before April.",
            "The commission said on Monday that retailers would have to tell us within a week when prices change.",
            "Copyright Office officials declined to comment on what the ruling means for the other publishers.",
            "Nein. Der Bürgermeister hatte das am Montag noch anders gesagt, und der Rat hat es nicht vergessen.",
            "“We have been here for four generations, and we will not leave.”",
        ])
    func `what an article says is not the page's`(sentence: String) throws {
        let document = try read(
            """
            Market Closes

            \(sentence)

            The council decides on Monday about the stalls, and not all of its members agree with each other on that.
            """)
        #expect(document.headline == "Market Closes")
        #expect(document.tidings.blocks.map(\.text).first == sentence)
        #expect(document.tidings.furniture.isEmpty)
    }
}
