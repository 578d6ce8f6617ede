/// A pattern for paths, compiled; `Filter.paths` says what it may be made of.
///
/// Matching follows all ways through the pattern at once. No two wildcards that may stand for nothing follow each other, but
/// for `**/` before one of the others, so it costs at most characters times parts, whatever the pattern.
struct Glob: Hashable, Sendable {
    private enum Part: Hashable {
        case one(Unicode.Scalar)
        /// One character that is not `/`.
        case any
        /// Characters that are not `/`.
        case star
        /// Any characters.
        case all
        /// Directories, each with its `/`, or none.
        case directories
        case oneOf([ClosedRange<Unicode.Scalar>], isNegated: Bool)

        var isOne: Bool { if case .one = self { true } else { false } }
    }

    /// What every path that matches begins with: compared as bytes.
    private var prefix: [UInt8] = []
    /// What follows it.
    private var parts: [Part] = []

    static let charactersMaximum = 512

    /// Why a text is no glob, and at which of its characters, from 0.
    struct Invalid: Error {
        let at: Int
        let reason: String
    }

    init(_ pattern: String) throws(Invalid) {
        let text = Array(pattern.unicodeScalars.prefix(Self.charactersMaximum + 1))
        if text.isEmpty { throw Invalid(at: 0, reason: "it is empty") }
        if text.count > Self.charactersMaximum {
            throw Invalid(at: Self.charactersMaximum, reason: "a glob has at most \(Self.charactersMaximum) characters")
        }
        if text[0] == "/" { throw Invalid(at: 0, reason: "paths are relative to the watched folder") }
        if text.starts(with: "./".unicodeScalars) {
            throw Invalid(at: 0, reason: "paths are relative to the watched folder, without a ./")
        }
        if text.last == "/" {
            throw Invalid(
                at: text.count - 1, reason: "no path ends with a /; with ** behind it it is all that is inside")
        }
        var index = 0
        while index < text.count {
            switch text[index] {
            case "\\":
                guard index + 1 < text.count else { throw Invalid(at: index, reason: "nothing follows the \\") }
                parts.append(.one(text[index + 1]))
                index += 2
            case "?":
                parts.append(.any)
                index += 1
            case "*":
                let isDouble = index + 1 < text.count && text[index + 1] == "*"
                let isAtStart = index == 0 || text[index - 1] == "/"
                if isDouble, isAtStart, index + 2 < text.count, text[index + 2] == "/" {
                    if parts.last != .directories { parts.append(.directories) }
                    index += 3
                } else {
                    append(wildcard: isDouble ? .all : .star)
                    index += isDouble ? 2 : 1
                }
            case "[":
                parts.append(try Self.oneOf(text, &index))
            default:
                parts.append(.one(text[index]))
                index += 1
            }
        }
        var literal = ""
        for case .one(let scalar) in parts.prefix(while: \.isOne) { literal.unicodeScalars.append(scalar) }
        prefix = Array(literal.utf8)
        parts.removeFirst(literal.unicodeScalars.count)
    }

    /// Of `*` and `**` that follow each other one is enough: the one that stands for more.
    private mutating func append(wildcard: Part) {
        switch (parts.last, wildcard) {
        case (.all, _), (.star, .star): break
        case (.star, .all): parts[parts.count - 1] = .all
        default: parts.append(wildcard)
        }
    }

    private static func oneOf(_ text: [Unicode.Scalar], _ index: inout Int) throws(Invalid) -> Part {
        let start = index
        index += 1
        let isNegated = index < text.count && (text[index] == "!" || text[index] == "^")
        if isNegated { index += 1 }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        let first = index
        while index < text.count, text[index] != "]" || index == first {
            if text[index] == "\\" { index += 1 }
            guard index < text.count else { break }
            let low = text[index]
            var high = low
            if index + 2 < text.count, text[index + 1] == "-", text[index + 2] != "]" {
                high = text[index + 2]
                guard low <= high else { throw Invalid(at: index, reason: "the range goes down") }
                index += 2
            }
            ranges.append(low...high)
            index += 1
        }
        guard index < text.count else { throw Invalid(at: start, reason: "the [ is not closed") }
        index += 1
        return .oneOf(ranges, isNegated: isNegated)
    }

    func matches(_ path: [UInt8]) -> Bool {
        guard path.starts(with: prefix) else { return false }
        if parts == [.all] { return true }
        // Which parts may come next; the last is "all matched".
        var states = [Bool](repeating: false, count: parts.count + 1)
        var next = states
        enter(0, &states)
        for scalar in String(decoding: path.dropFirst(prefix.count), as: UTF8.self).unicodeScalars {
            for index in next.indices { next[index] = false }
            for index in parts.indices where states[index] { step(index, scalar, &next) }
            swap(&states, &next)
            guard states.contains(true) else { return false }
        }
        return states[parts.count]
    }

    /// Where a part may lead by one character.
    private func step(_ index: Int, _ scalar: Unicode.Scalar, _ next: inout [Bool]) {
        switch parts[index] {
        case .one(let wanted): if scalar == wanted { enter(index + 1, &next) }
        case .any: if scalar != "/" { enter(index + 1, &next) }
        case .oneOf(let ranges, let isNegated):
            if scalar != "/", ranges.contains(where: { $0.contains(scalar) }) != isNegated { enter(index + 1, &next) }
        case .star: if scalar != "/" { enter(index, &next) }
        case .all: enter(index, &next)
        case .directories:
            // Inside a directory's name the only way out is its '/'.
            next[index] = true
            if scalar == "/" { enter(index + 1, &next) }
        }
    }

    /// Comes to a part, and to those behind it where it may stand for nothing.
    private func enter(_ start: Int, _ states: inout [Bool]) {
        for index in start...parts.count {
            states[index] = true
            guard index < parts.count else { return }
            switch parts[index] {
            case .star, .all, .directories: continue
            default: return
            }
        }
    }
}
