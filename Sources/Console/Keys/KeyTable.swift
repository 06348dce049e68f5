public import Terminal

/// The one list of keys: what is dispatched, what the last line shows and what help says.
public enum KeyTable {
    /// What a key does in a mode of a view; `nil` when nothing, or when it is text.
    public static func action(for key: Key, in mode: KeyMode, _ view: ViewName) -> Action? {
        bindings.first { $0.works(in: mode, view) && $0.keys.contains(key) }?.action
    }

    /// What works at a place, in the order of the table.
    public static func bindings(in mode: KeyMode, _ view: ViewName) -> [KeyBinding] {
        bindings.filter { $0.works(in: mode, view) }
    }

    public static let bindings: [KeyBinding] = lists + everywhere + texts + overlays

    private static func bind(
        _ action: Action, _ keys: [Key], _ section: KeyBinding.Section, _ label: String,
        _ help: String, modes: Set<KeyMode> = [.list], views: Set<ViewName>? = nil
    ) -> KeyBinding {
        KeyBinding(
            action: action, keys: keys, modes: modes, views: views, section: section,
            label: label, help: help)
    }

    private static func letters(_ text: String) -> [Key] { text.map { .character($0) } }

    /// Lists, and what a view can do with them; what the last line should show comes first.
    private static let lists: [KeyBinding] = [
        bind(.up, [.up, .character("k")], .move, "↑↓ move", "row up", modes: [.list]),
        bind(.down, [.down, .character("j")], .move, "", "row down"),
        bind(
            .open, [.enter], .move, "open", "open the selected row",
            views: [.overview, .entities, .suspects]),
        bind(
            .open, [.enter], .move, "look up an id", "type an id to look up", views: [.lookup]),
        bind(
            .open, [.enter], .move, "use", "take the example into the editor",
            views: [.query]),
        bind(
            .injectBurst, letters("i"), .act, "burst",
            "demo: a burst of the fraud now", views: [.overview, .entities, .suspects]),
        bind(
            .nextPane, [.tab], .move, "pane", "next pane",
            views: [.overview, .suspects, .lookup, .query]),
        bind(
            .previousPane, [.backTab], .move, "", "previous pane",
            views: [.overview, .suspects, .lookup, .query]),
        bind(
            .left, [.left, .character("h")], .move, "←→ group", "previous group, or column",
            views: [.entities]),
        bind(
            .right, [.right, .character("l")], .move, "", "next group, or column",
            views: [.entities]),
        bind(
            .left, [.left, .character("h")], .move, "←→ scroll", "scroll left", views: [.query]),
        bind(.right, [.right, .character("l")], .move, "", "scroll right", views: [.query]),
        bind(
            .groupMenu, letters("t"), .find, "groups", "choose the feature group",
            views: [.entities]),
        bind(
            .filter, letters("/"), .find, "filter", "filter by part of a key, or column>9",
            views: [.overview, .entities, .suspects]),
        bind(
            .editText, letters("/"), .find, "type an id", "type an id to look up",
            views: [.lookup]),
        bind(.editText, letters("/"), .find, "edit", "back to the editor", views: [.query]),
        bind(
            .sortMenu, letters("s"), .find, "sort", "choose the column to sort by",
            views: [.overview, .entities, .suspects]),
        bind(
            .reverseSort, letters("S"), .find, "", "reverse the order",
            views: [.overview, .entities, .suspects]),
        bind(
            .sortLeft, letters("<"), .find, "", "sort by the column to the left",
            views: [.overview, .entities, .suspects]),
        bind(
            .sortRight, letters(">"), .find, "", "sort by the column to the right",
            views: [.overview, .entities, .suspects]),
        bind(
            .holdOrder, letters("o"), .find, "", "live order now, after a move held it",
            views: [.overview, .entities, .suspects]),
        bind(
            .runQuery, [.function(5), .control("r"), .control("j")], .act, "run",
            "run the query", modes: [.list, .editor], views: [.query]),
        bind(
            .export, letters("e"), .act, "csv", "write the rows to a CSV file",
            views: [.entities, .suspects, .lookup, .query]),
        bind(.first, [.character("g"), .home], .move, "", "first row"),
        bind(.last, [.character("G"), .end], .move, "", "last row"),
        bind(.pageUp, [.pageUp, .control("b")], .move, "", "page up"),
        bind(.pageDown, [.pageDown, .control("f")], .move, "", "page down"),
        bind(.halfUp, [.control("u")], .move, "", "half a page up"),
        bind(.halfDown, [.control("d")], .move, "", "half a page down"),
    ]

