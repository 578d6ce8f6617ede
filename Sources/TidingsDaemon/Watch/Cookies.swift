import Foundation
import NIOConcurrencyHelpers

/// Files of our own, made in a watched directory of our own, to learn how far inotify has been read.
///
/// One inotify instance has one queue in the order of what happened: when the event of a cookie is read, every event of
/// what happened before the cookie was made has been read too (watchman's method).
final class Cookies: Sendable {
    let directory: String
    private let count = NIOLockedValueBox(0)
    /// The last fence that was seen.
    private let fence = ConditionLock(value: 0)

    /// Longer than reading a full queue of events takes; past that, what is known has to do.
    private static let fenceSeconds = 0.1

    /// - Parameter directory: made if need be; what an earlier run left in it is deleted.
    init(directory: String) throws(ServiceError) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
            unsafe unlink(directory + "/" + name)
        }
        self.directory = directory
        if !prepare() { throw .system(call: "mkdir of \(directory)", reason: errno.meaning) }
    }

    /// Makes the directory if it is not there.
    /// - Returns: whether it is there now.
    func prepare() -> Bool { unsafe mkdir(directory, 0o700) == 0 || errno == EEXIST }

    /// A number that no cookie has had.
    func next() -> Int {
        count.withLockedValue {
            $0 += 1; return $0
        }
    }

    /// The last number given.
    var last: Int { count.withLockedValue { $0 } }

    /// Makes the cookie, and takes it away at once: its making is what is seen.
    func drop(_ number: Int) throws(ServiceError) { try drop("\(number)") }

    private func drop(_ name: String) throws(ServiceError) {
        let path = "\(directory)/\(name)"
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open of \(path)", reason: errno.meaning) }
        close(descriptor)
        unsafe unlink(path)
    }

    func number(of name: [UInt8]) -> Int? { Int(String(decoding: name, as: UTF8.self)) }

    /// Waits until every event of what has happened so far is noted: what inotify said is then as new as what was looked at.
    ///
    /// For one caller at a time, on a thread that may wait; some 50 µs.
    func passFence() {
        let number = next()
        do { try drop("\(Self.fencePrefix)\(number)") } catch { return }
        if fence.lock(whenValue: number, timeoutSeconds: Self.fenceSeconds) { fence.unlock() }
    }

    /// Lets the fence's caller go on, if the name is a fence's.
    func see(_ name: [UInt8]) {
        let name = String(decoding: name, as: UTF8.self)
        guard name.hasPrefix(Self.fencePrefix), let number = Int(name.dropFirst(Self.fencePrefix.count)) else { return }
        fence.lock()
        fence.unlock(withValue: number)
    }

    private static let fencePrefix = "fence-"
}
