import NIOCore

/// Keeps what a client sends until somebody serves it.
///
/// An asynchronous channel that is made when a connection is accepted, and dropped because the service stops in that moment,
/// ends the process (NIO takes it for a programmer's mistake). So it is made when it is served. Until then nothing is read,
/// but NIO reads all there is when a client says that it will send no more: that waits here.
final class Unserved: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var received: [NIOAny] = []
    private var isInputClosed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { received.append(data) }

    func channelReadComplete(context: ChannelHandlerContext) {}

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            isInputClosed = true
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// Hands on what came.
    func removeHandler(context: ChannelHandlerContext, removalToken: ChannelHandlerContext.RemovalToken) {
        for data in received { context.fireChannelRead(data) }
        if !received.isEmpty { context.fireChannelReadComplete() }
        if isInputClosed { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        context.leavePipeline(removalToken: removalToken)
    }

    /// The asynchronous channel of a connection that is served from now on; called on its event loop.
    static func serve(_ channel: any Channel, _ stall: Stall) throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try channel.pipeline.syncOperations.addHandler(stall)
        let connection = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        let unserved = try channel.pipeline.syncOperations.context(handlerType: Unserved.self)
        channel.pipeline.syncOperations.removeHandler(context: unserved, promise: nil)
        return connection
    }
}
