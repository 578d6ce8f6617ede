package import Foundation
import GRDB
package import TidingsFeed

/// A durable consumer as the ledger keeps it.
package struct StoredConsumer: Hashable, Sendable {
    package var name: String
    /// The user (uid) who made it.
    package var owner: Int
    package var created: String
    package var acknowledged: Int
    package var lastSeen: String?
    package var filter: Filter?
    /// Whether changes that it had not acknowledged are deleted.
    package var isLost = false

    private static let columns = "name, owner, created, acknowledged, last_seen, filter, lost, checksum"

    /// Up to where a consumer has dealt with everything.
    package struct Acknowledgement: Sendable {
        let consumer: StoredConsumer
        let seq: Int
        let isOfFilter: Bool

        /// - Parameters:
        ///   - consumer: as it was found: one that was made anew meanwhile is another.
        ///   - isOfFilter: whether it is only so with the filter that the consumer had.
        package init(of consumer: StoredConsumer, seq: Int, isOfFilter: Bool = false) {
            self.consumer = consumer
            self.seq = seq
            self.isOfFilter = isOfFilter
        }
    }

    /// A row that is not as it was recorded.
    struct Damaged: Error {
        let name: String
    }

    static func fetchAll(_ db: Database) throws -> [StoredConsumer] {
        try Row.fetchAll(db, sql: "SELECT \(columns) FROM consumer ORDER BY name").map { try StoredConsumer($0) }
    }

    /// All that are as they were recorded.
    static func fetchSound(_ db: Database) throws -> [StoredConsumer] {
        try Row.fetchAll(db, sql: "SELECT \(columns) FROM consumer ORDER BY name").compactMap { row in
            do { return try StoredConsumer(row) } catch is Damaged { return nil }
        }
    }

    static func fetch(_ db: Database, _ name: String) throws -> StoredConsumer? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM consumer WHERE name = ?")
        return try Row.fetchOne(statement, arguments: [name]).map { try StoredConsumer($0) }
    }

    private init(_ row: Row) throws {
        (name, owner, created) = try (row.at(0), row.at(1), row.at(2))
        (acknowledged, lastSeen, isLost) = try (row.at(3), row.at(4), row.at(6))
        let text = try row.at(5) as String?
        filter = try text.map { text in
            guard let filter = try? WireJSON.decode(Filter.self, from: text.utf8) else { throw Damaged(name: name) }
            return filter
        }
        guard try row.at(7) as Data == checksum(text) else { throw Damaged(name: name) }
    }

    package init(name: String, owner: Int, created: String, acknowledged: Int, filter: Filter?) {
        self.name = name
        self.owner = owner
        self.created = created
        self.acknowledged = acknowledged
        self.filter = filter
    }

    func save(in db: Database) throws {
        let text = try filter.map { String(decoding: try WireJSON.encode($0), as: UTF8.self) }
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO consumer (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [name, owner, created, acknowledged, lastSeen, text, isLost, checksum(text)])
    }

    private func checksum(_ filter: String?) -> Data {
        let fields = [
            name, "\(owner)", created, "\(acknowledged)", lastSeen ?? "\u{1}", filter ?? "\u{1}", "\(isLost)",
        ]
        return LedgerSchema.checksum(of: Data(fields.joined(separator: "\u{0}").utf8))
    }
}

/// The durable consumers of a store.
///
/// What is recorded here is on disk when it returns.
extension Store {
    /// All consumers, in the order of their names.
    package func consumers() async throws(StoreError) -> [StoredConsumer] {
        try await readAsync { try StoredConsumer.fetchAll($0) }
    }

    /// The consumer of a name, if there is one.
    package func consumer(_ name: String) async throws(StoreError) -> StoredConsumer? {
        try await readAsync { try StoredConsumer.fetch($0, name) }
    }

    /// When changes were recorded; those that are no longer kept are left out.
    package func times(of changes: [Int]) async throws(StoreError) -> [Int: String] {
        try await readAsync { db in
            var times: [Int: String] = [:]
            for seq in Set(changes) {
                times[seq] = try String.fetchOne(
                    db.cachedStatement(sql: "SELECT time FROM change WHERE seq = ?"), arguments: [seq])
            }
            return times
        }
    }

    /// Looks at a consumer, and makes, changes or deletes it, in one transaction.
    /// - Parameter body: gets what there is, and how many each user has; returns what is to be there, `nil` for none.
    /// - Returns: what was there, and what is.
    package func update(
        consumer name: String, _ body: @Sendable (StoredConsumer?, [Int: Int]) throws -> StoredConsumer?
    ) throws(StoreError) -> (before: StoredConsumer?, after: StoredConsumer?) {
        try writeConsumers { db in
            let before = try StoredConsumer.fetch(db, name)
            let counts = try Row.fetchAll(db, sql: "SELECT owner, count(*) FROM consumer GROUP BY owner")
            let after = try body(before, Dictionary(uniqueKeysWithValues: counts.map { try ($0.at(0), $0.at(1)) }))
            if let after {
                if after != before { try after.save(in: db) }
            } else if before != nil {
                try db.execute(sql: "DELETE FROM consumer WHERE name = ?", arguments: [name])
            }
            return (before, after)
        }
    }

    /// Deletes a consumer, damaged or not.
    /// - Returns: whether there was one.
    package func drop(consumer name: String) throws(StoreError) -> Bool {
        try writeConsumers { db in
            try db.execute(sql: "DELETE FROM consumer WHERE name = ?", arguments: [name])
            return db.changesCount > 0
        }
    }

    /// Records what consumers have acknowledged, all in one transaction; a position never goes back.
    ///
    /// One that was lost is found again when nothing is missing after its new position.
    /// - Returns: for each the consumer as it is then; `nil` where it is not there any more.
    package func acknowledge(
        _ acknowledgements: [StoredConsumer.Acknowledgement], at time: Date = Date()
    ) throws(StoreError) -> [StoredConsumer?] {
        try writeConsumers { db in
            let oldest = try Int.fetchOne(db, sql: "SELECT min(seq) FROM change") ?? 1
            return try acknowledgements.map { acknowledgement in
                let before = acknowledgement.consumer
                guard var consumer = try StoredConsumer.fetch(db, before.name),
                    (consumer.owner, consumer.created) == (before.owner, before.created)
                else { return nil }
                if acknowledgement.isOfFilter, consumer.filter != before.filter { return consumer }
                consumer.acknowledged = max(consumer.acknowledged, acknowledgement.seq)
                consumer.lastSeen = time.timestamp
                if consumer.acknowledged >= oldest - 1 { consumer.isLost = false }
                try consumer.save(in: db)
                return consumer
            }
        }
    }
}
