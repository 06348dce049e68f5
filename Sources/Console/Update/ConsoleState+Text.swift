import Control

extension ConsoleState {
    /// The filter of the list that is shown.
    var currentFilter: String {
        switch view {
        case .overview: overview.filter
        case .entities: entities.group.flatMap { entities.lists[$0]?.filter } ?? ""
        case .suspects: suspects.filter
        case .lookup, .query: ""
        }
    }

    mutating func setFilter(_ text: String) {
        switch view {
        case .overview: overview.filter = text
        case .suspects: suspects.filter = text
        case .entities:
            guard let group = entities.group, entities.lists[group]?.filter ?? "" != text else {
                return
            }
            entities.lists[group, default: EntityList()].filter = text
            entities.lists[group]?.moveToFirst()
        case .lookup, .query: break
        }
    }

    /// Puts typed text where it belongs.
    mutating func type(_ text: String) {
        switch mode {
        case .filter(var field):
            field.insert(text)
            mode = .filter(field)
            setFilter(field.text)
        case .commands(var field, _):
            field.insert(text)
            mode = .commands(field, choice: 0)
        case .list where keyMode == .field: lookup.type(text)
        case .list where keyMode == .editor: query.editor.insert(text)
        default: break
        }
    }

    /// Pasted text is text and never keys; where no text goes, it goes nowhere.
    mutating func paste(_ text: String, _ live: Snapshot) -> [Effect] {
        guard keyMode.isText else {
            notify("pasted text goes only where text is typed", nowMs: clockMs)
            return []
        }
        let isLine = keyMode != .editor
        type(isLine ? String(text.prefix { !$0.isNewline }) : text)
        return []
    }

    mutating func filter(_ field: TextField, _ action: Action) -> [Effect] {
        var field = field
        switch action {
        case .accept: mode = .list
        case .cancel:
            setFilter("")
            mode = .list
        case .help: mode = .help(top: 0)
        default:
            guard field.edit(action) else { return [] }
            mode = .filter(field)
            setFilter(field.text)
        }
        return []
    }

    /// Keys in the id field of the Lookup view.
    mutating func field(_ action: Action) -> [Effect] {
        switch action {
        case .accept:
            if lookup.field.isEmpty {
                lookup.leaveField()
            } else {
                lookup.look(up: lookup.field.text, nowMs: clockMs)
            }
        case .cancel, .nextPane: lookup.leaveField()
        case .up: lookup.recall(lookup.recalled + 1)
        case .down: lookup.recall(lookup.recalled - 1)
        case .help: mode = .help(top: 0)
        default: lookup.edit(action)
        }
        return []
    }

    // MARK: Query

    mutating func editor(_ action: Action, _ live: Snapshot) -> [Effect] {
        switch action {
        case .runQuery: return runQuery(shown(live))
        case .newLine where query.editor.isAtEndOfStatement: return runQuery(shown(live))
        case .cancel, .nextPane: query.focus = .grid
        case .help: mode = .help(top: 0)
        case .export: return export(shown(live))
        case .up where !query.editor.edit(.up): recallQuery(1)
        case .down where !query.editor.edit(.down): recallQuery(-1)
        case .up, .down: break
        default: _ = query.editor.edit(action)
        }
        return []
    }

    /// An earlier or later query instead of what the editor holds, which is kept as a draft.
    private mutating func recallQuery(_ delta: Int) {
        let next = query.recalled + delta
        guard next >= -1, next < query.runs.count else { return }
        if query.recalled < 0 { query.draft = query.editor.text }
        query.recalled = next
        query.editor.replaceAll(with: next < 0 ? query.draft : query.runs[next].sql)
    }

    mutating func runQuery(_ snapshot: Snapshot) -> [Effect] {
        let sql = query.editor.text
        guard !query.editor.isBlank else {
            notify("type a query, or take an example: Tab, then Enter", nowMs: clockMs)
            return []
        }
        query.begin(sql, nowMs: clockMs)
        return begin(
            .query(sql: sql, rowLimit: QueryState.rowLimit), for: .query,
            commit: snapshot.lastCommit?.id)
    }

    mutating func takeExample(_ snapshot: Snapshot) {
        guard query.result == nil else { return }
        let examples = QueryExamples.all(for: snapshot)
        guard examples.indices.contains(query.example) else { return }
        query.editor.replaceAll(with: examples[query.example].sql)
        query.focus = .editor
    }
}
