/// A durable consumer, as the service lists it: a reader whose position the service keeps.
public struct Consumer: Codable, Hashable, Sendable {
    /// Who it is, in the store.
    public var name: String
    /// The user (uid) who made it: only that one, root and the service's own user fetch for it or delete it.
    public var owner: Int
    /// When it was made: RFC 3339, UTC, milliseconds.
    public var created: String
    /// Everything up to this number has been dealt with.
    public var acknowledged: Int
    /// Numbers given since: its lag.
    public var pending: Int
    /// When the first change that it has not acknowledged was recorded; `nil` where there is none.
    public var oldestTime: String?
    /// How long that is ago, in seconds.
    public var oldestSeconds: Int?
    /// When it last fetched or acknowledged; `nil` where it never has.
    public var lastSeen: String?
    /// Whether a call fetches for it now.
    public var fetching: Bool
    /// Whether changes that it had not acknowledged are no longer kept.
    public var lost: Bool
    /// Which changes it gets; `nil` for all.
    public var filter: Filter?

    package init(
        name: String, owner: Int, created: String, acknowledged: Int, pending: Int, oldestTime: String? = nil,
        oldestSeconds: Int? = nil, lastSeen: String? = nil, fetching: Bool, lost: Bool, filter: Filter? = nil
    ) {
        self.name = name
        self.owner = owner
        self.created = created
        self.acknowledged = acknowledged
        self.pending = pending
        self.oldestTime = oldestTime
        self.oldestSeconds = oldestSeconds
        self.lastSeen = lastSeen
        self.fetching = fetching
        self.lost = lost
        self.filter = filter
    }
}
