import ArgumentParser
import Foundation
import TidingsFeed
import TidingsReader

struct Parse: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads files as the service would, and prints their documents.",
        discussion:
            "It needs no service. The ending says the format: .md and .markdown are Markdown, everything else is plain text."
    )

    @Argument(help: .init("The files to read.", valueName: "file"), completion: .file())
    var files: [String]

    @OptionGroup var output: Output

    /// One file after the other; the exit status is that of the last failure.
    func run() throws {
        var failure: ExitStatus?
        for file in files {
            do {
                let document = try Reader().document(
                    from: Self.bytes(of: file), path: ArticlePath(ArticlePath(file).nameText))
                if output.isJSON { try Output.line(json: document) } else { try Output.line(document.page) }
            } catch let error as Reader.Unreadable {
                Output.complain("\(file) is not an article: \(error.explanation)")
                failure = .data
            } catch let error as CocoaError {
                let isMissing = error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
                Output.complain("\(file) cannot be read: \(isMissing ? "no such file" : error.localizedDescription)")
                failure = .noInput
            }
        }
        if let failure { throw ExitCode(failure.rawValue) }
    }

    /// The bytes of an article's file, and one more than is read of one that is too large.
    static func bytes(of file: String) throws -> [UInt8] {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        defer { try? handle.close() }
        return try Array(handle.read(upToCount: Reader.articleBytesMaximum + 1) ?? Data())
    }
}

extension ArticlePath {
    fileprivate var nameText: String { String(decoding: name, as: UTF8.self) }
}

extension Reader.Unreadable {
    fileprivate var explanation: String {
        switch self {
        case .notText: "it is not text"
        case .empty: "it is empty"
        case .tooLarge:
            "it is too large: \(Reader.articleBytesMaximum) bytes and \(Reader.articleLinesMaximum) lines are read"
        }
    }
}
