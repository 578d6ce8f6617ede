import Foundation
import Testing

@testable import TidingsFeed

/// Clients that we did not write understand the service.
@Suite(.timeLimit(.minutes(5)))
struct ConformanceTests {
    /// Three changes: two articles, and one of them revised.
    static func service() throws -> Service {
        let service = try Service()
        try service.start()
        try service.sh("echo 'Storm closes harbour' > 1.txt")
        #expect(try service.synchronize() == 1)
        try service.sh("echo 'Autumn fair opens' > 2.txt")
        #expect(try service.synchronize() == 2)
        try service.sh("echo 'The port office says until Friday.' >> 1.txt")
        #expect(try service.synchronize() == 3)
        return service
    }

    /// Runs a client that follows the feed for ever until it has printed something so many times, then ends it.
    static func follow(
        _ program: String, _ arguments: [String], until text: String, times: Int
    ) async throws -> String {
        let (output, errors) = (try Scrap(), try Scrap())
        let client = try Command.spawn(
            program, arguments, environment: ["PYTHONUNBUFFERED": "1"],
            output: [output.descriptor, errors.descriptor])
        defer {
            client.signal(SIGKILL)
            client.wait()
        }
        try await eventually("\(times) times \(text) in: \(output.text) \(errors.text)") {
            if output.text.components(separatedBy: text).count > times { return true }
            guard client.isRunning else { throw TestFailure("it has ended: \(output.text) \(errors.text)") }
            return false
        }
        return output.text
    }

    // MARK: - The package varlink of PyPI

