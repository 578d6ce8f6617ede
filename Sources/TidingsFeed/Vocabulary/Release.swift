/// Which Tidings this is.
package enum Release {
    /// Semantic version; CHANGELOG.md says what came with it.
    package static let version = "0.1.0"
}
