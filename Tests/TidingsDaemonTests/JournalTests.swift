import Foundation
import Logging
import Testing

@testable import TidingsDaemon

struct JournalTests {
    @Test func `every message with an id is explained in the catalogue, and nothing else`() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
            path: "../../deploy/tidings.catalog")
        let entries = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n-- ").dropFirst()
        let ids = entries.map { String($0.prefix(32)) }
        #expect(Set(ids) == Set(JournalEvent.allCases.map(\.rawValue)))
        #expect(ids.count == JournalEvent.allCases.count)
        for entry in entries {
            let (head, text) = try #require(
                entry.range(of: "\n\n").map { (entry[..<$0.lowerBound], entry[$0.upperBound...]) })
            for field in ["\nSubject: ", "\nDefined-By: tidings", "\nDocumentation: man:"] {
                #expect(head.contains(field), "\(head)")
            }
            #expect(text.count > 40)
        }
    }

    @Test func `what clients cause is said ten times a minute, and how often it was not said after that`() {
        var repeats = Repeats()
        let start = ContinuousClock.now
        let said = (0..<100).filter { repeats.admits(at: start + .milliseconds($0)).0 }
        #expect(said.count == Repeats.maximum)
        let (isSaid, leftOut) = repeats.admits(at: start + Repeats.interval)
        #expect((isSaid, leftOut) == (true, 90))
        #expect(repeats.admits(at: start + Repeats.interval * 2) == (true, 0))
    }

    @Test func `the last error is kept, and a flood of refusals is not the journal's`() {
        let state = LogState()
        #expect(state.admits("all is well", at: .notice, .started) == (true, 0))
        #expect(state.lastError == nil)
        let said = (0..<50).filter { _ in state.admits("a call failed", at: .error, .callFailed).0 }
        #expect(said.count == Repeats.maximum)
        #expect(state.lastError?.hasSuffix("Z a call failed") == true)
        // Others are not held back by it.
        #expect(state.admits("the folder is missing", at: .error, .folderMissing).0)
    }
}
