import ServiceLifecycle
import TidingsFeed
import TidingsReader
import TidingsStore

/// Looking at paths: each is compared with the catalogue, read where it differs, and recorded.
extension Newsroom {
    /// Compares paths with the catalogue, together with all others that their files and articles have to do with, and
    /// records what is different, a batch at a time.
    func examine(_ due: DirtyPaths.Due) throws {
        guard !due.paths.isEmpty, let folder else { return }
        // Files that change places while they are looked at are looked at again, but not for ever.
        for attempt in 1...Self.attemptsMaximum {
            var comparison = try compare(due.paths, folder)
            if comparison.isUncertain && hints.hasDirectories {
                // It may lie in a directory that has not been listed yet.
                try walkDirectories(for: Self.searchDuration)
                comparison = try compare(due.paths, folder)
            }
            if try record(comparison, due, folder, isLast: attempt == Self.attemptsMaximum) { return }
        }
    }

    private static let attemptsMaximum = 3
    /// How long a turn may list directories for the sake of a file that is missing: most folders are listed in less.
    private static let searchDuration = Duration.milliseconds(300)

    /// Records what a comparison found.
    /// - Returns: `false` where another file lay at a path by the time it was read, and this is not the last attempt.
    private func record(
        _ comparison: Comparison, _ due: DirtyPaths.Due, _ folder: Folder, isLast: Bool
    ) throws -> Bool {
        var groups = comparison.steps().map { $0.filter { isWorthReading($0, due) } }[...]
        var occupied: Set<ArticlePath> = []
        // Asked to stop: what is left is found at the next start.
        while !groups.isEmpty, !Task.isShuttingDownGracefully {
            let sizes = groups.lazy.map { $0.reduce(0) { $0 + $1.bytes } }
            let (batch, readings) = read(groups.prefix(Desk.capacity(for: sizes)), folder)
            groups = groups.dropFirst(batch.count)
            if !isLast, zip(batch.joined(), readings).contains(where: { !$0.isOf($1) }) { return false }
            try record(batch, readings, due.origin, folder, &occupied)
        }
        return true
    }

    /// Reads the files of some steps, on all cores: as many as can be read before the first of them has waited too long.
    private func read(
        _ groups: ArraySlice<[Comparison.Step]>, _ folder: Folder
    ) -> (batch: ArraySlice<[Comparison.Step]>, readings: [Reading?]) {
        let end = ContinuousClock.now + Desk.ageMaximum
        var readings: [Reading?] = []
        var count = 0
        while count < groups.count, count == 0 || .now < end {
            let slice = groups.dropFirst(count).prefix(Self.sliceMaximum)
            readings += Array(slice.joined()).concurrentMap { $0.destination.map { Reading($0, in: folder) } }
            count += slice.count
        }
        return (groups.prefix(count), readings)
    }

    /// Files read before the clock is looked at.
    private static let sliceMaximum = 64

    /// Looks at paths where something went away: articles, or directories with all that the catalogue has in them.
    func examine(gone due: DirtyPaths.Due) throws {
        guard let folder else { return }
        let kinds = due.paths.map { ($0, folder.kind(at: $0)) }
        let directories = kinds.filter { $0.1 == .directory }.map(\.0)
        if !directories.isEmpty {
            // Two directories have changed places, or there is another one: what is missing may lie in there.
            hints.note { paths, now in
                for path in directories { paths.note(path, .directory, at: now, from: due.origin) }
                for path in due.paths where !directories.contains(path) {
                    paths.note(lost: path, at: now, from: due.origin)
                }
            }
            var named = due
            named.paths = directories.filter { ArticleName($0.name) != nil }
            return try examine(named)
        }
        // What lay on a file system that is not mounted now comes back with it.
        let seen = kinds.filter { path, kind in
            if case .unseen = kind { return false }
            return !isAway(path, folder)
        }.map(\.0)
        let lost = try store.catalogue { catalogue in try seen.map { ($0, try catalogue.entries(inside: $0)) } }
        for (path, inside) in lost where !inside.isEmpty || ArticleName(path.name) == nil {
            inotify.unwatch(path)
            counters.health { $0.remove(inside: path) }
            try forgetMounts(inside: path)
            hints.note { paths, now in inside.forEach { paths.note(lost: $0.path, at: now, from: due.origin) } }
        }
        try examine(due)
    }

