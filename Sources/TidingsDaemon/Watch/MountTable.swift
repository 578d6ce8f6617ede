import Foundation
import TidingsFeed

/// What is mounted inside the folder, as the kernel has it (proc(5), /proc/PID/mountinfo).
///
/// inotify tells nothing of what is mounted over a directory, and of an unmounting only when it was the file system's last.
enum MountTable {
    /// The mount points inside a folder.
    /// - Parameter folder: its path, without links.
    static func mountPoints(inside folder: String) -> [ArticlePath] {
        mountPoints(inside: folder, (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? "")
    }

    static func mountPoints(inside folder: String, _ table: String) -> [ArticlePath] {
        let above = Array(folder.utf8) + (folder.hasSuffix("/") ? [] : [UInt8(ascii: "/")])
        return table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 5)
            guard fields.count > 4 else { return nil }
            let path = unescaped(fields[4].utf8)
            return path.starts(with: above) && path.count > above.count
                ? ArticlePath(bytes: Array(path.dropFirst(above.count))) : nil
        }
    }

    /// Space, tab, newline and backslash are written as three octal digits.
    private static func unescaped(_ text: Substring.UTF8View) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let code = UInt8(Substring(rest.prefix(3)), radix: 8) {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
