import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import TidingsFeed
import TidingsStore
import UnixSignals

/// Reads the settings again: on SIGHUP, and for those who may ask for it.
struct Reloading: Service {
    /// As at the start: the same options and environment, and what the file says now.
    let read: @Sendable () async throws -> Settings
    let settings: LiveSettings
    let store: Store
    let newsroom: Newsroom
    let supervisor: Supervisor
    let logger: Logger
    /// Whether SIGHUP is a terminal that was closed.
    let isAtTerminal: Bool
    private let last = NIOLockedValueBox<Task<FeedInterface.ReloadReply, any Error>?>(nil)

    func run() async throws {
        guard !isAtTerminal else { return try await gracefulShutdown() }
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            // What is wrong is in the journal.
            _ = try? await reload()
        }
    }

    /// One after the other: what was read last holds.
    /// - Throws: `invalidSettings`; nothing has changed then.
    func reload() async throws -> FeedInterface.ReloadReply {
        let turn = last.withLockedValue { last in
            let turn = Task { [last] in
                _ = try? await last?.value
                return try await reloadNow()
            }
            last = turn
            return turn
        }
        return try await turn.value
    }

    private func reloadNow() async throws -> FeedInterface.ReloadReply {
        try await supervisor.reloading {
            let new: Settings
            do {
                new = try await read()
                // What the next start would refuse, too. A folder that is missing now is another matter.
                let places = settings.current.texts
                if Settings.fixed.contains(where: { new.texts[$0] != places[$0] }) { try Daemon.checkPlaces(new) }
            } catch {
                logger.log(.reloadRefused, "the settings stay as they are: \(error)")
                throw FeedError.invalidSettings(reason: "\(error)")
            }
            let (changed, needRestart) = settings.replace(by: new)
            store.retention = settings.retention
            var logger = logger
            logger.logLevel = settings.logLevel
            if !changed.isEmpty { await newsroom.takeOver(changed) }
            logger.log(
                .reloaded,
                """
                settings read again; changed: \(changed.isEmpty ? "none" : changed.joined(separator: ", "))\
                \(needRestart.isEmpty ? "" : "; these hold after a restart: \(needRestart.joined(separator: ", "))")
                """)
            return .init(changed: changed, needRestart: needRestart)
        }
    }
}
