@testable import TidingsFeed

/// What durable consumers were promised: that they are there, and what they have acknowledged.
struct Promises {
    private let client: FeedClient
    /// Some are made early and some late.
    private static let consumersMaximum = 8
    /// By name; one that was only made has acknowledged nothing.
    private var acknowledged: [String: Int] = [:]

    init(_ client: FeedClient) { self.client = client }

    /// Makes a consumer, and acknowledges all there is for each; where the service has ended nothing is promised.
    mutating func getMore() async {
        let new = client.consumer("consumer-\(acknowledged.count)")
        if acknowledged.count < Self.consumersMaximum, (try? await new.create()) != nil { acknowledged[new.name] = 0 }
        for name in acknowledged.keys {
            let consumer = client.consumer(name)
            // Once: a batch's own acknowledgement would wait for a service that may never come back.
            guard let batch = try? await consumer.fetch(),
                (try? await consumer.acknowledge(batch.next, epoch: batch.epoch)) != nil
            else { continue }
            acknowledged[name] = batch.next
        }
    }

    /// Those that were not kept.
    func broken() async throws -> [String] {
        let consumers = try await client.consumers()
        let head = try await client.status().head
        return acknowledged.compactMap { name, promised in
            guard let consumer = consumers.first(where: { $0.name == name }) else { return "\(name) is gone" }
            return (promised...max(promised, head)).contains(consumer.acknowledged)
                ? nil : "\(name) is at \(consumer.acknowledged), and \(promised) was acknowledged"
        }
    }
}
