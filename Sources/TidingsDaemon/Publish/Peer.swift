import CLinux
import Glibc
import Logging
import NIOConcurrencyHelpers
import NIOCore
import TidingsFeed
import TidingsStore

/// The client of one connection.
struct Peer {
    let channel: any Channel
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    let credentials: PeerCredentials
    let departure: Departure
    /// Whether it wants no answer to the call it has made.
    var isSilent = false

    var user: Int { credentials.user }
    var metadata: Logger.Metadata { credentials.metadata }

    func send(_ buffers: [ByteBuffer]) async throws {
        if !isSilent { try await outbound.write(contentsOf: buffers) }
    }

    /// - Throws: where it has gone: what writes nothing would not find out.
    func checkIsThere() throws {
        guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
    }

    func send(_ buffer: ByteBuffer) async throws { try await send([buffer]) }

    /// Whether the client is root or the user that the service runs as.
    var isPrivileged: Bool { user == 0 || user == Int(geteuid()) }

    func mayUse(_ consumer: StoredConsumer) -> Bool { isPrivileged || user == consumer.owner }
}

/// That a client goes, or the service does, for the one call of its connection that waits for something else.
///
/// One for a connection: `cancelOnGracefulShutdown` would cost each of a thousand idle ones six tasks, and a callback of
/// the channel for each call could never be taken back.
final class Departure: Sendable {
    private let state = NIOLockedValueBox<(hasGone: Bool, nudge: AsyncStream<Void>.Continuation?)>((false, nil))

    init(of channel: any Channel) {
        channel.closeFuture.whenComplete { _ in self.leave() }
    }

    /// The service stops.
    func leave() {
        let nudge = state.withLockedValue { state in
            state.hasGone = true
            return state.nudge
        }
        nudge?.finish()
    }

    /// Ends what a call waits for when one of them goes; that of an earlier call is let go.
    func willFinish(_ nudge: AsyncStream<Void>.Continuation) {
        let hasGone = state.withLockedValue { state in
            state.nudge = nudge
            return state.hasGone
        }
        if hasGone { nudge.finish() }
    }
}

/// Who has connected, as the kernel says (SO_PEERCRED, unix(7)): what a client says of itself does not count.
struct PeerCredentials: Sendable {
    let user: Int
    let process: Int

    var metadata: Logger.Metadata { ["uid": "\(user)", "pid": "\(process)"] }

    /// Nobody: what a user from another namespace is too.
    static let unknown = PeerCredentials(user: 65_534, process: 0)

    private init(user: Int, process: Int) {
        self.user = user
        self.process = process
    }

    /// Of the client of a connection.
    init(of channel: any Channel) async {
        guard let provider = channel as? any SocketOptionProvider,
            let found: linux_credentials = try? await provider.unsafeGetSocketOption(
                level: .socket, name: .init(rawValue: SO_PEERCRED)
            ).get()
        else {
            self = .unknown
            return
        }
        self.init(user: Int(found.uid), process: Int(found.pid))
    }
}
