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

    init(first: Int, capacity: Int) {
        self.first = first
        bytes = ByteBufferAllocator().buffer(capacity: capacity)
    }

    var count: Int { ends.count }
    /// The number of the last change; one less than `first` where there is none.
    var last: Int { first + ends.count - 1 }

    /// Takes in the reply to the next change.
    mutating func append(_ json: UnsafeRawBufferPointer, document: [UInt8]?, subject: CompiledFilter.Subject?) {
        unsafe WireReply.writeChange(json, document: document, to: &bytes)
        ends.append(bytes.writerIndex)
        if let subject { subjects.append(subject) }
    }

    /// Where the replies with some indices are, which follow each other.
    private func range(_ indices: Range<Int>) -> (start: Int, length: Int) {
        let start = indices.lowerBound == 0 ? 0 : ends[indices.lowerBound - 1]
        return (start, ends[indices.upperBound - 1] - start)
    }

    /// Some replies that follow each other, without a copy.
    func replies(_ indices: Range<Int>) -> ByteBuffer {
        let (start, length) = range(indices)
        return bytes.getSlice(at: start, length: length) ?? ByteBuffer()
    }

    /// The change of a reply that has no document, as JSON.
    func change(_ index: Int) -> ByteBuffer {
        let (start, length) = range(index..<index + 1)
        let (head, tail) = WireReply.changeEnds
        return bytes.getSlice(at: start + head, length: length - head - tail) ?? ByteBuffer()
    }
}
