/// What lies over the view, if anything; it gets the keys first.
enum Mode: Sendable, Equatable {
    case list
    /// The `/` prompt of the list that is shown.
    case filter(TextField)
    /// The `:` prompt, and which of its offers is chosen.
    case commands(TextField, choice: Int)
    case menu(Menu)
    case confirmQuit
    case help(top: Int)
    /// The theme before the picker was opened is kept, to go back to it.
    case theme(choice: Int, before: String)
}
