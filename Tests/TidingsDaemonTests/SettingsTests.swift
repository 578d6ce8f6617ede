import Foundation
import Logging
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

    @Test func `what is in force is told with where it comes from, and is a settings file itself`() async throws {
        let path = try file("state: /file\nsocket: \"/a b\"\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let settings = try await Settings(
            options: ["folder": "/option"], environment: ["TIDINGS_POLL_SECONDS": "3"], file: path)
        let lines = settings.listing.split(separator: "\n").map(String.init)
        #expect(lines.count == Settings.names.count)
        for line in [
            "folder: /option  # option", "state: /file  # file: \(path)", "socket: \"/a b\"  # file: \(path)",
            "pollSeconds: 3  # environment: TIDINGS_POLL_SECONDS", "logLevel: info  # standard",
        ] { #expect(lines.contains(line), "\(line)") }
        let copy = try file(settings.listing)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        #expect(try await Settings(options: [:], environment: [:], file: copy).texts == settings.texts)
    }

    @Test func `variables that are no settings are told`() {
        let environment = ["TIDINGS_FOLDR": "/a", "TIDINGS_FOLDER": "/a", "TIDINGS_CONFIG": "/b", "HOME": "/"]
        #expect(Settings.strangers(in: environment) == ["TIDINGS_FOLDR"])
    }

    @Test func `new settings take the place of the old, but for those of another service`() async throws {
        let live = LiveSettings(try await Settings(options: ["folder": "/a"], environment: [:]))
        let new = try await Settings(
            options: ["folder": "/b", "pollSeconds": "3", "logLevel": "debug"], environment: [:])
        for changed in [["pollSeconds", "logLevel"], []] {
            let (now, later) = live.replace(by: new)
            #expect((now, later) == (changed, ["folder"]))
            #expect((live.folder, live.pollSeconds, live.logLevel) == ("/a", 3, .debug))
        }
    }
}
