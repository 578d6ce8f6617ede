/// A set of clues, a bit each.
struct Clues: Equatable, Sendable {
    private var low: UInt64
    private var high: UInt64

    static var none: Clues { Clues() }

    init() { (low, high) = (0, 0) }

    /// Optional parameters in place of a list: the compiler makes a constant of it.
    @inline(__always)
    init(
        _ first: Clue, _ second: Clue? = nil, _ third: Clue? = nil, _ fourth: Clue? = nil, _ fifth: Clue? = nil,
        _ sixth: Clue? = nil, _ seventh: Clue? = nil, _ eighth: Clue? = nil, _ ninth: Clue? = nil
    ) {
        func low(_ clue: Clue?) -> UInt64 {
            clue.map { $0.rawValue < 64 ? 1 &<< UInt64($0.rawValue) : 0 } ?? 0
        }
        func high(_ clue: Clue?) -> UInt64 {
            clue.map { $0.rawValue < 64 ? 0 : 1 &<< UInt64($0.rawValue &- 64) } ?? 0
        }
        self.low =
            low(first) | low(second) | low(third) | low(fourth) | low(fifth) | low(sixth) | low(seventh) | low(eighth)
            | low(ninth)
        self.high =
            high(first) | high(second) | high(third) | high(fourth) | high(fifth) | high(sixth) | high(seventh)
            | high(eighth) | high(ninth)
    }

    var isEmpty: Bool { low | high == 0 }

    @inline(__always)
    func has(_ clue: Clue) -> Bool { hasAny(of: Clues(clue)) }
    @inline(__always)
    func hasAny(of other: Clues) -> Bool { low & other.low | high & other.high != 0 }

    mutating func insert(_ other: Clues) {
        low |= other.low
        high |= other.high
    }

    func union(_ other: Clues) -> Clues {
        var both = self
        both.insert(other)
        return both
    }
}
