import DequeModule
import HeapModule
import TidingsFeed
import TidingsStore

/// Where to look, and when: what all events become.
///
/// A set of paths, never a queue of events. However many events say the same, the set is no larger, so slow reading can
/// neither fill nor overflow it. A path waits until it has settled, then for its turn: directories first, then files, each
/// place in turn, and last what went away, when everything noted before that has been looked at, so that a rename is seen
/// from its new end. Times are given by the caller: this is a value and has no clock.
struct DirtyPaths {
    typealias Instant = ContinuousClock.Instant

    private struct Mark {
        var hint: Hint
        var at: Instant
        /// When it was noted first: it is not put off for ever.
        var since: Instant
        var lane: ArticlePath
        var epoch: Int
        /// Which file a listing saw there.
        var file: FileKey?
        var isReady = false

        /// A sweep that is backed off from, or a file that was closed and closed again: it is whole.
        var isPutOff: Bool { hint == .directory || hint == .closed }

        var kind: Epochs.Kind {
            switch hint {
            case .modified: .idle
            case .gone: .gone
            default: .active
            }
        }
    }

    private struct Waiting: Comparable {
        let at: Instant
        let path: ArticlePath

        static func < (left: Waiting, right: Waiting) -> Bool { left.at < right.at }
    }

    var settling: Settling
    private var marks: [ArticlePath: Mark] = [:]
    /// One for each mark that is not ready, due no later than the mark is.
    private var waiting: Heap<Waiting> = []
    private var directories = FairQueue()
    private var files = FairQueue()
    private var listed = FairQueue()
    /// What went away and has waited for its other half, and the epoch that has to settle before it is looked at.
    private var gone: Deque<(barrier: Int, paths: Deque<ArticlePath>)> = []
    private var readyDirectories = 0
    private var epochs = Epochs()
    private var markers: [(epoch: Int, number: Int)] = []
    /// The last marker that somebody has hurried for.
    private var hurried = 0
    /// Files that were closed a moment ago: another close soon after waits for the last one.
    private var closings: [ArticlePath: Instant] = [:]
    /// Where the listings that are not worked off saw which file.
    private var places: [FileKey: [ArticlePath]] = [:]
    private(set) var renames = Renames()
    private var overflows: OverflowBackOff

    init(settling: Settling) {
        self.settling = settling
        overflows = OverflowBackOff()
    }

    var count: Int { marks.count }

    /// Whether a directory is to be listed.
    var hasDirectories: Bool { readyDirectories > 0 }

    /// When something will be due next; `nil` while nothing waits.
    func next(at now: Instant) -> Instant? {
        let isReady =
            !directories.isEmpty || !files.isEmpty || (!hasDirectories && !listed.isEmpty)
            || gone.first.map { epochs.hasSettled($0.barrier) } == true
        return isReady ? now : waiting.min?.at
    }

    // MARK: - Noting

    mutating func note(_ path: ArticlePath, _ hint: Hint, at now: Instant, from origin: Origin? = nil) {
        switch hint {
        case .complete, .directory, .listed:
            set(path, hint, at: now, now, origin)
        case .closed:
            let isQuiet = closings.updateValue(now, forKey: path).map { now - $0 >= settling.close } ?? true
            // Already whole, and not looked at yet.
            if let mark = marks[path], mark.isReady, mark.hint == .closed { return }
            set(path, hint, at: isQuiet ? now : now + settling.close, now, origin)
        case .created:
            set(path, hint, at: now + settling.close, now, origin)
        case .gone:
            set(path, hint, at: now + settling.removal, now, origin)
        case .modified:
            // A file renamed into place, or a directory still to be listed, is looked at no later for being touched.
            if let mark = marks[path], mark.hint == .complete || mark.hint == .directory { return }
            set(path, hint, at: now + settling.write, now, origin)
        case .touched:
            // Nothing is looked at later because its mode or times were set: that is the last step of many a copy.
            if marks[path] == nil { set(path, hint, at: now + settling.close, now, origin) }
        }
    }

    /// Notes a file that a listing saw.
    mutating func note(listed path: ArticlePath, _ file: FileKey, at now: Instant, from origin: Origin) {
        // What an event said of it counts for more.
        guard join(path, origin, file) else { return set(path, .listed, at: now, now, origin, file) }
    }

    /// Notes what a listing did not show: looked at when everything of the listing has been.
    mutating func note(absent path: ArticlePath, at now: Instant, from origin: Origin) {
        if !join(path, origin, nil) { set(path, .gone, at: now + settling.removal, now, origin) }
    }

