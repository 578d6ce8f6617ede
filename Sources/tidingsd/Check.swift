import ArgumentParser
import Foundation
import TidingsDaemon

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks the settings, and prints those in force with where each comes from.",
        discussion: """
            What is printed is a settings file itself. The folder and the store are looked at as the user who asks: try \
            it as the service's (runuser -u tidings -- tidingsd check). Exit status as of tidingsd.
            """)

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let complaints = FileHandle.standardError
        do {
            let settings = try await options.settings()
            print(settings.listing, terminator: "")
            for variable in Settings.strangers(in: ProcessInfo.processInfo.environment) {
                complaints.write(Data("tidingsd: \(variable) in the environment is no setting of the service\n".utf8))
            }
            try Daemon.check(settings)
        } catch {
            complaints.write(Data("tidingsd: \(error)\n".utf8))
            throw ExitCode(ExitStatus(error).rawValue)
        }
    }
}
