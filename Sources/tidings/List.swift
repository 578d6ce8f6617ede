import ArgumentParser
import TidingsFeed

struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the articles.")

    @Option(help: .init("Only those whose path begins with this.", valueName: "path"))
    var prefix: String?

    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func run() async throws {
        let articles = try await service.client.articles(prefix: prefix)
        for article in articles {
            if output.isJSON {
                try Output.line(json: article)
            } else {
                try Output.line(article.line)
            }
        }
    }
}

extension Article {
    /// The article in one line for people.
    var line: String {
        let trouble = unreadable.map { " (unreadable: \($0))" } ?? ""
        return "\(id)  \(path)  r\(revision)\(trouble)  \(headline)".escapingControls
    }
}
