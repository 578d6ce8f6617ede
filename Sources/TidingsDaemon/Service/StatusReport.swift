import Foundation
import TidingsFeed
import TidingsReader
import TidingsStore

/// Puts together what `GetStatus` answers.
struct StatusReport: Sendable {
    let settings: LiveSettings
    let store: Store
    let inotify: Inotify
    let hints: Hints
    let counters: Counters
    let log: LogState
    let started: Date

    func current() async throws(StoreError) -> Status {
        let summary = try await store.summary(listed: Status.unreadableListed)
        let counted = counters.values
        let sentences = counted.health.sentences(
            watched: inotify.watchCount, pollSeconds: settings.pollSeconds, acceptance: settings.acceptance)
        return Status(
            version: Release.version, reader: Reader.version, started: started.timestamp, folder: settings.folder,
            state: settings.state, epoch: store.epoch, head: summary.head, oldest: summary.oldest,
            articles: summary.articles, unreadable: summary.unreadable, unreadablePaths: summary.unreadablePaths,
            skipped: counted.health.skipped,
            skippedPaths: counted.health.skippedPaths(maximum: Status.unreadableListed),
            ignored: counted.health.ignored, watches: inotify.watchCount, backlog: hints.count,
            overflows: counted.overflows, sweeps: counted.sweeps,
            overflowSweeps: counted.overflowSweeps,
            recovery: store.recovery, connections: counted.connections, subscribers: counted.subscribers,
            consumers: summary.consumers,
            degraded: [counted.health.damage, counted.health.store, counted.health.folder, counted.health.metrics]
                .compactMap { $0 }
                + summary.lostConsumers.map {
                    "the consumer \($0) is lost: changes are deleted that it had not acknowledged; its reader takes what there "
                        + "is anew, and acknowledges the head: tidings consumer fetch \($0) --acknowledge NUMBER --maximum 0"
                }
                + sentences.filter { !$0.key.isExpected }.values.sorted(),
            lastError: log.lastError, notes: sentences.filter { $0.key.isExpected }.values.sorted())
    }
}
