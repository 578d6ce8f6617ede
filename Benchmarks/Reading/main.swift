import Foundation
import TidingsFeed
import TidingsReader

// How long reading takes: `make bench-reading`, or with articles of your own: `.build/release/reading-benchmark FILE...`.
//
// Each article is read again and again, by turns with what it is compared to; printed is the median of the rounds, in
// microseconds for 8 kB (8,192 bytes) of article: the design allows 200 for the structure.

/// `--structure`: nothing but the structure, for a profiler.
let isProfile = CommandLine.arguments.contains("--structure")
/// Rounds, and how often an article is read in each.
let rounds = isProfile ? 1 : 15
let repetitions = 40

let articles: [(path: ArticlePath, bytes: [UInt8])] = try CommandLine.arguments.dropFirst().filter {
    $0 != "--structure"
}.map { name in
    let file = URL(fileURLWithPath: name)
    return (ArticlePath(file.lastPathComponent), Array(try Data(contentsOf: file)))
}
guard !articles.isEmpty else {
    print("usage: reading-benchmark FILE...")
    exit(64)
}
let bytes = articles.reduce(0) { $0 + $1.bytes.count }
let texts = articles.map { String(decoding: $0.bytes, as: UTF8.self) }
let reader = Reader()
/// What is found goes here, so that the compiler leaves nothing out.
nonisolated(unsafe) var sink = 0

let tasks: [(name: String, run: () throws -> Void)] = [
    (
        "structure",
        {
            for article in articles {
                sink += try reader.structure(from: article.bytes, path: article.path).blocks.count
            }
        }
    ),
    (
        "document",
        {
            for article in articles {
                sink += try reader.document(from: article.bytes, path: article.path).bodies.count
            }
        }
    ),
    (
        "document and its JSON",
        {
            for article in articles {
                sink += try WireJSON.encode(reader.document(from: article.bytes, path: article.path)).count
            }
        }
    ),
    ("peer: String.split at what is no letter", { for text in texts { sink += text.split { !$0.isLetter }.count } }),
]

var times = [[Double]](repeating: [], count: tasks.count)
let clock = ContinuousClock()
for _ in 0..<rounds {
    for (index, task) in tasks.enumerated() where index == 0 || !isProfile {
        let time = try clock.measure { for _ in 0..<repetitions { try task.run() } }
        times[index].append(time / .microseconds(1) / Double(repetitions) / Double(bytes) * 8_192)
    }
}
if isProfile { exit(0) }
let medians = times.map { $0.sorted()[rounds / 2] }
print("\(articles.count) articles, \(bytes) bytes; microseconds for 8 kB: median (least to most), ratio to the peer")
for (index, task) in tasks.enumerated() {
    let (least, most) = (times[index].min() ?? 0, times[index].max() ?? 0)
    print(
        String(
            format: "%8.1f  (%.1f to %.1f)  %.2f  ", medians[index], least, most,
            medians[index] / medians[tasks.count - 1])
            + task.name)
}