    /// What is now at these paths, and at every other path that their files or articles have to do with: a file's article
    /// may be known at another path, and an article's file may have gone to one.
    private func compare(_ paths: [ArticlePath], _ folder: Folder) throws -> Comparison {
        try store.catalogue { catalogue in
            var comparison = Comparison()
            var restarts = 0
            var queue = paths
            while !queue.isEmpty {
                let looked = try look(at: queue, folder, catalogue, &comparison)
                // What was seen may be newer than what inotify has said: only now is it known where things have gone.
                let displaced = looked.compactMap { comparison.displaced(from: $0) }
                if !displaced.isEmpty && inotify.seesCookies { cookies.passFence() }
                queue = displaced.flatMap { entry in
                    comparison.renames[entry.path] = hints.destination(of: entry.path)
                    let places = hints.whereabouts(of: entry.fingerprint.file, from: entry.path)
                    if places.isEmpty { comparison.isUncertain = true }
                    return places
                }
                // A file that no article is may have been put where one was renamed to.
                queue += looked.filter { comparison.isNew($0) }.compactMap { hints.origin(of: $0) }
                // What was looked at before may have changed places with what is missing.
                if restarts < Self.attemptsMaximum, queue.contains(where: { isStale($0, in: comparison, folder) }) {
                    restarts += 1
                    comparison = Comparison()
                    queue = paths
                }
                queue.removeAll { comparison.findings[$0] != nil }
            }
            return comparison
        }
    }

    /// Looks at paths, and at all others that the catalogue connects with them.
    /// - Returns: all that were looked at.
    private func look(
        at paths: [ArticlePath], _ folder: Folder, _ catalogue: Catalogue, _ comparison: inout Comparison
    ) throws -> [ArticlePath] {
        var looked: [ArticlePath] = []
        var queue = paths
        while let path = queue.popLast() {
            guard comparison.findings[path] == nil else { continue }
            supervisor.alive()
            looked.append(path)
            let (finding, isFile) = finding(at: path, folder)
            comparison.findings[path] = finding
            if isFile, try catalogue.hasEntries(inside: path) { try bury(path, catalogue) }
            var files: [Fingerprint] = []
            if case .file(let file) = finding { files.append(file) }
            if let entry = try catalogue.entry(at: path), !finding.isSameFile(as: entry.fingerprint) {
                comparison.add(entry)
                // It may have been written by this name before it left it, and have others.
                files.append(entry.fingerprint)
            }
            for entry in try files.flatMap({ try catalogue.entries(of: $0) }) {
                comparison.add(entry)
                queue.append(entry.path)
            }
        }
        return looked
    }

    private func isStale(_ path: ArticlePath, in comparison: Comparison, _ folder: Folder) -> Bool {
        switch (comparison.findings[path], finding(at: path, folder).finding) {
        case (nil, _): false
        case (.file(let before), .file(let now)): !now.isSameFile(as: before)
        case (let before, let now): before != now
        }
    }

    /// A file lies where a directory was: what was in there is gone.
    private func bury(_ directory: ArticlePath, _ catalogue: Catalogue) throws {
        inotify.unwatch(directory)
        counters.health { $0.remove(inside: directory) }
        let inside = try catalogue.entries(inside: directory)
        hints.note { paths, now in
            let origin = paths.origin(of: directory)
            inside.forEach { paths.note(lost: $0.path, at: now, from: origin) }
        }
    }

    /// The article file at a path, if one is there, and whether anything but a directory is.
    private func finding(at path: ArticlePath, _ folder: Folder) -> (finding: Finding, isFile: Bool) {
        guard ArticleName(path.name) != nil else { return (.nothing, false) }
        // In this order: what is mounted between the two looks is not taken for missing.
        let kind = folder.kind(at: path)
        var special: SpecialFile?
        if case .other(let kind) = kind { special = kind }
        counters.health { $0.set(skipped: special, at: path) }
        if isAway(path, folder) { return (.unseen, false) }
        switch kind {
        case .regular(let fingerprint): return (.file(fingerprint), true)
        case .unseen(let code):
            if FileKind.isPassing(code) {
                hints.note { $0.postpone(path, .touched, until: $1 + Self.retry, at: $1, from: $0.origin(of: path)) }
            }
            return (.unseen, false)
        case .other: return (.nothing, true)
        case .directory: return (.nothing, false)
        case .missing: return (.nothing, false)
        }
    }

    /// When to look again where the system could not tell for lack of something.
    private static let retry = Duration.seconds(1)

    /// Whether a step needs more than what the catalogue knows.
    private func isWorthReading(_ step: Comparison.Step, _ due: DirtyPaths.Due) -> Bool {
        switch step {
        case .remove, .move: true
        case .add(let path, let file): !isBlank(file, path, due.origin)
        case .keep(let entry, let file):
            (entry.fingerprint != file || entry.needsDocument || due.insisted.contains(entry.path))
                && !isBlank(file, entry.path, due.origin)
        }
    }

    /// Whether a file is empty because its writer has only just made it, or cut it short to write it anew.
    private func isBlank(_ file: Fingerprint, _ path: ArticlePath, _ origin: DirtyPaths.Origin) -> Bool {
        guard file.size == 0, let moment = youth(of: file, settings.settling.write) else { return false }
        hints.note { $0.postpone(path, .modified, until: moment, at: $1, from: origin) }
        return true
    }

