import Foundation
import Testing

@testable import TidingsFeed

/// Filters: what passes, and what is no filter.
struct FilterTests {
    @Test(arguments: [
        ("a.txt", ["a.txt"], ["b.txt", "x/a.txt", "a.txt.txt"]),
        ("*.txt", ["a.txt", ".txt"], ["x/a.txt", "a.md"]),
        ("**/*.txt", ["a.txt", "x/a.txt", "x/y/a.txt"], ["a.md", "x.txt/a"]),
        ("world/**", ["world/a.txt", "world/x/a.txt", "world/"], ["world", "worlds/a.txt"]),
        ("world/*", ["world/a.txt"], ["world/x/a.txt"]),
        ("**", ["", "a", "x/y"], []),
        ("x/**/y", ["x/y", "x/a/y", "x/a/b/y"], ["xy", "x/ay", "x/a/by"]),
        ("**/draft/**", ["draft/a", "x/draft/a", "x/draft/y/a"], ["draft", "x/adraft/a", "x/drafts/a"]),
        ("a**b", ["ab", "a/b", "axx/yyb"], ["a", "abc"]),
        ("?.txt", ["a.txt", "é.txt", "漢.txt"], ["ab.txt", "/.txt", ".txt"]),
        ("[a-cx].txt", ["b.txt", "x.txt"], ["d.txt", "-.txt"]),
        ("[!a-c].txt", ["d.txt"], ["a.txt", "/.txt"]),
        ("[]-].txt", ["].txt", "-.txt"], ["a.txt"]),
        (#"a\*.txt"#, ["a*.txt"], ["ab.txt"]),
        ("*a*b*c*", ["abc", "xaxbxcx"], ["acb", "ab/c"]),
    ])
    func `a glob stands for paths`(pattern: String, passing: [String], others: [String]) throws {
        let glob = try Glob(pattern)
        for path in passing { #expect(glob.matches(Array(path.utf8)), "\(pattern) \(path)") }
        for path in others { #expect(!glob.matches(Array(path.utf8)), "\(pattern) \(path)") }
    }

    @Test(arguments: [
        ("a****b", "a**b"), ("a***", "a**"), ("*", "*"), ("**/**/a", "**/a"),
        (String(repeating: "**", count: 255), "**"),
    ])
    func `wildcards that follow each other are one`(many: String, one: String) throws {
        #expect(try Glob(many) == Glob(one))
    }

    @Test func `no glob takes long`() throws {
        let glob = try Glob(String(repeating: "**/*a", count: 80))
        #expect(!glob.matches(Array(repeating: UInt8(ascii: "a"), count: 4_000) + Array("/b".utf8)))
    }

    private static let document = {
        var document = Document(
            uri: "", language: "en", headlines: [.init(role: "main", value: "Flood closes Harbour bridge")],
            bodies: [
                .init(role: "main", contentType: "text/plain", charCount: 0, wordCount: 0, value: "Élan, 40 boats.")
            ],
            people: [.init(name: "Ann  Lee")], places: [.init(name: "Old Harbour")],
            tidings: .init(
                path: "x", sha256: "", bytes: 1, reader: "1", format: .text, encoding: "utf-8", blocks: []))
        document.organisations = nil
        return document
    }()

    private static func subject(
        _ kind: Change.Kind = .revised, _ path: String? = "world/a.txt", from: String? = nil,
        _ changed: [DocumentPart] = [.headline, .paragraph]
    ) -> CompiledFilter.Subject {
        .init(
            kind: kind, path: path.map { Array($0.utf8) }, from: from.map { Array($0.utf8) }, changed: changed,
            facts: path == nil ? nil : Facts(document))
    }

    @Test(arguments: [
        ("", true), ("kinds=revised", true), ("kinds=added,revised", true), ("kinds=added", false),
        ("paths=world/**", true), ("paths=sport/**", false), ("paths=sport/**,**/a.*", true),
        ("changed=headline", true), ("changed=deck", false),
        ("people=\"ann lee\"", true), ("people=ann", false), ("organisations=\"Ann Lee\"", false),
        ("places=\"OLD HARBOUR\"", true),
        ("words=flood", true), ("words=FLOOD", true), ("words=floo", false), ("words=fire,flood", true),
        ("words=\"flood bridge\"", true), ("words=\"flood fire\"", false), ("words=élan", true), ("words=ELAN", false),
        ("words=40", true), ("kinds=revised words=fire", false), ("kinds=revised words=flood paths=**", true),
    ])
    func `all that is given must hold, and of the values of one field any`(text: String, passes: Bool) throws {
        #expect(try CompiledFilter(Filter(text: text)).matches(Self.subject()) == passes)
    }

    @Test func `a move passes by its old path too, and the folder by its kind alone`() throws {
        let world = try CompiledFilter(Filter(paths: ["world/**"]))
        #expect(world.matches(Self.subject(.moved, "a.txt", from: "world/a.txt")))
        let folder = Self.subject(.folderMissing, nil, [])
        #expect(!world.matches(folder))
        #expect(try CompiledFilter(Filter(kinds: [.folderMissing])).matches(folder))
        #expect(try !CompiledFilter(Filter(words: ["flood"])).matches(folder))
    }

    @Test(arguments: [
        (#"{"kinds":["aded"]}"#, "kinds[0]"), (#"{"kinds":[]}"#, "kinds"), (#"{"paths":["a","["]}"#, "paths[1]:0"),
        (#"{"paths":["/a"]}"#, "paths[0]:0"), (#"{"paths":["ab\\"]}"#, "paths[0]:2"),
        (#"{"paths":[""]}"#, "paths[0]:0"), (#"{"paths":["./a"]}"#, "paths[0]:0"),
        (#"{"paths":["ab/"]}"#, "paths[0]:2"),
        (#"{"paths":["[b-a]"]}"#, "paths[0]:1"), (#"{"changed":["headlin"]}"#, "changed[0]"),
        (#"{"words":["…"]}"#, "words[0]"), (#"{"people":[" "]}"#, "people[0]"),
    ])
    func `what is wrong is told at its place`(json: String, place: String) throws {
        let filter = try WireJSON.decode(Filter.self, from: json.utf8)
        #expect {
            _ = try CompiledFilter(filter)
        } throws: { error in
            guard case FeedError.invalidFilter(let at, let reason) = error else { return false }
            return at == place && !reason.isEmpty
        }
    }

    @Test func `a filter has a limit`() throws {
        #expect(throws: FeedError.self) {
            try CompiledFilter(Filter(words: Array(repeating: "a", count: CompiledFilter.valuesMaximum + 1)))
        }
        #expect(throws: FeedError.self) {
            try CompiledFilter(Filter(people: [String(repeating: "a", count: CompiledFilter.bytesMaximum + 1)]))
        }
        #expect(throws: FeedError.self) { try CompiledFilter(Filter(paths: [String(repeating: "a", count: 513)])) }
    }

    @Test(arguments: [
        ("kind=added", 1), ("kinds", 1), ("kinds=added words=", 19), ("words=\"a", 7), ("words=a\"b\"", 8),
        ("words=\"a\"b", 10), ("kinds=added  =x", 14),
    ])
    func `what is wrong in the text is told at its character`(text: String, character: Int) {
        #expect {
            _ = try Filter(text: text)
        } throws: { error in
            guard case FeedError.invalidFilter(let at, _) = error else { return false }
            return at == "character \(character)"
        }
    }

    @Test func `a text says what the fields say`() throws {
        let filter = try Filter(text: #"kinds=added,moved  paths="a b/**" words="say \"no\"",b kinds=removed"#)
        #expect(
            filter
                == Filter(kinds: [.added, .moved, .removed], paths: ["a b/**"], words: ["say \"no\"", "b"]))
    }

    @Test func `words are kept as they were`() {
        let words = WordSet(["One, two; three's 4", "ÄÖ two"])
        #expect(WordSet(bytes: words.bytes) == words)
        #expect(words.bytes.count == 4 * 6)
    }
}