    /// Notes what has waited, and lay in a directory that is not there.
    mutating func note(lost path: ArticlePath, at now: Instant, from origin: Origin) {
        if !join(path, origin, nil) { set(path, .gone, at: now, now, origin) }
    }

    /// What a listing says of a path that is noted already: whoever waits for the listing waits for the path.
    private mutating func join(_ path: ArticlePath, _ origin: Origin, _ file: FileKey?) -> Bool {
        guard var mark = marks[path] else { return false }
        epochs.leave(mark.epoch, mark.kind)
        mark.epoch = epochs.enter(min(mark.epoch, origin.epoch), mark.kind)
        if let file, mark.file == nil {
            mark.file = file
            places[file, default: []].append(path)
        }
        marks[path] = mark
        return true
    }

    /// Looks at a path again, at a moment the caller names.
    /// - Parameter file: which file a listing saw there.
    mutating func postpone(
        _ path: ArticlePath, _ hint: Hint, until moment: Instant, at now: Instant, from origin: Origin,
        _ file: FileKey? = nil
    ) {
        if !join(path, origin, file) { set(path, hint, at: moment, now, origin, file) }
    }

    mutating func noteRename(from: ArticlePath, to: ArticlePath, at now: Instant) {
        renames.note(from: from, to: to, epoch: epochs.current, at: now)
    }

    /// Events were lost: the whole folder is listed, at once the first time, later and later where it happens again.
    /// - Returns: whether that is news: no sweep was waiting already.
    mutating func noteOverflow(at now: Instant) -> Bool {
        renames.removeAll()
        guard marks[.folder]?.hint != .directory else { return false }
        set(.folder, .directory, at: overflows.sweep(after: now), now, nil)
        return true
    }

    /// Puts in a marker that comes out behind everything noted so far, and all that this leads to, but for files that are
    /// being written: they are not dropped yet.
    mutating func mark(_ number: Int, at now: Instant) {
        markers.append((epochs.next(), number))
    }

    /// Where a note on a path comes from that nothing noted before has caused.
    func origin(of path: ArticlePath) -> Origin { Origin(lane: path.directory, epoch: epochs.current) }

    /// Somebody waits: what was put off only to be looked at less often is looked at now.
    mutating func hurry(at now: Instant) {
        guard let last = markers.last, last.number > hurried else { return }
        hurried = last.number
        let putOff = marks.filter { !$0.value.isReady && $0.value.isPutOff }
        for (path, mark) in putOff { set(path, mark.hint, at: now, now, Origin(lane: mark.lane, epoch: mark.epoch)) }
    }

    private mutating func set(
        _ path: ArticlePath, _ hint: Hint, at moment: Instant, _ now: Instant, _ origin: Origin?, _ file: FileKey? = nil
    ) {
        var mark = Mark(
            hint: hint, at: moment, since: now, lane: origin?.lane ?? path.directory,
            epoch: origin?.epoch ?? epochs.current, file: file)
        var isAwaited = false
        if let old = remove(path) {
            mark.since = old.since
            mark.at = min(moment, old.since + settling.maximum)
            // Nobody waits for what was being written: it is dropped only now.
            if old.kind != .idle { mark.epoch = min(mark.epoch, old.epoch) }
            mark.file = file ?? old.file
            isAwaited = !old.isReady && old.at <= mark.at
        }
        if hint == .directory, let above = path.ancestors.first(where: { isReadyDirectory($0) }) {
            return swallow(mark, by: above)
        }
        // What went away becomes ready with all that went away at the time.
        mark.isReady = mark.at <= now && hint != .gone
        add(mark, path)
        if mark.isReady { push(path, mark) } else if !isAwaited { waiting.insert(Waiting(at: mark.at, path: path)) }
    }

    private func isReadyDirectory(_ path: ArticlePath) -> Bool {
        guard let mark = marks[path] else { return false }
        return mark.hint == .directory && mark.isReady
    }

    /// A parent swallows its children: its listing leads to them.
    private mutating func swallow(_ child: Mark, by parent: ArticlePath) {
        guard var mark = remove(parent) else { return }
        mark.epoch = min(mark.epoch, child.epoch)
        add(mark, parent)
    }

    private mutating func add(_ mark: Mark, _ path: ArticlePath) {
        var mark = mark
        mark.epoch = epochs.enter(mark.epoch, mark.kind)
        if mark.hint == .directory && mark.isReady { readyDirectories += 1 }
        if let file = mark.file { places[file, default: []].append(path) }
        marks[path] = mark
    }

