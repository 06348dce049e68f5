/// Everything a key can do; the key table says which key, where, and in what words.
public enum Action: String, CaseIterable, Sendable {
    // Moving.
    case up, down, left, right, first, last, pageUp, pageDown, halfUp, halfDown
    case nextPane, previousPane, open, back
    // Going.
    case showOverview, showEntities, showSuspects, showLookup, showQuery, lastView
    // Finding.
    case filter, sortMenu, reverseSort, sortLeft, sortRight, holdOrder, groupMenu, editText
    // Doing.
    case pause, injectBurst, export, commands, theme, help, redraw, suspend
    case backOrQuit, quit, interrupt
    // The query editor.
    case runQuery, newLine
    // Text fields, menus and questions.
    case accept, cancel, cursorLeft, cursorRight, cursorHome, cursorEnd
    case deleteBack, deleteForward, deleteWord, deleteLine
    case confirm
}

/// What the keyboard means at a moment; text modes take every printable key as text.
public enum KeyMode: String, CaseIterable, Sendable {
    case list, filter, commands, field, editor, menu, confirm, help, theme

    var isText: Bool {
        switch self {
        case .filter, .commands, .field, .editor: true
        case .list, .menu, .confirm, .help, .theme: false
        }
    }
}
