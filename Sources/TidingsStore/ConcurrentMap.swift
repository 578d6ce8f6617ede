import Dispatch
import Synchronization

extension Array where Element: Sendable {
    /// The results of a transformation in the order of the elements, computed on all cores.
    ///
    /// It blocks until all are there: for the writer's own thread, never for Swift's pool.
    package func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
        // One alone is not worth waking another thread for: it is what a single drop waits for.
        guard count > 1 else { return map(transform) }
        let results = Mutex([Result?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let result = transform(self[index])
            results.withLock { $0[index] = result }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}

extension Array where Element: Sendable {
    /// The same, of a transformation that may fail: the first failure is thrown when all have ended.
    func concurrentMap<Result: Sendable>(
        throwing transform: @Sendable (Element) throws(StoreError) -> Result
    ) throws(StoreError) -> [Result] {
        let outcomes = concurrentMap { element in
            Swift.Result { () throws(StoreError) in try transform(element) }
        }
        var results: [Result] = []
        for outcome in outcomes { results.append(try outcome.get()) }
        return results
    }
}
