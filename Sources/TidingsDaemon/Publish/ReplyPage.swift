import NIOCore
import TidingsFeed

/// Replies for consecutive changes as one run of bytes: encoded once, shared by all who want them.
struct ReplyPage: Sendable {
    /// The number of the first change.
    let first: Int
    /// Where each reply ends.
    private(set) var ends: [Int] = []
    private(set) var bytes: ByteBuffer
    /// What filters ask of each, where that was wanted.
    private(set) var subjects: [CompiledFilter.Subject] = []
    /// What it takes up, roughly: a long article's words may be more than its change.
    private(set) var size = 0

    init(first: Int, capacity: Int) {
        self.first = first
        bytes = ByteBufferAllocator().buffer(capacity: capacity)
    }

    var count: Int { ends.count }
    /// The number of the last change; one less than `first` where there is none.
    var last: Int { first + ends.count - 1 }

    /// Takes in the reply to the next change.
    mutating func append(_ json: UnsafeRawBufferPointer, document: [UInt8]?, subject: CompiledFilter.Subject?) {
        size += unsafe WireReply.writeChange(json, document: document, to: &bytes)
        ends.append(bytes.writerIndex)
        guard let subject else { return }
        subjects.append(subject)
        size += subject.facts?.size ?? 0
    }

    /// Where the replies with some indices are, which follow each other.
    private func range(_ indices: Range<Int>) -> (start: Int, length: Int) {
        let start = indices.lowerBound == 0 ? 0 : ends[indices.lowerBound - 1]
        return (start, ends[indices.upperBound - 1] - start)
    }

    /// Some replies that follow each other.
    func replies(_ indices: Range<Int>) -> ByteBuffer {
        let (start, length) = range(indices)
        return part(start, length)
    }

    /// Without a copy, but where it is little: it would keep the whole page in memory for as long as it waits.
    private func part(_ start: Int, _ length: Int) -> ByteBuffer {
        guard let slice = bytes.getSlice(at: start, length: length) else { return ByteBuffer() }
        return length >= bytes.readableBytes / 4 ? slice : ByteBuffer(bytes: slice.readableBytesView)
    }

    /// The change of a reply that has no document, as JSON.
    func change(_ index: Int) -> ByteBuffer {
        let (start, length) = range(index..<index + 1)
        let (head, tail) = WireReply.changeEnds
        return part(start + head, length - head - tail)
    }
}
