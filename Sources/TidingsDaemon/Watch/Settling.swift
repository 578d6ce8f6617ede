/// How long a path is left alone before it is looked at.
struct Settling: Sendable {
    /// After the last of several closes in a row, and after a file appeared without being closed.
    let close: Duration
    /// After the last write while the writer has not closed: a copy over a slow line pauses for longer than a save.
    let write: Duration
    /// After a file went away: time for the other half of a rename, or for an editor to put the new file there.
    let removal: Duration
    /// A file that never comes to rest is looked at this often.
    let maximum: Duration

    init(close: Duration) {
        self.close = close
        write = close * 40
        removal = close * 2
        maximum = close * 100
    }
}
