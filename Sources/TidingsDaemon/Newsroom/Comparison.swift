import TidingsFeed
import TidingsReader
import TidingsStore

/// What is at a path where an article could be.
enum Finding: Equatable {
    case file(Fingerprint)
    case nothing
    /// The system does not let us see whether something is there: what the catalogue says stays.
    case unseen

    func isSameFile(as fingerprint: Fingerprint) -> Bool {
        if case .file(let file) = self { file.isSameFile(as: fingerprint) } else { false }
    }
}

/// The folder compared with the catalogue: the one place where it is decided what happened.
///
/// Events, start-up, overflow and sweeps all end here, and only what is true now counts, so nothing depends on having
/// seen every event. A file is known by device, inode and birth: a known file at another path has moved.
struct Comparison {
    /// What is now at each path that is looked at.
    var findings: [ArticlePath: Finding] = [:]
    /// The articles at those paths and of those files, by id.
    private(set) var entries: [Int: CatalogueEntry] = [:]
    private var occupants: [ArticlePath: CatalogueEntry] = [:]
    private var files: Set<FileKey> = []
    /// Which of the paths was renamed to which, as inotify has it.
    var renames: [ArticlePath: ArticlePath] = [:]

    mutating func add(_ entry: CatalogueEntry) {
        entries[entry.id] = entry
        occupants[entry.path] = entry
        files.insert(entry.fingerprint.file)
    }

    /// The article at a path whose file is not there any more; `nil` where there is none, or it is.
    func displaced(from path: ArticlePath) -> CatalogueEntry? {
        guard let entry = occupants[path], let finding = findings[path], finding != .unseen else { return nil }
        return finding.isSameFile(as: entry.fingerprint) ? nil : entry
    }

    /// Whether a file is at a path that no article is.
    func isNew(_ path: ArticlePath) -> Bool {
        if case .file(let file) = findings[path] { !files.contains(file.file) } else { false }
    }

    /// Whether an article's file is not where it was and nothing tells where it may have gone.
    var isUncertain = false

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

    /// Moves first, each behind what frees its destination: another move, or a removal; then the rest, in the order of the
    /// paths; then the other removals, last because what an article said may yet turn up in a new file.
    ///
    /// What is returned together has to be recorded together: a ring of moves, such as a swap.
    func steps() -> [[Step]] {
        var files: [ArticlePath: Fingerprint] = [:]
        for case (let path, .file(let fingerprint)) in findings { files[path] = fingerprint }
        let entries = entries.values.filter { findings[$0.path] != .unseen }.sorted { $0.path < $1.path }

        let staying = entries.filter { files[$0.path]?.isSameFile(as: $0.fingerprint) == true }
        var placed = Dictionary(staying.map { ($0.path, $0) }) { first, _ in first }
        var moves: [Step] = []
        let claims = Dictionary(grouping: files.filter { placed[$0.key] == nil }, by: { $0.value.file })
            .mapValues { $0.sorted { $0.key < $1.key } }
        var displaced = entries.filter { placed[$0.path] != $0 }.filter { entry in
            let places = claims[entry.fingerprint.file] ?? []
            guard let (path, file) = places.first(where: { placed[$0.key] == nil }),
                file.canHaveMoved(from: entry.fingerprint)
            else { return true }
            placed[path] = entry
            moves.append(.move(entry, to: path, file))
            return false
        }
        // Renamed, and another file put in its new place before anyone looked: the article has moved all the same.
        displaced = displaced.filter { entry in
            guard let path = renames[entry.path], path != entry.path, placed[path] == nil, let file = files[path] else {
                return true
            }
            placed[path] = entry
            moves.append(.move(entry, to: path, file))
            return false
        }

        var others: [(path: ArticlePath, step: Step)] = staying.compactMap { entry in
            files[entry.path].map { (entry.path, .keep(entry, $0)) }
        }
        let gone = displaced.filter { entry in
            guard let file = files[entry.path], placed[entry.path] == nil else { return true }
            // Another file has been put in its place, as an editor saves: the article goes on.
            placed[entry.path] = entry
            others.append((entry.path, .keep(entry, file)))
            return false
        }
        others += files.filter { placed[$0.key] == nil }.map { ($0.key, .add($0.key, $0.value)) }
        return gone.filter { placed[$0.path] != nil }.map { [.remove($0)] } + Self.ordered(moves)
            + others.sorted { $0.path < $1.path }.map { [$0.step] }
            + gone.filter { placed[$0.path] == nil }.map { [.remove($0)] }
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

    /// The path that its article leaves; `nil` where it stays or is new.
    var leaves: ArticlePath? {
        switch self {
        case .remove(let entry), .move(let entry, _, _): entry.path
        case .keep, .add: nil
        }
    }

    /// The file to read, as it was seen; `nil` where there is none.
    var file: Fingerprint? {
        switch self {
        case .remove: nil
        case .move(_, _, let file), .add(_, let file), .keep(_, let file): file
        }
    }

    /// Whether what was read is of the file that was compared, as far as it says: another may be another article's.
    func isOf(_ reading: Reading?) -> Bool {
        guard let file, let read = reading?.file else { return true }
        return read.isSameFile(as: file)
    }

    /// How much there is to read.
    var bytes: Int { file.map { min(Int(clamping: $0.size), Reader.articleBytesMaximum) } ?? 0 }
}
