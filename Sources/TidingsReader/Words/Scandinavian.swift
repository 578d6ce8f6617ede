extension WordList {
    /// Danish, Norwegian and Swedish: only what names need.
    static let scandinavian = WordList(
        language: "mul",
        text: """
            and:
            og, och

            namePart:
            af, av
            """)
}
