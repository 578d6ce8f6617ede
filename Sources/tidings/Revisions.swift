import ArgumentParser
import TidingsFeed

struct Revisions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the revisions of an article whose documents are kept.",
        discussion: "tidings show --revision prints one. An article that is gone is named by its id.")

    @Argument(help: .init("The article's id or path.", valueName: "id|path"))
    var article: String

    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func run() async throws {
        let named = ArticleName(article)
        var id = named.id
        if let path = named.path { id = try await service.client.document(path: path).tidings.id }
        guard let id else { throw FeedError.noSuchArticle }
        for revision in try await service.client.revisions(id: id) {
            if output.isJSON {
                try Output.line(json: revision)
            } else {
                let made = revision.seq.map { "change \($0)" } ?? "change no longer kept"
                let time = revision.time.map { ", \($0)" } ?? ""
                try Output.line("\(revision.revision)  \(made)\(time)\(revision.current ? "  current" : "")")
            }
        }
    }
}
