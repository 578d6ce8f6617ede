import CLinux
import Glibc
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import TidingsFeed

/// The socket: accepts subscribers and answers their calls, each connection on its own.
struct FeedServer: Service {
    let socket: UnixSocket
    let methods: Methods
    let settings: LiveSettings
    let counters: Counters
    let supervisor: Supervisor
    let logger: Logger
    let group: any EventLoopGroup

    /// Of connections that are made now.
    private var limits: Limits { Limits(settings.current) }

    /// What clients may take up.
    struct Limits: Sendable {
        /// Connections at once: each costs a descriptor and some kilobytes; fewer where fewer descriptors are allowed.
        let connections: Int
        /// The same, of one user: the others get in, whatever one does.
        let connectionsPerUser: Int
        /// How long a client may take nothing of what waits for it.
        let writeStall: TimeAmount

        init(_ settings: Settings) {
            connections = min(settings.connectionsMaximum, Self.descriptors)
            connectionsPerUser = settings.connectionsPerUserMaximum
            writeStall = .seconds(Int64(settings.writeStallSeconds))
        }

        /// Descriptors that connections may take.
        ///
        /// The rest is for the ledger, the articles being read and the runtime itself, which may end the process without.
        private static let descriptors: Int = {
            var limit = rlimit()
            guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
            return max(1, Int(clamping: limit.rlim_cur) - reserve)
        }()
        private static let reserve = 128
    }

    /// How long calls are still taken when the service stops: one that was sent before a client could know is answered.
    private static let lastCalls = TimeAmount.milliseconds(100)
    /// How long a client that does not read may keep the service from stopping.
    private static let drain = TimeAmount.milliseconds(1_500)
    /// Connections that the kernel holds until they are accepted.
    private static let backlog: Int32 = 256
    /// Bytes that wait for a client before its writer waits: the client then costs no more than this.
    private static let unwritten = ChannelOptions.Types.WriteBufferWaterMark(low: 64 << 10, high: 256 << 10)
    /// Bytes that the kernel holds for a client: as many as any process may ask for (net.core.wmem_max is this, where nobody
    /// has raised it), which the kernel doubles.
    ///
    /// A writer is woken when three quarters are read (unix_writable in Linux): with what it gives by itself, a fast reader
    /// has read the rest before the next is there.
    private static let sendBuffer: ChannelOptions.Types.SocketOption.Value = 212_992

    func run() async throws {
        let listener = try await listen()
        let made = socket.identity
        defer { if !supervisor.isSystemd { socket.remove(made) } }
        supervisor.isListening()
        try await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                try await withGracefulShutdownHandler {
                    for try await channel in connections {
                        // On the connection's own event loop: no other thread has to be woken to send something.
                        group.addTask(executorPreference: LoopExecutor.of(channel.eventLoop)) { await serve(channel) }
                    }
                } onGracefulShutdown: {
                    // Nobody is accepted any more: who connects now waits for the next service, where systemd has the socket. It is
                    // closed a little later: NIO would hang up on who is just being let in.
                    let channel = listener.channel
                    channel.setOption(.autoRead, value: false).whenComplete { _ in
                        channel.eventLoop.scheduleTask(in: Self.lastCalls) { channel.close(promise: nil) }
                    }
                }
            }
        }
    }

    private func listen() async throws -> NIOAsyncChannel<any Channel, Never> {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .childChannelOption(.writeBufferWaterMark, value: Self.unwritten)
            .childChannelOption(.socketOption(.so_sndbuf), value: Self.sendBuffer)
            // A client may say that it will send no more, and still wait for its answer: `printf … | nc -N -U`.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // Nothing is read until somebody serves it.
            .childChannelOption(.autoRead, value: false)
        let initializer: @Sendable (any Channel) -> EventLoopFuture<any Channel> = { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Unserved())
                return channel
            }
        }
        let descriptor = try socket.descriptor()
        let listener = try await bootstrap.bind(descriptor, childChannelInitializer: initializer)
        // Not earlier: one to which nobody listens looks as if it were at its end, and systemd lets it go.
        switch socket.origin {
        case .bound: supervisor.keep(descriptor, as: UnixSocket.keptName)
        case .handedOver: supervisor.forget(UnixSocket.keptName)
        case .kept: break
        }
        if socket.unserved > 0 {
            logger.warning(
                "the socket unit has \(socket.unserved + 1) sockets and one is served; a drop-in that names another clears the first: ListenStream="
            )
        }
        return listener
    }

    private func serve(_ channel: any Channel) async {
        let credentials = await PeerCredentials(of: channel)
        do {
            let connection = try await channel.eventLoop.submit { try Unserved.serve(channel, stall(credentials)) }
                .get()
            let limits = limits
            channel.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
            try await connection.executeThenClose { inbound, outbound in
                let refusal = counters.connect(
                    user: credentials.user, maximum: limits.connections, perUser: limits.connectionsPerUser)
                if let refusal {
                    logger.log(.clientRefused, "a client was refused: \(refusal)", metadata: credentials.metadata)
                    return try await outbound.write(WireReply.failure(.overloaded(reason: refusal)))
                }
                defer { counters.disconnect(user: credentials.user) }
                logger.debug("a client has connected", metadata: credentials.metadata)
                let departure = Departure(of: channel)
                let peer = Peer(
                    channel: channel, outbound: outbound, credentials: credentials, departure: departure)
                try await withGracefulShutdownHandler {
                    try await answer(inbound, peer)
                } onGracefulShutdown: {
                    // What is being answered comes to its end, and so does what was asked just now.
                    departure.leave()
                    channel.eventLoop.scheduleTask(in: Self.lastCalls) { channel.close(mode: .input, promise: nil) }
                    // One that does not read would be waited for, for ever: it goes on from its number later.
                    channel.eventLoop.scheduleTask(in: Self.drain) { channel.close(promise: nil) }
                }
            }
        } catch let error as MessageBuffer.TooLong {
            logger.log(
                .clientDisconnected,
                "a client was disconnected: its request is longer than \(error.messageBytesMaximum) bytes",
                metadata: credentials.metadata)
        } catch {
            // A client that went away in the middle: its right, and no news.
            logger.debug("a connection ended", metadata: ["reason": "\(error)"])
        }
    }

    private func answer(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ peer: Peer) async throws {
        var messages = MessageBuffer(messageBytesMaximum: FeedInterface.requestBytesMaximum)
        for try await buffer in inbound {
            messages.append(buffer.readableBytesView)
            while let message = try messages.next() {
                guard try await methods.answer(message, to: peer) else { return }
            }
        }
    }

    private func stall(_ credentials: PeerCredentials) -> Stall {
        Stall(limit: limits.writeStall) { [logger, limits] in
            logger.log(
                .clientDisconnected,
                "a client was disconnected: it took nothing of what waits for it in \(limits.writeStall.nanoseconds / 1_000_000_000) s",
                metadata: credentials.metadata)
        }
    }
}
