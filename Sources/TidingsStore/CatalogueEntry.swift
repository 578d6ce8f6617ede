package import TidingsFeed

/// What the file system says of a file without reading it: equal fingerprints, equal bytes.
package struct Fingerprint: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64
    /// When the inode was made, in nanoseconds since 1970; 0 where the file system keeps none.
    package var born: Int64
    /// In bytes.
    package var size: UInt64
    /// Last change of the content, in nanoseconds since 1970, which anyone can set.
    package var modified: Int64
    /// Last change of content or attributes, in nanoseconds since 1970, which only the kernel sets.
    package var changed: Int64

    package init(device: UInt64, inode: UInt64, born: Int64, size: UInt64, modified: Int64, changed: Int64) {
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
    package func isSameFile(as other: Fingerprint) -> Bool { file == other.file }

    package var file: FileKey { FileKey(device: device, inode: inode, born: born) }
}

/// Which file it is, whatever its name and content.
package struct FileKey: Hashable, Sendable {
    package let device, inode: UInt64
    package let born: Int64

    package init(device: UInt64, inode: UInt64, born: Int64) {
        self.device = device
        self.inode = inode
        self.born = born
    }
}

/// One article as the catalogue has it.
package struct CatalogueEntry: Hashable, Sendable {
    package enum State: String, Sendable {
        /// It is in the folder and has a document.
        case current
        /// It is in the folder and cannot be read; its last good document, if any, is kept.
        case unreadable
        /// It is gone; the row keeps its id for when it comes back.
        case removed
    }

    package var id: Int
    package var path: ArticlePath
    package var state: State
    package var reason: String?
    /// 0: never read.
    package var revision: Int
    package var seq: Int
    /// SHA-256 of the article's bytes, in hexadecimal; empty where it was never read.
    package var digest: String
    /// SHA-256 of its document, in hexadecimal; empty where the document has to be made again.
    package var documentDigest: String
    package var fingerprint: Fingerprint
    /// Of the last good reading, as are the two that follow.
    package var headline: String
    package var language = "und"
    package var words = 0

    /// An article that has just been found, before anything is known of it.
    init(new id: Int, at path: ArticlePath, seq: Int) {
        let nowhere = Fingerprint(device: 0, inode: 0, born: 0, size: 0, modified: 0, changed: 0)
        self.init(
            id: id, path: path, state: .current, reason: nil, revision: 0, seq: seq, digest: "", documentDigest: "",
            fingerprint: nowhere, headline: "")
    }

    package init(
        id: Int, path: ArticlePath, state: State, reason: String?, revision: Int, seq: Int, digest: String,
        documentDigest: String, fingerprint: Fingerprint, headline: String
    ) {
        self.id = id
        self.path = path
        self.state = state
        self.reason = reason
        self.revision = revision
        self.seq = seq
        self.digest = digest
        self.documentDigest = documentDigest
        self.fingerprint = fingerprint
        self.headline = headline
    }

    /// Whether its document was found missing or damaged.
    package var needsDocument: Bool { revision > 0 && documentDigest.isEmpty && state == .current }
}

/// What a directory lies on.
package struct Mount: Hashable, Sendable {
    /// The directory itself: the root of what is mounted there, if anything is.
    package var root: FileKey
    /// `false` for a folder that merely lies on some file system.
    package var isMountPoint: Bool

    package init(root: FileKey, isMountPoint: Bool) {
        self.root = root
        self.isMountPoint = isMountPoint
    }

    /// Whether what lies there now is not what lay there: another file system, or none.
    ///
    /// Device numbers are handed out anew at each boot and mount; the time of birth of a root is not.
    package func isReplaced(by now: Mount) -> Bool {
        guard isMountPoint else { return root.device != now.root.device }
        let isSame =
            root.inode == now.root.inode && root.born == now.root.born
            && (root.born != 0 || root.device == now.root.device)
        return !(now.isMountPoint && isSame)
    }
}
