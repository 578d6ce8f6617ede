import Foundation
import Logging
import TidingsFeed
import TidingsReader
import TidingsStore

/// Listing directories: each is watched first, then listed, then compared with what the catalogue has in it.
extension Newsroom {
    /// How long a turn lists directories: about as long as a batch of files takes.
    static let walkDuration = Duration.milliseconds(20)

    /// Notes what is to be looked at without having been told.
    func makeRounds() {
        let now = ContinuousClock.now
        if rounds.takeSweep(at: now) { hints.note { $0.note(.folder, .directory, at: $1) } }
        if rounds.takePoll(at: now) {
            if inotify.isOpen && !inotify.seesCookies { _ = inotify.open() }
            let polled = counters.health { $0.polled }
            hints.note { paths, now in polled.forEach { paths.note($0, .directory, at: now) } }
        }
    }

    /// Lists directories that are noted, for a while.
    func walkDirectories(for duration: Duration = walkDuration) throws {
        let end = ContinuousClock.now + duration
        var hasWalked = false
        while let due = hints.take({ $0.takeDirectory(at: $1) }) {
            hasWalked = true
            if due.path == .folder {
                degraded.sweep = due.isAfterOverflow || degraded.sweep == true
                swept = []
            }
            if degraded.sweep != nil { swept.insert(due.path) }
            try walk(due.path, due.origin)
            if .now >= end { break }
        }
        guard hasWalked, !hints.hasDirectories else { return }
        // Every directory is watched now: nothing is missed any more, however long the reading takes.
        if let isAfterOverflow = degraded.sweep {
            counters.swept(isAfterOverflow: isAfterOverflow)
            // What went away while events were lost is watched no more.
            inotify.retain(swept)
            counters.health { $0.retain(swept) }
            swept = []
            forgetAcceptance()
            supervisor.isWatching()
            rounds.swept(at: .now)
            degraded.sweep = nil
        }
        rounds.listed(at: .now, isPolling: counters.health { !$0.polled.isEmpty })
        tellDegraded()
    }

    /// Compares what a directory holds with what the catalogue has there, and notes every difference.
    private func walk(_ directory: ArticlePath, _ origin: DirtyPaths.Origin) throws {
        supervisor.alive()
        guard let folder else { return }
        guard directory.depth <= Folder.depthMaximum else {
            return counters.health { $0.set(.tooDeep, at: directory) }
        }
        var watched: (errno: Int32, isReplaced: Bool) = (0, false)
        let listing: Folder.Listing
        do throws(Folder.ListingFailure) {
            listing = try folder.list(directory) { watched = inotify.watch($0, as: directory) }
        } catch {
            if case .unseen = FileKind.failure(error.errno) {
                return counters.health { $0.set(.unlisted(error.errno), at: directory) }
            }
            return hints.note { $0.note(absent: directory, at: $1, from: origin) }
        }
        // A directory that is named like an article, where one was.
        if ArticleName(directory.name) != nil, try store.catalogue({ try $0.entry(at: directory) }) != nil {
            hints.note { $0.note(absent: directory, at: $1, from: origin) }
        }
        if watched.isReplaced { counters.health { $0.remove(inside: directory) } }
        let mountTrouble = try mountTrouble(directory, listing.mount, folder)
        let trouble: Health.Trouble? =
            if let mountTrouble {
                mountTrouble
            } else if watched.errno != 0 {
                .unwatched(watched.errno)
            } else if settings.polling == .always {
                directory == .folder ? .polled : nil
            } else {
                SilentFilesystems.name(of: listing.filesystem).map { .silent($0) }
            }
        counters.health {
            $0.set(trouble, at: directory)
            let skipped = listing.skipped.map { (directory.appending($0.name), $0.kind) }
            $0.set(skipped: skipped, ignored: listing.ignored, in: directory)
        }
        // What lies there instead is not looked at: when the file system is back it is hidden.
        if mountTrouble == nil { try compare(listing, of: directory, origin) }
    }

    private func compare(
        _ listing: Folder.Listing, of directory: ArticlePath, _ origin: DirtyPaths.Origin
    ) throws {
        var known = try store.catalogue { try $0.children(of: directory) }
        var different: [(path: ArticlePath, file: FileKey)] = []
        var young: [(path: ArticlePath, file: FileKey, until: ContinuousClock.Instant)] = []
        for (name, file) in listing.files {
            let path = directory.appending(name)
            let article = known.articles.removeValue(forKey: path)
            if let article, article.fingerprint == file, !article.needsDocument { continue }
            // Its writer may not be done: it is looked at a little later.
            if let until = youth(of: file, settings.settling.close) {
                young.append((path, file.file, until))
            } else {
                different.append((path, file.file))
            }
        }
        known.directories.subtract(listing.directories)
        // What is no directory's name any more may be an article's by now.
        let absent = known.articles.keys + known.directories.map { directory.appending($0) }
        hints.note { paths, now in
            for name in listing.directories { paths.note(directory.appending(name), .directory, at: now, from: origin) }
            for (path, file) in different { paths.note(listed: path, file, at: now, from: origin) }
            for (path, file, until) in young {
                paths.postpone(path, .touched, until: until, at: now, from: origin, file)
            }
            for path in absent { paths.note(absent: path, at: now, from: origin) }
        }
    }

    /// Until when a file is so young that its writer may not be done; `nil` for one that is older.
    ///
    /// By the time of change, which only the kernel sets: a copy can bring any time of modification with it.
    func youth(of file: Fingerprint, _ settle: Duration) -> ContinuousClock.Instant? {
        let age = Duration.seconds(Date().timeIntervalSince(Date(nanoseconds: file.changed)))
        guard age >= .zero, age < settle else { return nil }
        return .now + settle - age
    }

    /// Says what has become wrong, or right again, since it was said last.
    private func tellDegraded() {
        let health = counters.health { $0 }
        let sentences = health.sentences(
            watched: inotify.watchCount, pollSeconds: settings.pollSeconds, acceptance: settings.acceptance)
        for (trouble, sentence) in sentences where !degraded.told.contains(trouble) {
            if trouble.isExpected { logger.notice("\(sentence)") } else { logger.log(.degraded, "\(sentence)") }
        }
        let troubles = sentences.filter { !$0.key.isExpected }
        if troubles.isEmpty && degraded.told.contains(where: { !$0.isExpected }) {
            logger.log(.healed, "all directories are watched and listed again")
        }
        degraded.told = Set(sentences.keys)
        degraded.text = troubles.values.sorted().joined(separator: "; ")
    }
}

/// What has been said of the state of the folder, and the sweep that is under way.
struct Degraded {
    /// Whether the sweep that is under way is for lost events; `nil` while there is none.
    var sweep: Bool?
    var told: Set<Health.Trouble> = []
    var text = ""

    /// For the line that `systemctl status` shows.
    var suffix: String { text.isEmpty ? "" : "; degraded: \(text)" }
}

extension ArticlePath {
    /// How many directories deep it lies; 0 for the folder itself.
    fileprivate var depth: Int { bytes.isEmpty ? 0 : 1 + bytes.count { $0 == UInt8(ascii: "/") } }
}
