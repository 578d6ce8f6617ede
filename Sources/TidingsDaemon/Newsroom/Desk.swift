import TidingsFeed
import TidingsReader
import TidingsStore

/// A batch while it is put together: what was read becomes drafts of changes.
struct Desk {
    var batch = Batch()

    /// Whether the batch says anything of an article.
    func has(_ entry: CatalogueEntry) -> Bool { batch.drafts.contains { $0.article?.id == entry.id } }

    /// Articles in one commit at the most, and their bytes: what a batch costs in memory, and in delay for the next.
    private static let articlesMaximum = 256
    private static let bytesMaximum = 8 << 20
    /// How long the first article of a batch waits for the others to be read, where the disk or the network is slow.
    static let ageMaximum = Duration.milliseconds(200)

    /// How many of the articles that wait, each of so many bytes, make a batch: at least one.
    static func capacity(for sizes: some Sequence<Int>) -> Int {
        var bytes = 0
        let fitting = sizes.prefix(articlesMaximum).prefix { size in
            bytes += size
            return bytes <= bytesMaximum
        }
        return max(1, Array(fitting).count)
    }

    /// An article that could be read.
    /// - Parameters:
    ///   - known: the article at the path, or the one removed from there; `nil` for a new one.
    ///   - before: the last good document of an article.
    mutating func put(
        _ document: Document, at path: ArticlePath, of known: CatalogueEntry?, _ file: Fingerprint, isMove: Bool,
        before: (CatalogueEntry) throws -> Document?
    ) throws {
        var draft = Draft(kind: .added, article: known, path: path, document: document, fingerprint: file)
        guard let known, known.revision > 0 else {
            // Never read before: perhaps seen, and unreadable until now.
            batch.drafts.append(draft)
            return
        }
        let isSameText = known.digest == document.tidings.sha256
        let isSame = isSameText && known.state == .current
        if isSame && !isMove {
            if known.needsDocument { batch.rebuilt.append((known, document)) }
            if known.fingerprint != file { batch.refreshed.append((known.id, file)) }
            return
        }
        // The same bytes under another ending can be another document: a.txt that becomes a.md.
        let isSameFormat = ArticleName(known.path.name)?.format == ArticleName(path.name)?.format
        let difference =
            isSame && isSameFormat ? nil : try before(known).map { DocumentDifference(from: $0, to: document) }
        if isMove {
            let isOnlyMoved = isSame && difference?.changed.isEmpty != false
            batch.drafts.append(
                Draft(
                    kind: .moved, article: known, path: path, document: isOnlyMoved ? document : nil, fingerprint: file)
            )
            if isOnlyMoved { return }
        }
        draft.kind = known.state == .current ? .revised : .restored
        draft.changed = difference?.changed ?? []
        draft.cosmetic = !isSameText && difference?.isCosmetic == true
        batch.drafts.append(draft)
    }

    /// An article's file that cannot be read.
    mutating func put(
        unreadable reason: String, at path: ArticlePath, of known: CatalogueEntry?, _ file: Fingerprint, isMove: Bool
    ) {
        if isMove {
            batch.drafts.append(Draft(kind: .moved, article: known, path: path, fingerprint: file, reason: reason))
        }
        if let known, known.state == .unreadable, known.reason == reason {
            if !isMove { batch.refreshed.append((known.id, file)) }
            return
        }
        batch.drafts.append(
            Draft(kind: .unreadable, article: known, path: path, fingerprint: file, reason: reason))
    }
}
