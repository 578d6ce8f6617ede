import Foundation

@testable import TidingsFeed

/// Which changes pass a filter, told by other code than the service's.
struct Sieve {
    /// By number less one; `nil` where nobody can tell, because a document was not seen.
    private let verdicts: [Bool?]
    /// By number: the next one that passes for certain.
    private let nexts: [Int?]

    init(_ filter: Filter?, _ truth: Truth) {
        verdicts = truth.changes.map { change in
            filter.map { Self.passes($0, change, truth.words) } ?? true
        }
        var nexts: [Int?] = [nil]
        var next: Int?
        for (index, verdict) in verdicts.enumerated().reversed() {
            if verdict == true { next = index + 1 }
            nexts.append(next)
        }
        self.nexts = nexts.reversed()
    }

    /// How many changes nobody can tell of.
    var unknown: Int { verdicts.filter { $0 == nil }.count }
    /// How many pass for certain.
    var passing: Int { verdicts.filter { $0 == true }.count }

    func passes(_ seq: Int) -> Bool? { verdicts.indices.contains(seq - 1) ? verdicts[seq - 1] : nil }
    func next(after seq: Int) -> Int? { nexts.indices.contains(seq) ? nexts[seq] : nil }

    private static func passes(_ filter: Filter, _ change: Change, _ words: [Truth.Revision: Set<String>]) -> Bool? {
        precondition(filter.people == nil && filter.organisations == nil && filter.places == nil)
        if let kinds = filter.kinds, !kinds.contains(change.kind) { return false }
        if let parts = filter.changed, Set(parts).isDisjoint(with: change.changed) { return false }
        if let globs = filter.paths {
            let paths = [change.path, change.from].compactMap { $0 }
            if !globs.contains(where: { glob in paths.contains { isMatch(glob, $0) } }) { return false }
        }
        guard let wanted = filter.words else { return true }
        guard let id = change.id, let revision = change.revision, revision > 0 else { return false }
        guard let known = words[.init(article: id, revision: revision)] else { return nil }
        return wanted.contains { Self.words(of: $0).isSubset(of: known) }
    }

    /// Only `a/**` and `**/*.md`: what the tests use.
    private static func isMatch(_ glob: String, _ path: String) -> Bool {
        if glob.hasPrefix("**/*") { return path.hasSuffix(glob.dropFirst(4)) }
        precondition(glob.hasSuffix("/**"), "the oracle does not know \(glob)")
        return path.hasPrefix(glob.dropLast(2))
    }

    /// ASCII only, as the tests write them.
    static func words(of text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
}
