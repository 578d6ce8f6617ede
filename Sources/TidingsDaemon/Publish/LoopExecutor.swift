import NIOConcurrencyHelpers
import NIOCore

/// Runs tasks on an event loop.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    private static let executors = NIOLockedValueBox<[ObjectIdentifier: LoopExecutor]>([:])

    private init(_ loop: any EventLoop) {
        self.loop = loop
    }

    /// The one of an event loop; there are as many as loops.
    static func of(_ loop: any EventLoop) -> LoopExecutor {
        executors.withLockedValue { executors in
            let executor = executors[ObjectIdentifier(loop)] ?? LoopExecutor(loop)
            executors[ObjectIdentifier(loop)] = executor
            return executor
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
