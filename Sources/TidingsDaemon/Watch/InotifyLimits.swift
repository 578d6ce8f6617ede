import Foundation

/// The kernel's limits for one user, which all of the user's programs share.
enum InotifyLimits {
    /// A limit by the name an operator sets it with, and its value; the tighter one where a user namespace has its own.
    struct Limit: Equatable {
        let name: String
        let value: Int
    }

    static var watches: Limit? { tightest("max_user_watches", "max_inotify_watches") }
    static var instances: Limit? { tightest("max_user_instances", "max_inotify_instances") }

    private static func tightest(_ system: String, _ namespace: String) -> Limit? {
        [("fs.inotify.\(system)", "fs/inotify/\(system)"), ("user.\(namespace)", "user/\(namespace)")]
            .compactMap { name, file in
                let text = try? String(contentsOfFile: "/proc/sys/\(file)", encoding: .utf8)
                let value = text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
                return value.map { Limit(name: name, value: $0) }
            }
            .min { $0.value < $1.value }
    }
}
