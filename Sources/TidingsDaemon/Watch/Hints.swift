import NIOConcurrencyHelpers
import TidingsFeed
import TidingsStore

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
        take(body)
        ring()
    }

    func ring() { ringer.yield() }

    func take<Value>(_ body: (inout DirtyPaths, ContinuousClock.Instant) -> Value) -> Value {
        paths.withLockedValue { body(&$0, .now) }
    }

    func whereabouts(of file: FileKey, from path: ArticlePath) -> [ArticlePath] {
        paths.withLockedValue { $0.whereabouts(of: file, from: path) }
    }

    func destination(of path: ArticlePath) -> ArticlePath? {
        paths.withLockedValue { $0.renames.destination(of: path) }
    }

    func origin(of path: ArticlePath) -> ArticlePath? { paths.withLockedValue { $0.renames.origin(of: path) } }

    var next: ContinuousClock.Instant? { paths.withLockedValue { $0.next(at: .now) } }
    var hasDirectories: Bool { paths.withLockedValue { $0.hasDirectories } }
    var count: Int { paths.withLockedValue { $0.count } }
}
