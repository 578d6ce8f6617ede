import CLinux
import Foundation
import Testing
import TidingsReader

@testable import TidingsFeed

/// Random things happen to the folder, mostly while the service is stopped in its tracks.
///
/// What it then reads at once is as odd as can be. Afterwards what it knows is what is there, the changes it published say
/// so, and every file that is still there is the article that it was. Of the last, one schedule in a hundred may miss a
/// file: where one is moved out of the folder and in again, or into a directory that is not watched yet, and another takes
/// its place, nobody tells which is which.
///
/// `TIDINGS_SCHEDULES` says how many (60), `TIDINGS_SEED` repeats a run. A failure prints the seed of its ten schedules.
@Suite(.timeLimit(.minutes(60)))
struct ScheduleTests {
    private static let perSeed = 10
    private static let environment = ProcessInfo.processInfo.environment

    @Test func `after any schedule the catalogue is the folder, the changes fold to it, and files keep their ids`()
        async throws
    {
        let count = Self.environment["TIDINGS_SCHEDULES"].flatMap { Int($0) } ?? 60
        let first = Self.environment["TIDINGS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000_000)
        let seeds = (0..<(count + Self.perSeed - 1) / Self.perSeed).map { first + UInt64($0) }
        let confused = try await withThrowingTaskGroup(of: [String].self) { group in
            for seed in seeds { group.addTask { try await run(seed) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        print("schedules: \(count), files that are another article: \(confused.count), TIDINGS_SEED=\(first)")
        #expect(confused.count <= max(3, count / 100), "\(confused.joined(separator: "\n"))")
    }

    /// Runs ten schedules on one service.
    /// - Returns: the files that are another article than they were.
    private func run(_ seed: UInt64) async throws -> [String] {
        let service = try Service()
        let outside = service.scratch + "/outside"
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        var mutator = Mutator(seed: seed, folder: service.folder, outside: outside)
        var fold = Fold()
        var files: [File: Article] = [:]
        var confused: [String] = []
        // Short times, so that many schedules fit into a minute.
        let environment = ["TIDINGS_SETTLE_MILLISECONDS": "5"]
        try service.start(environment: environment)
        for schedule in 0..<Self.perSeed {
            let begin = mutator.log.count
            switch mutator.below(10) {
            case 0:
                mutator.mutate(times: 20)
            case 1:
                if mutator.below(2) == 0 { service.kill() } else { _ = try service.terminate() }
                mutator.mutate(times: 30)
                try service.start(environment: environment)
            default:
                service.process?.signal(SIGSTOP)
                mutator.mutate(times: 1 + mutator.below(60))
                service.process?.signal(SIGCONT)
            }
            do {
                do {
                    try await check(service, &fold)
                    confused += try check(&files, fold, service, mutator.linked).map {
                        "TIDINGS_SEED=\(seed), schedule \(schedule): \($0)"
                    }
                } catch let difference as Difference where difference.isOf(mutator.linked, in: service.folder) {
                    // Found by the sweep, such as the one at a start.
                    _ = try service.terminate()
                    try service.start(environment: environment)
                    try await check(service, &fold)
                }
            } catch {
                let log = mutator.log[begin...].joined(separator: "\n")
                Issue.record(
                    "TIDINGS_SEED=\(seed) TIDINGS_SCHEDULES=10, schedule \(schedule): \(error)\n\(log)\n\(service.log.suffix(3000))"
                )
                return confused
            }
        }
        return confused
    }

    /// A file by what it is, whatever its name.
    private struct File: Hashable {
        let inode: UInt64
        let born: Int64
    }

    private struct Article {
        let id: Int
        let path: ArticlePath
    }

    /// How many files are another article than they were, those of several names aside.
    private func check(
        _ files: inout [File: Article], _ fold: Fold, _ service: Service, _ linked: Set<UInt64>
    ) throws -> [String] {
        var now: [File: Article] = [:]
        var confused: [String] = []
        for (id, path) in fold.paths {
            var file = linux_file()
            guard linux_stat(AT_FDCWD, service.folder + "/" + path.text, &file) == 0 else { continue }
            let key = File(inode: file.inode, born: file.born)
            guard !linked.contains(file.inode) else { continue }
            if let before = files[key], before.id != id {
                confused.append("article \(before.id) at \(before.path.text) is now \(id) at \(path.text)")
            }
            now[key] = Article(id: id, path: path)
        }
        files = now
        return confused
    }

    private func check(_ service: Service, _ fold: inout Fold) async throws {
        try await service.settle()
        let changes = try await service.changes(after: fold.seq)
        try fold.add(changes)
        let folder = try Scan(service.folder)
        let known = try Scan.known(service.state)
        for path in Set(folder.readable.keys).union(known.keys) where folder.readable[path] != known[path] {
            throw Difference(path: path, folder: folder.readable[path], store: known[path])
        }
        let paths = Set(folder.readable.keys).union(folder.unreadable)
        guard Set(fold.paths.values) == paths, fold.paths.count == paths.count else {
            let difference = Set(fold.paths.values).symmetricDifference(paths).map(\.text)
            throw TestFailure(
                "the changes do not fold to what is there: \(difference), \(fold.paths.count) for \(paths.count)")
        }
    }
}

/// What the store has is not what the folder has.
private struct Difference: Error, CustomStringConvertible {
    let path: ArticlePath
    let folder, store: String?

    var description: String { "\(path.text): the folder has \(folder ?? "nothing"), the store \(store ?? "nothing")" }

    /// Whether it is of a file of which inotify need not have told.
    func isOf(_ linked: Set<UInt64>, in root: String) -> Bool {
        var found = stat()
        return lstat(root + "/" + path.text, &found) == 0
            && linked.contains(UInt64(found.st_ino))
    }
}

/// Changes folded by id, as a subscriber would.
struct Fold {
    private(set) var seq = 0
    private(set) var paths: [Int: ArticlePath] = [:]
    /// Articles that could not be read until now.
    private var unread: Set<Int> = []

    mutating func add(_ changes: [Change]) throws {
        for change in changes {
            guard change.seq == seq + 1 else { throw TestFailure("\(change.seq) follows \(seq)") }
            seq = change.seq
            guard let id = change.id, let path = change.path else { continue }
            switch change.kind {
            case .removed:
                guard paths.removeValue(forKey: id) != nil else { throw TestFailure("removed twice: \(change.line)") }
            case .moved:
                guard paths[id]?.text == change.from else { throw TestFailure("was not there: \(change.line)") }
                paths[id] = ArticlePath(path)
            case .added where paths[id] != nil && !unread.contains(id):
                throw TestFailure("added twice: \(change.line)")
            default: paths[id] = ArticlePath(path)
            }
            if change.revision == 0 { unread.insert(id) } else { unread.remove(id) }
        }
    }
}

/// What lies in a folder, looked at by other code than the service's.
struct Scan {
    /// The digest of each article that can be read.
    private(set) var readable: [ArticlePath: String] = [:]
    private(set) var unreadable: Set<ArticlePath> = []

    init(_ folder: String) throws {
        let all = FileManager.default.enumerator(atPath: folder)
        while let path = all?.nextObject() as? String {
            let name = (path as NSString).lastPathComponent
            let type = all?.fileAttributes?[.type] as? FileAttributeType
            if type == .typeDirectory && name.hasPrefix(".") { all?.skipDescendants() }
            guard type == .typeRegular, !name.hasPrefix("."), name.hasSuffix(".txt") || name.hasSuffix(".md") else {
                continue
            }
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path))
            if let document = try? Reader().document(from: Array(bytes), path: ArticlePath(path)) {
                readable[ArticlePath(path)] = document.tidings.sha256
            } else {
                unreadable.insert(ArticlePath(path))
            }
        }
    }

    /// What the store has a document of, with the digest of the article.
    static func known(_ state: String) throws -> [ArticlePath: String] {
        let sql = "SELECT path, digest FROM article WHERE state = 'current'"
        let script =
            "import sqlite3,sys\nfor p, d in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(p.hex(), d)"
        let command = try Command.run("/usr/bin/python3", ["-c", script, state + "/ledger.sqlite", sql])
        guard command.status == 0 else { throw TestFailure(command.errors) }
        return Dictionary(
            uniqueKeysWithValues: command.output.split(separator: "\n").map { line in
                let parts = line.split(separator: " ")
                return (ArticlePath(bytes: [UInt8](hexadecimal: String(parts[0]))), String(parts[1]))
            })
    }
}

extension [UInt8] {
    fileprivate init(hexadecimal: String) {
        let digits = Array<UInt8>(hexadecimal.utf8)
        self = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
        }
    }
}
