/// Which Tidings this is.
public enum Release {
    /// Semantic version; CHANGELOG.md says what came with it.
    public static let version = "0.1.0"
}
