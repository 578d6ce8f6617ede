import TidingsFeed

/// What contributors drop, tried at random (`make fuzz-reader`).
///
/// Whatever the bytes, the reader ends, and every line that is not blank is in one block, one piece of furniture or one
/// part. The first byte says which format it is. Built without the sources that need packages: front matter is not tried.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let start, count > 1 else { return 0 }
    let bytes = Array(unsafe UnsafeBufferPointer(start: start + 1, count: count - 1))
    // Bytes with NULs are no text: they are refused before.
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { return 0 }
    let isMarkdown = unsafe start.pointee & 1 == 1
    let lines = Line.lines(of: Array(text.utf8), tab: isMarkdown ? 4 : 8)
    let passages = isMarkdown ? MarkdownPassages.passages(lines[...]) : TextPassages.passages(lines)
    let structure = ArticleReading.read(passages, into: ArticleStructure(format: .text, encoding: "utf-8"))
    var counts = [Int](repeating: 0, count: lines.count + 2)
    for block in structure.blocks { for line in block.lines[0]...block.lines[1] { counts[line] += 1 } }
    for piece in structure.furniture { for line in piece.line...(piece.lastLine ?? piece.line) { counts[line] += 1 } }
    for part in structure.parts { for line in part.lines[0]...part.lines[1] { counts[line] += 1 } }
    for line in lines where !line.isBlank {
        precondition(counts[line.number] == 1, "line \(line.number): \(counts[line.number])")
    }
    return 0
}
