import Foundation
import Glibc
import Logging
import ServiceLifecycle
import TidingsFeed

/// Writes the metrics to a file, again and again, for node_exporter's textfile collector
/// (https://github.com/prometheus/node_exporter#textfile-collector).
///
/// A stop takes the file away: a service that does not run has no metrics.
struct MetricsFile: Service {
    let settings: LiveSettings
    let status: StatusReport
    let consumers: Consumers
    let counters: Counters
    let logger: Logger

    /// As often as Prometheus usually asks.
    private static let interval = Duration.seconds(15)

    func run() async throws {
        var written: String?
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let path = settings.metricsFile
            if path != written { remove(written) }
            if let path { await write(path) } else { told(nil) }
            written = path
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
        remove(written)
    }

    private func remove(_ path: String?) { if let path { unsafe unlink(path) } }

    private func write(_ path: String) async {
        do {
            let current = try await status.current()
            // One that is damaged is told when it is used.
            let text = Metrics.text(current, consumers: (try? await consumers.list()) ?? [])
            // Not *.prom: nobody reads half of it.
            let draft = path + ".new"
            do {
                try Data(text.utf8).write(to: URL(fileURLWithPath: draft))
                // The exporter is another user.
                guard unsafe chmod(draft, 0o644) == 0, unsafe rename(draft, path) == 0 else {
                    throw ServiceError.system(call: "rename", reason: errno.meaning)
                }
            } catch {
                unsafe unlink(draft)
                throw error
            }
            told(nil)
        } catch {
            told(
                "the metrics cannot be written to \(path): \((error as? ServiceError)?.description ?? (error as NSError).localizedDescription); "
                    + "metricsFile has to lie in a directory that the service may write")
        }
    }

    /// Once for each trouble.
    private func told(_ trouble: String?) {
        let isNews = counters.health { health in
            defer { health.metrics = trouble }
            return health.metrics != trouble
        }
        if isNews, let trouble { logger.log(.metricsUnwritable, "\(trouble)") }
    }
}
