import Foundation
import Testing

@testable import TidingsFeed

/// What an operation on the folder becomes: one file in Cases/ each.
///
/// A case is a shell script, a line `---`, and the changes it must give, in their order or, after the line
/// `in any order:`, in any. It begins in a folder with a.txt, b.txt and d/c.txt, all known. A line `sync` in the script
/// waits until everything before is recorded; a line `stop` stops the service in its tracks until the next of them, or
/// the end: it then sees all at once. Afterwards the catalogue must be what a fresh look at the folder finds.
@Suite(.timeLimit(.minutes(5)))
struct CaseTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let steps: [Step]
        let expected: [String]
        let isOrdered: Bool

        struct Step {
            var script = ""
            /// The service is stopped meanwhile.
            var isUnseen = false
        }

        init(_ url: URL) throws {
            testDescription = url.deletingPathExtension().lastPathComponent
            let parts = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "---\n")
            guard parts.count == 2 else { throw TestFailure("\(url.path) has no line ---") }
            steps = parts[0].split(separator: "\n").reduce(into: [Step()]) { steps, line in
                switch line {
                case "sync": steps.append(Step())
                case "stop": steps.append(Step(isUnseen: true))
                default: steps[steps.count - 1].script += line + "\n"
                }
            }
            let lines = parts[1].split(separator: "\n").map(String.init)
            isOrdered = lines.first != "in any order:"
            expected = isOrdered ? lines : Array(lines.dropFirst())
        }
    }

    static let cases: [Case] = {
        let folder = Command.project.appending(path: "Tests/EndToEnd/Cases")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".case") }.sorted().compactMap { try? Case(folder.appending(path: $0)) }
    }()

    @Test func `there are cases, and all of them can be read`() throws {
        let folder = Command.project.appending(path: "Tests/EndToEnd/Cases")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Self.cases.count == names.count && !names.isEmpty)
    }

    @Test(arguments: cases)
    func `an operation gives exactly the right changes`(example: Case) async throws {
        let service = try Service()
        try service.sh(
            """
            printf 'Alpha\n\nThe first article says something.\n' > a.txt
            printf 'Beta\n\nThe second article says more.\n' > b.txt
            mkdir d
            printf 'Gamma\n\nThe third article lies deeper.\n' > d/c.txt
            """)
        try service.start()
        #expect(try service.synchronize() == 3)
        for (index, step) in example.steps.enumerated() {
            if index > 0 { _ = try service.synchronize() }
            if step.isUnseen { service.process?.signal(SIGSTOP) }
            try service.sh(step.script)
            if step.isUnseen { service.process?.signal(SIGCONT) }
        }
        try await service.settle()
        let changes = try service.changes(since: 3)
        if example.isOrdered {
            #expect(changes.map(\.short) == example.expected)
        } else {
            #expect(changes.map(\.short).sorted() == example.expected.sorted())
        }
        #expect(changes.map(\.seq) == Array(changes.indices.map { $0 + 4 }))

        // The catalogue is what a fresh service finds.
        let known = try service.tidings("list", "--json").output.split(separator: "\n")
            .map { try WireJSON.decode(Article.self, from: $0.utf8) }
        #expect(try service.terminate() == 0)
        try FileManager.default.removeItem(atPath: service.state)
        try service.start()
        let fresh = try service.changes(since: 0).filter { $0.kind == .added }
        let expected = Set(fresh.map { [$0.path, $0.headline] })
        #expect(Set(known.filter { $0.unreadable == nil }.map { [$0.path, $0.headline] }) == expected)
    }
}
