import ArgumentParser
import TidingsFeed

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the document of an article.",
        discussion:
            "A path is relative to the watched folder. A whole number is an id; for a file of that name write ./7.")

    @Argument(help: .init("The article's id or path.", valueName: "id|path"))
    var article: String

    @Option(help: .init("An earlier document of it: tidings revisions lists those that are kept.", valueName: "number"))
    var revision: Int?

    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func run() async throws {
        let named = ArticleName(article)
        let json = try await service.client.documentJSON(id: named.id, path: named.path, revision: revision)
        if output.isJSON {
            try Output.write(Array(json) + [0x0A])
        } else {
            try Output.line(WireJSON.decode(Document.self, from: json).page)
        }
    }
}

/// An article as people name it.
struct ArticleName {
    /// One of the two.
    let id: Int?
    let path: String?

    init(_ text: String) {
        id = Int(text)
        path = id == nil ? (text.hasPrefix("./") ? String(text.dropFirst(2)) : text) : nil
    }
}

extension Document {
    /// The document as a page of text: headline, who and when, then the blocks.
    var page: String {
        let by = by.map { "By \($0)" }
        let stamps = [
            tidings.published.map { "Published \($0.value)\($0.zone ?? "")" },
            tidings.updated.map { "Updated \($0.value)\($0.zone ?? "")" },
        ]
        let from = [tidings.dateline?.place ?? tidings.location, tidings.outlet].compactMap { $0 }
        let place = [tidings.id.map { "article \($0)" }, tidings.path, tidings.revision.map { "revision \($0)" }]
        let facts = "\(bodies.first?.wordCount ?? 0) words, \(language)"
        let head =
            [headline, deck, by].compactMap { $0 } + stamps.compactMap { $0 }
            + (from.isEmpty ? [] : ["From " + from.joined(separator: ", ")])
            + [(place.compactMap { $0 } + [facts]).joined(separator: ", ")]
        let body = tidings.blocks.map { block in
            "\n" + (block.time.map { $0.value + "  " } ?? "") + block.printed
        }
        return (head + body).map {
            $0.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapingControls }.joined(
                separator: "\n")
        }
        .joined(separator: "\n")
    }
}

extension Document.Block {
    fileprivate var printed: String {
        switch kind {
        case .heading: String(repeating: "#", count: level ?? 2) + " " + text
        case .list: itemLines.joined(separator: "\n")
        case .quote: "> " + text
        case .caption: "[" + text + (credit.map { " (\($0))" } ?? "") + "]"
        case .note: "(" + text + ")"
        case .paragraph, .table: text
        }
    }

    /// The items as people write them: numbered where they are, and deeper ones further in.
    fileprivate var itemLines: [String] {
        let levels = self.levels ?? (items ?? []).map { _ in 1 }
        var numbers: [Int] = []
        return zip(items ?? [], levels).map { item, level in
            numbers = Array(numbers.prefix(level)) + Array(repeating: 0, count: max(0, level - numbers.count))
            numbers[level - 1] += 1
            let mark = ordered == true ? "\(numbers[level - 1])." : "•"
            return String(repeating: "  ", count: level) + mark + " " + item
        }
    }
}
