/// What web pages say above a headline to those who cannot see the page: whole lines, in lower case.
enum NavigationPhrases {
    static let all: Set<[UInt8]> = Set(
        [
            "go to content", "go to contents", "go to main content", "jump to content", "jump to main content", "menu",
            "skip to content", "skip to contents", "skip to main", "skip to main content", "skip navigation",
            "skip to navigation", "home", "back", "back to top", "open menu", "close menu", "toggle navigation",
        ].map { Array($0.utf8) })
}
