import TidingsFeed

/// Waits until something is so; fails with what it was meant to be when it is not within two minutes.
func eventually(_ what: @autoclosure () -> String, _ isSo: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try await !isSo() {
        guard ContinuousClock.now < deadline else { throw TestFailure("never: \(what())") }
        // What happens in another process is seen only by looking again.
        try await Task.sleep(for: .milliseconds(5))
    }
}

extension FeedClient {
    /// Waits for the service, which may be down: it is asked no faster than it can come back.
    func isAnswering() async {
        try? await eventually("the service answers") { (try? await status()) != nil }
    }
}
