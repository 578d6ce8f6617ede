package import TidingsFeed

/// What a reader of one format has found: everything of the document that comes from the text's shape.
package struct ArticleStructure {
    let format: Document.Format
    /// As IANA names it.
    let encoding: String
    var leftovers: [Document.Leftover] = []
    var headline: String?
    var deck: String?
    /// As the article states it; `nil`: to be found out from the words.
    var language: String?
    package internal(set) var blocks: [Document.Block] = []
    var furniture: [Document.Furniture] = []
    var parts: [Document.Part] = []
    var dateline: Document.Dateline?
    var location: String?
    var related: [Document.Link] = []
    var appendix: Document.Appendix?
    var authors: [Document.Author] = []
    var published: Document.Stamp?
    var updated: Document.Stamp?
    var outlet: String?
    var subjects: [String] = []
    var people: [String] = []
    var organisations: [String] = []
    var places: [String] = []

    init(format: Document.Format, encoding: String) {
        self.format = format
        self.encoding = encoding
    }
}
