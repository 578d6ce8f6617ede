import ArgumentParser
import TidingsFeed

struct Reload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has the service read its settings again, and waits until they hold.",
        discussion: """
            For root and the service's user. All settings but folder, state and socket hold at once (limits of \
            connections: for new ones; metricsFile within 15 seconds). Where one is wrong, all stay as they are.
            """)

    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func run() async throws {
        let reply = try await service.client.reload()
        if output.isJSON { return try Output.line(json: reply) }
        try Output.line(
            reply.changed.isEmpty ? "nothing has changed" : "changed: \(reply.changed.joined(separator: ", "))")
        if !reply.needRestart.isEmpty {
            try Output.line("after a restart: \(reply.needRestart.joined(separator: ", "))")
        }
    }
}
