/// The commonest words of each language of the Latin script that is told apart: articles, prepositions, pronouns,
/// auxiliaries.
///
/// Data: another language is another line.
enum CommonWords {
    private static let lists: [(tag: String, words: String)] = [
        (
            "de",
            "der die das und ist nicht ein eine einen dem den des im mit von zu auf für sich auch als wird nach bei aus"
        ),
        ("en", "the of and to in is that was for with on as are be by this have has from at it an not were said which"),
        ("es", "el los las de que y en un una por con para del se es al como más fue su sus pero ha lo son"),
        ("fr", "le les des et est une du dans pour qui sur pas par plus avec ce au aux ont sont été cette ses il elle"),
        ("it", "il gli di che e è una del della per non con dei nel alla sono anche più ha le al dalla questo ma"),
        (
            "nl",
            "de het een en van is op te dat voor met zijn niet aan ook door werd naar bij wordt uit maar heeft om die"
        ),
        ("pt", "o os as de que e do da em um uma para com não dos das no na por mais foi ao são se pela"),
    ]

    /// The languages, in the order of the bits in `languages`.
    static let tags = lists.map(\.tag)

    /// Word → the languages that have it, a bit each.
    ///
    /// The word as its UTF-8, of at most eight bytes, in one number.
    static let languages: [UInt64: UInt] = {
        var languages: [UInt64: UInt] = [:]
        for (index, list) in lists.enumerated() {
            for word in list.words.split(separator: " ") {
                precondition(word.utf8.count <= 8, "\(word) is longer than a key")
                languages[word.utf8.reduce(0) { $0 << 8 | UInt64($1) }, default: 0] |= 1 << index
            }
        }
        return languages
    }()
}
