/// What a start after an unclean stop found and settled.
public struct Recovery: Codable, Hashable, Sendable {
    /// Documents that were recorded and not in place yet: now they are.
    public var adopted = 0
    /// Documents that were missing or damaged: their articles are read again.
    public var damaged = 0
    /// Documents that were written and never recorded, and files that belong to nothing: deleted.
    public var discarded = 0
    /// Superseded documents, and those of articles that cannot be read now, that are gone for good.
    public var lost = 0

    package init() {}
}
