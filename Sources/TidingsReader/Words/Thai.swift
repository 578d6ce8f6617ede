extension WordList {
    /// Only what dates need.
    static let thai = WordList(
        language: "th",
        text: """
            hourWord:
            น
            """)
}
