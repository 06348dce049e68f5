import Control

/// One line of the `:` prompt.
struct CommandOffer: Sendable, Equatable {
    enum Deed: Sendable, Equatable {
        case action(Action)
        case group(String)
        case theme(String)
        case sort(String)
        case filter(String)
        case lookup(String)
        case speed(Int)
        case dump
    }

    var name: String
    var detail: String
    /// The key that does the same, if any.
    var key = ""
    var deed: Deed
    /// Why it cannot be done now; such offers stay visible.
    var reasonAgainst: String?
}

/// What the `:` prompt offers, found by a few letters in order.
enum CommandList {
    /// The offers that match, best first.
    static func matches(
        _ text: String, _ state: ConsoleState, _ snapshot: Snapshot
    ) -> [CommandOffer] {
        let wanted = text.lowercased().filter { $0 != " " }
        if let typed = typed(text) { return typed }
        return all(state, snapshot).enumerated()
            .compactMap { index, offer -> (score: Int, index: Int, offer: CommandOffer)? in
                guard let score = score(of: wanted, in: offer.name.lowercased()) else {
                    return nil
                }
                return (score, index, offer)
            }
            .sorted { $0.score == $1.score ? $0.index < $1.index : $0.score < $1.score }
            .map(\.offer)
    }

    /// Commands with an argument that can be anything.
    private static func typed(_ text: String) -> [CommandOffer]? {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return nil }
        switch words[0].lowercased() {
        case "filter":
            return [
                CommandOffer(
                    name: "filter " + words[1], detail: "filter this list", key: "/",
                    deed: .filter(words[1]))
            ]
        case "lookup":
            return [
                CommandOffer(
                    name: "lookup " + words[1], detail: "look this id up", key: "4",
                    deed: .lookup(words[1]))
            ]
        default: return nil
        }
    }

    static func all(_ state: ConsoleState, _ snapshot: Snapshot) -> [CommandOffer] {
        var offers = ViewName.allCases.map { view in
            CommandOffer(
                name: view.title.lowercased(), detail: "view \(view.rawValue)",
                key: "\(view.rawValue)", deed: .action(action(for: view)))
        }
        offers += snapshot.groups.map {
            CommandOffer(name: $0.name, detail: $0.title, deed: .group($0.name))
        }
        offers += actions.map { name, action in
            let binding = KeyTable.bindings.first { $0.action == action }
            return CommandOffer(
                name: name, detail: binding?.help ?? "", key: binding?.keys.first?.label ?? "",
                deed: .action(action), reasonAgainst: state.reasonAgainst(action, snapshot))
        }
        offers.append(
            CommandOffer(name: "dump", detail: "this screen to a text file", deed: .dump))
        if let (columns, _) = state.sorting(snapshot) {
            offers += columns.map {
                CommandOffer(name: "sort \($0)", detail: "largest first", deed: .sort($0))
            }
        }
        offers += state.themes.map {
            CommandOffer(name: "theme \($0)", detail: "", key: "T", deed: .theme($0))
        }
        let reason = snapshot.isDemo ? nil : "the clock is real: only weir demo can change it"
        offers += [1, 2, 4, 8, 16].map {
            CommandOffer(
                name: "speed \($0)", detail: "demo: run the clock at \($0)x", deed: .speed($0),
                reasonAgainst: reason)
        }
        return offers
    }

    private static let actions: [(String, Action)] = [
        ("pause", .pause), ("filter", .filter), ("sort", .sortMenu), ("reverse", .reverseSort),
        ("export", .export), ("burst", .injectBurst), ("theme", .theme), ("run", .runQuery),
        ("help", .help), ("redraw", .redraw), ("suspend", .suspend), ("quit", .quit),
    ]

    private static func action(for view: ViewName) -> Action {
        switch view {
        case .overview: .showOverview
        case .entities: .showEntities
        case .suspects: .showSuspects
        case .lookup: .showLookup
        case .query: .showQuery
        }
    }

    /// How badly letters match a name when they occur in it in this order; `nil` when they do not.
    static func score(of letters: String, in name: String) -> Int? {
        var score = 0
        var gap = 0
        var rest = name.filter { $0 != " " }[...]
        if rest.hasPrefix(letters) { return 0 }
        for letter in letters {
            guard let found = rest.firstIndex(of: letter) else { return nil }
            gap = rest.distance(from: rest.startIndex, to: found)
            score += 10 + gap * 5
            rest = rest[rest.index(after: found)...]
        }
        return score + 100 + rest.count
    }
}
