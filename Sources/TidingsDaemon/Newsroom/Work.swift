import TidingsFeed

/// The paths a turn has to look at.
struct Work {
    /// Files that are new or look different.
    private(set) var present: [ArticlePath] = []
    /// Files whose bytes count, whatever their stat says.
    private(set) var insisted: Set<ArticlePath> = []
    /// Articles of the catalogue that a listing did not show.
    var absent: [ArticlePath] = []

    mutating func add(_ path: ArticlePath) { present.append(path) }

    mutating func insist(_ path: ArticlePath) {
        present.append(path)
        insisted.insert(path)
    }
}
