import Testing

@testable import TidingsFeed

struct VocabularyTests {
    @Test func `a change has the protocol's field names and nothing that is absent`() throws {
        let change = Change(
            epoch: "e", seq: 42, time: "2026-11-20T21:49:00.123Z", kind: .moved, id: 7, path: ArticlePath("b.txt"),
            from: ArticlePath("a.txt"), revision: 3, headline: "A/B", changed: [.headline, .paragraph])
        let json = String(decoding: try WireJSON.encode(change), as: UTF8.self)
        #expect(
            json
                == #"{"changed":["headline","paragraph"],"cosmetic":false,"epoch":"e","from":"a.txt","headline":"A/B","#
                + #""id":7,"kind":"moved","path":"b.txt","revision":3,"seq":42,"time":"2026-11-20T21:49:00.123Z"}"#)
        #expect(try WireJSON.decode(Change.self, from: Array(json.utf8)) == change)
    }

    @Test func `a kind of a newer service is kept as it is`() throws {
        let json = #"{"changed":["smell"],"cosmetic":false,"epoch":"e","kind":"translated","seq":1,"time":"t"}"#
        let change = try WireJSON.decode(Change.self, from: Array(json.utf8))
        #expect(change.kind.rawValue == "translated")
        #expect(change.changed.map(\.rawValue) == ["smell"])
    }

    @Test func `a name that is not UTF-8 keeps its bytes`() {
        let path = ArticlePath(bytes: [0x61, 0xFF, 0x62])
        #expect(path.text == "a\u{FFFD}b")
        #expect(path.base64 == "Yf9i")
        #expect(ArticlePath("ä.txt").base64 == nil)
    }

    @Test(arguments: [
        ("a/b.txt", "a", true), ("a/b/c.txt", "a", true), ("ab.txt", "a", false), ("a", "a", false), ("a", "", true),
        ("", "", false),
    ])
    func `inside means below, not beside`(path: String, directory: String, isInside: Bool) {
        #expect(ArticlePath(path).isInside(ArticlePath(directory)) == isInside)
    }

    @Test(arguments: [
        "Compacted", "UnknownPosition", "NoSuchArticle", "NoSuchRevision", "NoSuchConsumer", "ConsumerBusy",
        "InvalidFilter", "Overloaded", "Damaged", "PermissionDenied", "InvalidSettings",
    ])
    func `every error is in the interface's definition`(name: String) {
        #expect(FeedInterface.description.contains("error \(name) ("))
    }

    @Test(arguments: [
        FeedError.compacted(oldest: 5, head: 9, epoch: "e"), .unknownPosition(head: 9, epoch: "e"), .noSuchArticle,
        .overloaded(reason: "full"), .noSuchRevision(kept: [1, 2]), .noSuchConsumer(name: "a"),
        .consumerBusy(name: "a"),
        .invalidFilter(at: "paths[0]:4", reason: "no"), .permissionDenied(reason: "no"), .damaged(reason: "bit"),
        .invalidSettings(reason: "line 3"),
        .refused(error: "org.varlink.service.InvalidParameter", parameter: "since"),
        .refused(error: "org.varlink.service.MethodNotFound", parameter: "org.tidings.Feed.Wach"),
        .refused(error: "org.varlink.service.InterfaceNotFound", parameter: "org.example"),
    ])
    func `an error is the same on both sides of the wire`(error: FeedError) throws {
        let failure = try WireJSON.decode(VarlinkFailure<FeedErrorParameters>.self, from: error.encoded())
        #expect(FeedError(failure) == error)
    }

    @Test func `a line for people shows no control character`() {
        let change = Change(
            epoch: "e", seq: 1, time: "t", kind: .added, path: ArticlePath("a\n2 removed b.txt"),
            headline: "\u{1B}[31mred\u{202E}")
        #expect(change.line == #"1 added a\u{a}2 removed b.txt — \u{1b}[31mred\u{202e}"#)
    }
}
