import Foundation

/// The articles in seeds/: ours to test with.
enum Samples {
    struct File {
        let name: String
        let bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// The project's folder: this file lies two below it.
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func files() throws -> [File] {
        let folder = project.appending(path: "seeds")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try names.map { File(name: $0, bytes: Array(try Data(contentsOf: folder.appending(path: $0)))) }
    }
}
