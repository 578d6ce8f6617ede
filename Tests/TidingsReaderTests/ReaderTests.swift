import Foundation
import Testing
import TidingsFeed
import TidingsReader

struct ReaderTests {
    private let name = ArticlePath("a.txt")

    @Test func `the same bytes give the same document`() throws {
        for file in try Samples.files() {
            let first = try WireJSON.encode(Reader().document(from: file.bytes, path: ArticlePath(file.name)))
            let second = try WireJSON.encode(Reader().document(from: file.bytes, path: ArticlePath(file.name)))
            #expect(first == second)
        }
    }

    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF] + Array("Zoë".utf8), "utf-8", "Zoë"),
            (Array("Zo".utf8) + [0xEB], "windows-1252", "Zoë"),
            ([0x93, 0x48, 0x69, 0x94], "windows-1252", "“Hi”"), ([0xFF, 0xFE, 0x48, 0x00, 0x69, 0x00], "utf-16", "Hi"),
            ([0xFE, 0xFF, 0x00, 0x48, 0x00, 0x69], "utf-16", "Hi"), ([0x48, 0x69, 0x81], "windows-1252", "Hi\u{81}"),
        ] as [([UInt8], String, String)])
    func `encodings are told apart and recorded`(bytes: [UInt8], encoding: String, headline: String) throws {
        let document = try Reader().document(from: bytes, path: name)
        #expect(document.tidings.encoding == encoding)
        #expect(document.headline == headline)
    }

    @Test(
        arguments: [
            ([], .empty), (Array(" \n\t\u{A0}\n".utf8), .empty), ([0x61, 0x00, 0x62], .notText),
            (Array(repeating: 0x01, count: 50), .notText),
            (Array(repeating: 0x61, count: Reader.articleBytesMaximum + 1), .tooLarge),
            (Array(repeatElement(Array("a\n".utf8), count: Reader.articleLinesMaximum + 1).joined()), .tooLarge),
        ] as [([UInt8], Reader.Unreadable)])
    func `what is not an article is refused with its reason`(bytes: [UInt8], reason: Reader.Unreadable) {
        #expect(throws: reason) { try Reader().document(from: bytes, path: name) }
    }

    @Test(arguments: [
        ("The council said that the bridge was not safe and that it would be shut.", "en"),
        ("Der Rat sagte, die Brücke sei nicht sicher und werde mit dem Frost für den Winter geschlossen.", "de"),
        ("Le conseil a dit que le pont est dans un état qui ne permet pas les voitures pour cette saison.", "fr"),
        ("El consejo dijo que el puente no es seguro y que se cierra para los coches por la noche.", "es"),
        ("Il consiglio dice che il ponte non è sicuro e che la strada della città è chiusa per lavori.", "it"),
        ("De raad zei dat de brug niet veilig is en dat het verkeer voor de winter wordt omgeleid.", "nl"),
        ("O conselho disse que a ponte não é segura e que os carros não passam por uma semana.", "pt"),
        ("Совет сообщил, что мост закрыт до весны.", "ru"), ("市议会表示大桥将关闭到春天为止。", "zh"),
        ("市議会は橋が春まで閉鎖されると発表した。", "ja"), ("시의회는 다리가 봄까지 폐쇄된다고 밝혔다.", "ko"),
        ("أعلن المجلس أن الجسر مغلق حتى الربيع", "ar"), ("परिषद ने कहा कि पुल वसंत तक बंद रहेगा", "hi"),
        ("Xyzzy plugh 42", "und"), ("12345 67890", "und"),
    ])
    func `the language is told, or left open`(text: String, tag: String) throws {
        #expect(try Reader().document(from: Array(text.utf8), path: name).language == tag)
    }

    @Test(arguments: [
        ("Don't count it's as two", 5), ("one-two three", 3), ("“quoted” words, here.", 3), ("橋が閉鎖", 4),
        ("rock 'n' roll", 3), ("3,000 boats", 3),
    ])
    func `words are counted`(text: String, count: Int) throws {
        let document = try Reader().document(from: Array("H\n\n\(text) …".utf8), path: name)
        #expect(document.bodies[0].wordCount == count)
    }

    @Test(arguments: [
        ("a.txt", true), ("A.TXT", true), ("b.md", true), ("c.markdown", true), ("d.text", true), (".a.txt", false),
        ("a.txt~", false), ("a.txt.part", false), ("a.html", false), ("4913", false), (".txt", false), ("a.swp", false),
        ("a.tmp", false), (".goutputstream-X.txt", false),
    ])
    func `names say what is an article`(name: String, isArticle: Bool) {
        #expect((ArticleName(Array(name.utf8)) != nil) == isArticle)
    }

    /// UTF-8 is asked of the stretches that are not ASCII: no border of one may cut a character, or hide a stray byte.
    @Test func `a character counts wherever it stands`() throws {
        func encoding(_ character: [UInt8], at offset: Int) throws -> String {
            let bytes = Array(String(repeating: "Ferry sails. ", count: 30).utf8)
            let text = Array(bytes[..<offset] + character + bytes[offset...])
            return try Reader().document(from: text, path: ArticlePath("ferry.txt")).tidings.encoding
        }
        for offset in 56..<136 {
            for whole in ["é", "…", "😀", "………………"] {
                #expect(try encoding(Array(whole.utf8), at: offset) == "utf-8", "\(whole) at \(offset)")
            }
            for part: [UInt8] in [[0xE9], [0xE2, 0x80], [0xA6], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80]] {
                #expect(try encoding(part, at: offset) == "windows-1252", "\(part) at \(offset)")
            }
        }
    }

    @Test func `line ends of every kind count the same`() throws {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["A Headline", "", "The first paragraph of this, with a point.", "", "Second."].joined(
                separator: end)
            let document = try Reader().document(from: Array(text.utf8), path: name)
            #expect(document.tidings.blocks.map(\.lines) == [[3, 3], [5, 5]])
        }
    }

    @Test func `hostile shapes end`() throws {
        let shapes = [
            String(repeating: "[", count: 200_000), String(repeating: "*a ", count: 100_000),
            String(repeating: "`", count: 3_000) + String(repeating: "a``", count: 60_000),
            String(repeating: "> ", count: 100_000), String(repeating: "- ", count: 100_000),
            "---\na: " + String(repeating: "[", count: 100_000) + "\n---\nx",
            "---\n" + String(repeating: "- ", count: 100_000) + "\n---\nx", String(repeating: "a\n", count: 20_000),
            "---\n"
                + (1...9).map {
                    "a\($0): &a\($0) [" + Array(repeating: "*a\($0 - 1)", count: 10).joined(separator: ", ") + "]\n"
                }
                .joined().replacing("*a0", with: "x") + "? *a9\n: 1\n---\nText",
            "((\n\n# Headline\n\n!!\n\nText of some words that make a sentence.",
            "Title of it\n" + (1...2_000).map { "By Aaa B\($0)b Ccc\n" }.joined(),
            "Title of it\n\n"
                + String(repeating: "The river rose in the night and the men went out to it.\n\n", count: 2_000),
            "Title of it\n\nThe river rose in the night and the men went out to it.\n\n"
                + (1...5_000).map { "Old Mill Number \($0)\n\n" }.joined(),
            "Title of it\n\n" + (1...5_000).map { _ in "north  south\n" }.joined(),
            String(repeating: "[a](", count: 50_000), String(repeating: "*_", count: 100_000) + "a",
        ]
        for shape in shapes {
            for ending in ["txt", "md"] {
                _ = try Reader().document(from: Array(shape.utf8), path: ArticlePath("hostile.\(ending)"))
            }
        }
    }
}
