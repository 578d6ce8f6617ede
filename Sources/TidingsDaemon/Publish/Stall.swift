import NIOCore

/// Ends a connection whose client takes nothing, while something waits for it.
///
/// It is looked at only while something waits: a client that reads costs no timer.
final class Stall: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let limit: TimeAmount
    private let onStall: @Sendable () -> Void
    /// Bytes handed on so far.
    private var submitted = 0
    /// Bytes that the client had taken when it was last looked at.
    private var taken = 0
    private var timer: Scheduled<Void>?

    init(limit: TimeAmount, onStall: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.onStall = onStall
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        submitted += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        guard timer == nil, waiting(context) > 0 else { return }
        taken = submitted - waiting(context)
        start(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    private func start(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: limit) {
            let (stall, context) = bound.value
            stall.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        timer = nil
        let waiting = waiting(context)
        guard waiting > 0 else { return }
        guard submitted - waiting > taken else {
            onStall()
            return context.close(promise: nil)
        }
        taken = submitted - waiting
        start(context)
    }

    /// Bytes that wait for the client.
    private func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
