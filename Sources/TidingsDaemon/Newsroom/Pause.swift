import Logging
import TidingsFeed
import TidingsStore

/// Intake while the disk is full, or the store is short of something else that may come back.
///
/// Nothing is recorded then, so nothing is looked at; reading and following go on, and what is dropped is noted. It is
/// tried again and again, and goes on by itself. What fails in any other way stops the service.
struct Pause {
    let shortage: Shortage
    /// What is missing, and what to do.
    let sentence: String
    /// How often it was tried in vain.
    let attempts: Int
    /// When it is tried again.
    let until: ContinuousClock.Instant
    let delay: Duration
    let since: ContinuousClock.Instant

    private static let first = Duration.seconds(1)
    /// A disk with room again does not wait long.
    private static let longest = Duration.seconds(10)

    init(_ shortage: Shortage, _ error: StoreError, after before: Pause?, at now: ContinuousClock.Instant) {
        self.shortage = shortage
        attempts = (before?.attempts ?? 0) + 1
        sentence = "\(error); until then what is dropped waits, and nothing is lost"
        delay = before.map { min($0.delay * 2, Self.longest) } ?? Self.first
        until = now + delay
        since = before?.since ?? now
    }
}

extension Newsroom {
    /// One turn, if there is anything to record it with.
    /// - Returns: whether the folder is there to be looked at.
    func turnUnlessPaused() throws -> Bool {
        supervisor.alive()
        if let pause, .now < pause.until { return true }
        do {
            if pause != nil { try store.finish() }
            let isEntered = try turn()
            try makeUpkeep()
            resume()
            return isEntered
        } catch let error as StoreError {
            guard case .shortage(let shortage, _) = error else { throw error }
            hold(for: shortage, error)
            return true
        }
    }

    /// Looks at paths that are due; those that cannot be recorded now are noted again.
    func examine(_ due: DirtyPaths.Due, _ body: (DirtyPaths.Due) throws -> Void) throws {
        do { try body(due) } catch {
            hints.note { paths, now in
                for path in due.paths {
                    if due.insisted.contains(path) {
                        paths.note(path, .touched, at: now, from: due.origin)
                    } else {
                        paths.note(absent: path, at: now, from: due.origin)
                    }
                }
            }
            throw error
        }
    }

    private func hold(for shortage: Shortage, _ error: StoreError) {
        let pause = Pause(shortage, error, after: pause, at: .now)
        // Said once, whichever file it is about.
        if self.pause?.shortage != shortage { logger.log(.paused, "\(pause.sentence)") }
        self.pause = pause
        counters.health { $0.store = pause.sentence }
        refuse(ServiceError.intakePaused(reason: pause.sentence))
    }

    private func resume() {
        guard let pause else { return }
        self.pause = nil
        counters.health { $0.store = nil }
        logger.log(.resumed, "recording again, after \((.now - pause.since).components.seconds) s")
        // Whatever was under way when it stopped: all of it is compared.
        hints.note { $0.note(.folder, .directory, at: $1) }
    }
}
