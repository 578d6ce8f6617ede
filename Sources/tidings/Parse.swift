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
        for (index, file) in files.enumerated() {
            do {
                if index > 0, !output.isJSON { try Output.line("") }
                let document = try Reader().document(
                    from: Self.bytes(of: file), path: ArticlePath(ArticlePath(file).nameText))
                if output.isJSON { try Output.line(json: document) } else { try Output.line(document.page) }
            } catch let error as Reader.Unreadable {
                Output.complain("\(file) is not an article: \(error.explanation)")
                failure = .data
            } catch let error as CocoaError {
                switch error.code {
                case .fileReadNoSuchFile, .fileNoSuchFile:
                    Output.complain("\(file) cannot be read: no such file")
                    failure = .noInput
                case .fileReadNoPermission:
                    Output.complain("\(file) cannot be read: you may not read it")
                    failure = .permission
                default:
                    Output.complain("\(file) cannot be read: \(error.localizedDescription)")
                    failure = .inputOutput
                }
            } catch is NoFile {
                Output.complain("\(file) is not a file: only ordinary files are read")
                failure = .noInput
            }
        }
        if let failure { throw ExitCode(failure.rawValue) }
    }

    /// A folder, a pipe, a device.
    struct NoFile: Error {}

    /// The bytes of an article's file, and one more than is read of one that is too large.
    static func bytes(of file: String) throws -> [UInt8] {
        // A pipe would be waited for.
        let url = URL(fileURLWithPath: file).resolvingSymlinksInPath()
        let type = try FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType
        guard type == .typeRegular else { throw NoFile() }
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
