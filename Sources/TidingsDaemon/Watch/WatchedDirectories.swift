import TidingsFeed

/// Which directory each inotify watch is on.
///
/// A watch is on a directory, not on its path: when the directory moves, the watch goes with it and its number stays.
/// Listing the directory in its new place tells the new path.
struct WatchedDirectories {
    private var paths: [Int32: ArticlePath] = [:]
    private var watches: [ArticlePath: Int32] = [:]

    var count: Int { paths.count }

    func path(of watch: Int32) -> ArticlePath? { paths[watch] }

    /// - Returns: the watch that was on another directory at the path, which is no longer there.
    mutating func set(_ path: ArticlePath, for watch: Int32) -> Int32? {
        if let before = paths[watch], watches[before] == watch { watches[before] = nil }
        paths[watch] = path
        let other = watches.updateValue(watch, forKey: path)
        guard let other, other != watch else { return nil }
        paths[other] = nil
        return other
    }

    /// Forgets every directory but those that were seen; returns the watches to drop.
    mutating func retain(_ seen: Set<ArticlePath>) -> [Int32] {
        let gone = watches.filter { !seen.contains($0.key) }
        for watch in gone.values { forget(watch) }
        return Array(gone.values)
    }

    /// The kernel has dropped the watch (IN_IGNORED).
    ///
    /// By number, not by path: the path may be another directory's by now.
    mutating func forget(_ watch: Int32) {
        guard let path = paths.removeValue(forKey: watch) else { return }
        if watches[path] == watch { watches[path] = nil }
    }

    /// Forgets a directory that is no longer at its path, and everything inside it; returns the watches to drop.
    mutating func remove(inside directory: ArticlePath) -> [Int32] {
        guard watches[directory] != nil || directory.bytes.isEmpty else { return [] }
        let gone = watches.filter { $0.key == directory || $0.key.isInside(directory) }
        for watch in gone.values { forget(watch) }
        return Array(gone.values)
    }
}