    private mutating func push(_ path: ArticlePath, _ mark: Mark) {
        switch mark.hint {
        case .directory: directories.push(path, lane: mark.lane, epoch: mark.epoch)
        case .listed: listed.push(path, lane: mark.lane, epoch: mark.epoch)
        default: files.push(path, lane: mark.lane, epoch: mark.epoch)
        }
    }

    private mutating func remove(_ path: ArticlePath) -> Mark? {
        guard let mark = marks.removeValue(forKey: path) else { return nil }
        epochs.leave(mark.epoch, mark.kind)
        if mark.hint == .directory && mark.isReady { readyDirectories -= 1 }
        if let file = mark.file {
            places[file]?.removeAll { $0 == path }
            if places[file]?.isEmpty == true { places[file] = nil }
        }
        return mark
    }

    // MARK: - Taking

    /// A directory to list, and whether it is the folder after lost events.
    mutating func takeDirectory(at now: Instant) -> (path: ArticlePath, origin: Origin, isAfterOverflow: Bool)? {
        ripen(now)
        while let path = directories.pop() {
            guard let mark = marks[path], mark.isReady, mark.hint == .directory else { continue }
            _ = remove(path)
            // A sweep is fair to the directories it finds: each is a lane of its own.
            let lane = mark.lane.bytes.isEmpty ? path : mark.lane
            let isAfterOverflow = path == .folder && overflows.isSwept()
            return (path, Origin(lane: lane, epoch: mark.epoch), isAfterOverflow)
        }
        return nil
    }

    /// Files to look at, some of every place where there are any.
    ///
    /// Those that were listed wait until all directories have been: only then is it known which file lies where.
    mutating func takeFiles(at now: Instant, maximum: Int) -> Due {
        ripen(now)
        var due = Due(origin: Origin(lane: .folder, epoch: epochs.current))
        while due.paths.count < maximum, !files.isEmpty || (!hasDirectories && !listed.isEmpty) {
            if let path = files.pop(), let mark = marks[path], mark.isReady, mark.hint.isEvent {
                due.insisted.insert(path)
                take(path, mark, into: &due)
            }
            if !hasDirectories, let path = listed.pop(), let mark = marks[path], mark.isReady, mark.hint == .listed {
                take(path, mark, into: &due)
            }
        }
        return due
    }

    /// Paths where something went away.
    mutating func takeGone(at now: Instant, maximum: Int) -> Due {
        ripen(now)
        var due = Due(origin: Origin(lane: .folder, epoch: epochs.current))
        while due.paths.count < maximum, let first = gone.first, epochs.hasSettled(first.barrier) {
            guard let path = gone[0].paths.popFirst() else {
                gone.removeFirst()
                continue
            }
            if let mark = marks[path], mark.isReady, mark.hint == .gone { take(path, mark, into: &due) }
        }
        return due
    }

    private mutating func take(_ path: ArticlePath, _ mark: Mark, into due: inout Due) {
        _ = remove(path)
        due.paths.append(path)
        due.origin = Origin(lane: mark.lane, epoch: min(due.origin.epoch, mark.epoch))
    }

    /// The last of the markers before which nothing is left.
    mutating func takeMarker(at now: Instant) -> Int? {
        closings = closings.filter { now - $0.value < settling.close }
        if marks.isEmpty {
            renames.removeAll()
        } else {
            expireRenames(now)
        }
        let count = markers.prefix { epochs.isDone($0.epoch) }.count
        epochs.prune()
        guard count > 0 else { return nil }
        defer { markers.removeFirst(count) }
        return markers[count - 1].number
    }

    private mutating func expireRenames(_ now: Instant) {
        let (epochs, age) = (epochs, settling.write)
        renames.expire { epochs.isDone($0) && now - $1 > age }
    }

    /// Where a file that is no longer at its path may be, by what listings saw and by what was renamed.
    func whereabouts(of file: FileKey, from path: ArticlePath) -> [ArticlePath] {
        (places[file] ?? []) + renames.places(of: path)
    }

    /// Makes ready what has settled.
    private mutating func ripen(_ now: Instant) {
        var leaving: [ArticlePath] = []
        while let first = waiting.min, first.at <= now {
            waiting.removeMin()
            guard let mark = marks[first.path], !mark.isReady else { continue }
            if mark.at > now {
                waiting.insert(Waiting(at: mark.at, path: first.path))
                continue
            }
            marks[first.path]?.isReady = true
            if mark.hint == .directory { readyDirectories += 1 }
            if mark.hint == .gone { leaving.append(first.path) } else { push(first.path, mark) }
        }
        if !leaving.isEmpty { gone.append((epochs.next(), Deque(leaving.sorted()))) }
    }
}
