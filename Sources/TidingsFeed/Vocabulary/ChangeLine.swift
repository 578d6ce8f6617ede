extension Change {
    /// The change in one line for people: number, kind, path, and what else there is to say.
    public var line: String {
        var words = ["\(seq)", kind.rawValue]
        if let from { words += [from, "→"] }
        if let path { words.append(path) }
        if !changed.isEmpty { words.append("[" + changed.map(\.rawValue).joined(separator: ", ") + "]") }
        if cosmetic { words.append("(cosmetic)") }
        if let reason { words.append("(\(reason))") }
        if let headline { words.append("— \(headline)") }
        return words.joined(separator: " ").escapingControls
    }
}
