import Foundation

/// Does what an editorial office does; each time at most two changes come of it.
struct Editor {
    private var random: SplitMix
    private let folder: String

    init(seed: UInt64, folder: String) {
        random = SplitMix(state: seed)
        self.folder = folder
    }

    func makeDirectories() throws {
        for number in 0..<3 {
            try FileManager.default.createDirectory(
                atPath: folder + "/d\(number)", withIntermediateDirectories: true)
        }
    }

    mutating func edit(times: Int) {
        for _ in 0..<times {
            let (path, other) = (place(), place())
            switch random.below(8) {
            case 0...2: write(path, "w")
            case 3, 4: write(path, "a")
            case 5, 6: rename(path, other)
            default: unlink(path)
            }
        }
    }

    private mutating func place() -> String {
        "\(folder)/d\(random.below(3))/f\(random.below(6)).\(random.below(4) == 0 ? "md" : "txt")"
    }

    private mutating func write(_ path: String, _ mode: String) {
        // "e": children that other tests start must not keep it open.
        guard let file = fopen(path, mode + "e") else { return }
        let isCommon = random.below(4) == 0
        fputs(
            isCommon
                ? "Same words\n\nIn many a file.\n" : "Headline \(random.below(1_000_000))\n\nA text of its own.\n",
            file)
        fclose(file)
    }
}
