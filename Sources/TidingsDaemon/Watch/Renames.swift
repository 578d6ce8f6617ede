import TidingsFeed

/// Which path inotify said became which: tells where to look for an article that is no longer at its path.
///
/// Hints like all others: only where an article has really left the one path and a new file is at the other do they count.
struct Renames {
    private var destinations: [ArticlePath: ArticlePath] = [:]
    private var origins: [ArticlePath: ArticlePath] = [:]

    /// More than a contributor renames before the newsroom has caught up; past that, files are known by what they are.
    private static let maximum = 1 << 16

    mutating func note(from: ArticlePath, to: ArticlePath) {
        if destinations.count >= Self.maximum { removeAll() }
        destinations[from] = to
        // What had been renamed to here goes on from here: mv a b; mv b c.
        if let origin = origins.removeValue(forKey: from) {
            destinations[origin] = to
            origins[to] = origin
        } else {
            origins[to] = from
        }
    }

    mutating func removeAll() {
        destinations = [:]
        origins = [:]
    }

    /// Where what was at a path was renamed to, itself or a directory that it was in.
    func destination(of path: ArticlePath) -> ArticlePath? { Self.find(path, in: destinations) }

    /// Where what is at a path was renamed from.
    func origin(of path: ArticlePath) -> ArticlePath? { Self.find(path, in: origins) }

    private static func find(_ path: ArticlePath, in renames: [ArticlePath: ArticlePath]) -> ArticlePath? {
        guard !renames.isEmpty else { return nil }
        for place in [path] + path.ancestors.reversed() {
            if let other = renames[place], other != place {
                return place == path ? other : other.appending(path.bytes.dropFirst(place.bytes.count + 1))
            }
        }
        return nil
    }
}

extension ArticlePath {
    /// The directories it is inside of, the folder itself first.
    var ancestors: [ArticlePath] {
        guard !bytes.isEmpty else { return [] }
        let slashes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }
        return [.folder] + slashes.map { ArticlePath(bytes: Array(bytes[..<$0])) }
    }

    /// The directory it lies in.
    var directory: ArticlePath {
        ArticlePath(bytes: bytes.lastIndex(of: UInt8(ascii: "/")).map { Array(bytes[..<$0]) } ?? [])
    }
}
