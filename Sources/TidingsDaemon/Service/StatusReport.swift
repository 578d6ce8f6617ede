import Foundation
import TidingsFeed
import TidingsReader
import TidingsStore

/// Puts together what `GetStatus` answers.
struct StatusReport: Sendable {
    let settings: Settings
    let store: Store
    let inotify: Inotify
    let hints: Hints
    let counters: Counters
    let tail: Tail
    let started: Date

    func current() async throws(StoreError) -> Status {
        let summary = try await store.summary(listed: Status.unreadableListed)
        let counted = counters.values
        // The tail's head, not the ledger's: a number that is told can be followed from.
        return Status(
            version: Release.version, reader: Reader.version, started: started.timestamp, folder: settings.folder,
            state: settings.state, epoch: store.epoch, head: tail.head, oldest: summary.oldest,
            articles: summary.articles, unreadable: summary.unreadable, unreadablePaths: summary.unreadablePaths,
            watches: inotify.watchCount, backlog: hints.count, overflows: counted.overflows, sweeps: counted.sweeps,
            connections: counted.connections, subscribers: counted.subscribers,
            degraded: Self.listed(counted.degraded.values.sorted()))
    }

    /// A status stays a screenful.
    private static func listed(_ sentences: [String]) -> [String] {
        let more = sentences.count - Status.unreadableListed
        return more <= 0 ? sentences : sentences.prefix(Status.unreadableListed) + ["and \(more) more like these"]
    }
}
