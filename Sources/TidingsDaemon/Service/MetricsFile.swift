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
            if path != written {
                remove(written)
                written = nil
            }
            if let path { if await write(path) { written = path } } else { told(nil) }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
        remove(written)
    }

    private func remove(_ path: String?) { if let path { unsafe unlink(path) } }

    private func write(_ path: String) async -> Bool {
        let text: String
        do {
            // A consumer that is damaged is told when it is used.
            text = try await Metrics.text(status.current(), consumers: (try? consumers.list()) ?? [])
        } catch {
            told("there are no metrics: \(error)")
            return false
        }
        do { try Self.replace(path, by: text) } catch {
            told(
                "the metrics cannot be written to \(path) (\(error)): metricsFile has to lie in a directory that the service may "
                    + "write, in its sandbox too")
            return false
        }
        told(nil)
        return true
    }

    /// Whole or not at all.
    ///
    /// The directory may be another user's: what he has planted there is not written through.
    private static func replace(_ path: String, by text: String) throws(ServiceError) {
        // Not *.prom: nobody reads half of it.
        let draft = path + ".new"
        unsafe unlink(draft)
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(call: "open", reason: errno.meaning) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
        } catch {
            unsafe unlink(draft)
            throw .system(call: "write", reason: (error as NSError).localizedDescription)
        }
        // The exporter is another user, whatever the service's umask.
        guard fchmod(descriptor, 0o644) == 0, unsafe rename(draft, path) == 0 else {
            defer { unsafe unlink(draft) }
            throw .system(call: "rename", reason: errno.meaning)
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
