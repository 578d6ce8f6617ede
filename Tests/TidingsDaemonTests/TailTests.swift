import NIOCore
import Testing
import TidingsFeed
import TidingsStore

@testable import TidingsDaemon

struct TailTests {
    private func change(_ seq: Int, bytes: Int = 1) -> RecordedChange {
        RecordedChange(
            change: Change(epoch: "", seq: seq, time: "", kind: .folderBack),
            json: Array(repeating: UInt8(ascii: "x"), count: bytes))
    }

    @Test func `a cursor gets what follows it`() {
        let tail = Tail(head: 10)
        #expect(tail.page(after: 10) == nil && tail.page(after: 9) == nil)
        tail.publish([change(11), change(12), change(13)])
        tail.publish([change(14)])
        #expect(tail.head == 14)
        #expect(tail.page(after: 9) == nil, "that is only in the ledger")
        for seq in 10...12 { #expect(tail.page(after: seq)?.first == 11) }
        #expect(tail.page(after: 13)?.first == 14)
        #expect(tail.page(after: 14) == nil)
    }

    @Test func `a page gives its replies whole and its changes bare`() throws {
        let tail = Tail(head: 0)
        tail.publish([change(1, bytes: 2), change(2, bytes: 3)])
        let page = try #require(tail.page(after: 0))
        let reply = #"{"continues":true,"parameters":{"change":xxx}}"# + "\u{0}"
        #expect(String(buffer: page.replies(1..<2)) == reply)
        #expect(page.replies(0..<2).readableBytes == 2 * reply.utf8.count - 1)
        #expect(String(buffer: page.change(0)) == "xx")
        #expect(page.subjects.map(\.kind) == [.folderBack, .folderBack])
    }

    @Test func `old changes leave the memory`() {
        let tail = Tail(head: 0)
        for seq in 1...100 { tail.publish([change(seq, bytes: 100_000)]) }
        #expect(tail.page(after: 0) == nil)
        #expect(tail.page(after: 99)?.count == 1)
    }

    @Test(.timeLimit(.minutes(5))) func `a publication nudges whoever listens`() async {
        let tail = Tail(head: 0)
        let (nudges, nudge) = tail.subscribe()
        tail.publish([change(1)])
        tail.publish([change(2)])
        var count = 0
        for await _ in nudges {
            count += 1
            nudge.finish()
        }
        #expect(count == 1, "two that come together are one")
    }

    @Test func `what the ledger no longer keeps is not told from memory`() {
        let tail = Tail(head: 0)
        tail.publish((1...5).map { change($0) })
        tail.publish([change(6)])
        tail.forget(before: 4)
        #expect(tail.page(after: 2) == nil)
        #expect(tail.page(after: 5)?.count == 1)
        tail.forget(before: 2)
        #expect(tail.page(after: 5)?.count == 1)
    }
}
