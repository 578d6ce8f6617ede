import CLinux
import NIOCore

/// One event as the kernel tells it (inotify(7)).
struct InotifyEvent: Equatable {
    /// Which watch: -1 for an overflow.
    let watch: Int32
    let mask: UInt32
    /// The same for both halves of a rename; 0 for all else.
    let cookie: UInt32
    /// The entry of the directory it is about; empty for the directory itself.
    let name: [UInt8]

    func has(_ bit: Int32) -> Bool { mask & UInt32(bitPattern: bit) != 0 }
    func has(_ bit: UInt32) -> Bool { mask & bit != 0 }

    /// Takes the next event from what was read.
    ///
    /// The kernel never splits one.
    init?(from buffer: inout ByteBuffer) {
        guard let watch = buffer.readInteger(endianness: .host, as: Int32.self),
            let mask = buffer.readInteger(endianness: .host, as: UInt32.self),
            let cookie = buffer.readInteger(endianness: .host, as: UInt32.self),
            let length = buffer.readInteger(endianness: .host, as: UInt32.self),
            let padded = buffer.readBytes(length: Int(length))
        else { return nil }
        self.watch = watch
        self.mask = mask
        self.cookie = cookie
        // The name is padded with NULs to the next event's alignment.
        name = Array(padded.prefix { $0 != 0 })
    }

    init(watch: Int32, mask: UInt32, cookie: UInt32 = 0, name: [UInt8]) {
        self.watch = watch
        self.mask = mask
        self.cookie = cookie
        self.name = name
    }
}
