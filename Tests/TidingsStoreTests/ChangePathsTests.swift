import Foundation
import Testing
import TidingsFeed

@testable import TidingsStore

struct ChangePathsTests {
    @Test(arguments: [
        "a.txt", "", "a\"b.txt", "\\", "a\\", "\\\"", ",\"path\":\"x.txt", "\",\"path\":\"x.txt", "\",\"from\":\"",
        "\u{1}\n\t/.md",
        "ä/日本.txt", "\u{7f}\u{fffd}", "path", "\"path_b64\":\"eA==\"",
    ])
    func `paths are found in the JSON as they are in the change`(text: String) throws {
        for path in [ArticlePath(text), ArticlePath(bytes: Array(text.utf8) + [0xFF])] {
            for from in [nil, ArticlePath("old.txt"), path] {
                let change = Change(
                    epoch: "e", seq: 1, time: "", kind: .moved, id: 1, path: path, from: from, revision: 1,
                    headline: text, changed: [.init(rawValue: text)], reason: text)
                let paths = try WireJSON.encode(change).withUnsafeBytes { ChangePaths(json: $0) }
                #expect((paths.path, paths.from) == (path.bytes, from?.bytes))
                #expect((ChangePaths(change).path, ChangePaths(change).from) == (path.bytes, from?.bytes))
            }
        }
        let change = Change(epoch: "e", seq: 1, time: "", kind: .folderBack, headline: text, reason: text)
        let paths = try WireJSON.encode(change).withUnsafeBytes { ChangePaths(json: $0) }
        #expect(paths.path == nil && paths.from == nil)
    }
}
