import Foundation

@testable import TidingsFeed

/// The fenced blocks of docs/PROTOCOL.md, and the exchanges that stand in them.
///
/// A block `exchange` has lines `> {json}` (a call), `< {json}` (the reply to it) and `$ command` (a shell command in the
/// watched folder); `2>` and `2<` are on a second connection. A line that begins with a space continues the one before. A
/// block `exchange not-run` is only read.
struct Transcript {
    /// A fenced block.
    struct Block {
        /// What stands behind the fence.
        let info: String
        /// Of the fence, in the file, from 1.
        let line: Int
        let lines: [String]

        var text: String { lines.joined(separator: "\n") }
    }

    /// One step of an exchange.
    struct Step {
        enum Action {
            case call(String, connection: Int)
            case reply(JSONValue, connection: Int)
            case command(String)
        }

        let action: Action
        let line: Int
    }

    /// The steps of one block.
    struct Exchange {
        let isRun: Bool
        let steps: [Step]
    }

    let blocks: [Block]
    let exchanges: [Exchange]

    init(_ text: String) throws {
        var blocks: [Block] = []
        var open: (info: String, line: Int, lines: [String])?
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(Block(info: block.info, line: block.line, lines: block.lines))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), index + 1, [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        if let open { throw TestFailure("line \(open.line): the block is not closed") }
        self.blocks = blocks
        exchanges = try blocks.filter { $0.info == "exchange" || $0.info == "exchange not-run" }.map { block in
            Exchange(isRun: block.info == "exchange", steps: try Self.steps(of: block))
        }
    }

    /// The only block with this behind its fence.
    func block(_ info: String) throws -> Block {
        let found = blocks.filter { $0.info == info }
        guard found.count == 1 else { throw TestFailure("there are \(found.count) blocks '\(info)'") }
        return found[0]
    }

    private static func steps(of block: Block) throws -> [Step] {
        var whole: [(text: String, line: Int)] = []
        for (index, line) in block.lines.enumerated() {
            if line.hasPrefix(" "), !whole.isEmpty {
                whole[whole.count - 1].text += line
            } else {
                whole.append((line, block.line + 1 + index))
            }
        }
        return try whole.map { try step($0.text, line: $0.line) }
    }

    private static func step(_ text: String, line: Int) throws -> Step {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw TestFailure("line \(line): this is no step: \(text)") }
        let connection = parts[0].hasPrefix("2") ? 2 : 1
        switch parts[0] {
        case "$":
            return Step(action: .command(parts[1]), line: line)
        case ">", "2>":
            _ = try json(parts[1], line: line)
            return Step(action: .call(parts[1], connection: connection), line: line)
        case "<", "2<":
            return Step(action: .reply(try json(parts[1], line: line), connection: connection), line: line)
        default:
            throw TestFailure("line \(line): a step begins with >, <, 2>, 2< or $, not with \(parts[0])")
        }
    }

    private static func json(_ text: String, line: Int) throws -> JSONValue {
        do { return try WireJSON.decode(JSONValue.self, from: text.utf8) } catch {
            throw TestFailure("line \(line): this is not JSON: \(error)")
        }
    }
}

/// Any JSON, to be compared.
enum JSONValue: Codable, Hashable, CustomStringConvertible {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// In what is expected: any one value.
    static let any = JSONValue.string("…")

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let number): try value.encode(number)
        case .string(let string): try value.encode(string)
        case .array(let array): try value.encode(array)
        case .object(let object): try value.encode(object)
        }
    }

    var description: String {
        (try? WireJSON.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "nothing"
    }

    subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// Whether a value is as this one says, in which `…` is any value.
    func matches(_ value: JSONValue) -> Bool {
        switch (self, value) {
        case (.any, _):
            true
        case (.array(let wanted), .array(let got)):
            wanted.count == got.count && zip(wanted, got).allSatisfy { $0.matches($1) }
        case (.object(let wanted), .object(let got)):
            wanted.count == got.count && wanted.allSatisfy { name, value in got[name].map(value.matches) ?? false }
        default:
            self == value
        }
    }

    /// The first text of this name, however deep.
    func first(_ name: String) -> String? {
        switch self {
        case .array(let values): values.lazy.compactMap { $0.first(name) }.first
        case .object(let members): members[name]?.string ?? members.values.lazy.compactMap { $0.first(name) }.first
        default: nil
        }
    }
}
