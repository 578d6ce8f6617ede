@testable import TidingsFeed

/// A subscriber's copy of the catalogue.
struct Copy {
    struct Row: Hashable {
        let id: Int
        let path: String
        let revision: Int
    }

    private(set) var seq = 0
    private var articles: [Int: Row] = [:]

    /// Articles that have been read at least once.
    var rows: Set<Row> { Set(articles.values.filter { $0.revision > 0 }) }

    mutating func fold(_ event: History.Event) {
        if let position = event.position { seq = position.seq }
        switch event {
        case .article(let article):
            articles[article.id] = Row(id: article.id, path: article.path, revision: article.revision)
        case .change(let change, _):
            guard let id = change.id, let path = change.path else { return }
            // One that cannot be read is still there, or again, with its last good revision.
            articles[id] = change.kind == .removed ? nil : Row(id: id, path: path, revision: change.revision ?? 0)
        default: break
        }
    }
}
