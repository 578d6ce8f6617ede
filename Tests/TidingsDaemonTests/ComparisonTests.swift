import Testing
import TidingsFeed

@testable import TidingsDaemon
@testable import TidingsStore

struct ComparisonTests {
    /// What lies where (path: inode) compared with what the catalogue has (path: inode).
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let folder: [String: UInt64]
        let catalogue: [String: UInt64]
        let steps: [String]
    }

    @Test(arguments: [
        Case(testDescription: "nothing new", folder: ["a": 1], catalogue: ["a": 1], steps: ["keep a"]),
        Case(testDescription: "a new file", folder: ["a": 1], catalogue: [:], steps: ["add a"]),
        Case(testDescription: "gone", folder: [:], catalogue: ["a": 1], steps: ["remove a"]),
        Case(testDescription: "renamed", folder: ["b": 1], catalogue: ["a": 1], steps: ["move a b"]),
        Case(testDescription: "saved by rename", folder: ["a": 2], catalogue: ["a": 1], steps: ["keep a"]),
        Case(
            testDescription: "renamed over another", folder: ["b": 1], catalogue: ["a": 1, "b": 2],
            steps: ["remove b", "move a b"]),
        Case(
            testDescription: "swapped", folder: ["a": 2, "b": 1], catalogue: ["a": 1, "b": 2],
            steps: ["move a b", "move b a"]),
        Case(
            testDescription: "a chain", folder: ["b": 1, "c": 2, "a": 3], catalogue: ["a": 1, "b": 2],
            steps: ["move b c", "move a b", "add a"]),
        Case(
            testDescription: "rotated: renamed away and written anew", folder: ["a": 2, "b": 1], catalogue: ["a": 1],
            steps: ["move a b", "add a"]),
        Case(
            testDescription: "a hard link", folder: ["a": 1, "b": 1], catalogue: ["a": 1], steps: ["keep a", "add b"]),
        Case(
            testDescription: "linked twice, then unlinked", folder: ["b": 1, "c": 1], catalogue: ["a": 1],
            steps: ["move a b", "add c"]),
        Case(
            testDescription: "two hard links of the catalogue, one gone", folder: ["a": 1],
            catalogue: ["a": 1, "b": 1],
            steps: ["keep a", "remove b"]),
    ])
    func `what happened follows from what is`(example: Case) {
        var comparison = Comparison()
        for (number, (path, inode)) in example.catalogue.sorted(by: { $0.key < $1.key }).enumerated() {
            comparison.add(.sample(id: number, path, inode))
            comparison.findings[ArticlePath(path)] = .nothing
        }
        for (path, inode) in example.folder { comparison.findings[ArticlePath(path)] = .file(.sample(inode)) }
        #expect(comparison.steps().joined().map(\.text) == example.steps)
    }

    @Test func `a long chain can be cut anywhere and a ring nowhere`() {
        var comparison = Comparison()
        for number in 0..<600 {
            let path = "f" + String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
            comparison.add(.sample(id: number, path, UInt64(number)))
            // Every file has the next one's name; the first hundred in a ring.
            let inode = number < 100 ? (number + 99) % 100 : number == 100 ? 9_999 : number - 1
            comparison.findings[ArticlePath(path)] = .file(.sample(UInt64(inode)))
        }
        comparison.findings[ArticlePath("f600")] = .file(.sample(599))
        let groups = comparison.steps()
        #expect(groups.map(\.count).sorted().suffix(2) == [1, 100])
        var taken = Set(comparison.entries.values.map(\.path))
        for group in groups {
            for case .move(let entry, _, _) in group { taken.remove(entry.path) }
            for case .move(_, let path, _) in group { #expect(taken.insert(path).inserted, "\(path.text) is free") }
        }
        #expect(groups.joined().count { if case .move = $0 { true } else { false } } == 600)
    }

    @Test func `a renamed file that is replaced before anyone looks is still the article`() {
        var comparison = Comparison()
        comparison.add(.sample(id: 1, "a", 1))
        comparison.findings = [ArticlePath("a"): .nothing, ArticlePath("b"): .file(.sample(2))]
        #expect(comparison.steps().joined().map(\.text) == ["add b", "remove a"])
        comparison.renames = [ArticlePath("a"): ArticlePath("b")]
        #expect(comparison.steps().joined().map(\.text) == ["move a b"])
        // Over another article, and with a new file in its old place.
        comparison.add(.sample(id: 2, "b", 9))
        comparison.findings[ArticlePath("a")] = .file(.sample(3))
        #expect(comparison.steps().joined().map(\.text) == ["remove b", "move a b", "add a"])
        // What is not true does not count: the article is where it was.
        comparison.findings[ArticlePath("a")] = .file(.sample(1))
        #expect(comparison.steps().joined().map(\.text) == ["keep a", "keep b"])
    }

    @Test func `what cannot be seen stays as it was`() {
        var comparison = Comparison()
        comparison.add(.sample(id: 1, "a", 1))
        comparison.findings[ArticlePath("a")] = .unseen
        #expect(comparison.steps().isEmpty)
    }

    @Test func `a freed inode that is used again is another file`() {
        var comparison = Comparison()
        comparison.add(.sample(id: 1, "a", 1))
        comparison.findings[ArticlePath("a")] = .nothing
        var file = Fingerprint.sample(1)
        file.born += 1
        comparison.findings[ArticlePath("b")] = .file(file)
        #expect(comparison.steps().joined().map(\.text) == ["add b", "remove a"])
    }

    @Test func `without a time of birth a moved file must look the same`() {
        var old = Fingerprint.sample(1)
        old.born = 0
        var entry = CatalogueEntry.sample(id: 1, "a", 1)
        entry.fingerprint = old
        var comparison = Comparison()
        comparison.add(entry)
        comparison.findings = [ArticlePath("a"): .nothing, ArticlePath("b"): .file(old)]
        #expect(comparison.steps().joined().map(\.text) == ["move a b"])
        old.size += 1
        comparison.findings[ArticlePath("b")] = .file(old)
        #expect(comparison.steps().joined().map(\.text) == ["add b", "remove a"])
    }
}

extension Fingerprint {
    static func sample(_ inode: UInt64) -> Fingerprint {
        Fingerprint(device: 1, inode: inode, born: 100, size: 10, modified: 1, changed: 1)
    }
}

extension CatalogueEntry {
    static func sample(id: Int, _ path: String, _ inode: UInt64) -> CatalogueEntry {
        CatalogueEntry(
            id: id, path: ArticlePath(path), state: .current, reason: nil, revision: 1, seq: 1, digest: "d",
            documentDigest: "d", fingerprint: .sample(inode), headline: "h")
    }
}

extension Comparison.Step {
    fileprivate var text: String {
        switch self {
        case .remove(let entry): "remove \(entry.path.text)"
        case .move(let entry, let path, _): "move \(entry.path.text) \(path.text)"
        case .keep(let entry, _): "keep \(entry.path.text)"
        case .add(let path, _): "add \(path.text)"
        }
    }
}
