import Foundation
import Testing

/// Every document meets docs/schema/tidings-1.schema.json, checked by Debian's python3-jsonschema.
@Suite(.timeLimit(.minutes(5)))
struct SchemaTests {
    @Test func `documents of all samples meet the schema`() throws {
        let documents = try Command.run(
            "/bin/sh", ["-c", "'\(Command.path(of: "tidings"))' parse seeds/*"], in: Command.project.path)
        #expect(documents.status == 0)
        #expect(documents.output.split(separator: "\n").count >= 5)
        let check = try validate(documents.output)
        #expect(check.status == 0, "\(check.output)\(check.errors)")
    }

    @Test func `the schema refuses what it should`() throws {
        let folder = FileManager.default.temporaryDirectory.path
        let name = "tidings-\(UUID().uuidString).txt"
        let article = "printf 'Headline\\n\\nThe bridge is shut, and that is that.\\n' > \(name)"
        let parse = "\(article); '\(Command.path(of: "tidings"))' parse \(name); rm \(name)"
        let good = try Command.run("/bin/sh", ["-c", parse], in: folder).output
        #expect(try validate(good).status == 0)
        for (part, wrong) in [
            (#""kind":"paragraph""#, #""kind":"heading""#), (#""kind":"paragraph""#, #""kind":"poem""#),
            (#""profile":"tidings-1""#, #""profile":"other""#), (#""bytes":48"#, #""bytes":0"#),
            (#""type":"text""#, #""type":"text","extra":1"#), (#""language":"en""#, #""language":"?""#),
            (#""uri":"ni:"#, #""uri":"no:"#),
        ] {
            #expect(good.contains(part), "\(part) in \(good)")
            #expect(try validate(good.replacingOccurrences(of: part, with: wrong)).status == 1, "\(wrong)")
        }
        #expect(try validate("").status == 1, "nothing to check is not success")
    }

    private func validate(_ documents: String) throws -> Command {
        let file = FileManager.default.temporaryDirectory.appending(path: "tidings-\(UUID().uuidString)")
        try Data(documents.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try Command.run(
            "/bin/sh",
            ["-c", "/usr/bin/python3 Tests/check-schema docs/schema/tidings-1.schema.json < '\(file.path)'"],
            in: Command.project.path)
    }
}
