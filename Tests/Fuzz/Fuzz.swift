import Foundation

/// What strangers send, tried at random: the framing, calls, and filters as JSON and as text (`make fuzz`).
///
/// It crashes where what must hold does not: a message is what was sent between two NULs however it is split, and a filter
/// that compiles answers, whatever it is asked.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    split(bytes.dropFirst(), at: Int(first) + 1)
    _ = try? WireJSON.decode(VarlinkCall<FeedInterface.WatchParameters>.self, from: bytes)
    if let filter = try? WireJSON.decode(Filter.self, from: bytes) { ask(filter, bytes) }
    if let filter = try? Filter(text: String(decoding: bytes, as: UTF8.self)) { ask(filter, bytes) }
    if let filter = try? CompiledFilter(Filter(paths: [String(decoding: bytes, as: UTF8.self)])) {
        _ = filter.matches(path: bytes, from: nil, facts: nil)
    }
    return 0
}

private func split(_ bytes: ArraySlice<UInt8>, at length: Int) {
    var buffer = MessageBuffer(messageBytesMaximum: 1_000)
    var messages: [[UInt8]] = []
    var rest = bytes
    do {
        while !rest.isEmpty {
            buffer.append(rest.prefix(length))
            rest = rest.dropFirst(length)
            while let message = try buffer.next() { messages.append(Array(message)) }
        }
    } catch { return }
    let expected = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Array($0) }
    precondition(messages == expected, "what was split is not what was sent")
}

private func ask(_ filter: Filter, _ bytes: [UInt8]) {
    guard let compiled = try? CompiledFilter(filter) else { return }
    let facts = Facts(names: String(decoding: bytes, as: UTF8.self), words: WordSet(bytes: Data(bytes)))
    _ = compiled.matches(
        .init(kind: .added, path: Array(bytes.prefix(100)), from: nil, changed: [.headline], facts: facts))
}
