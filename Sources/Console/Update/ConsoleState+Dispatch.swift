import Control
import Terminal

extension ConsoleState {
    /// Finds out what a key means here and does it.
    mutating func dispatch(_ key: Key, _ live: Snapshot) -> [Effect] {
        switch key {
        case .resize: return [.redraw]
        case .terminate: return [.quit]
        case .mouse(let column, let row, let isUp, let isDown):
            if isUp || isDown { return move(by: isUp ? -3 : 3, live) }
            return click(row: row, column: column, live)
        case .paste(let text): return paste(text, live)
        default: break
        }
        let action = KeyTable.action(for: key, in: keyMode, view)
        if action != .interrupt { interruptedAtMs = nil }
        guard let action else {
            if keyMode.isText, let text = key.text { type(text) }
            return []
        }
        return perform(action, live)
    }

    /// Carries out an action in the mode of the moment.
    mutating func perform(_ action: Action, _ live: Snapshot) -> [Effect] {
        switch action {
        case .interrupt: return interrupt()
        case .suspend: return [.suspend]
        case .redraw: return [.redraw]
        default: break
        }
        if let delta = delta(of: action), keyMode != .field, keyMode != .editor {
            return move(by: delta, live)
        }
        switch mode {
        case .list: break
        case .filter(let field): return filter(field, action)
        case .commands(let field, let choice): return commands(field, choice, action, live)
        case .menu(let menu):
            mode = .list
            if action == .accept { take(menu, shown(live)) }
            return []
        case .confirmQuit:
            mode = .list
            return action == .confirm ? [.quit] : []
        case .help:
            mode = .list
            return []
        case .theme(_, let before): return theme(action, before: before)
        }
        switch keyMode {
        case .field: return field(action)
        case .editor: return editor(action, live)
        default: return list(action, live)
        }
    }

    /// What works in every list.
    private mutating func list(_ action: Action, _ live: Snapshot) -> [Effect] {
        let snapshot = shown(live)
        switch action {
        case .showOverview: go(to: .overview)
        case .showEntities: go(to: .entities)
        case .showSuspects: go(to: .suspects)
        case .showLookup:
            let key = selectedKey(snapshot)
            go(to: .lookup)
            if let key { lookup.look(up: key, nowMs: clockMs) }
        case .showQuery: go(to: .query)
        case .lastView: lastView.map { go(to: $0) }
        case .back: _ = goBack()
        case .backOrQuit: if !goBack() { mode = .confirmQuit }
        case .quit: return [.quit]
        case .help: mode = .help(top: 0)
        case .commands: mode = .commands(TextField(), choice: 0)
        case .theme: openThemes()
        case .pause: togglePause(live)
        case .injectBurst: return injectBurst(live)
        case .export: return export(snapshot)
        case .runQuery: return runQuery(snapshot)
        default: viewAction(action, snapshot)
        }
        return []
    }

    /// Ctrl-C: first what is typed or runs, then, twice, the console.
    private mutating func interrupt() -> [Effect] {
        if mode != .list { return closeOverlay() }
        if query.isRunning {
            let tookMs = clockMs - (query.runs.first?.timeMs ?? clockMs)
            query.finish(.cancelled, durationMs: Double(max(0, tookMs)))
            let ticket = asked.removeValue(forKey: .query)?.ticket
            return ticket.map { [.cancel($0)] } ?? []
        }
        if let before = interruptedAtMs, clockMs - before < 2_000 { return [.quit] }
        interruptedAtMs = clockMs
        toast = Toast(text: "Ctrl-C again quits", isProblem: false, untilMs: clockMs + 2_000)
        return []
    }

    private mutating func closeOverlay() -> [Effect] {
        guard case .theme(_, let before) = mode else {
            if case .filter = mode { setFilter("") }
            mode = .list
            return []
        }
        return theme(.cancel, before: before)
    }

    /// Closes what is innermost in the view, or goes to the view before; `false` at the top.
    private mutating func goBack() -> Bool {
        if closeInView() { return true }
        guard view != .overview else { return false }
        lastView = view
        view = trail.popLast() ?? .overview
        return true
    }

    private mutating func closeInView() -> Bool {
        switch view {
        case .entities:
            if let detail = entities.detail {
                entities.detail = nil
                if let origin = detail.openedFrom, trail.last == origin || origin == .overview {
                    lastView = view
                    view = trail.popLast() ?? .overview
                }
                return true
            }
        case .suspects where suspects.focus == .attempts:
            suspects.focus = .list
            return true
        case .overview, .suspects, .lookup, .query: break
        }
        guard !currentFilter.isEmpty else { return false }
        setFilter("")
        return true
    }

    private mutating func togglePause(_ live: Snapshot) {
        pause = pause == nil ? Pause(snapshot: live, sinceMs: clockMs) : nil
    }

    private mutating func injectBurst(_ live: Snapshot) -> [Effect] {
        if let reason = reasonAgainst(.injectBurst, live) {
            notify(reason, isProblem: true, nowMs: clockMs)
            return [.bell]
        }
        notify("burst asked for: watch Suspects (3)", nowMs: clockMs)
        return [.command(.injectBurst)]
    }

    /// Whether there is a burst to ask for.
    func offersBurst(_ snapshot: Snapshot) -> Bool { snapshot.isDemo && hasFraud }

    /// Why an action cannot be done now; `nil` when it can.
    func reasonAgainst(_ action: Action, _ snapshot: Snapshot) -> String? {
        switch action {
        case .injectBurst where !snapshot.isDemo: "bursts are for the demo: run weir demo"
        case .injectBurst where !hasFraud: "no fraud was ordered: run weir demo without --no-fraud"
        case .theme where themes.isEmpty: "no themes were found"
        default: nil
        }
    }
}

extension Key {
    /// What a key types.
    var text: String? {
        switch self {
        case .character(let character): String(character)
        case .space: " "
        default: nil
        }
    }
}
