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
        // To files, not pipes: nothing has to be read while the program runs.
        let (output, errors) = (try Scrap(), try Scrap())
        let child = try spawn(
            program, arguments, in: folder, environment: environment, output: [output.descriptor, errors.descriptor])
        let status = child.wait()
        return Command(status: status, output: output.text, errors: errors.text)
    }

    static func spawn(
        _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
        output: [Int32] = []
    ) throws -> Spawned {
        let ours = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("TIDINGS_") && $0.key != "NOTIFY_SOCKET"
        }
        return try Spawned(
            [path(of: program)] + arguments, environment: ours.merging(environment) { $1 }, in: folder, output: output)
    }
}

/// A file without a name, for what a child says.
final class Scrap {
    let descriptor: Int32

    init() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "tidings-\(UUID().uuidString)").path
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TestFailure("\(path): \(String(cString: strerror(errno)))") }
        unlink(path)
    }

    deinit { close(descriptor) }

    var text: String {
        var bytes = [UInt8](repeating: 0, count: Int(lseek(descriptor, 0, SEEK_END)))
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
