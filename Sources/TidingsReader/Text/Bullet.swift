/// The mark before an item of a list in plain text.
enum Bullet {
    /// • ‣ ⁃ ◦ ▪ ▫ ● ○ ■ □ – — · - * and +, each with a space behind.
    private static let marks = "•‣⁃◦▪▫●○■□–—·-*+".unicodeScalars.map { Array(String($0).utf8) }

    /// How many bytes the bullet at the front of a line takes, its space not counted; `nil` where there is none.
    static func length(in line: ArraySlice<UInt8>) -> Int? {
        for mark in marks where line.starts(with: mark) {
            let rest = line.dropFirst(mark.count)
            if rest.first == 0x20 || rest.first == 0x09 || rest.starts(with: [0xC2, 0xA0]) { return mark.count }
        }
        return nil
    }
}
