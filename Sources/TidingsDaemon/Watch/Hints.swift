import NIOConcurrencyHelpers
import TidingsFeed

/// The dirty paths, shared: the watcher puts them in, the newsroom takes them out.
final class Hints: Sendable {
    private let paths: NIOLockedValueBox<DirtyPaths>
    /// Rings when something was noted.
    ///
    /// Only a nudge: what to do is in the paths.
    let bell: AsyncStream<Void>
    private let ringer: AsyncStream<Void>.Continuation

    init(settling: Settling) {
        paths = NIOLockedValueBox(DirtyPaths(settling: settling))
        (bell, ringer) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Notes anything, then rings.
    func note(_ body: (inout DirtyPaths, ContinuousClock.Instant) -> Void) {
        paths.withLockedValue { body(&$0, .now) }
        ring()
    }

    func ring() { ringer.yield() }

    func take() -> DirtyPaths.Due { paths.withLockedValue { $0.take(at: .now) } }

    var next: ContinuousClock.Instant? { paths.withLockedValue { $0.next } }
    var count: Int { paths.withLockedValue { $0.count } }
}
