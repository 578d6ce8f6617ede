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
    let started: Date

    func current() async throws(StoreError) -> Status {
        let summary = try await store.summary(listed: Status.unreadableListed)
        let counted = counters.values
        return Status(
            version: Release.version, reader: Reader.version, started: started.timestamp, folder: settings.folder,
            state: settings.state, epoch: store.epoch, head: summary.head, oldest: summary.oldest,
            articles: summary.articles, unreadable: summary.unreadable, unreadablePaths: summary.unreadablePaths,
            watches: inotify.watchCount, backlog: hints.count, overflows: counted.overflows, sweeps: counted.sweeps,
            connections: counted.connections, subscribers: counted.subscribers,
            degraded: counted.degraded.values.sorted())
    }
}
