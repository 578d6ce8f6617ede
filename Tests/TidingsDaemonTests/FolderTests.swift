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

    @Test func `a regular file is read`() throws {
        for folder in [folder, sandboxed] {
            guard case .bytes(let bytes, _) = folder.read(ArticlePath("d/a.txt")) else { return #expect(Bool(false)) }
            #expect(bytes == Array("inside".utf8))
            #expect(folder.kind(at: ArticlePath("d")) == .directory)
            #expect(folder.kind(at: ArticlePath("e")) == .missing)
            #expect(folder.kind(at: ArticlePath("d/a.txt/x")) == .missing)
            #expect(try folder.list(ArticlePath("d")) { _ in }.files.count == 1)
            #expect(try folder.list(.folder) { _ in }.directories.count == 1)
        }
    }

    @Test func `no link is followed, to a file or through a directory, and no way leads out`() throws {
        try FileManager.default.createSymbolicLink(atPath: root + "/in/l.txt", withDestinationPath: root + "/out.txt")
        try FileManager.default.createSymbolicLink(atPath: root + "/in/e", withDestinationPath: "d")
        for path in ["l.txt", "e/a.txt", "../out.txt", "d/../../out.txt"] {
            for folder in [folder, sandboxed] {
                #expect(!folder.kind(at: ArticlePath(path)).isRegular, "\(path)")
                guard case .missing = folder.read(ArticlePath(path)) else { return #expect(Bool(false), "\(path)") }
            }
        }
    }

    @Test(.timeLimit(.minutes(5))) func `a FIFO does not hang and is not an article`() {
        #expect(mkfifo(root + "/in/f.txt", 0o600) == 0)
        #expect(folder.kind(at: ArticlePath("f.txt")) == .other(.fifo))
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
        try FileManager.default.createSymbolicLink(atPath: root + "/in/link", withDestinationPath: "d")
        let listing = try folder.list(.folder) { _ in }
        #expect(listing.files.map { String(decoding: $0.name, as: UTF8.self) } == ["b.md"])
        #expect(listing.directories == [Array("d".utf8)])
        #expect(listing.skipped.map(\.kind) == [.link])
        #expect(listing.ignored == 4)
    }

    @Test func `what cannot be listed is said with the reason`() throws {
        for (path, code) in [("x", ENOENT), ("d/a.txt", ENOTDIR)] {
            for folder in [folder, sandboxed] {
                #expect { try folder.list(ArticlePath(path)) { _ in } } throws: {
                    ($0 as? Folder.ListingFailure)?.errno == code
                }
            }
        }
    }

    @Test func `files of our own are not read under any name`() throws {
        #expect(link(root + "/out.txt", root + "/in/l.txt") == 0)
        let folder = try Folder(path: root + "/in", ownFiles: [root + "/out.txt", root + "/none"])
        guard case .unreadable("ownFile", _) = folder.read(ArticlePath("l.txt")) else { return #expect(Bool(false)) }
    }

    @Test func `a path longer than the kernel takes in one piece is walked part by part`() throws {
        let name = String(repeating: "d", count: 200)
        var directory = open(root + "/in", O_RDONLY | O_DIRECTORY)
        for _ in 0..<30 {
            #expect(mkdirat(directory, name, 0o755) == 0)
            let next = openat(directory, name, O_RDONLY | O_DIRECTORY)
            close(directory)
            directory = next
        }
        let file = openat(directory, "a.txt", O_WRONLY | O_CREAT, 0o644)
        #expect(write(file, "Deep\n", 5) == 5)
        close(file)
        close(directory)
        let path = ArticlePath(Array(repeating: name, count: 30).joined(separator: "/") + "/a.txt")
        guard case .bytes(let bytes, _) = folder.read(path) else { return #expect(Bool(false)) }
        #expect(bytes == Array("Deep\n".utf8))
    }

    @Test func `another folder at the same path is not this one`() throws {
        #expect(folder.isInPlace)
        try FileManager.default.moveItem(atPath: root + "/in", toPath: root + "/away")
        #expect(!folder.isInPlace)
        try FileManager.default.createDirectory(atPath: root + "/in", withIntermediateDirectories: true)
        #expect(!folder.isInPlace)
    }
}
