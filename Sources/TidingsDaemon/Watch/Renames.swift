import DequeModule
import TidingsFeed

/// Which path inotify said became which: tells where to look for an article that is no longer at its path.
///
/// Hints like all others: only where an article has really left the one path and a new file is at the other do they count.
struct Renames {
    typealias Instant = ContinuousClock.Instant

    /// Where each path was renamed to, every time.
    private var steps: [ArticlePath: [ArticlePath]] = [:]
    /// Where what was at a path has got to in the end, as far as can be told: two that change places look like one that goes
    /// there and back.
    private var ends: [ArticlePath: ArticlePath] = [:]
    private var origins: [ArticlePath: ArticlePath] = [:]
    /// Every rename, with when it was noted: when that epoch is done, and some time has gone by, it has been made use of.
    private var log: Deque<(epoch: Int, at: Instant, from: ArticlePath, to: ArticlePath)> = []

    /// More than a contributor renames before the newsroom has caught up; past that, files are known by what they are.
    private static let maximum = 1 << 16
    /// Renames of one path, and places where one file is looked for.
    private static let placesMaximum = 64

    mutating func note(from: ArticlePath, to: ArticlePath, epoch: Int, at now: Instant) {
        if log.count >= Self.maximum { removeAll() }
        log.append((epoch, now, from, to))
        if steps[from]?.count ?? 0 < Self.placesMaximum { steps[from, default: []].append(to) }
        // What had been renamed to here goes on from here: mv a b; mv b c.
        let origin = origins.removeValue(forKey: from) ?? from
        ends[from] = to
        ends[origin] = to
        origins[to] = origin
    }

    mutating func removeAll() { self = Renames() }

    /// Forgets what is done with: a path may be anyone's by now.
    ///
    /// Not one by one, which would cost as much each time as there are: when half of them are.
    mutating func expire(isDone: (Int, Instant) -> Bool) {
        let done = log.prefix { isDone($0.epoch, $0.at) }.count
        guard done > 0, done * 2 >= log.count else { return }
        let rest = log.dropFirst(done)
        removeAll()
        for (epoch, at, from, to) in rest { note(from: from, to: to, epoch: epoch, at: at) }
    }

    /// Every place where what was at a path may be, itself or with a directory that it was in.
    func places(of path: ArticlePath) -> [ArticlePath] {
        guard !steps.isEmpty else { return [] }
        var places: [ArticlePath] = [path]
        var next = 0
        while next < places.count, places.count < Self.placesMaximum {
            for place in Self.find(places[next], in: steps) where !places.contains(place) { places.append(place) }
            next += 1
        }
        return Array(places.dropFirst())
    }

    /// Where what was at a path has got to; `nil` where it was not renamed, or came back.
    func destination(of path: ArticlePath) -> ArticlePath? { find(path, in: ends) }

    /// Where what is at a path was renamed from.
    func origin(of path: ArticlePath) -> ArticlePath? { find(path, in: origins) }

    private func find(_ path: ArticlePath, in renames: [ArticlePath: ArticlePath]) -> ArticlePath? {
        guard !renames.isEmpty else { return nil }
        for place in [path] + path.ancestors.reversed() {
            if let other = renames[place], other != place { return other.with(path, relativeTo: place) }
        }
        return nil
    }

    private static func find(_ path: ArticlePath, in renames: [ArticlePath: [ArticlePath]]) -> [ArticlePath] {
        ([path] + path.ancestors).flatMap { place in
            (renames[place] ?? []).map { $0.with(path, relativeTo: place) }
        }
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

    /// The path inside this directory that another one has inside `place`; this path for `place` itself.
    fileprivate func with(_ path: ArticlePath, relativeTo place: ArticlePath) -> ArticlePath {
        path == place ? self : appending(path.bytes.dropFirst(place.bytes.isEmpty ? 0 : place.bytes.count + 1))
    }
}
