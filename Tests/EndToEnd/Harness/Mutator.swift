import Foundation

/// Does things to a folder that a contributor, an editor or an attacker could do, at random and reproducibly.
struct Mutator {
    private var random: SplitMix
    private let folder: String
    /// A directory beside the folder: things are moved out and in.
    private let outside: String
    /// What was done, as a shell would do it, for whoever has to find out what went wrong.
    private(set) var log: [String] = []
    /// Files that have had more than one name: inotify says nothing of a write under a name that has since gone.
    private(set) var linked: Set<UInt64> = []

    init(seed: UInt64, folder: String, outside: String) {
        random = SplitMix(state: seed)
        self.folder = folder
        self.outside = outside
    }

    private static let operations: [(weight: Int, run: @Sendable (inout Mutator) -> Void)] = [
        (6, { $0.write("w") }), (3, { $0.write("a") }), (3, { $0.saveByRename() }), (6, { $0.renameFile() }),
        (4, { $0.renameDirectory() }), (3, { $0.exchange() }), (3, { $0.makeDirectories() }),
        (1, { $0.removeTree() }), (3, { $0.removeFile() }), (3, { $0.linkFile() }), (2, { $0.truncateFile() }),
        (2, { $0.changeMode() }), (2, { $0.linkTemporary() }), (1, { $0.writeMapped() }), (1, { $0.special() }),
        (2, { $0.moveOut() }), (2, { $0.moveIn() }), (1, { $0.hide() }), (2, { $0.saveLikeVim() }),
        (1, { $0.rewriteSameBytes() }), (1, { $0.rotate() }), (1, { $0.copyAndRemove() }),
    ]

    mutating func mutate(times: Int) {
        let total = Self.operations.reduce(0) { $0 + $1.weight }
        for _ in 0..<times {
            var choice = random.below(total)
            for operation in Self.operations {
                choice -= operation.weight
                if choice < 0 {
                    operation.run(&self)
                    break
                }
            }
        }
    }

    mutating func below(_ count: Int) -> Int { random.below(count) }

    // MARK: - Choosing

    private mutating func directory() -> String {
        let depth = random.below(4)
        return (0..<depth).reduce(folder) { path, _ in path + "/d\(random.below(3))" }
    }

    /// A path where an article could be; mostly in a directory that exists.
    private mutating func place() -> String {
        var directory = directory()
        while !FileManager.default.fileExists(atPath: directory) {
            directory = String(directory[..<(directory.lastIndex(of: "/") ?? directory.startIndex)])
        }
        return directory + "/f\(random.below(6)).\(random.below(5) == 0 ? "md" : "txt")"
    }

