import Foundation
import Testing
import TidingsFeed
import TidingsReader

@testable import TidingsDaemon

/// Nothing that is dropped is opened before it is known to be a regular file inside the folder.
final class FolderTests {
    private let root: String
    private let folder: Folder
    /// As in a sandbox that blocks openat2(2).
    private let sandboxed: Folder

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "tidings-\(UUID().uuidString)")
        root = url.path
        try FileManager.default.createDirectory(at: url.appending(path: "in/d"), withIntermediateDirectories: true)
        try Data("outside".utf8).write(to: url.appending(path: "out.txt"))
        try Data("inside".utf8).write(to: url.appending(path: "in/d/a.txt"))
        folder = try Folder(path: url.appending(path: "in").path)
        sandboxed = try Folder(path: url.appending(path: "in").path, usesOpenat2: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    @Test func `a regular file is read`() {
        for folder in [folder, sandboxed] {
            guard case .bytes(let bytes, _) = folder.read(ArticlePath("d/a.txt")) else { return #expect(Bool(false)) }
            #expect(bytes == Array("inside".utf8))
            #expect(folder.kind(at: ArticlePath("d")) == .directory)
            #expect(folder.kind(at: ArticlePath("e")) == .missing)
            #expect(folder.kind(at: ArticlePath("d/a.txt/x")) == .missing)
            #expect(folder.list(ArticlePath("d")) { _ in }?.count == 1)
            #expect(folder.list(.folder) { _ in }?.count == 1)
        }
    }

    @Test func `no link is followed, to a file or through a directory, and no way leads out`() throws {
        try FileManager.default.createSymbolicLink(atPath: root + "/in/l.txt", withDestinationPath: root + "/out.txt")
        try FileManager.default.createSymbolicLink(atPath: root + "/in/e", withDestinationPath: "d")
        for path in ["l.txt", "e/a.txt", "../out.txt", "d/../../out.txt"] {
            for folder in [folder, sandboxed] {
                #expect(folder.finding(at: ArticlePath(path)) == .nothing, "\(path)")
                guard case .missing = folder.read(ArticlePath(path)) else { return #expect(Bool(false), "\(path)") }
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a FIFO does not hang and is not an article`() {
        #expect(mkfifo(root + "/in/f.txt", 0o600) == 0)
        #expect(folder.finding(at: ArticlePath("f.txt")) == .nothing)
        guard case .missing = folder.read(ArticlePath("f.txt")) else { return #expect(Bool(false)) }
    }

    @Test func `too large is said without reading`() {
        #expect(truncate(root + "/in/d/a.txt", 2 << 30) == 0)
        guard case .unreadable("tooLarge", _) = folder.read(ArticlePath("d/a.txt")) else { return #expect(Bool(false)) }
    }

    @Test func `a listing has the articles and the directories, and nothing else`() throws {
        for name in [".hidden.txt", "b.md", "c.html", "a.txt~"] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: root + "/in/" + name))
        }
        try FileManager.default.createDirectory(atPath: root + "/in/.git", withIntermediateDirectories: true)
        let names = folder.list(.folder) { _ in }?.map { String(decoding: $0.name, as: UTF8.self) }
        #expect(names?.sorted() == ["b.md", "d"])
    }

    @Test func `another folder at the same path is not this one`() throws {
        #expect(folder.isInPlace)
        try FileManager.default.moveItem(atPath: root + "/in", toPath: root + "/away")
        #expect(!folder.isInPlace)
        try FileManager.default.createDirectory(atPath: root + "/in", withIntermediateDirectories: true)
        #expect(!folder.isInPlace)
    }
}
