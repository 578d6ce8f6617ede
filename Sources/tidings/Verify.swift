import ArgumentParser
import Foundation
import TidingsFeed
import TidingsReader
import TidingsStore

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks that everything in the store is as it was recorded.",
        discussion: """
            The ledger's pages, its numbers without a gap, each change, each document and each revision against its \
            SHA-256, and whether they agree. Nothing is changed, and the service may run meanwhile. With --repair, \
            documents that are missing or damaged are made again from their articles.
            """)

    @Flag(help: "Make documents again from their articles, and forget revisions that are lost.")
    var repair = false

    @OptionGroup var place: StateOptions
    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func run() async throws {
        let state = await place.directory(service)
        var report = try Verification.report(onDirectory: state)
        let found = report.problems.count
        if repair && report.isRepairable {
            if report.isRunning {
                try await rebuildByService(report)
            } else {
                try rebuild(report)
            }
            report = try Verification.report(onDirectory: state)
            Output.complain("\(found) problems were found, \(report.problems.count) are left")
        }
        do { if output.isJSON { try Output.line(json: report) } else { try print(report) } } catch is Output.BrokenPipe
        {
            // Whoever reads no further still wants to know how it ended.
        }
        if !report.problems.isEmpty { throw ExitCode(ExitStatus.data.rawValue) }
    }

    /// The service alone may write: it is asked to.
    private func rebuildByService(_ report: Verification.Report) async throws {
        let client = service.client
        guard try await client.status().state == report.state else {
            throw Output.Failure(
                description: "a service has \(report.state) open, and another one answers at \(client.socketPath); "
                    + "give its --socket")
        }
        let articles = report.damagedArticles
        for start in stride(from: 0, to: articles.count, by: FeedInterface.rebuiltMaximum) {
            let page = articles[start..<min(start + FeedInterface.rebuiltMaximum, articles.count)]
            _ = try await client.rebuildDocuments(of: Array(page))
        }
        _ = try await client.synchronize()
    }

    /// Without a service: an article that still says what it said gives the document that it gave.
    private func rebuild(_ report: Verification.Report) throws {
        let store = try Store(directory: report.state, retention: Retention(), isServing: false)
        _ = try store.mend(report.damagedArticles)
        let folder = try store.folder()
        var batch = Batch()
        for entry in try store.damagedArticles() {
            guard let folder, let document = Self.reading(of: entry, in: folder) else { continue }
            batch.rebuilt.append((entry, document))
            if batch.rebuilt.count == Self.batchMaximum {
                _ = try store.commit(batch)
                batch = Batch()
            }
        }
        _ = try store.commit(batch)
        try store.close()
    }

    private static let batchMaximum = 256

    private static func reading(of entry: CatalogueEntry, in folder: String) -> Document? {
        let file = String(decoding: Array(folder.utf8) + [0x2F] + entry.path.bytes, as: UTF8.self)
        let type = try? FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
        guard type == .typeRegular, let bytes = try? Parse.bytes(of: file),
            let document = try? Reader().document(from: bytes, path: entry.path)
        else { return nil }
        return document.tidings.sha256 == entry.digest ? document : nil
    }

    /// Problems told to people.
    private static let linesMaximum = 100

    private func print(_ report: Verification.Report) throws {
        func faults(_ subject: Verification.Problem.Subject) -> Int {
            report.problems.count { $0.subject == subject }
        }
        let service =
            report.isRunning
            ? "a service has it open"
            : report.isBackup
                ? "a backup that no service was started on"
                : report.isUnclean
                    ? "the last service did not close it: the next start settles that" : "no service has it open"
        try Output.line("store      \(report.state), epoch \(report.epoch); \(service)")
        try Output.line(
            "ledger     changes \(report.oldest) to \(report.head), \(report.articles) articles"
                + (faults(.ledger) + faults(.change) + faults(.article) == 0 ? ", whole" : ", damaged"))
        try Output.line("documents  \(report.documents - faults(.document)) of \(report.documents) as recorded")
        try Output.line("revisions  \(report.revisions - faults(.revision)) of \(report.revisions) as recorded")
        for problem in report.problems.prefix(Self.linesMaximum) { try Output.line(problem.line.escapingControls) }
        let more = report.problems.count - Self.linesMaximum
        if more > 0 { try Output.line("and \(more) more; --json tells all") }
        guard !report.problems.isEmpty else { return try Output.line("all is as it was recorded") }
        if report.isRepairable && !repair {
            try Output.line(
                "tidings verify --repair makes documents again from their articles, and forgets revisions that are lost"
            )
        }
        if report.problems.contains(where: \.isOfLedger) {
            try Output.line("the ledger cannot be made again: restore the store from a backup")
        }
    }
}

extension Verification.Report {
    var isRepairable: Bool { problems.contains { !$0.isOfLedger } }

    /// The articles that have to do with damaged documents or revisions.
    fileprivate var damagedArticles: [Int] {
        Set(problems.lazy.filter { $0.subject == .document || $0.subject == .revision }.compactMap(\.id)).sorted()
    }
}

extension Verification.Problem {
    fileprivate var isOfLedger: Bool { [.ledger, .change, .article].contains(subject) }

    fileprivate var line: String {
        let what = [subject.rawValue, id.map { "\($0)" }, revision.map { "revision \($0)" }, path.map { "(\($0))" }]
        return what.compactMap { $0 }.joined(separator: " ") + ": \(reason)"
    }
}
