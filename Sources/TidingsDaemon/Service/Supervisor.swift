import CSystemd
import NIOConcurrencyHelpers
import NIOCore

/// What the service tells its supervisor (sd_notify(3)).
///
/// Where no systemd listens, nothing happens.
final class Supervisor: Sendable {
    /// Half the time systemd allows between two signs of life (sd_watchdog_enabled(3)); `nil` where it wants none.
    let interval: TimeAmount?

    /// How often the newsroom has to turn for that: twice as often, so that no sign comes an interval late.
    let beat: TimeAmount?

    private struct State {
        var isListening = false
        var isWatching = false
        var lastSign = NIODeadline.distantPast
        var status = ""
        var lastStatus = NIODeadline.distantPast
    }

    private let state = NIOLockedValueBox(State())

    init() {
        var microseconds: UInt64 = 0
        let isWanted = unsafe sd_watchdog_enabled(0, &microseconds) > 0
        interval = isWanted ? .microseconds(Int64(microseconds / 2)) : nil
        beat = isWanted ? .microseconds(Int64(microseconds / 4)) : nil
    }

    /// The socket accepts.
    func isListening() { ready { $0.isListening = true } }

    /// The folder is watched.
    func isWatching() { ready { $0.isWatching = true } }

    private func ready(_ change: (inout State) -> Void) {
        let isNews = state.withLockedValue { state in
            let before = state.isListening && state.isWatching
            change(&state)
            return !before && state.isListening && state.isWatching
        }
        if isNews { notify("READY=1") }
    }

    /// The newsroom's loop turns.
    ///
    /// Told at most as often as systemd asks.
    func alive() {
        guard let interval else { return }
        let isDue = state.withLockedValue { state in
            guard NIODeadline.now() - state.lastSign >= interval else { return false }
            state.lastSign = .now()
            return true
        }
        if isDue { notify("WATCHDOG=1") }
    }

    /// Systemd reads one message after the other, and until it has read some, telling it more would wait.
    static let statusInterval = TimeAmount.seconds(1)

    /// A line for `systemctl status`, told where it says something new, and at most once a second.
    /// - Returns: whether systemd knows it now; if not, it is to be told again a little later.
    func status(_ text: String) -> Bool {
        let isDue = state.withLockedValue { state -> Bool? in
            guard state.status != text else { return nil }
            guard NIODeadline.now() - state.lastStatus >= Self.statusInterval else { return false }
            state.status = text
            state.lastStatus = .now()
            return true
        }
        if isDue == true { notify("STATUS=\(text)") }
        return isDue != false
    }

    func isStopping() { notify("STOPPING=1") }

    private func notify(_ state: String) { _ = unsafe sd_notify(0, state) }
}
