import TidingsFeed

/// Where to look, and when: what all events become.
///
/// A set of paths, never a queue of events. However many events say the same, the set is no larger, so slow reading can
/// neither fill nor overflow it. Times are given by the caller: this is a value and has no clock.
struct DirtyPaths {
    typealias Instant = ContinuousClock.Instant

    /// What an event says of a path.
    enum Hint {
        /// Renamed into place: whole, by the convention of everything that saves atomically.
        case complete
        /// A writer closed it.
        case closed
        /// It appeared and nobody has written or closed it: a hard link, a linked O_TMPFILE, or a copy about to begin.
        case created
        /// It is being written.
        case modified
        /// Its attributes changed: perhaps it can be read now, perhaps no longer.
        case touched
        /// It is no longer there, for now: half of a rename, or an editor between two steps of a save.
        case gone
        /// A directory of which nothing is known: all of it has to be listed.
        case directory
    }

    /// What is due.
    struct Due: Equatable {
        /// Directories to list whole; none inside another.
        var directories: [ArticlePath] = []
        /// Files to read whatever their stat says.
        var files: [ArticlePath] = []
        /// Paths where something went away; looked at last, so that a rename is seen from its new end.
        var gone: [ArticlePath] = []
        /// Markers that were put in behind everything above.
        var markers: [Int] = []

        var isEmpty: Bool { directories.isEmpty && files.isEmpty && gone.isEmpty && markers.isEmpty }
    }

    private struct Mark {
        var hint: Hint
        var at: Instant
        /// When it was noted first: it is not put off for ever.
        var since: Instant
    }

    private let settling: Settling
    private var marks: [ArticlePath: Mark] = [:]
    /// Files that were closed a moment ago: another close soon after waits for the last one.
    private var closings: [ArticlePath: Instant] = [:]
    private var markers: [(at: Instant, number: Int)] = []

    init(settling: Settling) {
        self.settling = settling
    }

    var count: Int { marks.count }

    /// When something will be due next; `nil` while nothing waits.
    var next: Instant? {
        let mark = marks.values.lazy.map(\.at).min()
        let marker = markers.lazy.map(\.at).min()
        return [mark, marker].compactMap { $0 }.min()
    }

    mutating func note(_ path: ArticlePath, _ hint: Hint, at now: Instant) {
        switch hint {
        case .complete, .directory:
            set(path, hint, at: now, now)
        case .closed:
            let isQuiet = closings[path].map { now - $0 >= settling.close } ?? true
            set(path, hint, at: isQuiet ? now : now + settling.close, now)
            closings[path] = now
        case .created:
            set(path, hint, at: now + settling.close, now)
        case .gone:
            set(path, hint, at: now + settling.removal, now)
        case .modified:
            // A file renamed into place, or a directory still to be listed, is looked at no later for being touched.
            if let mark = marks[path], mark.hint == .complete || mark.hint == .directory { return }
            set(path, hint, at: now + settling.write, now)
        case .touched:
            // Nothing is looked at later because its mode or times were set: that is the last step of many a copy.
            if marks[path] == nil { set(path, hint, at: now + settling.close, now) }
        }
    }

    private mutating func set(_ path: ArticlePath, _ hint: Hint, at moment: Instant, _ now: Instant) {
        let since = marks[path]?.since ?? now
        marks[path] = Mark(hint: hint, at: min(moment, since + settling.maximum), since: since)
    }

    /// Looks at a path again, at a moment the caller names.
    mutating func postpone(_ path: ArticlePath, _ hint: Hint, until moment: Instant) {
        if marks[path] == nil { marks[path] = Mark(hint: hint, at: moment, since: moment) }
    }

    /// Puts in a marker that comes out behind everything noted so far, but for files that are being written: they are
    /// not dropped yet.
    mutating func mark(_ number: Int, at now: Instant) {
        let last = marks.values.lazy.filter { $0.hint != .modified }.map(\.at).max() ?? now
        markers.append((max(now, last), number))
    }

    /// Events were lost: everything noted is swallowed by a listing of the whole folder.
    mutating func noteOverflow(at now: Instant) {
        marks = [.folder: Mark(hint: .directory, at: now, since: now)]
    }

    /// Takes out what is due.
    mutating func take(at now: Instant) -> Due {
        var due = Due()
        var rest: [ArticlePath: Mark] = [:]
        for (path, mark) in marks {
            if mark.at > now {
                rest[path] = mark
            } else {
                switch mark.hint {
                case .directory: due.directories.append(path)
                case .gone: due.gone.append(path)
                default: due.files.append(path)
                }
            }
        }
        marks = rest
        closings = closings.filter { now - $0.value < settling.close }
        due.markers = markers.filter { $0.at <= now }.map(\.number)
        markers.removeAll { $0.at <= now }
        due.directories = Self.outermost(due.directories)
        due.files.sort()
        due.gone.sort()
        return due
    }

    /// A parent swallows its children.
    private static func outermost(_ paths: [ArticlePath]) -> [ArticlePath] {
        var outermost: [ArticlePath] = []
        // By length: a directory always comes before what is inside it.
        var seen: Set<ArticlePath> = []
        for path in paths.sorted(by: { ($0.bytes.count, $0) < ($1.bytes.count, $1) })
        where !path.ancestors.contains(where: seen.contains) {
            seen.insert(path)
            outermost.append(path)
        }
        return outermost.sorted()
    }
}

/// How long a path is left alone before it is looked at.
struct Settling: Sendable {
    /// After the last of several closes in a row, and after a file appeared without being closed.
    let close: Duration
    /// After the last write while the writer has not closed: a copy over a slow line pauses for longer than a save.
    let write: Duration
    /// After a file went away: time for the other half of a rename, or for an editor to put the new file there.
    let removal: Duration
    /// A file that never comes to rest is looked at this often.
    let maximum: Duration

    init(close: Duration) {
        self.close = close
        write = close * 40
        removal = close * 2
        maximum = close * 100
    }
}

extension ArticlePath {
    /// The directories it is inside of, the folder itself first.
    fileprivate var ancestors: some Sequence<ArticlePath> {
        bytes.isEmpty
            ? []
            : [ArticlePath.folder]
                + bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }.map {
                    ArticlePath(bytes: Array(bytes[..<$0]))
                }
    }
}
