import CSystemd
import Glibc
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
        var isStopping = false
        var lastSign = NIODeadline.distantPast
        var status = ""
        var lastStatus = NIODeadline.distantPast
        var lastExtension = NIODeadline.now()

        var isReady: Bool { isListening && isWatching }
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
            let before = state.isReady
            change(&state)
            return !before && state.isReady
        }
        if isNews { notify("READY=1") }
    }

    /// The newsroom's loop turns.
    ///
    /// Told at most as often as systemd asks.
    func alive() {
        makesProgress()
        guard let interval else { return }
        let isDue = state.withLockedValue { state in
            guard NIODeadline.now() - state.lastSign >= interval else { return false }
            state.lastSign = .now()
            return true
        }
        if isDue { notify("WATCHDOG=1") }
    }

    /// A start that takes long gets on: systemd waits on, for another while.
    func makesProgress() {
        let isDue = state.withLockedValue { state in
            guard !state.isReady, NIODeadline.now() - state.lastExtension >= Self.extensionInterval else {
                return false
            }
            state.lastExtension = .now()
            return true
        }
        if isDue { notify("EXTEND_TIMEOUT_USEC=\(Self.extension.nanoseconds / 1_000)") }
    }

    private static let extensionInterval = TimeAmount.seconds(5)
    private static let `extension` = TimeAmount.seconds(120)

    /// Does what may take a moment to a service that runs: `systemctl reload` returns when it is done.
    func reloading<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        guard state.withLockedValue({ $0.isReady && !$0.isStopping }) else { return try await body() }
        // Type=notify-reload insists on the time by CLOCK_MONOTONIC, which NIO's is (systemd.service(5)).
        notify("RELOADING=1\nMONOTONIC_USEC=\(NIODeadline.now().uptimeNanoseconds / 1_000)")
        defer { notify("READY=1") }
        return try await body()
    }

    /// Whether systemd itself started this process (systemd.exec(5)), and may keep a descriptor for the next.
    let isSystemd = unsafe getenv("SYSTEMD_EXEC_PID").map { unsafe String(cString: $0) } == "\(getpid())"

    /// Gives a descriptor to systemd, which hands it to the next start (`FileDescriptorStoreMax=`).
    ///
    /// In place of what it has of that name: it takes no more than it may have.
    func keep(_ descriptor: Int32, as name: String) {
        forget(name)
        let state = "FDSTORE=1\nFDNAME=\(name)"
        _ = unsafe withUnsafePointer(to: descriptor) { pointer in
            unsafe sd_pid_notify_with_fds(0, 0, state, pointer, 1)
        }
    }

    func forget(_ name: String) { notify("FDSTOREREMOVE=1\nFDNAME=\(name)") }

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

    func isStopping() {
        state.withLockedValue { $0.isStopping = true }
        notify("STOPPING=1")
    }

    private func notify(_ state: String) { _ = unsafe sd_notify(0, state) }
}
