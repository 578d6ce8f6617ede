/// Lists in plain text: their items, nested by their indents.
extension TextPassages {
    struct OpenItem {
        var bullet: Bullet
        var indent: Int
        var level: Int
        var lines: [Int]
    }

    mutating func list() -> Int? {
        guard let first = Bullet(lines[next].bytes) else { return nil }
        var items: [OpenItem] = []
        var index = next
        var last = next
        while index < lines.count {
            let line = lines[index]
            if line.isBlank {
                // A blank line may stand between items, two end the list.
                guard index + 1 < lines.count, !lines[index + 1].isBlank else { break }
                let following = lines[index + 1]
                guard let bullet = Bullet(following.bytes),
                    let item = items.last(where: { $0.bullet.isSameKind(as: bullet) }),
                    bullet.follows(item.bullet) || !bullet.isOrdered || following.indent > line.indent,
                    abs(following.indent - item.indent) <= 1 || items.contains(where: { $0.indent == following.indent })
                else { break }
                index += 1
            } else if isSeparator(line) {
                break
            } else if let bullet = Bullet(line.bytes), items.count < Self.itemsMaximum,
                isItem(bullet, line, after: items)
            {
                items.append(OpenItem(bullet: bullet, indent: line.indent, level: 1, lines: [index]))
                last = index
                index += 1
            } else if let item = items.last, goesOn(line, index, item) {
                items[items.count - 1].lines.append(index)
                last = index
                index += 1
            } else {
                break
            }
        }
        guard isList(items, first) else { return nil }
        setLevels(&items)
        let joined = items.map { item -> Passage.Item in
            var parts = item.lines.map { lines[$0].bytes }
            parts[0] = parts[0].dropFirst(item.bullet.length)
            let text = (unwrapping ?? Unwrapping([])).joined(parts.map(\.trimmed))
            return .init(text: Self.singleSpaced(text), level: item.level)
        }.filter { !$0.text.isEmpty }
        guard !joined.isEmpty else { return nil }
        append(
            .list(items: joined, ordered: first.isOrdered), Array(joined.map(\.text).joined(separator: [0x0A])),
            from: next, through: last)
        return last + 1
    }

    /// A bullet in the middle of a list's lines begins an item, unless it cannot follow what stands before.
    private func isItem(_ bullet: Bullet, _ line: Line, after items: [OpenItem]) -> Bool {
        guard let last = items.last else { return true }
        if bullet.isSameKind(as: last.bullet) {
            return !bullet.isOrdered || bullet.follows(last.bullet) || isFirst(bullet) && line.indent != last.indent
        }
        if let same = items.last(where: { $0.bullet.isSameKind(as: bullet) }) {
            return bullet.follows(same.bullet) || !bullet.isOrdered || line.indent > last.indent || isFirst(bullet)
        }
        return line.indent > last.indent || isFirst(bullet) || !bullet.isOrdered
    }

    private func isFirst(_ bullet: Bullet) -> Bool {
        switch bullet.kind {
        case .number(let number): number == 1
        case .letter(let letter): letter == UInt8(ascii: "a") || letter == UInt8(ascii: "i")
        case .roman, .mark: true
        }
    }

    /// A line without a bullet is part of an item where it hangs below its text, or was broken to fit.
    private func goesOn(_ line: Line, _ index: Int, _ item: OpenItem) -> Bool {
        let before = lines[index - 1]
        guard !before.isBlank else { return false }
        if line.indent > item.indent { return wrapping != nil || line.indent >= item.indent + 2 }
        guard let wrapping, line.indent >= item.indent else { return false }
        return wrapping.isBroken(before, before: line)
    }

    /// Several items, or one whose mark is nothing else.
    ///
    /// Numbers with text between them are headings, and so are numbers that do not count up.
    private func isList(_ items: [OpenItem], _ first: Bullet) -> Bool {
        guard items.count == 1 else { return items.count > 1 }
        if first.isOrdered { return false }
        if first.kind == .mark([UInt8(ascii: "o")]) { return false }
        if first.isDash {
            // One dash: an item only below a line that announces it.
            return next > 0 && previousFilled().map { $0.bytes.last == UInt8(ascii: ":") } == true
        }
        return true
    }

    private func previousFilled() -> Line? { lines[..<next].last { !$0.isBlank } }

    private func setLevels(_ items: inout [OpenItem]) {
        var open: [(indent: Int, bullet: Bullet)] = []
        for index in items.indices {
            let item = items[index]
            if let same = open.lastIndex(where: {
                abs($0.indent - item.indent) <= 1 && $0.bullet.isSameKind(as: item.bullet)
            }) {
                open.removeSubrange((same + 1)...)
            } else {
                while let top = open.last, top.indent > item.indent { open.removeLast() }
                // Another mark at the same column is a level below, if the first mark comes again.
                if let top = open.last, top.indent == item.indent,
                    !items[index...].contains(where: {
                        $0.indent == item.indent && $0.bullet.isSameKind(as: top.bullet)
                    })
                {
                    open.removeLast()
                }
                open.append((item.indent, item.bullet))
            }
            items[index].level = min(open.count, 16)
        }
    }
}
