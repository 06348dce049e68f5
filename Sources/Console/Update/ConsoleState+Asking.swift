import Control

extension ConsoleState {
    /// How long an answer is shown before it is asked for again, when there has been a commit.
    static let refreshMs: Int64 = 1_000
    /// Tables come and go seldom.
    static let catalogMs: Int64 = 30_000

    /// Asks for what the screen shows and does not have, and watches what it shows.
    mutating func attend(_ snapshot: Snapshot) -> [Effect] {
        settleSelection(snapshot)
        var effects: [Effect] = []
        let wanted = wantedQuestions(snapshot)
        for (purpose, question) in wanted {
            effects += ask(question, for: purpose, snapshot)
        }
        effects += cancelUnwanted(Set(wanted.map(\.0)))
        return effects + watch(snapshot)
    }

    /// What the visible view needs to know.
    func wantedQuestions(_ snapshot: Snapshot) -> [(Purpose, Question)] {
        switch view {
        case .overview: []
        case .entities: entityQuestions(snapshot)
        case .suspects: suspectQuestions(snapshot)
        case .lookup: lookup.subject.map { [(.lookup, .lookup(key: $0))] } ?? []
        case .query: [(.catalog, .catalog)]
        }
    }

    private func entityQuestions(_ snapshot: Snapshot) -> [(Purpose, Question)] {
        if let detail = entities.detail {
            return [
                (.history, .history(group: detail.group, key: detail.key, limit: 300))
            ]
        }
        guard let group = shownGroup(snapshot) else { return [] }
        return [(.entities, .entities(entityRequest(for: group)))]
    }

    /// The page around the rows that are seen; whole screens, so that a step does not ask anew.
    func entityRequest(for group: GroupStatus) -> EntityRequest {
        let list = entities.lists[group.name] ?? EntityList()
        let visible = Layout(columns: columns, rows: rows).entityRows
        let screen = list.top / visible
        let sort = list.sort ?? ConsoleState.naturalSort(of: group)
        return EntityRequest(
            group: group.name, sortColumn: sort.column == Sort.age ? nil : sort.column,
            isDescending: sort.isDescending, filter: list.filter,
            offset: max(0, screen - 1) * visible, limit: 3 * visible,
            trendLength: Layout(columns: columns, rows: rows).trendLength)
    }

    /// By the first number, largest first; without numbers by age.
    static func naturalSort(of group: GroupStatus) -> Sort {
        let number = group.columns.first { !$0.isKey && ($0.kind == .integer || $0.kind == .real) }
        return Sort(column: number?.name ?? Sort.age, isDescending: true)
    }

    private func suspectQuestions(_ snapshot: Snapshot) -> [(Purpose, Question)] {
        var questions: [(Purpose, Question)] = snapshot.groups.filter(\.isAlert).prefix(4).map {
            let sort = ConsoleState.naturalSort(of: $0)
            return (
                .trends(group: $0.name),
                .entities(
                    EntityRequest(
                        group: $0.name, sortColumn: sort.column == Sort.age ? nil : sort.column,
                        limit: 100, trendLength: 30))
            )
        }
        if let alert = selectedAlert(snapshot) {
            questions += [
                (.suspectHistory, .history(group: alert.group, key: alert.key, limit: 300)),
                (.latestEvents, .latestEvents(key: alert.key, limit: 50)),
            ]
        }
        return questions
    }

    /// Asks unless the same was asked of the same stores already, or just now.
    private mutating func ask(
        _ question: Question, for purpose: Purpose, _ snapshot: Snapshot
    ) -> [Effect] {
        let commit = snapshot.lastCommit?.id
        guard let before = asked[purpose], before.question == question else {
            return begin(question, for: purpose, commit: commit)
        }
        let restMs = purpose == .catalog ? ConsoleState.catalogMs : ConsoleState.refreshMs
        let isOver = clockMs - before.atMs >= restMs || clockMs < before.atMs
        let isNews = commit != nil && commit != before.commit
        guard !before.isWaiting, isOver, isNews, pause == nil else {
            return []
        }
        return begin(question, for: purpose, commit: commit)
    }

    /// Asks now, and cancels what was asked before for the same purpose.
    mutating func begin(
        _ question: Question, for purpose: Purpose, commit: Int64?
    ) -> [Effect] {
        var effects: [Effect] = []
        if let before = asked[purpose], before.isWaiting, let ticket = before.ticket {
            effects.append(.cancel(ticket))
        }
        asked[purpose] = Asked(
            question: question, commit: commit, atMs: clockMs, ticket: nil, isWaiting: true)
        return effects + [.ask(question, purpose)]
    }

    /// Nobody looks at these answers any more; a running query goes on in the background.
    private mutating func cancelUnwanted(_ wanted: Set<Purpose>) -> [Effect] {
        var effects: [Effect] = []
        for (purpose, question) in asked where purpose != .query && !wanted.contains(purpose) {
            if question.isWaiting, let ticket = question.ticket { effects.append(.cancel(ticket)) }
            if purpose != .catalog || question.isWaiting { asked[purpose] = nil }
        }
        return effects
    }

    /// Watches the open windows of the keys that are seen, and of nothing else.
    private mutating func watch(_ snapshot: Snapshot) -> [Effect] {
        let wanted = pause == nil ? wantedWatch(snapshot) : watched
        guard wanted != watched else { return [] }
        watched = wanted
        guard let wanted else { return [.command(.unwatch)] }
        return [.command(.watch(group: wanted.group, keys: wanted.keys))]
    }

    private func wantedWatch(_ snapshot: Snapshot) -> Watched? {
        switch view {
        case .entities:
            if let detail = entities.detail {
                return Watched(group: detail.group, keys: [detail.key])
            }
            guard let group = shownGroup(snapshot)?.name,
                let page = entities.lists[group]?.page, !page.rows.isEmpty
            else { return nil }
            return Watched(group: group, keys: page.rows.map(\.key).sorted())
        case .suspects:
            guard let alert = selectedAlert(snapshot) else { return nil }
            return Watched(group: alert.group, keys: [alert.key])
        case .overview, .lookup, .query:
            return nil
        }
    }
}
