extension WordList {
    static let german = WordList(language: "de", text: "nav:\n startseite")
    static let french = WordList(language: "fr", text: "nav:\n accueil")
    static let spanish = WordList(language: "es", text: "nav:\n inicio")
    static let italian = WordList(language: "it", text: "nav:\n vai al contenuto")
    static let portuguese = WordList(language: "pt", text: "nav:\n início")
    static let dutch = WordList(language: "nl", text: "nav:\n voorpagina")
    static let russian = WordList(language: "ru", text: "nav:\n главная")
    static let chinese = WordList(language: "zh", text: "nav:\n 首页")
    static let japanese = WordList(language: "ja", text: "nav:\n ホーム")
    static let korean = WordList(language: "ko", text: "nav:\n 홈")
    static let arabic = WordList(language: "ar", text: "nav:\n الرئيسية")
    static let hindi = WordList(language: "hi", text: "nav:\n होम")
}
