/// The words and phrases that say what a line is, in one language: data, so that another language is another file.
///
/// `text` has sections, each begun by the name of a `Clue` and a colon. Below stand phrases, one a line, or several with
/// a comma between them: words in any case, without punctuation. `#` stands for any number; ` …` at the end lets
/// anything follow.
struct WordList: Sendable {
    /// BCP 47.
    let language: String
    let text: String

    /// Every list that is read.
    static let all = [
        english, german, french, spanish, italian, portuguese, dutch, russian, chinese, japanese, korean, arabic, hindi,
        scandinavian, thai,
    ]
}

/// What a phrase says about the line it stands on; a case's name is the name of its section in the lists.
enum Clue: Int, CaseIterable, Sendable {
    // Whole lines.
    case nav, promo, invitation, share, topic, placeholder, comment, pager, legal, readingTime, end, slug
    // Headings of what follows.
    case relatedHeading, teaserHeading, appendixHeading, bioHeading, summaryHeading
    // Labels: what they are of follows on the same line, or on the next.
    case related, tags, note, byline, published, updated, credit, caption, outlet, location, meta, title, deck,
        reporting, contributed
    // Words of pages: buttons, sections, offers, rules.
    case interfaceWord, connector, sectionName, promoVerb, promoWord, platform, moderationWord, slugWord, siteWord,
        reader, ownVoice, readWord, legalWord, affiliateWord,
        homeWord, more, also, linkLabel, tagged, source, copyright, copyrightWord, corporate
    // Words of names and jobs.
    case outletWord, mastheadWord, agency, role, roleVerb, newsRole, authorWord, authorVerb, bioArticle, beVerb,
        reportVerb, namePart, nameEnd, placePart, placeWord, notPlace, determiner, pronoun
    // Words of pictures.
    case pictureVerb, pictureAgency, pictureFirm, creditBy, creditJoint, madeFor, noMaker, archiveWord
    // Words of dates and times.
    case month, weekday, ago, minute, hourWord, zoneEnd, dateOf, since, updateWord
    // Small words between the parts of a line: between names, between a date and its time, before a place, before an
    // outlet.
    case and, joint, placeJoint, workFor
    // What is before a hyphen in compounds.
    case compound
}
