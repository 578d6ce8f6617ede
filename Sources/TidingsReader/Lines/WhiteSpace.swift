/// White space: space, tab, no-break space (U+00A0), the spaces of U+2000 to U+200A, U+202F, U+205F and U+3000, and the
/// marks of direction U+200E and U+200F.
enum WhiteSpace {
    /// Of the spaces that take three bytes.
    static func isWide(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (first, second) {
        case (0xE2, 0x80): third <= 0x8A || third == 0x8E || third == 0x8F || third == 0xAF
        case (0xE2, 0x81): third == 0x9F
        case (0xE3, 0x80): third == 0x80
        default: false
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without the white space at both ends; the positions stay.
    var trimmed: Self {
        var rest = self
        while let width = rest.whiteSpaceAtStart { rest = rest.dropFirst(width) }
        while let width = rest.whiteSpaceAtEnd { rest = rest.dropLast(width) }
        return rest
    }

    /// How many bytes the white space at the front takes.
    var whiteSpaceAtStart: Int? {
        guard let first else { return nil }
        if first == 0x20 || first == 0x09 || first == 0x0B || first == 0x0C { return 1 }
        guard first >= 0xC2, count >= 2 else { return nil }
        if first == 0xC2 { return self[startIndex + 1] == 0xA0 ? 2 : nil }
        guard first == 0xE2 || first == 0xE3, count >= 3 else { return nil }
        return WhiteSpace.isWide(first, self[startIndex + 1], self[startIndex + 2]) ? 3 : nil
    }

    var whiteSpaceAtEnd: Int? {
        guard let last else { return nil }
        if last == 0x20 || last == 0x09 || last == 0x0B || last == 0x0C { return 1 }
        guard last >= 0x80, last < 0xC0, count >= 2 else { return nil }
        if last == 0xA0, self[endIndex - 2] == 0xC2 { return 2 }
        guard count >= 3 else { return nil }
        return WhiteSpace.isWide(self[endIndex - 3], self[endIndex - 2], last) ? 3 : nil
    }
}
