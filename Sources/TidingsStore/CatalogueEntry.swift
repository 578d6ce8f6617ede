public import TidingsFeed

/// What the file system says of a file without reading it: equal fingerprints, equal bytes.
public struct Fingerprint: Hashable, Sendable {
    public var device: UInt64
    public var inode: UInt64
    /// When the inode was made, in nanoseconds since 1970; 0 where the file system keeps none.
    public var born: Int64
    /// In bytes.
    public var size: UInt64
    /// Last change of the content, in nanoseconds since 1970. Anyone can set it.
    public var modified: Int64
    /// Last change of content or attributes, in nanoseconds since 1970. Only the kernel sets it.
    public var changed: Int64

    public init(device: UInt64, inode: UInt64, born: Int64, size: UInt64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.born = born
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// Whether both are of one file, whatever its name and content are now.
    ///
    /// The inode number alone does not tell: file systems hand a freed number out again at once. The time of birth does.
    public func isSameFile(as other: Fingerprint) -> Bool {
        device == other.device && inode == other.inode && born == other.born
    }
}

/// One article as the catalogue has it.
public struct CatalogueEntry: Hashable, Sendable {
    public enum State: String, Sendable {
        /// It is in the folder and has a document.
        case current
        /// It is in the folder and cannot be read; its last good document, if any, is kept.
        case unreadable
        /// It is gone; the row keeps its id for when it comes back.
        case removed
    }

    public var id: Int
    public var path: ArticlePath
    public var state: State
    public var reason: String?
    /// 0: never read.
    public var revision: Int
    public var seq: Int
    /// SHA-256 of the article's bytes, in hexadecimal; empty where it was never read.
    public var digest: String
    /// SHA-256 of its document, in hexadecimal; empty where the document has to be made again.
    public var documentDigest: String
    public var fingerprint: Fingerprint
    /// Of the last good reading.
    public var headline: String

    /// Whether its document was found missing or damaged.
    public var needsDocument: Bool { revision > 0 && documentDigest.isEmpty && state == .current }
}
