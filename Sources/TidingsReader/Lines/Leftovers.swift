import TidingsFeed

/// What an earlier encoding has left in the text: entities of HTML, escapes of quoted-printable.
///
/// They stay as they are, because only the contributor knows what was meant; a document says that they are there.
enum Leftovers {
    /// A single `=20` or `=E2` may be a formula or a part of an address.
    private static let escapesMinimum = 2

    static func found(in lines: [Line]) -> [Document.Leftover] {
        var entities = Document.Leftover(kind: .htmlEntities, line: 0, count: 0)
        var escapes = Document.Leftover(kind: .quotedPrintable, line: 0, count: 0)
        for line in lines where line.hasEscape {
            note(self.entities(in: line.bytes), on: line, &entities)
            note(self.escapes(in: line.bytes), on: line, &escapes)
        }
        return (entities.count > 0 ? [entities] : []) + (escapes.count >= escapesMinimum ? [escapes] : [])
    }

    private static func note(_ count: Int, on line: Line, _ leftover: inout Document.Leftover) {
        guard count > 0 else { return }
        if leftover.count == 0 { leftover.line = line.number }
        leftover.count += count
    }

    /// Character references (HTML, 13.5): `&amp;`, `&#8217;`, `&#x2019;`.
    private static func entities(in bytes: ArraySlice<UInt8>) -> Int {
        bytes.indices.count { start in
            guard bytes[start] == UInt8(ascii: "&") else { return false }
            var rest = bytes[(start + 1)...]
            if rest.first == UInt8(ascii: "#") { rest = rest.dropFirst() }
            let name = rest.prefix(32).prefix { $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
            return name.count >= 2 && name.endIndex < bytes.endIndex && bytes[name.endIndex] == UInt8(ascii: ";")
        }
    }

    /// Quoted-printable (RFC 2045, 6.7): `=E2=80=99`, `=3D`, `=20`; the escape of a line end is a `=` behind a word.
    private static func escapes(in bytes: ArraySlice<UInt8>) -> Int {
        func isHexadecimal(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x46 }
        return bytes.indices.count { start in
            guard bytes[start] == UInt8(ascii: "=") else { return false }
            let next = bytes[(start + 1)...].prefix(2)
            if next.isEmpty { return start > bytes.startIndex && bytes[start - 1] != UInt8(ascii: "=") }
            guard next.count == 2, next.allSatisfy(isHexadecimal) else { return false }
            // Of ASCII only the sign itself and white space are written so.
            return next.first.map { $0 >= UInt8(ascii: "8") } == true
                || ["3D", "20", "09"].contains { next.elementsEqual($0.utf8) }
        }
    }
}
