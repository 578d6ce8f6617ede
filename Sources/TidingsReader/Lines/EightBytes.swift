/// Eight bytes of a text at once, as one number: what is asked of every byte of an article is asked of eight together.
///
/// The arithmetic, in which bit 7 of a byte says yes for that byte, is that of H. S. Warren, Hacker's Delight (2nd edition, 6-1).
struct EightBytes {
    private let value: UInt64

    static let count = 8
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let high: UInt64 = 0x8080_8080_8080_8080

    /// `nil` where fewer are left.
    @inline(__always)
    init?(_ text: Span<UInt8>, at index: Int) {
        guard index &+ Self.count <= text.count else { return nil }
        // Any eight bytes are a number: the name warns of types for which they are not. Bounds are checked.
        value = UInt64(littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// Letters, digits and marks of ASCII below `{` but `& = [`, and spaces that stand alone.
    @inline(__always)
    func isPlain(behindSpace: Bool) -> Bool {
        // Above ASCII; from `{` on; below the space: only these reach bit 7.
        let strange = value | (value &+ 0x05 &* Self.ones) | (value &- 0x20 &* Self.ones)
        guard strange & Self.high == 0, equal(0x26) | equal(0x3D) | equal(0x5B) == 0 else { return false }
        let spaces = equal(0x20)
        return spaces & spaces << 8 == 0 && !(behindSpace && spaces & 0x80 != 0)
    }

    /// The bytes that are this one, where all are ASCII.
    @inline(__always)
    private func equal(_ byte: UInt8) -> UInt64 {
        ~((value ^ UInt64(byte) &* Self.ones) &+ ~Self.high) & Self.high
    }
}