    @Suite(.enabled(if: PythonPackages.python != nil, "needs python3 -m venv, and varlink from PyPI"))
    struct PythonTests {
        private func cli(_ arguments: String...) throws -> Command {
            try Command.run(#require(PythonPackages.python), ["-m", "varlink.cli"] + arguments)
        }

        @Test func `Python's varlink tells what the service is`() throws {
            let service = try ConformanceTests.service()
            let info = try cli("info", "unix:" + service.socket)
            #expect(info.status == 0, "\(info.errors)")
            let lines = info.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            for line in ["Vendor: Tidings", "Product: tidingsd", "org.varlink.service", FeedInterface.name] {
                #expect(lines.contains(line))
            }
        }

        @Test func `Python's varlink parses the interface and shows it`() throws {
            let service = try ConformanceTests.service()
            let help = try cli("help", "unix:\(service.socket)/\(FeedInterface.name)")
            #expect(help.status == 0, "\(help.errors)")
            #expect(help.output == FeedInterface.description + "\n")
        }

        @Test func `Python's varlink calls methods`() throws {
            let service = try ConformanceTests.service()
            let address = "unix:\(service.socket)/\(FeedInterface.name)"
            let status = try cli("call", address + ".GetStatus", "{}")
            #expect(status.status == 0, "\(status.errors)")
            #expect(try WireJSON.decode(Status.self, from: status.output.utf8).head == 3)

            let list = try cli("call", address + ".ListArticles")
            let articles = try WireJSON.decode(FeedInterface.ListArticlesReply.self, from: list.output.utf8).articles
            #expect(articles.map(\.path) == ["1.txt", "2.txt"])

            let pages = try cli("call", "--more", address + ".ListArticles", #"{"maximum":1}"#)
            #expect(pages.status == 0, "\(pages.errors)")
            #expect(pages.output.components(separatedBy: #""articles": ["#).count == 3)
            #expect(pages.output.components(separatedBy: #""next": 1"#).count == 2)
        }

        @Test func `Python's varlink follows the feed`() async throws {
            let service = try ConformanceTests.service()
            let output = try await ConformanceTests.follow(
                #require(PythonPackages.python),
                [
                    "-m", "varlink.cli", "call", "--more", "unix:\(service.socket)/\(FeedInterface.name).Watch",
                    #"{"since":0}"#,
                ], until: #""bookmark": {"#, times: 1)
            let numbers = output.split(separator: "\n").filter { $0.contains(#""seq":"#) }.map { line in
                Int(line.filter(\.isNumber)) ?? -1
            }
            #expect(numbers.prefix(3) == [1, 2, 3])
        }

        @Test func `Python's varlink is told errors`() throws {
            let service = try ConformanceTests.service()
            let address = "unix:\(service.socket)/\(FeedInterface.name)"
            for (method, parameters, error) in [
                ("GetArticle", #"{"id":99}"#, "org.tidings.Feed.NoSuchArticle"),
                ("Fetch", #"{"consumer":"nobody"}"#, "org.tidings.Feed.NoSuchConsumer"),
                ("GetArticle", #"{"ID":1}"#, "org.varlink.service.InvalidParameter"),
                ("Watch", "{}", "org.varlink.service.ExpectedMore"),
            ] {
                let call = try cli("call", address + "." + method, parameters)
                // It ends with 0 all the same.
                #expect(call.output.isEmpty && call.errors.contains("'error': '\(error)'"), "\(call)")
            }
        }

        /// The package makes a method of each that the interface has, with its parameters checked by their types.
        @Test func `a program with Python's varlink reads as a consumer`() throws {
            let service = try ConformanceTests.service()
            let program = """
                import sys, varlink
                with varlink.Client("unix:" + sys.argv[1]) as client, client.open("org.tidings.Feed") as feed:
                    print(feed.CreateConsumer(name="reader", filter={"kinds": ["added"]})["created"])
                    batch = feed.Fetch(consumer="reader", maximum=10)
                    print([change["path"] for change in batch["changes"]], batch["next"])
                    batch = feed.Fetch(consumer="reader", acknowledge=batch["next"], epoch=batch["epoch"])
                    print(batch["changes"], batch["pending"])
                    for reply in feed.Watch(since=0, filter={"kinds": ["revised"]}, _more=True):
                        print(reply["change"]["seq"])
                        break
                """
            let run = try Command.run(#require(PythonPackages.python), ["-c", program, service.socket])
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "True\n['1.txt', '2.txt'] 3\n[] 0\n3\n")
        }
    }

    // MARK: - systemd's varlinkctl

    @Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/varlinkctl"), "needs varlinkctl"))
    struct VarlinkctlTests {
        private func varlinkctl(_ arguments: String...) throws -> Command {
            try Command.run("/usr/bin/varlinkctl", arguments)
        }

        @Test func `varlinkctl tells what the service is and can do`() throws {
            let service = try ConformanceTests.service()
            let info = try varlinkctl("info", service.socket)
            #expect(info.status == 0 && info.output.contains(FeedInterface.name), "\(info)")
            // It parses the interface and writes it anew.
            let introspect = try varlinkctl("introspect", service.socket, FeedInterface.name)
            #expect(introspect.status == 0, "\(introspect)")
            for method in ["Watch", "Fetch", "GetArticle", "GetStatus"] {
                #expect(introspect.output.contains("method \(method)"))
            }
        }

        @Test func `varlinkctl calls methods and is told errors`() throws {
            let service = try ConformanceTests.service()
            let status = try varlinkctl("call", service.socket, FeedInterface.name + ".GetStatus", "{}")
            #expect(status.status == 0, "\(status.errors)")
            #expect(try WireJSON.decode(Status.self, from: status.output.utf8).head == 3)
            let missing = try varlinkctl("call", service.socket, FeedInterface.name + ".GetArticle", #"{"id":99}"#)
            #expect(missing.status != 0)
            #expect((missing.output + missing.errors).contains("NoSuchArticle"))
        }

        @Test func `varlinkctl follows the feed`() async throws {
            let service = try ConformanceTests.service()
            let output = try await ConformanceTests.follow(
                "/usr/bin/varlinkctl",
                ["call", "--more", service.socket, FeedInterface.name + ".Watch", #"{"since":0}"#],
                until: #""bookmark""#, times: 1)
            #expect(output.components(separatedBy: #""change""#).count == 4)
        }
    }
}
