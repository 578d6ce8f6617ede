import ArgumentParser
import TidingsFeed

struct MetricsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "Prints the service's state in Prometheus' text format.",
        discussion: """
            The same that the service writes to metricsFile every 15 seconds, for node_exporter's textfile collector.
            """)

    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let status = try await service.status()
        var consumers: [Consumer] = []
        // The rest is worth knowing all the more.
        do { consumers = try await service.client.consumers() } catch { Output.complain("\(error)") }
        try Output.write(Array(Metrics.text(status, consumers: consumers).utf8))
    }
}
