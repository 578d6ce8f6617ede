import Configuration
import Foundation
package import Logging
import SystemPackage
import TidingsFeed
package import TidingsStore

/// What an operator can set: options, then environment, then the settings file, then the standard.
package struct Settings: Sendable {
    /// The folder of articles that is watched.
    package var folder: String
    /// Where documents and ledger are kept.
    package var state: String
    /// Where subscribers connect, unless systemd hands a socket over.
    package var socket: String
    /// How long a file that keeps being closed has to be left alone before it is read again.
    package var settleMilliseconds: Int
    /// How often the whole folder is compared, for what inotify cannot tell (writes through another hard link or mount).
    package var sweepSeconds: Int
    /// How often directories are compared that inotify tells nothing of.
    package var pollSeconds: Int
    package var polling: Polling
    /// How long changes and superseded documents are kept.
    package var retention: Retention
    /// Connections at once, of all users and of each.
    package var connectionsMaximum: Int
    package var connectionsPerUserMaximum: Int
    /// How long a client may take nothing of what waits for it.
    package var writeStallSeconds: Int
    package var logLevel: Logger.Level

    /// Which directories are compared every `pollSeconds`.
    package enum Polling: String, CaseIterable, Sendable {
        /// Those on file systems where inotify does not tell everything, and those that could not be watched.
        case auto
        /// All: for file systems that are silent and that we do not know.
        case always
    }

    /// Every setting by its name in the file; `TIDINGS_LOG_LEVEL` is `logLevel` in the environment.
    package static let names = [
        "folder", "state", "socket", "settleMilliseconds", "sweepSeconds", "pollSeconds", "polling",
        "retainChanges", "retainDays", "keepRevisions", "consumerHoldMaximum", "connectionsMaximum",
        "connectionsPerUserMaximum", "writeStallSeconds", "logLevel",
    ]

    /// The file that is read where none is named; it need not exist.
    package static let standardFile = "/etc/tidings/tidingsd.yaml"

    /// The file by which an operator says that a folder is to be taken as it is.
    var acceptance: String { state + "/accept-folder" }

    var settling: Settling { Settling(close: .milliseconds(settleMilliseconds)) }

    /// Puts the settings together.
    /// - Parameters:
    ///   - options: what the command line says, by name.
    ///   - file: the settings file named on the command line; `nil` for `TIDINGS_CONFIG`, else the standard one.
    package init(
        options: [String: String], environment: [String: String] = ProcessInfo.processInfo.environment,
        file: String? = nil
    ) async throws {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (name, value) in options {
            values[AbsoluteConfigKey([name])] = ConfigValue(.string(value), isSecret: false)
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "options", values: values),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "tidings"),
        ]
        let named = file ?? environment["TIDINGS_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let path = named ?? Self.standardFile
        if named != nil || FileManager.default.fileExists(atPath: path) {
            if try SettingsFile.check(path) {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
            }
        }
        let reader = ConfigReader(providers: providers)
        folder = try Self.path("folder", reader, standard: "/srv/tidings/seeds")
        state = try Self.path("state", reader, standard: "/var/lib/tidings")
        socket = try Self.path("socket", reader, standard: FeedClient.standardSocketPath)
        settleMilliseconds = try Self.number("settleMilliseconds", reader, standard: 50, 0...60_000)
        let standard = Retention()
        retention = try Retention(
            changes: Self.number("retainChanges", reader, standard: standard.changes, 1...1_000_000_000),
            days: Self.number("retainDays", reader, standard: standard.days, 0...36_500),
            revisions: Self.number("keepRevisions", reader, standard: standard.revisions, 0...1_000_000),
            held: Self.number("consumerHoldMaximum", reader, standard: standard.held, 0...1_000_000_000))
        sweepSeconds = try Self.number("sweepSeconds", reader, standard: 600, 1...86_400)
        pollSeconds = try Self.number("pollSeconds", reader, standard: 10, 1...86_400)
        polling = try Self.choice("polling", reader, standard: .auto)
        connectionsMaximum = try Self.number("connectionsMaximum", reader, standard: 1_024, 1...100_000)
        connectionsPerUserMaximum = try Self.number("connectionsPerUserMaximum", reader, standard: 256, 1...100_000)
        writeStallSeconds = try Self.number("writeStallSeconds", reader, standard: 30, 1...86_400)
        logLevel = try Self.choice("logLevel", reader, standard: .info)
    }

    private static func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ reader: ConfigReader, standard: Value
    ) throws(ServiceError) -> Value where Value.RawValue == String {
        let text = reader.string(forKey: ConfigKey(name), default: standard.rawValue)
        guard let value = Value(rawValue: text) else {
            let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw .settingInvalid(name: name, value: text, expected: "one of \(choices)")
        }
        return value
    }

    /// Absolute, so that what is logged and what `tidings status` says can be used anywhere.
    private static func path(_ name: String, _ reader: ConfigReader, standard: String) throws(ServiceError) -> String {
        let path = reader.string(forKey: ConfigKey(name), default: standard)
        guard !path.isEmpty else { throw .settingInvalid(name: name, value: path, expected: "a path") }
        return URL(fileURLWithPath: path).standardized.path
    }

    private static func number(
        _ name: String, _ reader: ConfigReader, standard: Int, _ range: ClosedRange<Int>
    ) throws(ServiceError) -> Int {
        let text = reader.string(forKey: ConfigKey(name), default: String(standard))
        guard let number = Int(text), range.contains(number) else {
            throw .settingInvalid(
                name: name, value: text, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
