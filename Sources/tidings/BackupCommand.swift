import ArgumentParser
import Foundation
import TidingsFeed
import TidingsStore

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the store into a new directory, while the service runs or not.",
        discussion: """
            The copy is whole: documents, revisions and ledger as of one number. To restore it, start a service on it \
            (tidingsd --state DIR), or put it in the place of the state directory (systemctl stop tidingsd.socket tidingsd.service first: a client would start \
            the service), and give it to the service's user. The \
            restored store goes on under an epoch of its own: what was numbered after the backup is not in it.
            """)

    @Argument(help: .init("The directory to make.", valueName: "directory"), completion: .directory)
    var directory: String

    @OptionGroup var place: StateOptions
    @OptionGroup var service: ServiceOptions
    @OptionGroup var output: Output

    func run() async throws {
        let report = try Backup.make(
            of: await place.directory(service), at: URL(fileURLWithPath: directory).standardized.path)
        if output.isJSON {
            try Output.line(json: report)
        } else {
            let size = ByteCountFormatter.string(fromByteCount: Int64(report.bytes), countStyle: .file)
            try Output.line(
                "\(report.directory): changes up to \(report.seq), \(report.documents) documents and "
                    + "\(report.revisions) revisions (\(size))")
        }
        guard report.damaged > 0 else { return }
        Output.complain(
            "\(report.damaged) documents or revisions are not as they were recorded and not in the copy: run tidings verify"
        )
        throw ExitCode(ExitStatus.data.rawValue)
    }
}