    // MARK: - Recording

    /// Puts what the files of a batch say on the desk in the order of the steps, commits it, and tells everyone.
    /// - Parameter occupied: paths that their articles were to leave and did not, because the file had changed by the time
    ///   it was read: nothing can take such a path now.
    private func record(
        _ groups: some Collection<[Comparison.Step]>, _ readings: [Reading?], _ origin: DirtyPaths.Origin,
        _ folder: Folder, _ occupied: inout Set<ArticlePath>
    ) throws {
        var readings = readings[...]
        var desk = Desk()
        for group in groups {
            let steps = Array(zip(group, readings))
            readings = readings.dropFirst(group.count)
            let isPossible = steps.allSatisfy { step, reading in
                if let path = step.destination, occupied.contains(path) { return false }
                guard step.isOf(reading) else { return false }
                // A folder that is gone takes all its files with it, and they are not removed by that.
                return step.leaves == nil || reading.map(\.isSettled) ?? folder.isInPlace
            }
            for (step, reading) in steps {
                if isPossible {
                    try put(step, reading, onto: &desk, origin, folder)
                } else {
                    if let path = step.leaves { occupied.insert(path) }
                    let path = step.destination ?? step.leaves
                    if let path { hints.note { $0.note(path, .touched, at: $1, from: origin) } }
                }
            }
        }
        try commit(desk.batch)
    }

    private func put(
        _ step: Comparison.Step, _ reading: Reading?, onto desk: inout Desk, _ origin: DirtyPaths.Origin,
        _ folder: Folder
    ) throws {
        switch step {
        case .remove(let entry):
            // What it says may have been found at another path, a moment ago.
            guard !desk.has(entry), try store.catalogue({ try $0.entry(at: entry.path) })?.id == entry.id else {
                return
            }
            desk.batch.drafts.append(Draft(kind: .removed, article: entry, path: entry.path))
        case .move(let entry, let path, _):
            try put(reading, at: path, of: entry, isMove: true, onto: &desk, origin, folder)
        case .keep(let entry, _):
            try put(reading, at: entry.path, of: entry, isMove: false, onto: &desk, origin, folder)
        case .add(let path, _):
            try put(reading, at: path, of: nil, isMove: false, onto: &desk, origin, folder)
        }
    }

    private func put(
        _ reading: Reading?, at path: ArticlePath, of entry: CatalogueEntry?, isMove: Bool, onto desk: inout Desk,
        _ origin: DirtyPaths.Origin, _ folder: Folder
    ) throws {
        switch reading {
        case .document(let document, let file):
            let known = try entry ?? past(of: file, saying: document.tidings.sha256, at: path, desk, folder)
            // One that is not there any more and is not removed yet has moved here.
            let isMove = isMove || (entry == nil && known.map { $0.state != .removed } ?? false)
            try desk.put(document, at: path, of: known, file, isMove: isMove) { try store.lastDocument(of: $0) }
        case .unreadable(let reason, let file):
            let known = try entry ?? past(of: file, saying: nil, at: path, desk, folder)
            desk.put(unreadable: reason, at: path, of: known, file, isMove: isMove)
        case .missing, nil:
            hints.note { $0.note(path, .gone, at: $1, from: origin) }
        case .unsettled:
            hints.note { $0.note(path, .modified, at: $1, from: origin) }
        case .unavailable:
            hints.note { $0.postpone(path, .touched, until: $1 + Self.retry, at: $1, from: origin) }
        }
    }

    /// The article that a file is which is no article's by what it is: one whose own file is gone and that had the very
    /// text, as after a copy to another disk and back; else one that was removed and comes back.
    /// - Parameter digest: of what the file says; `nil` where it cannot be read.
    private func past(
        of file: Fingerprint, saying digest: String?, at path: ArticlePath, _ desk: Desk, _ folder: Folder
    ) throws -> CatalogueEntry? {
        let (twins, removed) = try store.catalogue { catalogue in
            (
                try digest.map { try catalogue.entries(digest: $0, maximum: Self.twinsMaximum) } ?? [],
                try catalogue.removedEntries(of: file, at: path)
            )
        }
        // Of several that say the same, the one that had the same name.
        let namesakes = twins.filter { $0.path.name == path.name } + twins.filter { $0.path.name != path.name }
        let relocated = namesakes.first { entry in
            !desk.has(entry) && folder.kind(at: entry.path) == .missing && !isAway(entry.path, folder)
                && hints.whereabouts(of: entry.fingerprint.file, from: entry.path).isEmpty && folder.isInPlace
        }
        return relocated ?? removed.first { !desk.has($0) }
    }

    /// Articles of the same text that are looked at; a folder may have any number of copies.
    private static let twinsMaximum = 16
}
