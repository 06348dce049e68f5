import Engine

/// What a statement costs or delays without saying so.
struct StatementLint {
    let insert: InsertPlan
    let catalog: Catalog
    let report: Report

    func run(_ settings: Settings) {
        for group in insert.relation.lastGroups { checkDelay(group) }
        if settings.stateTimeToLiveMs == nil { checkState(insert.relation) }
    }

    /// A result waits for late rows longer than its window lasts.
    private func checkDelay(_ group: GroupPlan) {
        guard let window = group.window, window.isAligned else { return }
        let tables = group.input.tables.map { catalog.tables[$0] }
        guard let slow = tables.max(by: { $0.watermarkDelayMs < $1.watermarkDelayMs }),
            slow.watermarkDelayMs > window.sizeMs
        else { return }
        report.warn(
            "the watermark of \(slow.name.text) stays \(Durations.text(slow.watermarkDelayMs)) "
                + "behind, longer than a window of \(Durations.text(window.sizeMs)) lasts: every "
                + "result comes so late; take a shorter delay in WATERMARK or a longer window",
            at: group.range)
    }

    /// Keys that are remembered for as long as the stream flows.
    private func checkState(_ relation: Relation) {
        switch relation.origin {
        case .rows(let rows):
            checkState(rows.input)
            guard isEndless(rows.input) else { return }
            switch rows.operation {
            case .over(let over) where !over.frame.isBoundedRange: warn(rows.range)
            case .deduplicate: warn(rows.range)
            default: return
            }
        case .group(let group):
            checkState(group.input)
            guard group.window == nil, !group.keys.isEmpty, isEndless(group.input) else { return }
            warn(group.range)
        case .top(let top): checkState(top.input)
        case .union(let parts): parts.forEach(checkState)
        default: return
        }
    }

    private func warn(_ range: Range<Int>) {
        report.warn(
            "every key is remembered for ever here; write SET 'table.exec.state.ttl' = '1 d'; so "
                + "that one without rows is forgotten",
            at: range)
    }

    private func isEndless(_ relation: Relation) -> Bool {
        relation.tables.contains { index in
            let table = catalog.tables[index]
            let end = table.options["scan.bounded.mode"] ?? "unbounded"
            return table.connector == .kafka && end == "unbounded"
        }
    }
}
