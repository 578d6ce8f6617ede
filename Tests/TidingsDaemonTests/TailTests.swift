import Testing

@testable import TidingsDaemon

struct TailTests {
    private func change(_ seq: Int, bytes: Int = 1) -> (seq: Int, json: [UInt8]) {
        (seq, Array(repeating: UInt8(ascii: "x"), count: bytes))
    }

    @Test func `a cursor gets what follows it`() {
        let tail = Tail(head: 10)
        #expect(tail.replies(after: 10, maximum: 5)?.isEmpty == true)
        #expect(tail.replies(after: 9, maximum: 5) == nil, "that is only in the ledger")
        tail.publish([change(11), change(12), change(13)])
        #expect(tail.head == 13)
        #expect(tail.replies(after: 10, maximum: 2)?.count == 2)
        #expect(tail.replies(after: 12, maximum: 5)?.count == 1)
        #expect(tail.replies(after: 13, maximum: 5)?.isEmpty == true)
    }

    @Test func `old changes leave the memory`() {
        let tail = Tail(head: 0)
        for seq in 1...100 { tail.publish([change(seq, bytes: 100_000)]) }
        #expect(tail.replies(after: 0, maximum: 5) == nil)
        #expect(tail.replies(after: 99, maximum: 5)?.count == 1)
    }

    @Test(.timeLimit(.minutes(1))) func `a publication nudges whoever listens`() async {
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
        tail.forget(before: 4)
        #expect(tail.replies(after: 2, maximum: 9) == nil)
        #expect(tail.replies(after: 3, maximum: 9)?.count == 2)
        tail.forget(before: 2)
        #expect(tail.replies(after: 3, maximum: 9)?.count == 2)
    }
}
