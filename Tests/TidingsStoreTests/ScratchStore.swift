import Foundation
import TidingsFeed
import TidingsStore

/// A directory for one test, deleted with it.
final class Scratch {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "tidings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func store(_ retention: Retention = Retention()) throws -> Store {
        try Store(directory: path + "/state", retention: retention)
    }
    func file(_ name: String) -> String { path + "/state/" + name }

    func document(_ id: Int) throws -> Document {
        try WireJSON.decode(Document.self, from: Data(contentsOf: URL(fileURLWithPath: file("documents/\(id).json"))))
    }
}

extension Document {
    static func sample(_ headline: String) -> Document {
        Document(
            uri: "ni:///x", language: "en", headlines: [.init(role: "main", value: headline)],
            bodies: [.init(role: "main", contentType: "text/plain", charCount: 1, wordCount: 1, value: "x")],
            tidings: .init(
                path: "x", sha256: "digest of \(headline)", bytes: 1, reader: "1", format: .text, encoding: "utf-8",
                blocks: []))
    }
}

extension Fingerprint {
    static func sample(inode: UInt64) -> Fingerprint {
        Fingerprint(device: 1, inode: inode, born: 5, size: 10, modified: 1_000_000_000, changed: 1_000_000_000)
    }
}

extension Batch {
    init(_ drafts: Draft...) {
        self.init()
        self.drafts = drafts
    }
}

extension Draft {
    static func added(_ path: String, inode: UInt64 = 1) -> Draft {
        Draft(
            kind: .added, article: nil, path: ArticlePath(path), document: .sample(path),
            fingerprint: .sample(inode: inode))
    }
}

extension ArticlePath: ExpressibleByStringLiteral {
    /// A path as it is written.
    public init(stringLiteral text: String) { self.init(text) }
}

extension Store {
    /// The JSON of the changes after a number, in order, at most `maximum`.
    func changes(after seq: Int, maximum: Int) throws -> [(seq: Int, json: [UInt8])] {
        var changes: [(seq: Int, json: [UInt8])] = []
        try readChanges(after: seq, maximum: maximum) { change in
            changes.append((change.seq, Array(change.json)))
            return true
        }
        return changes
    }

    /// Makes a consumer.
    @discardableResult
    func make(_ name: String, at seq: Int, filter: Filter? = nil) throws -> StoredConsumer? {
        try update(consumer: name) { _, _ in
            StoredConsumer(name: name, owner: 1, created: "", acknowledged: seq, filter: filter)
        }.after
    }

    /// Acknowledges for some consumers; those that are not there any more are left out.
    func acknowledge(_ positions: [String: Int]) async throws -> [String: StoredConsumer] {
        var acknowledgements: [StoredConsumer.Acknowledgement] = []
        for (name, seq) in positions {
            guard let consumer = try await consumer(name) else { continue }
            acknowledgements.append(.init(of: consumer, seq: seq))
        }
        let recorded = try acknowledge(acknowledgements).compactMap { $0 }
        return Dictionary(uniqueKeysWithValues: recorded.map { ($0.name, $0) })
    }

    func entry(_ path: String) throws -> CatalogueEntry? { try catalogue { try $0.entry(at: ArticlePath(path)) } }
}
