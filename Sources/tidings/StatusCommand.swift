import ArgumentParser
import TidingsFeed

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells how the service is: folder, store, clients, and what is not as it should be.")

    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func run() async throws {
        let status = try await service.status()
        if output.isJSON { return try Output.line(json: status) }
        let lines = [
            "tidingsd \(status.version) (reader \(status.reader)), since \(status.started)",
            "folder    \(status.folder); articles: \(status.articles); watched directories: \(status.watches); "
                + "waiting paths: \(status.backlog)",
            "store     \(status.state), epoch \(status.epoch)",
            "changes   \(status.oldest) to \(status.head)",
            "clients   \(status.connections) connected, \(status.subscribers) following; \(status.consumers) durable consumers",
            "sweeps    \(status.sweeps), of them \(status.overflowSweeps) after \(status.overflows) overflows of the event queue",
            "not read  \(status.skipped) links and special files, \(status.ignored) files that are not articles",
            status.degraded.isEmpty ? "health    good" : "health    degraded",
        ]
        let consumers: [String]
        do throws(FeedError) {
            consumers = try await status.consumers == 0 ? [] : service.client.consumers().map { "          \($0.line)" }
        } catch {
            // The rest is worth knowing all the more.
            consumers = ["          \(error)"]
        }
        let error = status.lastError.map { ["last error \($0)"] } ?? []
        let troubles = (status.degraded + status.notes).map { "          \($0)" }
        let unreadable =
            status.unreadable == 0
            ? [] : ["unreadable files: \(status.unreadable)"] + status.unreadablePaths.map { "          \($0)" }
        let skipped =
            status.skipped == 0
            ? [] : ["links and special files: \(status.skipped)"] + status.skippedPaths.map { "          \($0)" }
        let recovery = status.recovery.map {
            [
                "recovered \($0.adopted) documents adopted, \($0.damaged) damaged, \($0.discarded) discarded, \($0.lost) lost "
                    + "at this start: the last service did not close the store"
            ]
        }
        for line in lines + troubles + error + (consumers.isEmpty ? [] : ["consumers:"] + consumers) + (recovery ?? [])
            + unreadable + skipped
        {
            try Output.line(line.escapingControls)
        }
    }
}
