import Foundation
import Testing

@testable import TidingsFeed

/// `tidings parse`: what it refuses, what people see, and that it says the same each time.
@Suite(.timeLimit(.minutes(5)))
struct ParseTests {
    /// Runs a script in a folder of its own; `$T` is the command.
    private func run(_ script: String) throws -> Command {
        let folder = "F=$(mktemp -d); trap 'rm -r \"$F\"' EXIT; cd \"$F\""
        return try Command.run("/bin/sh", ["-c", "\(folder); T='\(Command.path(of: "tidings"))'; \(script)"])
    }

    @Test(
        arguments: [
            ("mkdir it", 66, "not a file"), ("mkfifo it", 66, "not a file"), ("ln -s it it", 66, "not a file"),
            ("true", 66, "no such file"), ("touch it", 65, "empty"), ("printf 'a\\0b' > it", 65, "not text"),
            ("yes word | head -c 3000000 > it", 65, "2097152 bytes"),
        ] as [(String, Int32, String)])
    func `what is no article is refused with its reason`(_ setup: String, _ status: Int32, _ words: String) throws {
        let parse = try run("\(setup); timeout 20 \"$T\" parse it")
        #expect(parse.status == status, "\(parse.errors)")
        #expect(parse.errors.contains(words) && parse.errors.contains("it "), "\(parse.errors)")
        #expect(parse.output.isEmpty)
    }

    @Test func `what you may not read is said so`() throws {
        // Root without its powers: as an ordinary user is refused.
        let plain = getuid() == 0 ? "setpriv --inh-caps=-all --bounding-set=-all --no-new-privs " : ""
        let parse = try run("echo 'Text here.' > it; chmod 0 it; \(plain)\"$T\" parse it")
        #expect(parse.status == 77)
        #expect(parse.errors.contains("may not read"))
    }

    @Test func `people see the head, zones, levels and numbers`() throws {
        let article = """
            The night ferry is back

            By Ada Quist | The Harbour Courier

            Published: 3 March 2026, 10:15 +01:00

            OSLO, March 3 - The night ferry sailed again on Tuesday, and nobody was more surprised than its crew.

            Three things had to be mended first:

            1. The engine, which had not run since May
               1. its pump
               2. its belts
            2. The galley
            3. The horn

            The ferry sails each evening at nine, and it is full until the end of April, the company said.
            """
        let parse = try run("cat > it.txt <<'END'\n\(article)\nEND\n\"$T\" parse --no-json it.txt")
        let lines = parse.output.split(separator: "\n").map(String.init)
        #expect(lines.prefix(2) == ["The night ferry is back", "By Ada Quist"], "\(parse.output)")
        #expect(lines.contains("Published 2026-03-03T10:15+01:00"), "\(parse.output)")
        #expect(lines.contains("From OSLO, The Harbour Courier"), "\(parse.output)")
        let list = lines.filter { $0.hasPrefix("  ") }
        #expect(
            list == [
                "  1. The engine, which had not run since May", "    1. its pump", "    2. its belts",
                "  2. The galley",
                "  3. The horn",
            ], "\(parse.output)")
    }

    /// Each process spreads its sets and dictionaries by a seed of its own.
    @Test func `every process says the same`() throws {
        let folder = Command.project.path
        let script = "'\(Command.path(of: "tidings"))' parse seeds/* Tests/TidingsReaderTests/Corpus/*.txt"
        let first = try Command.run("/bin/sh", ["-c", script], in: folder)
        #expect(first.status == 0)
        #expect(try Command.run("/bin/sh", ["-c", script], in: folder).output == first.output)
    }
}
