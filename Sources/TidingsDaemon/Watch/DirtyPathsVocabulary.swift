import TidingsFeed

// What is noted of paths, and what is taken.
extension DirtyPaths {
    /// What is said of a path.
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
        /// A listing shows it, and not as the catalogue has it.
        case listed
        /// It is no longer there, for now: half of a rename, or an editor between two steps of a save.
        case gone
        /// A directory of which nothing is known: it has to be listed, and all inside it.
        case directory

        /// Whether an event said it of a file that is there.
        var isEvent: Bool {
            switch self {
            case .complete, .closed, .created, .modified, .touched: true
            case .listed, .gone, .directory: false
            }
        }
    }

    /// What caused a path to be noted; `nil` for an event that nothing came before.
    struct Origin: Equatable {
        /// With whose paths it takes turns.
        let lane: ArticlePath
        /// When the first cause was noted.
        let epoch: Int
    }

    /// Paths to look at now.
    struct Due: Equatable {
        var paths: [ArticlePath] = []
        /// Those whose bytes count, whatever their stat says.
        var insisted: Set<ArticlePath> = []
        var origin: Origin
    }
}
