import TidingsFeed
import TidingsReader
import TidingsStore

/// What is at a path where an article could be.
enum Finding: Equatable {
    case file(Fingerprint)
    case nothing
    /// The system does not let us see whether something is there: what the catalogue says stays.
    case unseen
}

/// The folder compared with the catalogue: the one place where it is decided what happened.
///
/// Events, start-up, overflow and sweeps all end here, and only what is true now counts, so nothing depends on having
/// seen every event. A file is known by device, inode and birth: a known file at another path has moved.
struct Comparison {
    /// What is now at each path that is looked at.
    var findings: [ArticlePath: Finding] = [:]
    /// The articles at those paths and of those files, by id.
    var entries: [Int: CatalogueEntry] = [:]

    enum Step: Equatable {
        /// The article is no longer in the folder.
        case remove(CatalogueEntry)
        /// The article has another path now; what it says is to be read.
        case move(CatalogueEntry, to: ArticlePath, Fingerprint)
        /// The article is where it was; what it says may differ.
        case keep(CatalogueEntry, Fingerprint)
        /// A file that no article is.
        case add(ArticlePath, Fingerprint)
    }

    /// Removals first, then moves, then the rest, each in the order of the paths; but a move comes behind the one that
    /// frees its destination.
    ///
    /// What is returned together has to be recorded together: a ring of moves, such as a swap.
    func steps() -> [[Step]] {
        var files: [ArticlePath: Fingerprint] = [:]
        for case (let path, .file(let fingerprint)) in findings { files[path] = fingerprint }
        let entries = entries.values.filter { findings[$0.path] != .unseen }.sorted { $0.path < $1.path }

        let staying = entries.filter { files[$0.path]?.isSameFile(as: $0.fingerprint) == true }
        var placed = Dictionary(staying.map { ($0.path, $0) }) { first, _ in first }
        var moves: [Step] = []
        var displaced: [CatalogueEntry] = []
        let claims = Dictionary(grouping: files.filter { placed[$0.key] == nil }, by: { FileKey($0.value) })
            .mapValues { $0.sorted { $0.key < $1.key } }
        for entry in entries where placed[entry.path] != entry {
            let places = claims[FileKey(entry.fingerprint)] ?? []
            if let (path, file) = places.first(where: { placed[$0.key] == nil }),
                file.canHaveMoved(from: entry.fingerprint)
            {
                placed[path] = entry
                moves.append(.move(entry, to: path, file))
            } else {
                displaced.append(entry)
            }
        }

        var removals: [Step] = []
        var others: [(path: ArticlePath, step: Step)] = staying.compactMap { entry in
            files[entry.path].map { (entry.path, .keep(entry, $0)) }
        }
        for entry in displaced {
            if let file = files[entry.path], placed[entry.path] == nil {
                // Another file has been put in its place, as an editor saves: the article goes on.
                placed[entry.path] = entry
                others.append((entry.path, .keep(entry, file)))
            } else {
                removals.append(.remove(entry))
            }
        }
        others += files.filter { placed[$0.key] == nil }.map { ($0.key, .add($0.key, $0.value)) }
        return removals.map { [$0] } + Self.ordered(moves) + others.sorted { $0.path < $1.path }.map { [$0.step] }
    }

    /// Puts each move behind the one that frees its destination.
    ///
    /// Every path is left by one move at the most and taken by one at the most, so moves form chains and rings.
    private static func ordered(_ moves: [Step]) -> [[Step]] {
        var leaving: [ArticlePath: (entry: CatalogueEntry, to: ArticlePath, step: Step)] = [:]
        for case .move(let entry, let path, let file) in moves {
            leaving[entry.path] = (entry, path, .move(entry, to: path, file))
        }
        var groups: [[Step]] = []
        for case .move(let start, _, _) in moves where leaving[start.path] != nil {
            var chain: [Step] = []
            var place = start.path
            while let move = leaving.removeValue(forKey: place) {
                chain.append(move.step)
                place = move.to
            }
            if place == start.path { groups.append(chain) } else { groups += chain.reversed().map { [$0] } }
        }
        return groups
    }
}

/// Which file it is, whatever its name and content.
private struct FileKey: Hashable {
    let device, inode: UInt64
    let born: Int64

    init(_ fingerprint: Fingerprint) {
        device = fingerprint.device
        inode = fingerprint.inode
        born = fingerprint.born
    }
}

extension Fingerprint {
    /// Where the file system keeps no time of birth a freed inode looks the same: then size and time must agree too.
    fileprivate func canHaveMoved(from other: Fingerprint) -> Bool {
        born != 0 || (size == other.size && modified == other.modified)
    }
}

extension Comparison.Step {
    /// Where the file to read lies; `nil` where there is none.
    var destination: ArticlePath? {
        switch self {
        case .remove: nil
        case .move(_, let path, _), .add(let path, _): path
        case .keep(let entry, _): entry.path
        }
    }

    /// How much there is to read.
    var bytes: Int {
        switch self {
        case .remove: 0
        case .move(_, _, let file), .add(_, let file), .keep(_, let file):
            min(Int(clamping: file.size), Reader.articleBytesMaximum)
        }
    }
}
