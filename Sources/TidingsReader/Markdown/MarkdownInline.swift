/// The text inside a Markdown block, as a reader sees it: without the marks of emphasis, code and links.
enum MarkdownInline {
    /// Linear in the bytes: one pass, and every search ahead is bounded.
    static func text(of source: String) -> String {
        var pass = InlinePass(source: Array(source.utf8))
        pass.run()
        return String(decoding: pass.output, as: UTF8.self)
    }

    /// Where a text leads that is one link: `[text](address)`, an item of a list of links, or the first link of it.
    static func address(_ source: String) -> String? {
        let bytes = Array(source.utf8)
        guard let open = bytes.firstIndex(of: ArraySlice("](".utf8)),
            let close = bytes[open...].firstIndex(where: { $0 == UInt8(ascii: ")") || $0 == 0x20 })
        else { return nil }
        let address = String(decoding: bytes[(open + 2)..<close], as: UTF8.self)
        return address.isEmpty ? nil : address
    }

    /// The description of a picture that stands alone: `![description](address)`.
    static func picture(_ source: String) -> String? {
        guard source.hasPrefix("!["), source.hasSuffix(")"), let end = source.firstRange(of: "]("),
            source[end.upperBound...].dropLast().allSatisfy({ $0 != "(" && $0 != ")" })
        else { return nil }
        return text(of: String(source[source.index(source.startIndex, offsetBy: 2)..<end.lowerBound]))
    }
}

private struct InlinePass {
    let source: [UInt8]
    var output: [UInt8] = []
    private var position = 0
    /// Where in the output an emphasis mark stands that may yet be closed, by mark and length.
    private var openers: [Opener: Int] = [:]
    /// Where in the output the text of a link may begin; with pictures, their `!` is left out.
    private var brackets: [Int] = []

    private struct Opener: Hashable {
        let mark: UInt8
        let length: Int
    }

    /// Longest destination of a link searched for, in bytes.
    private static let destinationBytesMaximum = 2_000
    private static let bracketsMaximum = 32

    init(source: [UInt8]) {
        self.source = source
    }

    mutating func run() {
        while position < source.count {
            let byte = source[position]
            switch byte {
            case UInt8(ascii: "\\") where position + 1 < source.count && Self.isPunctuation(source[position + 1]):
                output.append(source[position + 1])
                position += 2
            case UInt8(ascii: "`"):
                code()
            case UInt8(ascii: "*"), UInt8(ascii: "_"):
                emphasis(byte)
            case UInt8(ascii: "!") where position + 1 < source.count && source[position + 1] == UInt8(ascii: "["):
                position += 1
            case UInt8(ascii: "[") where brackets.count < Self.bracketsMaximum:
                brackets.append(output.count)
                literal(1)
            case UInt8(ascii: "]"):
                closeBracket()
            default:
                literal(1)
            }
        }
    }

    private mutating func literal(_ count: Int) {
        output.append(contentsOf: source[position..<position + count])
        position += count
    }

    /// 6.1: a code span ends at a run of as many backticks; its inside is taken as it is.
    private mutating func code() {
        let run = source[position...].prefix { $0 == UInt8(ascii: "`") }.count
        var search = position + run
        while search < source.count {
            guard let next = source[search...].firstIndex(of: UInt8(ascii: "`")) else { break }
            let length = source[next...].prefix { $0 == UInt8(ascii: "`") }.count
            if length == run {
                output.append(contentsOf: source[position + run..<next])
                position = next + length
                return
            }
            search = next + length
            // Only runs of another length so far: give up after one destination's length, so that a row of
            // unlike runs cannot make this quadratic.
            if search - position > Self.destinationBytesMaximum { break }
        }
        literal(run)
    }

    /// 6.2, simplified: a run closes the last open run of its mark and length, else opens one.
    private mutating func emphasis(_ mark: UInt8) {
        let length = source[position...].prefix { $0 == mark }.count
        let before = position > 0 ? source[position - 1] : 0x20
        let after = position + length < source.count ? source[position + length] : 0x20
        let isInsideWord = mark == UInt8(ascii: "_") && Self.isWord(before) && Self.isWord(after)
        let opener = Opener(mark: mark, length: length)
        if before != 0x20, !isInsideWord, let start = openers.removeValue(forKey: opener) {
            output.removeSubrange(start..<start + length)
            openers = openers.filter { $0.value < start }
            brackets = brackets.filter { $0 < start }
            position += length
        } else {
            if after != 0x20, !isInsideWord, length <= 3 { openers[opener] = output.count }
            literal(length)
        }
    }

    /// 6.3: `](destination)` makes what stands between the brackets a link's text.
    private mutating func closeBracket() {
        guard let start = brackets.popLast(), let end = destinationEnd() else { return literal(1) }
        output.remove(at: start)
        for (opener, place) in openers where place > start { openers[opener] = place - 1 }
        position = end
    }

    private func destinationEnd() -> Int? {
        guard position + 1 < source.count, source[position + 1] == UInt8(ascii: "(") else { return nil }
        var depth = 0
        for index in (position + 1)..<min(source.count, position + Self.destinationBytesMaximum) {
            if source[index] == UInt8(ascii: "(") { depth += 1 }
            if source[index] == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { return index + 1 }
        }
        return nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !isWord(byte)
    }
}
