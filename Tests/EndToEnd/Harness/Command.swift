import Foundation

/// A program run to its end.
struct Command {
    let status: Int32
    let output: String
    let errors: String

    /// Where SwiftPM has put the binaries: beside the tests.
    static let binaries = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    /// The project's folder.
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func path(of program: String) -> String {
        program.hasPrefix("/") ? program : binaries.appending(path: program).path
    }

    @discardableResult
    static func run(
        _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
    ) throws -> Command {
        let process = process(program, arguments, in: folder, environment: environment)
        // To files, not pipes: nothing has to be read while the program runs.
        let (output, errors) = (try Self.temporary(), try Self.temporary())
        defer { for url in [output, errors] { try? FileManager.default.removeItem(at: url) } }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        let text = { (url: URL) in String(decoding: try Data(contentsOf: url), as: UTF8.self) }
        return Command(status: process.terminationStatus, output: try text(output), errors: try text(errors))
    }

    static func process(
        _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
    ) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path(of: program))
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let ours = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TIDINGS_") && $0.key != "NOTIFY_SOCKET" }
        process.environment = ours.merging(environment) { $1 }
        return process
    }

    static func temporary() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "tidings-\(UUID().uuidString)")
        try Data().write(to: url)
        return url
    }
}
