import Testing
import TidingsFeed

@testable import TidingsDaemon

struct DirtyPathsTests {
    private let start = ContinuousClock.now
    private var paths = DirtyPaths(settling: Settling(close: .milliseconds(50)))
    private let a = ArticlePath("a.txt")

    private func after(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test mutating func `a rename and the first close are due at once`() {
        paths.note(a, .complete, at: start)
        paths.note(ArticlePath("b.txt"), .closed, at: start)
        #expect(paths.take(at: start).files == [a, ArticlePath("b.txt")])
        #expect(paths.next == nil)
    }

    @Test mutating func `closes in a row wait for the last one`() {
        paths.note(a, .closed, at: start)
        #expect(paths.take(at: start).files == [a])
        paths.note(a, .closed, at: after(10))
        paths.note(a, .closed, at: after(20))
        #expect(paths.take(at: after(60)).isEmpty)
        #expect(paths.next == after(70))
        #expect(paths.take(at: after(70)).files == [a])
    }

    @Test mutating func `a path that is written again waits for its writer`() {
        paths.note(a, .created, at: start)
        paths.note(a, .modified, at: after(1))
        #expect(paths.take(at: after(60)).isEmpty)
        paths.note(a, .closed, at: after(61))
        #expect(paths.take(at: after(61)).files == [a])
    }

    @Test mutating func `a writer who never closes is looked at after a long quiet`() {
        paths.note(a, .modified, at: start)
        #expect(paths.take(at: after(1_999)).isEmpty)
        #expect(paths.take(at: after(2_000)).files == [a])
    }

    @Test mutating func `a file that never comes to rest is looked at all the same`() {
        for milliseconds in stride(from: 0, through: 5_000, by: 30) {
            paths.note(a, .modified, at: after(milliseconds))
        }
        #expect(paths.take(at: after(4_999)).isEmpty)
        #expect(paths.take(at: after(5_000)).files == [a])
        for milliseconds in stride(from: 5_010, through: 10_040, by: 30) {
            paths.note(a, .closed, at: after(milliseconds))
        }
        #expect(paths.take(at: after(10_040)).files == [a])
    }

    @Test mutating func `setting times or modes delays nothing`() {
        paths.note(a, .closed, at: start)
        paths.note(a, .touched, at: start)
        #expect(paths.take(at: start).files == [a])
    }

    @Test mutating func `what went away waits for what may come in its place`() {
        paths.note(a, .gone, at: start)
        #expect(paths.take(at: after(99)).isEmpty)
        paths.note(a, .closed, at: after(99))
        #expect(paths.take(at: after(100)).files == [a])
    }

    @Test mutating func `a parent swallows its children`() {
        for path in ["a/b/c", "a", "ab", "a/b", "x/y"] { paths.note(ArticlePath(path), .directory, at: start) }
        #expect(paths.take(at: start).directories.map(\.text) == ["a", "ab", "x/y"])
        paths.note(.folder, .directory, at: start)
        paths.note(ArticlePath("a"), .directory, at: start)
        #expect(paths.take(at: start).directories == [.folder])
    }

    @Test mutating func `an overflow leaves one path`() {
        for number in 0..<1_000 { paths.note(ArticlePath("\(number).txt"), .closed, at: start) }
        paths.noteOverflow(at: start)
        #expect(paths.count == 1)
        #expect(paths.take(at: start).directories == [.folder])
    }

    @Test mutating func `a marker comes out behind all that was noted before it`() {
        paths.note(a, .gone, at: start)
        paths.mark(7, at: after(1))
        #expect(paths.take(at: after(1)).isEmpty)
        let due = paths.take(at: after(100))
        #expect(due.gone == [a])
        #expect(due.markers == [7])
    }

    @Test mutating func `a marker does not wait for a file that is still being written`() {
        paths.note(a, .modified, at: start)
        paths.mark(7, at: start)
        #expect(paths.take(at: start).markers == [7])
    }
}
