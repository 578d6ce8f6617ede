import NIOConcurrencyHelpers

/// The settings in force: what may change while the service runs is asked here each time.
@dynamicMemberLookup
final class LiveSettings: Sendable {
    private let box: NIOLockedValueBox<Settings>

    init(_ settings: Settings) {
        box = NIOLockedValueBox(settings)
    }

    var current: Settings { box.withLockedValue { $0 } }

    subscript<Value>(dynamicMember path: KeyPath<Settings, Value>) -> Value { current[keyPath: path] }

    /// Takes over what differs, but for what holds until the end.
    /// - Returns: the names of those that hold now, and of those that would after a restart.
    func replace(by new: Settings) -> (changed: [String], needRestart: [String]) {
        box.withLockedValue { settings in
            let names = Settings.names.filter { new.texts[$0] != settings.texts[$0] }
            settings = new.keepingFixed(of: settings)
            return (names.filter { !Settings.fixed.contains($0) }, names.filter { Settings.fixed.contains($0) })
        }
    }
}
