import ArgumentParser
import TidingsFeed

struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the articles.")

    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func run() async throws {
        let articles = try await service.client.articles()
        for article in articles {
            if output.isJSON {
                try Output.line(json: article)
            } else {
                let trouble = article.unreadable.map { " (unreadable: \($0))" } ?? ""
                let text = "\(article.id)  \(article.path)  r\(article.revision)\(trouble)  \(article.headline)"
                try Output.line(text.escapingControls)
            }
        }
    }
}
