/// Ends of words that only a break inside a word leaves alone at the beginning of a line: what stands before the hyphen
/// belongs to the same word.
///
/// Data: another language is another line. They are no words, so they stand in none of the word lists.
enum WordEndings {
    private static let lists: [(language: String, endings: String)] = [
        (
            "en",
            """
            tion, tions, tional, sion, sions, ment, ments, mental, ing, ings, ed, ly, ity, ities, ness, ence,
            ences, ance, able, ible, ers, er, ted, ting, ble, tive, sive, ture, tures, tor, ters, ter, ties,
            ty, cal, ally, al, ous, ful, less, ist, ists, ism, ary, ory, ate, ated, ating, ical, gency, ency,
            ian, ians, est, ies, ish, ic, cial, tial, cian, ficial, ure, ures, lation, cation, ration, nation,
            zation, dent, dents, ent, ents, mation, ten, ement
            """
        ),
        ("de", "gen, keit, heit, schaft, ung, ungen, lich, lichen, ischen"),
        ("es", "mente, ción, ciones, dad"),
        ("it", "zione, mento"),
        ("pt", "ções"),
    ]

    static let all: Set<String> = Set(
        lists.flatMap { $0.endings.split { $0 == "," || $0 == " " || $0 == "\n" }.map(String.init) })
}
