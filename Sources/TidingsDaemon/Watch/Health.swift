import CLinux
import TidingsFeed

/// What is not as it should be with the folder and the directories in it: what `tidings status` calls degraded.
struct Health: Equatable {
    enum Trouble: Hashable {
        /// inotify refused it; the errno.
        case unwatched(Int32)
        /// It lies on a file system of this name, where inotify does not tell everything.
        case silent(String)
        /// The operator wants it compared again and again.
        case polled
        /// It cannot be listed; the errno.
        case unlisted(Int32)
        /// It lies deeper than directories are entered.
        case tooDeep
        /// A file system was mounted here, and none is any more.
        case unmounted
        /// Another file system is mounted here, without the articles of the one before.
        case otherFileSystem

        /// Whether it is as it should be, and only good to know.
        var isExpected: Bool {
            switch self {
            case .silent, .polled: true
            case .unwatched, .unlisted, .tooDeep, .unmounted, .otherFileSystem: false
            }
        }
    }

    /// What is wrong with the folder as a whole.
    var folder: String?
    /// Why nothing can be recorded.
    var store: String?
    /// What was found damaged in the ledger when somebody asked for it; it stays until the next start.
    var damage: String?
    /// Why the metrics cannot be written.
    var metrics: String?
    private(set) var troubles: [ArticlePath: Trouble] = [:]
    /// What was seen in each directory and not read.
    private var leftovers: [ArticlePath: Leftover] = [:]

    private struct Leftover: Equatable {
        var skipped: [ArticlePath: SpecialFile] = [:]
        /// Those that are not named.
        var more = 0
        var ignored = 0
    }

    /// Links and special files remembered by name in each directory: enough to see what is going on.
    private static let skippedMaximum = 100

    mutating func set(_ trouble: Trouble?, at directory: ArticlePath) { troubles[directory] = trouble }

    /// A directory is gone, and with it all inside it.
    mutating func remove(inside directory: ArticlePath) {
        troubles = troubles.filter { $0.key != directory && !$0.key.isInside(directory) }
        leftovers = leftovers.filter { $0.key != directory && !$0.key.isInside(directory) }
    }

    /// A sweep is done: what it did not see is gone.
    mutating func retain(_ seen: Set<ArticlePath>) {
        troubles = troubles.filter { seen.contains($0.key) }
        leftovers = leftovers.filter { seen.contains($0.key) }
    }

    /// Directories that have to be compared again and again, none inside another.
    var polled: [ArticlePath] {
        let paths = Set(troubles.lazy.filter { $0.value != .tooDeep }.map(\.key))
        return paths.filter { path in !path.ancestors.contains(where: paths.contains) }.sorted()
    }

    // MARK: - What is not read

    /// What a listing showed beside articles and directories.
    mutating func set(skipped: [(path: ArticlePath, kind: SpecialFile)], ignored: Int, in directory: ArticlePath) {
        if skipped.isEmpty && ignored == 0 {
            leftovers[directory] = nil
            return
        }
        let named = skipped.prefix(Self.skippedMaximum).map { ($0.path, $0.kind) }
        leftovers[directory] = Leftover(
            skipped: Dictionary(named) { $1 }, more: skipped.count - named.count, ignored: ignored)
    }

    /// What lies at the path of an article and is not read; `nil` where there is no such thing.
    mutating func set(skipped kind: SpecialFile?, at path: ArticlePath) {
        let directory = path.directory
        guard kind != leftovers[directory]?.skipped[path] else { return }
        if kind != nil, leftovers[directory]?.skipped.count ?? 0 >= Self.skippedMaximum {
            leftovers[directory]?.more += 1
        } else {
            leftovers[directory, default: Leftover()].skipped[path] = kind
        }
    }

    /// How many links and special files there are.
    var skipped: Int { leftovers.values.reduce(0) { $0 + $1.skipped.count + $1.more } }

    /// Files that do not have an article's name.
    var ignored: Int { leftovers.values.reduce(0) { $0 + $1.ignored } }

    /// The first of them, each with what it is.
    func skippedPaths(maximum: Int) -> [String] {
        let all = leftovers.values.flatMap(\.skipped).sorted { $0.key < $1.key }
        return all.prefix(maximum).map { "\($0.key.text): \($0.value.rawValue)" }
    }

    // MARK: - In words

    /// A sentence for each kind of trouble there is: what is wrong, what it means, what to do.
    /// - Parameters:
    ///   - watched: how many directories are watched.
    ///   - pollSeconds: how often the others are compared.
    ///   - acceptance: the file by which an operator takes things as they are.
    func sentences(watched: Int, pollSeconds: Int, acceptance: String) -> [Trouble: String] {
        let polled = "compared every \(pollSeconds) s"
        var sentences: [Trouble: String] = [:]
        for (trouble, paths) in Dictionary(grouping: troubles.keys, by: { troubles[$0] }) {
            guard let trouble else { continue }
            let one = paths.min()?.printable ?? "."
            let only = one == "." ? "the folder" : "the directory \(one)"
            let some = paths.count == 1 ? only : "\(paths.count) directories (\(one) is one)"
            let (be, they) = paths.count == 1 ? ("is", "it is") : ("are", "they are")
            sentences[trouble] =
                switch trouble {
                case .unwatched(ENOSPC):
                    "\(some) \(be) not watched, and \(watched) are: the limit of watches is reached"
                        + "\(Self.limit(InotifyLimits.watches)); \(they) \(polled)"
                case .unwatched(EMFILE):
                    "no directory is watched: the limit of inotify instances is reached"
                        + "\(Self.limit(InotifyLimits.instances)); everything is \(polled)"
                case .unwatched(let code): "\(some) \(be) not watched (\(code.meaning)); \(they) \(polled)"
                case .silent(let name):
                    "\(some) \(be) on \(name), which does not tell of changes made elsewhere; \(they) \(polled)"
                case .polled: "polling is set: everything is \(polled)"
                case .unlisted(let code) where [EMFILE, ENFILE, ENOMEM].contains(code):
                    "\(some) cannot be listed now (\(code.meaning)): the articles in there stay as they were; "
                        + "raise LimitNOFILE= if this goes on"
                case .unlisted(let code):
                    "\(some) cannot be listed (\(code.meaning)): the articles in there stay as they were; "
                        + "give the service's user read and search permission"
                case .tooDeep:
                    "\(some) \(be) not entered: deeper than \(Folder.depthMaximum) directories; move \(one) up"
                case .unmounted:
                    "nothing is mounted at \(paths.sorted().map(\.printable).joined(separator: ", ")) any more: its articles "
                        + "stay as they were; mount it again, or take it as it is: touch \(acceptance)"
                case .otherFileSystem:
                    "another file system is mounted at \(paths.sorted().map(\.printable).joined(separator: ", ")), without "
                        + "the articles of the one before: these stay as they were; mount that one, or take it as it is: "
                        + "touch \(acceptance)"
                }
        }
        return sentences
    }

    private static func limit(_ limit: InotifyLimits.Limit?) -> String {
        limit.map { " (\($0.name) = \($0.value), for all programs of the user; raise it with sysctl -w)" } ?? ""
    }
}
