import CLinux
import NIOCore
import Testing
import TidingsFeed

@testable import TidingsDaemon

struct WatchTests {
    @Test func `events are cut from what was read`() {
        var buffer = ByteBuffer()
        for (watch, mask, name) in [(1, IN_CREATE, "a.txt"), (2, IN_CLOSE_WRITE, "")] {
            buffer.writeInteger(Int32(watch), endianness: .host)
            buffer.writeInteger(UInt32(mask), endianness: .host)
            buffer.writeInteger(UInt32(0), endianness: .host)
            buffer.writeInteger(UInt32(name.isEmpty ? 0 : 16), endianness: .host)
            buffer.writeString(name)
            buffer.writeRepeatingByte(0, count: name.isEmpty ? 0 : 16 - name.utf8.count)
        }
        #expect(
            InotifyEvent(from: &buffer) == InotifyEvent(watch: 1, mask: UInt32(IN_CREATE), name: Array("a.txt".utf8)))
        #expect(InotifyEvent(from: &buffer) == InotifyEvent(watch: 2, mask: UInt32(IN_CLOSE_WRITE), name: []))
        #expect(InotifyEvent(from: &buffer) == nil)
    }

    @Test(
        arguments: [
            (IN_CLOSE_WRITE, "a.txt", .closed), (IN_MOVED_TO, "a.txt", .complete), (IN_MOVED_FROM, "a.txt", .gone),
            (IN_DELETE, "a.txt", .gone), (IN_CREATE, "a.txt", .created), (IN_MODIFY, "a.txt", .modified),
            (IN_ATTRIB, "a.txt", .touched), (IN_CLOSE_WRITE, ".a.txt.swp", nil), (IN_MOVED_TO, "a.txt~", nil),
            (IN_CREATE | Int32(bitPattern: UInt32(IN_ISDIR)), "d", .directory),
            (IN_MOVED_FROM | Int32(bitPattern: UInt32(IN_ISDIR)), "d", .gone),
            (IN_CREATE | Int32(bitPattern: UInt32(IN_ISDIR)), ".git", nil), (IN_DELETE_SELF, "", .gone),
            (IN_MOVE_SELF, "", .gone), (IN_MODIFY, "", nil),
        ] as [(Int32, String, DirtyPaths.Hint?)])
    func `an event becomes a hint`(mask: Int32, name: String, hint: DirtyPaths.Hint?) {
        #expect(
            Watcher.hint(for: InotifyEvent(watch: 1, mask: UInt32(bitPattern: mask), name: Array(name.utf8))) == hint)
    }

    @Test func `a watch follows its directory to a new path`() {
        var directories = WatchedDirectories()
        _ = directories.set(ArticlePath("a"), for: 1)
        _ = directories.set(ArticlePath("a/b"), for: 2)
        _ = directories.set(ArticlePath("z"), for: 1)
        _ = directories.set(ArticlePath("z/b"), for: 2)
        #expect(directories.path(of: 2) == ArticlePath("z/b"))
        #expect(directories.remove(inside: ArticlePath("a")).isEmpty)
        #expect(Set(directories.remove(inside: ArticlePath("z"))) == [1, 2])
        #expect(directories.count == 0)
    }

    @Test func `a dropped watch does not take a new directory's path with it`() {
        var directories = WatchedDirectories()
        _ = directories.set(ArticlePath("a"), for: 1)
        _ = directories.set(ArticlePath("a"), for: 2)
        #expect(directories.path(of: 1) == nil, "it is no longer at the path")
        directories.forget(1)
        #expect(directories.path(of: 2) == ArticlePath("a"))
        #expect(directories.remove(inside: ArticlePath("a")) == [2])
    }

    @Test func `what is mounted inside the folder is known`() {
        let table = """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            40 22 8:2 / /srv/news rw shared:2 - ext4 /dev/sdb1 rw
            41 40 8:3 / /srv/news/a\\040b rw shared:3 - ext4 /dev/sdc1 rw
            42 22 8:3 / /srv/newsletter rw shared:3 - ext4 /dev/sdc1 rw
            52 40 0:9 / /srv/news/c/d rw - tmpfs tmpfs rw
            """
        let points = MountTable.mountPoints(inside: "/srv/news", table)
        #expect(points == [ArticlePath("a b"), ArticlePath("c/d")])
        #expect(MountTable.mountPoints(inside: "/", table).count == 4)
    }
}
