import Foundation
import TidingsFeed

extension ArticleStructure {
    /// The document: the structure in its envelope.
    func document(path: ArticlePath, bytes: Int, digest: [UInt8]) -> Document {
        let body = blocks.filter { $0.kind != .caption && $0.kind != .note }.map(\.text).joined(separator: "\n\n")
        let headlines = [("main", headline), ("subhead", deck)].compactMap { role, value in
            value.map { Document.RoledText(role: role, value: $0) }
        }
        let bodyBytes = Array(body.utf8)
        var statistics = WordStatistics()
        statistics.take(bodyBytes)
        let words = statistics.words
        let minutes = statistics.readingMinutes
        statistics.take(Array(headlines.map(\.value).joined(separator: "\n").utf8))
        var document = Document(
            uri: "ni:///sha-256;" + Data(digest).base64URL,
            language: language ?? Language.tag(of: statistics),
            headlines: headlines,
            by: authors.isEmpty ? nil : authors.map(\.name).joined(separator: ", "),
            bodies: [
                .init(
                    role: "main", contentType: "text/plain", charCount: bodyBytes.count { $0 & 0xC0 != 0x80 },
                    wordCount: words, value: body)
            ],
            subjects: named(subjects), people: named(people), organisations: named(organisations),
            places: named(places),
            tidings: .init(
                path: path.text, sha256: digest.hexadecimal, bytes: bytes,
                reader: Reader.version, format: format, encoding: encoding, blocks: blocks, furniture: furniture,
                published: published, updated: updated, authors: authors, outlet: outlet, related: related,
                parts: parts.sorted { ($0.lines[0], $0.field) < ($1.lines[0], $1.field) }))
        document.located = dateline?.place ?? location
        document.tidings.dateline = dateline
        document.tidings.location = location
        document.tidings.appendix = appendix
        document.tidings.readingMinutes = minutes
        document.tidings.leftovers = leftovers.isEmpty ? nil : leftovers
        document.associations = associations(of: document.uri)
        document.tidings.pathBase64 = path.base64
        document.firstCreated = published?.instant
        document.versionCreated = updated?.instant
        return document
    }
}

extension ArticleStructure {
    /// Captions as pictures, and related articles whose address is known.
    ///
    /// A picture is named by the article's content and its own number: the article says nothing more of it.
    private func associations(of uri: String) -> [Document.Association]? {
        let captions = blocks.filter { $0.kind == .caption }
        let pictures = captions.enumerated().map { number, caption in
            Document.Association(
                name: "picture-\(number + 1)", uri: "\(uri)#picture-\(number + 1)", type: "picture", by: caption.credit,
                descriptions: [.init(role: "caption", value: caption.text)])
        }
        let articles = related.enumerated().compactMap { number, link in
            link.url.flatMap { URL(string: $0)?.scheme == nil ? nil : $0 }.map {
                Document.Association(name: "related-\(number + 1)", uri: $0, type: "text", rel: "seeAlso")
            }
        }
        return pictures.isEmpty && articles.isEmpty ? nil : pictures + articles
    }
}

/// Absent where there are none.
private func named(_ names: [String]) -> [Document.Named]? {
    names.isEmpty ? nil : names.map { .init(name: $0) }
}

extension Document.Stamp {
    /// RFC 3339, where the article itself states both the time and the zone; else ninjs' fields stay empty.
    fileprivate var instant: String? {
        guard let zone, value.contains("T") else { return nil }
        return value.count == 16 ? value + ":00" + zone : value + zone
    }
}

extension Data {
    /// base64url without padding, as RFC 6920 writes a digest.
    fileprivate var base64URL: String {
        base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
