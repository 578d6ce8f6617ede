import Foundation

/// The service's state in Prometheus' text format
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
package enum Metrics {
    package static func text(_ status: Status, consumers: [Consumer]) -> String {
        var text = ""
        func metric(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: Double)]) {
            guard !samples.isEmpty else { return }
            text += "# HELP tidings_\(name) \(help)\n# TYPE tidings_\(name) \(kind)\n"
            for sample in samples { text += "tidings_\(name)\(sample.labels) \(number(sample.value))\n" }
        }
        func gauge(_ name: String, _ value: Int, _ help: String) {
            metric(name, "gauge", help, [("", Double(value))])
        }
        func counter(_ name: String, _ value: Int, _ help: String) {
            metric(name, "counter", help, [("", Double(value))])
        }
        let build = [("version", status.version), ("reader", status.reader), ("epoch", status.epoch)]
        metric("info", "gauge", "Version of the service and of its reader; the store.", [(labels(build), 1)])
        if let started = Date(timestamp: status.started) {
            metric(
                "start_time_seconds", "gauge", "When the service started, in seconds since 1970.",
                [("", started.timeIntervalSince1970.rounded())])
        }
        counter("changes_total", status.head, "Number of the newest change.")
        gauge("oldest_change", status.oldest, "Number of the oldest change that is kept.")
        gauge("articles", status.articles, "Articles that have a document.")
        gauge("unreadable_articles", status.unreadable, "Files that should be articles and cannot be read.")
        gauge("skipped_files", status.skipped, "Links and special files, which are never opened.")
        gauge("ignored_files", status.ignored, "Files that do not have an article's name.")
        gauge("watched_directories", status.watches, "Directories that inotify watches.")
        gauge("backlog_paths", status.backlog, "Paths that wait to be looked at.")
        counter("queue_overflows_total", status.overflows, "Times that the kernel's queue of events overflowed.")
        counter("sweeps_total", status.sweeps, "Times that the whole folder was compared with the ledger.")
        gauge("connections", status.connections, "Open connections.")
        gauge("subscribers", status.subscribers, "Clients that follow the feed.")
        gauge("degraded", status.degraded.count, "Things that are not as they should be: tidings status says which.")
        func each(_ value: (Consumer) -> Int) -> [(labels: String, value: Double)] {
            consumers.map { (labels([("consumer", $0.name)]), Double(value($0))) }
        }
        metric(
            "consumer_pending_changes", "gauge", "Changes that a durable consumer has not acknowledged.",
            each(\.pending))
        metric(
            "consumer_oldest_seconds", "gauge", "Age of the oldest of them; 0 where there is none.",
            each { $0.oldestSeconds ?? 0 })
        metric(
            "consumer_lost", "gauge", "1 where changes are deleted that it had not acknowledged.",
            each { $0.lost ? 1 : 0 })
        return text
    }

    /// All of ours are whole.
    private static func number(_ value: Double) -> String { String(Int(value)) }

    private static func labels(_ labels: [(name: String, value: String)]) -> String {
        let pairs = labels.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }
        return "{\(pairs.joined(separator: ","))}"
    }
}