    private mutating func existing() -> String {
        for _ in 0..<20 {
            let path = place()
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        return place()
    }

    private mutating func text() -> String {
        switch random.below(8) {
        case 0: ""
        case 1: "Same words\n\nIn many a file.\n"
        default: "Headline \(random.below(1_000_000))\n\nA text of its own.\n"
        }
    }

    // MARK: - Doing

    private mutating func note(_ line: String) {
        log.append(line.replacingOccurrences(of: folder + "/", with: "").replacingOccurrences(of: outside, with: "OUT"))
    }

    private func put(_ text: String, _ path: String, _ mode: String) {
        // "e": a child that another test starts meanwhile must not keep it open, or it is closed only with that one.
        guard Self.isFile(path), let file = fopen(path, mode + "e") else { return }
        fputs(text, file)
        fclose(file)
    }

    /// Whether something can be written there without waiting for a FIFO's other end.
    private static func isFile(_ path: String) -> Bool {
        var found = stat()
        return lstat(path, &found) != 0 || found.st_mode & S_IFMT == S_IFREG
    }

    private mutating func write(_ mode: String) {
        let (path, text) = (place(), text())
        note("write \(mode) \(path) \(text.prefix(20).debugDescription)")
        put(text, path, mode)
    }

    private mutating func rewriteSameBytes() {
        let path = existing()
        guard Self.isFile(path), let bytes = FileManager.default.contents(atPath: path) else { return }
        note("rewrite \(path)")
        put(String(decoding: bytes, as: UTF8.self), path, "w")
    }

    private mutating func saveByRename() {
        let (path, text) = (existing(), text())
        let temporary = (path as NSString).deletingLastPathComponent + "/.save"
        note("save \(path)")
        put(text, temporary, "w")
        rename(temporary, path)
    }

    private mutating func saveLikeVim() {
        let (path, text) = (existing(), text())
        note("vim \(path)")
        rename(path, path + "~")
        put(text, path, "w")
        unlink(path + "~")
    }

    private mutating func renameFile() {
        let (from, to) = (existing(), place())
        note("mv \(from) \(to)")
        rename(from, to)
        if random.below(4) == 0 {
            note("  and edited")
            put(text(), to, "w")
        } else if random.below(6) == 0 {
            note("  and replaced")
            put(text(), to + ".part", "w")
            rename(to + ".part", to)
        }
    }

    /// As logs are rotated: moved on, and begun anew.
    private mutating func rotate() {
        let (from, to) = (existing(), place())
        note("rotate \(from) \(to)")
        rename(from, to)
        put(text(), from, "w")
    }

    private mutating func copyAndRemove() {
        let (from, to) = (existing(), place())
        guard Self.isFile(from), from != to, let bytes = FileManager.default.contents(atPath: from) else { return }
        note("cp \(from) \(to); rm \(from)")
        put(String(decoding: bytes, as: UTF8.self), to, "w")
        unlink(from)
    }

    private mutating func renameDirectory() {
        let (from, to) = (directory(), directory())
        guard from != folder, to != folder else { return }
        note("mv -T \(from) \(to)")
        rename(from, to)
    }

    private mutating func exchange() {
        let (one, other) = random.below(2) == 0 ? (existing(), existing()) : (directory(), directory())
        guard one != folder, other != folder else { return }
        note("exchange \(one) \(other)")
        _ = Self.renameat2?(AT_FDCWD, one, AT_FDCWD, other, 2)  // RENAME_EXCHANGE
    }

    /// Foundation's view of the C library leaves it out.
    private static let renameat2 = dlsym(nil, "renameat2").map {
        unsafeBitCast(
            $0, to: (@convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32).self)
    }

    private mutating func makeDirectories() {
        let path = directory()
        note("mkdir -p \(path)")
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        put(text(), path + "/f\(random.below(6)).txt", "w")
    }

    private mutating func removeTree() {
        let path = directory()
        guard path != folder else { return }
        note("rm -r \(path)")
        try? FileManager.default.removeItem(atPath: path)
    }

    private mutating func removeFile() {
        let path = existing()
        note("rm \(path)")
        unlink(path)
    }

    private mutating func linkFile() {
        let (from, to) = (existing(), place())
        note("ln \(from) \(to)")
        var found = stat()
        if link(from, to) == 0, lstat(to, &found) == 0 { linked.insert(UInt64(found.st_ino)) }
    }

    private mutating func truncateFile() {
        let (path, size) = (existing(), random.below(40))
        guard Self.isFile(path) else { return }
        // Never longer: NULs are another matter.
        var found = stat()
        guard lstat(path, &found) == 0 else { return }
        note("truncate \(path)")
        truncate(path, min(off_t(size), found.st_size))
    }

    private mutating func changeMode() {
        let path = existing()
        guard Self.isFile(path) else { return }
        note("chmod \(path)")
        chmod(path, [0o644, 0o600, 0o000][random.below(3)])
    }

    private mutating func linkTemporary() {
        let (path, text) = (place(), text())
        let temporary = O_WRONLY | O_CLOEXEC | 0o20200000  // O_TMPFILE
        let file = open((path as NSString).deletingLastPathComponent, temporary, 0o644)
        guard file >= 0 else { return }
        note("tmpfile \(path)")
        let half = text.prefix(text.count / 2)
        Foundation.write(file, String(half), half.utf8.count)
        linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW)
        let rest = text.dropFirst(half.count)
        Foundation.write(file, String(rest), rest.utf8.count)
        close(file)
    }

    private mutating func writeMapped() {
        let path = existing()
        guard Self.isFile(path) else { return }
        let file = open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        var found = stat()
        guard fstat(file, &found) == 0, found.st_size > 0 else { return }
        let size = Int(found.st_size)
        guard let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), memory != MAP_FAILED else {
            return
        }
        note("mmap \(path)")
        memory.storeBytes(of: UInt8(ascii: "A") + UInt8(random.below(26)), as: UInt8.self)
        msync(memory, size, MS_SYNC)
        munmap(memory, size)
    }

    private mutating func special() {
        let path = place()
        note("special \(path)")
        switch random.below(4) {
        case 0: mkfifo(path, 0o600)
        case 1: symlink("f0.txt", path)
        case 2: symlink("/etc", path)
        default: mkdir(path, 0o755)
        }
    }

    private mutating func moveOut() {
        let path = random.below(2) == 0 ? existing() : directory()
        guard path != folder else { return }
        note("mv -T \(path) OUT/\((path as NSString).lastPathComponent)")
        rename(path, outside + "/" + (path as NSString).lastPathComponent)
    }

    private mutating func moveIn() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: outside).sorted()) ?? []
        guard !names.isEmpty else { return }
        let name = names[random.below(names.count)]
        let path = name.hasPrefix("d") ? directory() : place()
        guard path != folder else { return }
        note("mv -T OUT/\(name) \(path)")
        rename(outside + "/" + name, path)
    }

    private mutating func hide() {
        let path = existing()
        note("mv \(path) hidden and back")
        let hidden = (path as NSString).deletingLastPathComponent + "/.hidden"
        rename(path, hidden)
        if random.below(2) == 0 { rename(hidden, path) } else { unlink(hidden) }
    }
}

/// A small generator of random numbers that can be seeded (Steele, Lea and Flood, 2014).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}
