import Foundation
import Yams

/// The settings file, checked before it is used: what is wrong is named with its line.
enum SettingsFile {
    /// A settings file is some tens of lines; more is a wrong file.
    private static let bytesMaximum = 1 << 20

    /// - Returns: what the file sets, by name.
    static func values(_ path: String) throws(ServiceError) -> [String: String] {
        let text = try content(of: path)
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw broken(path, error)
        } catch {
            throw .settingsUnreadable(path: path, reason: "\(error)")
        }
        // An empty file, or one of comments alone, sets nothing.
        guard let node, node.scalar?.string != "" else { return [:] }
        guard let mapping = node.mapping else {
            throw .settingsBroken(path: path, line: node.mark?.line ?? 1, reason: "this is not a list of settings")
        }
        var values: [String: String] = [:]
        for (key, value) in mapping {
            let line = key.mark?.line ?? 0
            guard let name = key.string, Settings.names.contains(name) else {
                throw .settingUnknown(name: key.string ?? "?", path: path, line: line)
            }
            guard values[name] == nil else {
                throw .settingsBroken(path: path, line: line, reason: "'\(name)' is set a second time")
            }
            guard let scalar = value.scalar else {
                throw .settingsBroken(path: path, line: line, reason: "'\(name)' takes one value")
            }
            values[name] = scalar.string
        }
        return values
    }

    private static func content(of path: String) throws(ServiceError) -> String {
        guard FileManager.default.fileExists(atPath: path) else {
            throw .settingsUnreadable(path: path, reason: "no such file")
        }
        do {
            let url = URL(fileURLWithPath: path)
            let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            guard size <= bytesMaximum else {
                throw ServiceError.settingsUnreadable(path: path, reason: "it has more than \(bytesMaximum) bytes")
            }
            guard let text = String(data: try Data(contentsOf: url), encoding: .utf8) else {
                throw ServiceError.settingsUnreadable(path: path, reason: "it is not UTF-8")
            }
            return text
        } catch let error as ServiceError {
            throw error
        } catch {
            throw .settingsUnreadable(path: path, reason: (error as NSError).localizedDescription)
        }
    }

    private static func broken(_ path: String, _ error: YamlError) -> ServiceError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .settingsBroken(path: path, line: mark.line, reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            .settingsBroken(
                path: path, line: context.mark.line,
                reason: "\(duplicates.map { "\($0)" }.joined(separator: ", ")) is set a second time")
        default:
            .settingsBroken(path: path, line: 0, reason: "\(error)")
        }
    }
}
