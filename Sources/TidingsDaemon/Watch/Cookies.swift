import Foundation
import NIOConcurrencyHelpers

/// Files of our own, made in a watched directory of our own, to learn how far inotify has been read.
///
/// One inotify instance has one queue in the order of what happened: when the event of a cookie is read, every event of
/// what happened before the cookie was made has been read too (watchman's method).
final class Cookies: Sendable {
    let directory: String
    private let count = NIOLockedValueBox(0)

    /// - Parameter directory: made if need be; what an earlier run left in it is deleted.
    init(directory: String) throws(ServiceError) {
        if unsafe mkdir(directory, 0o700) != 0 && errno != EEXIST {
            throw .system(call: "mkdir of \(directory)", reason: errno.meaning)
        }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
            unsafe unlink(directory + "/" + name)
        }
        self.directory = directory
    }

    /// A number that no cookie has had.
    func next() -> Int {
        count.withLockedValue {
            $0 += 1; return $0
        }
    }

    /// The last number given.
    var last: Int { count.withLockedValue { $0 } }

    /// Makes the cookie, and takes it away at once: its making is what is seen.
    func drop(_ number: Int) throws(ServiceError) {
        let path = "\(directory)/\(number)"
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open of \(path)", reason: errno.meaning) }
        close(descriptor)
        unsafe unlink(path)
    }

    func number(of name: [UInt8]) -> Int? { Int(String(decoding: name, as: UTF8.self)) }
}