    /// The same in every view.
    private static let everywhere: [KeyBinding] = [
        bind(.pause, letters("p"), .act, "pause", "pause the display, nothing else"),
        bind(.theme, letters("T"), .act, "", "choose the theme"),
        bind(.commands, letters(":"), .act, "command", "commands, found by a few letters"),
        bind(.help, [.character("?"), .function(1)], .go, "help", "this page"),
        bind(
            .help, [.function(1)], .go, "", "this page",
            modes: [.field, .editor, .filter, .commands]),
        bind(.showOverview, letters("1"), .go, "", "Overview: what is behind, and why"),
        bind(.showEntities, letters("2"), .go, "", "Entities: the rows of a feature group"),
        bind(.showSuspects, letters("3"), .go, "", "Suspects: who raises alerts"),
        bind(.showLookup, letters("4"), .go, "", "Lookup: the selected entity, or any"),
        bind(.showQuery, letters("5"), .go, "", "Query: read-only SQL over the stores"),
        bind(.lastView, letters("`"), .go, "", "the view before this one"),
        bind(.back, [.escape], .go, "", "close, then back; it never quits"),
        bind(.backOrQuit, letters("q"), .go, "back", "back; at the top it asks to quit"),
        bind(.quit, letters("Q"), .go, "", "quit now"),
        bind(
            .interrupt, [.control("c")], .go, "",
            "cancel what runs; twice quits", modes: Set(KeyMode.allCases)),
        bind(
            .suspend, [.control("z")], .act, "", "suspend; fg comes back",
            modes: Set(KeyMode.allCases)),
        bind(
            .redraw, [.control("l")], .act, "", "draw the screen anew",
            modes: Set(KeyMode.allCases)),
    ]

    private static let textModes: Set<KeyMode> = [.filter, .commands, .field]
    private static let allText: Set<KeyMode> = [.filter, .commands, .field, .editor]

    private static let texts: [KeyBinding] = [
        bind(.accept, [.enter], .text, "keep", "keep the filter", modes: [.filter]),
        bind(.accept, [.enter], .text, "do it", "carry out the command", modes: [.commands]),
        bind(.accept, [.enter], .text, "look up", "look the id up", modes: [.field]),
        bind(.cancel, [.escape], .text, "clear", "clear the filter", modes: [.filter]),
        bind(.cancel, [.escape], .text, "close", "close", modes: [.commands]),
        bind(.cancel, [.escape], .text, "leave the field", "leave the field", modes: [.field]),
        bind(.up, [.up], .text, "↑↓ choose", "choose a command", modes: [.commands]),
        bind(.down, [.down], .text, "", "choose a command", modes: [.commands]),
        bind(.up, [.up], .text, "↑ recent", "an earlier id", modes: [.field]),
        bind(.down, [.down], .text, "", "a later id", modes: [.field]),
        bind(.up, [.up], .text, "", "line up; in the first: earlier query", modes: [.editor]),
        bind(.down, [.down], .text, "", "line down; in the last: later query", modes: [.editor]),
        bind(.newLine, [.enter], .text, "", "new line; after a ; it runs", modes: [.editor]),
        bind(.nextPane, [.tab], .text, "result", "to the result", modes: [.editor]),
        bind(.nextPane, [.tab], .text, "", "to the list", modes: [.field]),
        bind(
            .export, [.control("e")], .text, "csv", "write the result to a CSV file",
            modes: [.editor]),
        bind(.cancel, [.escape], .text, "leave the editor", "leave the editor", modes: [.editor]),
        bind(.cursorLeft, [.left], .text, "", "cursor left", modes: allText),
        bind(.cursorRight, [.right], .text, "", "cursor right", modes: allText),
        bind(
            .cursorHome, [.home, .control("a")], .text, "", "start of the line", modes: allText),
        bind(.cursorEnd, [.end], .text, "", "end of the line", modes: allText),
        bind(.deleteBack, [.backspace], .text, "", "delete to the left", modes: allText),
        bind(.deleteForward, [.delete], .text, "", "delete to the right", modes: allText),
        bind(.deleteWord, [.control("w")], .text, "", "delete the word", modes: allText),
        bind(
            .deleteLine, [.control("u")], .text, "", "delete to the start of the line",
            modes: allText),
    ]

    private static let choosing: Set<KeyMode> = [.menu, .theme]

    private static let overlays: [KeyBinding] = [
        bind(
            .up, [.up, .character("k")], .move, "↑↓ choose", "choice up", modes: choosing),
        bind(.down, [.down, .character("j")], .move, "", "choice down", modes: choosing),
        bind(.first, [.home, .character("g")], .move, "", "first choice", modes: choosing),
        bind(.last, [.end, .character("G")], .move, "", "last choice", modes: choosing),
        bind(.accept, [.enter], .act, "take", "take the choice", modes: [.menu]),
        bind(.accept, [.enter], .act, "keep", "keep the theme", modes: [.theme]),
        bind(.cancel, [.escape, .character("q")], .act, "close", "close", modes: [.menu]),
        bind(
            .cancel, [.escape, .character("q")], .act, "revert", "back to the theme before",
            modes: [.theme]),
        bind(
            .confirm, [.character("y"), .character("Y"), .character("Q")], .act, "yes", "yes",
            modes: [.confirm]),
        bind(
            .cancel, [.escape, .enter, .character("n"), .character("N"), .character("q")], .act,
            "no", "no", modes: [.confirm]),
        bind(
            .up, [.up, .character("k")], .move, "↑↓ scroll", "scroll up", modes: [.help]),
        bind(.down, [.down, .character("j")], .move, "", "scroll down", modes: [.help]),
        bind(.pageUp, [.pageUp, .control("b")], .move, "", "page up", modes: [.help]),
        bind(
            .pageDown, [.pageDown, .control("f"), .space], .move, "", "page down",
            modes: [.help]),
        bind(.first, [.home, .character("g")], .move, "", "top of the page", modes: [.help]),
        bind(.last, [.end, .character("G")], .move, "", "end of the page", modes: [.help]),
        bind(
            .cancel, [.escape, .character("q"), .character("?"), .function(1), .enter], .go,
            "close", "close help", modes: [.help]),
    ]
}
