import Configuration
import Foundation
package import Logging
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

    /// Where Prometheus' text format is written to, for node_exporter; `nil` for nowhere.
    package var metricsFile: String?
    /// Every setting by its name, as text.
    package private(set) var texts: [String: String]
    /// Where the value of each comes from.
    package private(set) var origins: [String: Origin]

    package enum Origin: Hashable, Sendable, CustomStringConvertible {
        case option
        case environment(variable: String)
        case file(path: String)
        case standard

        package var description: String {
            switch self {
            case .option: "option"
            case .environment(let variable): "environment: \(variable)"
            case .file(let path): "file: \(path)"
            case .standard: "standard"
            }
        }
    }

    /// Every setting by its name in the file; `TIDINGS_LOG_LEVEL` is `logLevel` in the environment.
    package static let names = [
        "folder", "state", "socket", "settleMilliseconds", "sweepSeconds", "pollSeconds", "polling",
        "retainChanges", "retainDays", "keepRevisions", "consumerHoldMaximum", "connectionsMaximum",
        "connectionsPerUserMaximum", "writeStallSeconds", "metricsFile", "logLevel",
    ]

    /// Those that hold from the start to the end: a service of another folder, store or socket is another service.
    package static let fixed: Set<String> = ["folder", "state", "socket"]

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
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "options", values: Self.values(options)),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "tidings"),
        ]
        let named = file ?? environment["TIDINGS_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let path = named ?? Self.standardFile
        var inFile: [String: String] = [:]
        if named != nil || FileManager.default.fileExists(atPath: path) {
            inFile = try SettingsFile.values(path)
            providers.append(InMemoryProvider(name: "file", values: Self.values(inFile)))
        }
        let origins: [String: Origin] = Dictionary(
            uniqueKeysWithValues: Self.names.map { name in
                let variable = Self.variable(name)
                if options[name] != nil { return (name, .option) }
                if environment[variable] != nil { return (name, .environment(variable: variable)) }
                return (name, inFile[name] == nil ? .standard : .file(path: path))
            })
        self.origins = origins
        var given = GivenSettings(ConfigReader(providers: providers), origins)
        folder = try given.path("folder", standard: "/srv/tidings/seeds")
        state = try given.path("state", standard: "/var/lib/tidings")
        socket = try given.path("socket", standard: FeedClient.standardSocketPath)
        settleMilliseconds = try given.number("settleMilliseconds", standard: 50, 0...60_000)
        let standard = Retention()
        retention = try Retention(
            changes: given.number("retainChanges", standard: standard.changes, 1...1_000_000_000),
            days: given.number("retainDays", standard: standard.days, 0...36_500),
            revisions: given.number("keepRevisions", standard: standard.revisions, 0...1_000_000),
            held: given.number("consumerHoldMaximum", standard: standard.held, 0...1_000_000_000))
        sweepSeconds = try given.number("sweepSeconds", standard: 600, 1...86_400)
        pollSeconds = try given.number("pollSeconds", standard: 10, 1...86_400)
        polling = try given.choice("polling", standard: .auto)
        connectionsMaximum = try given.number("connectionsMaximum", standard: 1_024, 1...100_000)
        connectionsPerUserMaximum = try given.number("connectionsPerUserMaximum", standard: 256, 1...100_000)
        writeStallSeconds = try given.number("writeStallSeconds", standard: 30, 1...86_400)
        metricsFile = try given.path("metricsFile")
        logLevel = try given.choice("logLevel", standard: .info)
        texts = given.texts
        try checkMetricsFile()
    }

    private static func values(_ texts: [String: String]) -> [AbsoluteConfigKey: ConfigValue] {
        Dictionary(
            uniqueKeysWithValues: texts.map { (AbsoluteConfigKey([$0]), ConfigValue(.string($1), isSecret: false)) })
    }

    /// It is written over and deleted: it must be nothing else, and something that is collected.
    private func checkMetricsFile() throws(ServiceError) {
        guard let metricsFile else { return }
        let isOurs = [folder, state].contains { metricsFile.hasPrefix($0 == "/" ? $0 : $0 + "/") }
        guard metricsFile.hasSuffix(".prom"), !isOurs else {
            throw .settingInvalid(
                name: "metricsFile", value: metricsFile,
                expected: "a path that ends with .prom, outside of the folder and the state directory",
                origin: origins["metricsFile"]?.description ?? "")
        }
    }

    /// The same with what holds until the end as it was at the start.
    func keepingFixed(of old: Settings) -> Settings {
        var kept = self
        (kept.folder, kept.state, kept.socket) = (old.folder, old.state, old.socket)
        for name in Self.fixed { (kept.texts[name], kept.origins[name]) = (old.texts[name], old.origins[name]) }
        return kept
    }

    /// What is in force and where it comes from, in the form of a settings file.
    package var listing: String {
        Self.names.map { name in
            let text = texts[name] ?? ""
            // As YAML has it: JSON is part of it.
            let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
            let value =
                isPlain && !text.isEmpty
                ? text : (try? WireJSON.encode(text)).map { String(decoding: $0, as: UTF8.self) }
            return "\(name): \(value ?? text)  # \(origins[name]?.description ?? "")\n"
        }.joined()
    }

    /// Variables that look like settings and are none.
    package static func strangers(in environment: [String: String]) -> [String] {
        let known = Set(names.map(variable) + ["TIDINGS_CONFIG"])
        return environment.keys.filter { $0.hasPrefix("TIDINGS_") && !known.contains($0) }.sorted()
    }

    /// The environment's name of a setting.
    package static func variable(_ name: String) -> String {
        "TIDINGS_" + name.map { $0.isUppercase ? "_\($0)" : $0.uppercased() }.joined()
    }
}

/// The values that were given, taken one by one and checked.
private struct GivenSettings {
    private let reader: ConfigReader
    private let origins: [String: Settings.Origin]
    private(set) var texts: [String: String] = [:]

    init(_ reader: ConfigReader, _ origins: [String: Settings.Origin]) {
        self.reader = reader
        self.origins = origins
    }

    private func invalid(_ name: String, _ value: String, _ expected: String) -> ServiceError {
        .settingInvalid(
            name: name, value: value, expected: expected, origin: origins[name]?.description ?? "standard")
    }

    private mutating func text(_ name: String, standard: String) -> String {
        let text = reader.string(forKey: ConfigKey(name), default: standard)
        texts[name] = text
        return text
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, standard: Value
    ) throws(ServiceError) -> Value where Value.RawValue == String {
        let text = text(name, standard: standard.rawValue)
        guard let value = Value(rawValue: text) else {
            let choices = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw invalid(name, text, "one of \(choices)")
        }
        return value
    }

    /// Absolute, so that what is logged and what `tidings status` says can be used anywhere.
    mutating func path(_ name: String, standard: String) throws(ServiceError) -> String {
        let text = text(name, standard: standard)
        guard !text.isEmpty, !text.hasPrefix("~") else {
            throw invalid(name, text, "a path, in which ~ is not replaced")
        }
        let path = URL(fileURLWithPath: text).standardized.path
        texts[name] = path
        return path
    }

    /// One that need not be given; empty is the same.
    mutating func path(_ name: String) throws(ServiceError) -> String? {
        text(name, standard: "").isEmpty ? nil : try path(name, standard: "")
    }

    mutating func number(
        _ name: String, standard: Int, _ range: ClosedRange<Int>
    ) throws(ServiceError) -> Int {
        let text = text(name, standard: String(standard))
        guard let number = Int(text), range.contains(number) else {
            throw invalid(name, text, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
