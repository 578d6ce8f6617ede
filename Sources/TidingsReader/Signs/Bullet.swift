/// The mark before an item of a list in plain text.
struct Bullet: Equatable {
    enum Kind: Equatable {
        /// • - * and the like, by the mark.
        case mark([UInt8])
        /// 1. 2) (3)
        case number(Int)
        /// a. b) (c), also i. and ii.
        case letter(UInt8)
        case roman
    }

    let kind: Kind
    /// Bytes of the mark and the white space behind it.
    let length: Int

    var isOrdered: Bool { if case .mark = kind { false } else { true } }
    /// A dash, which also begins quotations and signatures, or a letter.
    var isDash: Bool {
        if case .mark(let bytes) = kind { return Self.dashes.contains(bytes) || bytes == [UInt8(ascii: "o")] }
        return false
    }

    func isSameKind(as other: Bullet) -> Bool {
        switch (kind, other.kind) {
        case (.mark(let one), .mark(let two)): one == two
        case (.number, .number), (.roman, .roman), (.letter, .letter), (.roman, .letter), (.letter, .roman): true
        default: false
        }
    }

    private static let dashes: Set<[UInt8]> = Set(["–", "—", "-", "--"].map { Array($0.utf8) })
    private static let marks =
        ["--", "->", "=>", ">>"].map { Array($0.utf8) }
        + "•‣⁃◦▪▫●○■□–—·-*+▸►▶»✓✔➤→⦁∙・".unicodeScalars.map { Array(String($0).utf8) }

    /// Nothing need stand behind these: the bullet, and the middle dot of Japanese.
    private static let gluedMarks = ["•", "・"].map { Array($0.utf8) }

    init?(_ line: ArraySlice<UInt8>) {
        guard let first = line.first else { return nil }
        if first < 0x80, first | 0x20 < 0x61 || first | 0x20 > 0x7A {
            guard
                first == 0x28 || first == 0x2D || first == 0x3D || first == 0x3E || first == 0x2A || first == 0x2B
                    || (first >= 0x30 && first <= 0x39)
            else { return nil }
        }
        if first >= 0x80 || first == 0x2D || first == 0x2A || first == 0x2B || first == 0x3D || first == 0x3E {
            for mark in Self.marks where line.starts(with: mark) {
                let space = Self.space(line.dropFirst(mark.count))
                guard space > 0 || Self.gluedMarks.contains(mark) && line.count > mark.count else { continue }
                kind = .mark(mark)
                length = mark.count + space
                return
            }
            return nil
        }
        // A small o, where a terminal had no bullet.
        if first == UInt8(ascii: "o"), case let space = Self.space(line.dropFirst()), space > 0 {
            kind = .mark([first])
            length = 1 + space
            return
        }
        guard line.prefix(6).contains(where: { $0 == 0x29 || $0 == 0x2E }) else { return nil }
        let isBracketed = first == 0x28
        let rest = isBracketed ? line.dropFirst() : line
        let run = rest.prefix { $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
        guard (1...4).contains(run.count), let close = rest.dropFirst(run.count).first,
            close == 0x29 || close == 0x2E && !isBracketed
        else { return nil }
        let space = Self.space(rest.dropFirst(run.count + 1))
        guard space > 0 else { return nil }
        length = (isBracketed ? 1 : 0) + run.count + 1 + space
        if let number = Int(String(decoding: run, as: UTF8.self)) {
            guard run.count <= 3 else { return nil }
            kind = .number(number)
        } else if run.count == 1, let letter = run.first {
            // "A. Smith" is a name: a capital with a point is no bullet.
            guard letter >= 0x61 || close == 0x29 else { return nil }
            kind = .letter(letter | 0x20)
        } else if run.allSatisfy({ "ivx".utf8.contains($0) }) {
            kind = .roman
        } else {
            return nil
        }
    }

    private static func space(_ rest: ArraySlice<UInt8>) -> Int {
        var count = 0
        var rest = rest
        while true {
            if rest.first == 0x20 || rest.first == 0x09 {
                count += 1
                rest = rest.dropFirst()
            } else if rest.starts(with: [0xC2, 0xA0]) {
                count += 2
                rest = rest.dropFirst(2)
            } else {
                return count
            }
        }
    }

    /// This one may follow the other in a list.
    func follows(_ other: Bullet) -> Bool {
        switch (other.kind, kind) {
        case (.number(let one), .number(let two)): two == one + 1 || two == one
        case (.letter(let one), .letter(let two)): two == one + 1
        default: isSameKind(as: other)
        }
    }
}
