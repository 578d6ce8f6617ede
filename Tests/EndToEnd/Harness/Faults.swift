import Foundation

/// What the disk under a service does wrong: Tests/Faults/faults.c, preloaded.
final class Faults {
    /// Calls that change files.
    static let allCalls = "create,write,sync,directory,rename,link,unlink,truncate"

    /// What happens at a call.
    enum Kind: String, Sendable {
        /// The process is killed before the call, after it, or after half of a write.
        case kill, after, torn
        /// Half a write.
        case short
        /// It takes ten milliseconds more.
        case slow
        case inputOutput = "5"
        case noDescriptors = "24"
        case noSpace = "28"
        case readOnly = "30"
        case quota = "122"
    }

    private let scratch: String
    /// The call that fails, where it is one.
    private(set) var at = 0
    private var file: String { scratch + "/faults" }
    /// While this file exists, every call fails.
    var flag: String { scratch + "/fault-now" }

    init(_ service: Service) throws {
        scratch = service.scratch
        try Data(count: 16).write(to: URL(fileURLWithPath: file))
    }

    /// The environment of a service whose `at`-th call fails; with 0, none, and they are only counted.
    func environment(_ kind: Kind, _ calls: String = allCalls, at: Int) throws -> [String: String] {
        self.at = at
        return try common(kind, calls).merging(["TIDINGS_FAULT_AT": "\(at)"]) { $1 }
    }

    /// The environment of a service whose calls fail while the flag is there.
    func environmentWithFlag(_ kind: Kind, _ calls: String = allCalls) throws -> [String: String] {
        try common(kind, calls).merging(["TIDINGS_FAULT_WHILE": flag]) { $1 }
    }

    private func common(_ kind: Kind, _ calls: String) throws -> [String: String] {
        [
            "LD_PRELOAD": try Self.library.get(), "TIDINGS_FAULT_PATH": scratch + "/state", "TIDINGS_FAULT_COUNT": file,
            "TIDINGS_FAULT_CALLS": calls, "TIDINGS_FAULT_DO": kind.rawValue,
        ]
    }

    /// Calls that were counted, and those that failed.
    var count: (called: Int, made: Int) {
        let bytes = (try? Data(contentsOf: URL(fileURLWithPath: file))) ?? Data(count: 16)
        return bytes.withUnsafeBytes {
            (Int($0.loadUnaligned(as: UInt64.self)), Int($0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }

    /// Built once, by the compiler that Swift brings along.
    private static let library = Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "tidings-faults-\(getpid()).so").path
        let source = Command.project.appending(path: "Tests/Faults/faults.c").path
        let script = """
            for compiler in clang "$(dirname "$(readlink -f "$(command -v swift)")")/clang" cc; do
                command -v "$compiler" >/dev/null && exec "$compiler" -shared -fPIC -O1 -o "$0" "$1" -ldl
            done
            echo 'no C compiler' >&2; exit 127
            """
        let command = try Command.run("/bin/sh", ["-c", script, path, source])
        guard command.status == 0 else { throw TestFailure("faults.c: \(command.errors)") }
        return path
    }
}

/// A subscriber that takes down everything it is told, over restarts of the service.
final class Witness {
    private let output: Scrap
    private let process: Spawned

    /// Follows from the first change.
    init(_ service: Service) throws {
        output = try Scrap()
        process = try Command.spawn(
            "tidings", ["follow", "--since", "0", "--json", "--socket", service.socket],
            output: [output.descriptor, output.descriptor])
    }

    /// The changes that it was told, as the bytes that came.
    func stop() -> [String] {
        process.signal(SIGTERM)
        process.wait()
        // The last line may be cut short by the end.
        let lines = output.text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropLast().filter { $0.hasPrefix("{") }.map(String.init)
    }
}
