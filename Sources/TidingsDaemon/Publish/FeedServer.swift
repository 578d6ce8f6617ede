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
    let counters: Counters
    let supervisor: Supervisor
    let logger: Logger
    let group: any EventLoopGroup

    /// Connections at once: each costs a descriptor and a few kilobytes; fewer where fewer descriptors are allowed.
    ///
    /// The rest is for the ledger, the articles being read and the runtime itself, which may end the process without.
    static let connectionsMaximum: Int = {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        return max(1, Int(clamping: min(limit.rlim_cur, 1_024 + reserve)) - Int(reserve))
    }()
    private static let reserve: rlim_t = 128
    /// How long a client that does not read may keep the service from stopping.
    private static let drain = TimeAmount.milliseconds(1_500)
    /// Connections that the kernel holds until they are accepted.
    private static let backlog: Int32 = 256
    /// Bytes that wait for a client before its writer waits: the client then costs no more than this.
    private static let unwritten = ChannelOptions.Types.WriteBufferWaterMark(low: 64 << 10, high: 256 << 10)

    func run() async throws {
        let listener = try await listen()
        let made = socket.identity
        defer { socket.remove(made) }
        supervisor.isListening()
        try await listener.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await channel in connections.cancelOnGracefulShutdown() {
                    group.addTask { await serve(channel) }
                }
            }
        }
    }

    private func listen() async throws -> NIOAsyncChannel<any Channel, Never> {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .childChannelOption(.writeBufferWaterMark, value: Self.unwritten)
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
        switch socket.origin {
        case .handedOver(let descriptor):
            return try await bootstrap.bind(descriptor, childChannelInitializer: initializer)
        case .bound:
            try socket.claim()
            do {
                let listener = try await bootstrap.bind(
                    unixDomainSocketPath: socket.path, childChannelInitializer: initializer)
                try socket.open()
                return listener
            } catch let error as IOError {
                throw ServiceError.socketUnusable(path: socket.path, reason: error.errnoCode.meaning)
            }
        }
    }

    private func serve(_ channel: any Channel) async {
        do {
            let connection = try await channel.eventLoop.submit { try Unserved.serve(channel) }.get()
            channel.setOption(.autoRead, value: true).whenFailure { _ in channel.close(promise: nil) }
            try await connection.executeThenClose { inbound, outbound in
                guard counters.connect(maximum: Self.connectionsMaximum) else {
                    let reason = "\(Self.connectionsMaximum) connections are open"
                    return try await outbound.write(ByteBuffer(bytes: WireReply.failure(.overloaded(reason: reason))))
                }
                defer { counters.disconnect() }
                var messages = MessageBuffer(messageBytesMaximum: FeedInterface.requestBytesMaximum)
                let peer = Peer(channel: channel, outbound: outbound)
                try await withGracefulShutdownHandler {
                    for try await buffer in inbound.cancelOnGracefulShutdown() {
                        messages.append(buffer.readableBytesView)
                        while let message = try messages.next() {
                            guard try await methods.answer(message, to: peer) else { return }
                        }
                    }
                } onGracefulShutdown: {
                    // One that does not read would be waited for, for ever: it goes on from its number later.
                    channel.eventLoop.scheduleTask(in: Self.drain) { channel.close(promise: nil) }
                }
            }
        } catch let error as MessageBuffer.TooLong {
            logger.notice("a client was disconnected: its request is longer than \(error.messageBytesMaximum) bytes")
        } catch {
            // A client that went away in the middle: its right, and no news.
            logger.debug("a connection ended", metadata: ["reason": "\(error)"])
        }
    }
}

/// The client of one connection.
struct Peer {
    let channel: any Channel
    let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }
}
