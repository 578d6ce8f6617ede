import ArgumentParser
import TidingsDaemon

/// The settings that the command line may give.
struct SettingOptions: ParsableArguments {
    @Option(
        help: .init("The folder of articles to watch (/srv/tidings/seeds).", valueName: "path"), completion: .directory)
    var folder: String?

    @Option(
        help: .init("Where documents and ledger are kept (/var/lib/tidings).", valueName: "path"),
        completion: .directory)
    var state: String?

    @Option(
        help: .init("Where subscribers connect (/run/tidings/org.tidings.Feed).", valueName: "path"),
        completion: .file())
    var socket: String?

    @Option(
        help: .init("The settings file (/etc/tidings/tidingsd.yaml, if it exists).", valueName: "path"),
        completion: .file(extensions: ["yaml"]))
    var config: String?

    @Option(
        help: .init(
            "What is logged: trace, debug, info, notice, warning, error or critical (info).", valueName: "level"),
        completion: .list(["trace", "debug", "info", "notice", "warning", "error", "critical"]))
    var logLevel: String?

    /// The settings of all places together.
    @Sendable func settings() async throws -> Settings {
        let options = ["folder": folder, "state": state, "socket": socket, "logLevel": logLevel]
        return try await Settings(options: options.compactMapValues { $0 }, file: config)
    }
}
