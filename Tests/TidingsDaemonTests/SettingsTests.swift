import Foundation
import Testing
import TidingsStore

@testable import TidingsDaemon

struct SettingsTests {
    private func file(_ text: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "tidings-\(UUID().uuidString).yaml").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func `options come before the environment, that before the file, that before the standard`() async throws {
        let path = try file("folder: /file\nstate: /file\nsocket: /file\n# a comment\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let settings = try await Settings(
            options: ["folder": "/option"],
            environment: ["TIDINGS_FOLDER": "/env", "TIDINGS_STATE": "/env", "TIDINGS_KEEP_REVISIONS": "3"], file: path)
        #expect(settings.folder == "/option")
        #expect(settings.state == "/env")
        #expect(settings.socket == "/file")
        #expect(settings.retention.revisions == 3)
        #expect(settings.settleMilliseconds == 50)
    }

    @Test(arguments: [
        ("folder: /a\nfoldr: /b\n", 2, "foldr"), ("folder: /a\n  state: /b\n", 2, ""),
        ("folder: [a, b]\n", 1, "folder"),
        ("- folder\n", 1, ""), ("a: b: c\n", 1, ""), ("folder: \"open\nstate: x\n", 3, ""),
        ("folder: /a\nfolder: /b\n", 0, "folder"),
    ])
    func `what is wrong in the file is named with its line`(text: String, line: Int, word: String) async throws {
        let path = try file(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        await #expect {
            _ = try await Settings(options: [:], environment: [:], file: path)
        } throws: { error in
            let said = "\(error)"
            return said.contains(path) && (line == 0 || said.contains("line \(line):"))
                && (word.isEmpty || said.contains(word))
        }
    }

    @Test(arguments: ["", "# nothing\n", "---\n"])
    func `a file that sets nothing is no fault`(text: String) async throws {
        let path = try file(text)
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try await Settings(options: [:], environment: [:], file: path)
    }

    @Test(arguments: [
        ("settleMilliseconds", "soon"), ("keepRevisions", "-1"), ("retainChanges", "0"), ("logLevel", "loud"),
        ("folder", ""),
    ])
    func `a value that cannot be is named`(name: String, value: String) async {
        await #expect {
            _ = try await Settings(options: [name: value], environment: [:])
        } throws: { error in
            "\(error)".contains("the setting \(name) is '\(value)'")
        }
    }

    @Test func `a file that was named has to be there`() async {
        await #expect(throws: ServiceError.self) {
            _ = try await Settings(options: [:], environment: ["TIDINGS_CONFIG": "/nowhere/x.yaml"])
        }
    }
}
