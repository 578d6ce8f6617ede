import Testing
import TidingsFeed
import TidingsStore

@testable import TidingsDaemon

struct DirtyPathsTests {
    private let start = ContinuousClock.now
    private var paths = DirtyPaths(settling: Settling(close: .milliseconds(50)))
    private let a = ArticlePath("a.txt")
    private let b = ArticlePath("b.txt")
    private let origin = DirtyPaths.Origin(lane: .folder, epoch: 0)

    private func after(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    private mutating func files(_ milliseconds: Int, maximum: Int = 1000) -> [ArticlePath] {
        paths.takeFiles(at: after(milliseconds), maximum: maximum).paths.sorted()
    }

    private mutating func gone(_ milliseconds: Int) -> [ArticlePath] {
        paths.takeGone(at: after(milliseconds), maximum: 1000).paths
    }

    private mutating func directories(_ milliseconds: Int) -> [String] {
        var directories: [String] = []
        while let due = paths.takeDirectory(at: after(milliseconds)) { directories.append(due.path.text) }
        return directories.sorted()
    }

    @Test mutating func `a rename and the first close are due at once`() {
        paths.note(a, .complete, at: start)
        paths.note(b, .closed, at: start)
        #expect(files(0) == [a, b])
        #expect(paths.next(at: start) == nil)
    }

    @Test mutating func `closes in a row wait for the last one`() {
        paths.note(a, .closed, at: start)
        #expect(files(0) == [a])
        paths.note(a, .closed, at: after(10))
        paths.note(a, .closed, at: after(20))
        #expect(files(60).isEmpty)
        #expect(paths.next(at: after(60)) == after(70))
        #expect(files(70) == [a])
    }

    @Test mutating func `a path that is written again waits for its writer`() {
        paths.note(a, .created, at: start)
        paths.note(a, .modified, at: after(1))
        #expect(files(60).isEmpty)
        paths.note(a, .closed, at: after(61))
        #expect(files(61) == [a])
    }

    @Test mutating func `a writer who never closes is looked at after a long quiet`() {
        paths.note(a, .modified, at: start)
        #expect(files(1_999).isEmpty)
        #expect(files(2_000) == [a])
    }

    @Test mutating func `a file that never comes to rest is looked at all the same`() {
        for milliseconds in stride(from: 0, through: 5_000, by: 30) {
            paths.note(a, .modified, at: after(milliseconds))
        }
        #expect(files(4_999).isEmpty)
        #expect(files(5_000) == [a])
        for milliseconds in stride(from: 5_010, through: 10_040, by: 30) {
            paths.note(a, .closed, at: after(milliseconds))
        }
        #expect(files(10_040) == [a])
    }

    @Test mutating func `what is put off is looked at when its time has come, unless an event comes before`() {
        paths.postpone(a, .touched, until: after(40), at: start, from: origin)
        paths.postpone(b, .modified, until: after(40), at: start, from: origin)
        paths.note(b, .closed, at: after(10))
        #expect(files(39) == [b])
        #expect(paths.next(at: after(39)) == after(40))
        #expect(files(40) == [a])
    }

    @Test mutating func `setting times or modes delays nothing`() {
        paths.note(a, .closed, at: start)
        paths.note(a, .touched, at: start)
        #expect(files(0) == [a])
    }

    @Test mutating func `what went away waits for what may come in its place`() {
        paths.note(a, .gone, at: start)
        #expect(gone(99).isEmpty)
        paths.note(a, .closed, at: after(99))
        #expect(files(100) == [a])
    }

    @Test mutating func `what went away is looked at when all that came before has been`() {
        paths.note(a, .gone, at: start)
        paths.note(b, .created, at: after(80))
        #expect(gone(100).isEmpty)
        // What comes later has not to be waited for.
        paths.note(ArticlePath("c.txt"), .complete, at: after(110))
        paths.note(ArticlePath("d"), .directory, at: after(110))
        #expect(files(130).contains(b))
        #expect(gone(130) == [a])
    }

    @Test mutating func `a parent swallows its children`() {
        for path in ["a/b/c", "a", "ab", "a/b", "x/y"] { paths.note(ArticlePath(path), .directory, at: start) }
        // One that was noted before its parent is listed twice, which does no harm.
        #expect(directories(0) == ["a", "a/b/c", "ab", "x/y"])
        paths.note(.folder, .directory, at: start)
        paths.note(ArticlePath("a"), .directory, at: start)
        #expect(directories(0) == [""])
    }

    @Test mutating func `an overflow is a sweep, and one that follows soon is put off`() {
        let isNews = [paths.noteOverflow(at: start), paths.noteOverflow(at: start)]
        #expect(isNews == [true, false])
        let first = paths.takeDirectory(at: start)
        #expect(first?.path == .folder && first?.isAfterOverflow == true)
        for (overflow, sweep) in [(100, 1_000), (1_100, 3_000), (3_100, 7_000)] {
            _ = paths.noteOverflow(at: after(overflow))
            #expect(directories(sweep - 1).isEmpty)
            // New directories do not wait for the sweep.
            paths.note(ArticlePath("d"), .directory, at: after(sweep - 1))
            #expect(directories(sweep - 1) == ["d"])
            #expect(directories(sweep) == [""])
        }
        _ = paths.noteOverflow(at: after(100_000))
        #expect(directories(100_000) == [""])
    }

    @Test mutating func `whoever waits does not wait for the backing off`() {
        _ = paths.noteOverflow(at: start)
        #expect(directories(0) == [""])
        _ = paths.noteOverflow(at: after(10))
        paths.mark(1, at: after(20))
        #expect(directories(20).isEmpty)
        paths.hurry(at: after(20))
        #expect(paths.takeMarker(at: after(20)) == nil)
        #expect(directories(20) == [""])
        #expect(paths.takeMarker(at: after(20)) == 1)
    }

    @Test mutating func `a marker comes out behind all that was noted before it, and what that leads to`() {
        paths.note(a, .gone, at: start)
        paths.note(ArticlePath("d"), .directory, at: start)
        paths.mark(7, at: after(1))
        paths.note(b, .created, at: after(2))
        #expect(paths.takeMarker(at: after(1)) == nil)
        let directory = paths.takeDirectory(at: after(1))
        paths.note(
            listed: ArticlePath("d/x.txt"), .init(device: 1, inode: 1, born: 1), at: after(1), from: directory!.origin)
        #expect(paths.takeMarker(at: after(1)) == nil)
        #expect(files(1) == [ArticlePath("d/x.txt")])
        #expect(paths.takeMarker(at: after(1)) == nil)
        #expect(gone(100).isEmpty)
        #expect(files(100) == [b])
        #expect(gone(100) == [a])
        #expect(paths.takeMarker(at: after(100)) == 7)
        #expect(paths.takeMarker(at: after(100)) == nil)
    }

    @Test mutating func `a marker does not wait for a file that is still being written`() {
        paths.note(a, .modified, at: start)
        paths.mark(7, at: start)
        #expect(paths.takeMarker(at: start) == 7)
    }

    @Test mutating func `a flood in one place does not delay a drop in another`() {
        for number in 0..<10_000 { paths.note(ArticlePath("flood/\(number).txt"), .complete, at: start) }
        paths.note(ArticlePath("z/drop.txt"), .closed, at: start)
        let directory = paths.takeDirectory(at: start)
        #expect(directory == nil)
        #expect(files(0, maximum: 10).contains(ArticlePath("z/drop.txt")))
        #expect(files(0, maximum: 100_000).count == 9_991)
    }

    @Test mutating func `in one place what was noted before a marker comes before what was noted after it`() {
        for number in 0..<100 { paths.note(ArticlePath("z\(number).txt"), .complete, at: start) }
        paths.mark(1, at: start)
        for number in 0..<100 { paths.note(ArticlePath("a\(number).txt"), .complete, at: start) }
        #expect(files(0, maximum: 100).allSatisfy { $0.text.hasPrefix("z") })
        #expect(paths.takeMarker(at: start) == 1)
    }

    @Test mutating func `a file that is closed again and again is whole when somebody waits`() {
        for milliseconds in stride(from: 0, through: 100, by: 10) { paths.note(a, .closed, at: after(milliseconds)) }
        #expect(files(100) == [a])
        paths.note(a, .closed, at: after(101))
        paths.mark(1, at: after(102))
        #expect(files(102).isEmpty)
        paths.hurry(at: after(102))
        paths.note(a, .closed, at: after(103))
        #expect(files(103) == [a])
        #expect(paths.takeMarker(at: after(103)) == 1)
    }

    @Test mutating func `listed files come in the order of their paths, when every directory has been listed`() {
        let origin = DirtyPaths.Origin(lane: ArticlePath("d"), epoch: 0)
        paths.note(ArticlePath("d/s"), .directory, at: start, from: origin)
        for (number, name) in ["d/t.txt", "d/a.txt"].enumerated() {
            paths.note(
                listed: ArticlePath(name), .init(device: 1, inode: UInt64(number), born: 1), at: start, from: origin)
        }
        #expect(files(0).isEmpty)
        #expect(directories(0) == ["d/s"])
        paths.note(listed: ArticlePath("d/s/b.txt"), .init(device: 1, inode: 9, born: 1), at: start, from: origin)
        #expect(paths.takeFiles(at: start, maximum: 9).paths.map(\.text) == ["d/a.txt", "d/s/b.txt", "d/t.txt"])
    }

    @Test mutating func `it is known where a file may have gone`() {
        let file = FileKey(device: 1, inode: 2, born: 3)
        paths.note(listed: b, file, at: start, from: origin)
        #expect(paths.whereabouts(of: file, from: a) == [b])
        #expect(files(0) == [b])
        #expect(paths.whereabouts(of: file, from: a).isEmpty)
        paths.noteRename(from: a, to: ArticlePath("t.txt"), at: start)
        paths.noteRename(from: ArticlePath("t.txt"), to: b, at: start)
        #expect(paths.renames.places(of: a) == [ArticlePath("t.txt"), b])
        #expect(paths.renames.destination(of: a) == b)
        paths.noteRename(from: ArticlePath("d"), to: ArticlePath("e"), at: start)
        #expect(paths.renames.destination(of: ArticlePath("d/s/x.txt")) == ArticlePath("e/s/x.txt"))
        #expect(paths.renames.origin(of: ArticlePath("e/s/x.txt")) == ArticlePath("d/s/x.txt"))
        #expect(paths.takeMarker(at: start) == nil)
        #expect(paths.renames.destination(of: a) == nil)
    }

    @Test func `two that change places, and go on, are looked for everywhere`() {
        var renames = Renames()
        for (from, to) in [(a, b), (b, a), (b, a), (a, b), (a, ArticlePath("c.txt"))] {
            renames.note(from: from, to: to, epoch: 0, at: start)
        }
        #expect(renames.places(of: a).contains(ArticlePath("c.txt")))
        #expect(renames.places(of: b).contains(ArticlePath("c.txt")))
        renames.note(from: b, to: a, epoch: 1, at: start)
        renames.expire { epoch, _ in epoch == 0 }
        #expect(renames.places(of: a).isEmpty && renames.destination(of: b) == a)
    }

    @Test mutating func `however often a path is noted it is looked at once`() {
        for number in 0..<10_000 {
            paths.note(a, [.modified, .closed, .created, .gone][number % 4], at: after(number % 7))
        }
        paths.note(a, .closed, at: after(10))
        #expect(paths.count == 1)
        #expect(files(10_000) == [a])
        #expect(paths.next(at: after(10_000)) == nil)
    }
}
