import Glibc
import NIOCore

/// The clock that file times are of.
enum WallClock {
    /// Since 1970.
    static var nanoseconds: Int64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
