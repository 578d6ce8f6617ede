import Foundation
import Testing
import TidingsFeed
import TidingsReader

/// Every document meets docs/schema/tidings-1.schema.json, checked by Debian's python3-jsonschema.
struct SchemaTests {
    @Test func `documents of all samples meet the schema`() throws {
        let documents = try Samples.files().map { try Reader().document(from: $0.bytes, path: ArticlePath($0.name)) }
        #expect(documents.count >= 5)
        let (status, output) = try validate(documents.map { try WireJSON.encode($0) })
        #expect(status == 0, "\(output)")
    }

    @Test func `the schema refuses what it should`() throws {
        let good = try WireJSON.encode(
            Reader().document(from: Array("H\n\nText.".utf8), path: ArticlePath("a.txt")))
        let text = String(decoding: good, as: UTF8.self)
        #expect(try validate([good]).status == 0)
        for (part, wrong) in [
            (#""kind":"paragraph""#, #""kind":"heading""#), (#""kind":"paragraph""#, #""kind":"poem""#),
            (#""profile":"tidings-1""#, #""profile":"other""#), (#""bytes":8"#, #""bytes":0"#),
            (#""type":"text""#, #""type":"text","extra":1"#), (#""language":"und""#, #""language":"?""#),
        ] {
            #expect(text.contains(part), "\(part)")
            let bad = text.replacingOccurrences(of: part, with: wrong)
            #expect(try validate([Data(bad.utf8)]).status != 0, "\(wrong)")
        }
    }

    private func validate(_ documents: [Data]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            Samples.project.appending(path: "Tests/check-schema").path,
            Samples.project.appending(path: "docs/schema/tidings-1.schema.json").path,
        ]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(documents.joined(separator: [0x0A])))
        try input.fileHandleForWriting.close()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}
