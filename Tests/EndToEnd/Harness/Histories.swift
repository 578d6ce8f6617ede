import Foundation

@testable import TidingsFeed

/// What one subscriber saw, connection by connection.
struct History: Sendable {
    let name: String
    let filter: Filter?
    var sessions: [Session] = []

    /// One connection; where the library connects again by itself, all of its connections.
    struct Session: Sendable {
        let since: Int?
        let isSnapshot: Bool
        var seen: [Seen] = []

        var isSynced: Bool {
            seen.contains { if case .synced = $0.event { true } else { false } }
        }
    }

    /// - Parameter run: of the service, counted from 0: no earlier one has told it.
    struct Seen: Sendable {
        let event: Event
        let run: Int
    }

    enum Event: Sendable {
        case change(Change, Document?)
        case article(Article)
        case synced(Bookmark)
        case bookmark(Bookmark)
        case compacted(oldest: Int, head: Int)
        /// An error that nobody should get here.
        case refused(String)

        /// The position that it tells.
        var position: Bookmark? {
            switch self {
            case .change(let change, _): Bookmark(epoch: change.epoch, seq: change.seq)
            case .synced(let bookmark), .bookmark(let bookmark): bookmark
            default: nil
            }
        }
    }

    mutating func add(_ event: Event, run: Int) {
        if sessions.isEmpty { sessions.append(Session(since: nil, isSnapshot: false)) }
        sessions[sessions.count - 1].seen.append(Seen(event: event, run: run))
    }

    /// Where to go on; `nil` for where it began, or with a new snapshot.
    var position: Int? {
        for session in sessions.reversed() {
            if session.isSnapshot && !session.isSynced { return nil }
            for seen in session.seen.reversed() {
                if let position = seen.event.position { return position.seq }
                if case .compacted(_, let head) = seen.event { return head }
            }
            if let since = session.since { return since }
        }
        return nil
    }

    /// The last bookmark of the last connection: it may be older than the last change.
    var bookmark: Int? {
        guard let session = sessions.last, !session.isSnapshot || session.isSynced else { return nil }
        for seen in session.seen.reversed() {
            switch seen.event {
            case .bookmark(let bookmark), .synced(let bookmark): return bookmark.seq
            case .compacted: return nil
            default: continue
            }
        }
        return nil
    }

    /// Whether the last connection ended because changes are no longer kept.
    var isCompacted: Bool {
        if case .compacted = sessions.last?.seen.last?.event { true } else { false }
    }
}

/// What the readers of one durable consumer did and got, in the order in which it was noted.
///
/// What is delivered is noted after it came, an acknowledgement before it is sent and again when it is answered.
struct ConsumerHistory: Sendable {
    let name: String
    let filter: Filter?
    /// Several readers compete: between a reply and its note another one may have gone on.
    var isShared = false
    var steps: [Step] = []

    enum Step: Sendable {
        case fetched([Change], next: Int, run: Int)
        case acknowledging(Int)
        case acknowledged(Int, run: Int)
        /// What is no longer kept is given up: the number of the oldest that is kept, and where it goes on.
        case compacted(oldest: Int, head: Int)
        case busy
        case refused(String)
    }
}

/// What the service told right after it was killed and started again.
struct Restart: Sendable {
    /// The run that began.
    let run: Int
    let head: Int
    /// All that was kept, the oldest first.
    let changes: [Change]
    /// Where each consumer was.
    let acknowledged: [String: Int]
}

/// Everything that happened, and what there is in the end.
struct Truth: Sendable {
    let epoch: String
    /// From number 1, without a gap.
    let changes: [Change]
    /// The words of the revisions whose documents were seen.
    var words: [Revision: Set<String>] = [:]
    var articles: [Article] = []

    struct Revision: Hashable, Sendable {
        let article, revision: Int
    }

    var head: Int { changes.last?.seq ?? 0 }

    /// The change of a number.
    subscript(seq: Int) -> Change? {
        changes.indices.contains(seq - 1) ? changes[seq - 1] : nil
    }
}

/// Where the run is; shared by all who take part.
actor Stage {
    /// Starts of the service before the one that runs now, or will run next.
    private(set) var run = 0
    /// Bursts of work that are done.
    private(set) var phase = 0
    /// The last number that the witness has.
    private(set) var witnessed = 0

    func nextRun() { run += 1 }
    func nextPhase() { phase += 1 }
    func witness(_ seq: Int) { witnessed = max(witnessed, seq) }

    /// Waits for the next burst, or for a minute.
    nonisolated func nextBurst() async {
        let now = await phase
        try? await eventually("another burst") { await phase > now }
    }
}
