import Engine

/// Compares what a feature group promises with what its query can keep.
struct PromiseCheck {
    let insert: InsertPlan
    let catalog: Catalog
    let report: Report

    private var table: Table { catalog.tables[insert.table] }

    private var sources: [Table] { insert.relation.tables.map { catalog.tables[$0] } }

    private var windows: [Window] { insert.relation.lastGroups.compactMap(\.window) }

    func run(_ settings: Settings) {
        checkFreshness()
        checkTimeToLive()
        checkEventTime()
        checkState(settings)
        guard table.connector == .upsertKafka else { return }
        checkKey()
        checkSessions()
        let conflict = settings.values[Settings.conflictKey]?.lowercased()
        if conflict != "false", !insert.syntax.deduplicates, !keepsKeys {
            report.warn(
                "Flink 2.3 refuses this INSERT into a table with a key; write "
                    + "SET '\(Settings.conflictKey)' = 'false';",
                at: insert.syntax.target.range)
        }
    }

    private func checkFreshness() {
        guard let promise = table.annotations.freshnessMs,
            let place = table.annotations.places["freshness"]
        else { return }
        // A result that each row changes waits for nobody.
        if windows.isEmpty, !insert.relation.lastGroups.isEmpty { return }
        let slide = windows.map(\.slideMs).max() ?? 0
        let delay = sources.map(\.watermarkDelayMs).max() ?? 0
        guard promise < slide + delay else { return }
        report.add(
            Diagnostic(
                "\(Durations.text(promise)) cannot be promised: a value is replaced every "
                    + "\(Durations.text(slide)) and waits \(Durations.text(delay)) for late rows; "
                    + "promise \(Durations.text(slide + delay)) or more",
                at: place))
    }

    private func checkTimeToLive() {
        guard let ttl = table.annotations.ttlMs, let place = table.annotations.places["ttl"],
            let size = windows.map(\.sizeMs).max(), ttl < size
        else { return }
        report.warn(
            "values expire after \(Durations.text(ttl)), before their window of "
                + "\(Durations.text(size)) has passed",
            at: place)
    }

    /// What a GROUP BY without a window cannot forget or keep.
    private func checkState(_ settings: Settings) {
        if settings.stateTimeToLiveMs != nil,
            let group = insert.relation.runningGroups.first(where: { $0.timeType == nil })
        {
            report.warn(
                "'table.exec.state.ttl' is measured in event time by Weir, and these rows have "
                    + "none: no key is forgotten; write a WATERMARK into the CREATE TABLE",
                at: group.range)
        }
        if let place = table.annotations.places["when-empty"], insert.relation.updating != nil {
            report.warn(
                "a key whose last row is taken back is deleted, as in Flink, whatever @when-empty "
                    + "says",
                at: place)
        }
    }

    /// No later window says that a session is over, so nothing replaces its value.
    private func checkSessions() {
        guard windows.contains(where: { !$0.isAligned }) else { return }
        if table.annotations.ttlMs == nil {
            report.warn(
                "the value of a session stays for ever when its key never comes back; write "
                    + "-- @ttl 1 d above CREATE TABLE \(table.name.text)",
                at: insert.syntax.target.range)
        }
        if let place = table.annotations.places["when-empty"] {
            report.warn(
                "a session has no next window in which its key could be missing; its value stays "
                    + "until @ttl",
                at: place)
        }
    }

    /// A stored row needs an event time, or nobody could say which of two is the newer.
    private func checkEventTime() {
        guard let source = sources.first(where: { $0.rowtime == nil }), table.isStored,
            table.annotations.eventTime == nil,
            table.index(of: "event_time") == nil
        else { return }
        report.add(
            Diagnostic(
                "the rows of \(source.name.text) have no event time, which the stores need; write "
                    + "a WATERMARK into its CREATE TABLE, or fill a column event_time",
                at: insert.syntax.target.range))
    }

    /// Whether the PRIMARY KEY holds what the query's results replace each other by, as Flink finds
    /// it out: not for windows, even where their ends are part of the key.
    private var keepsKeys: Bool {
        let columns = keyValues.map { value -> Int? in
            if case .column(let index, _)? = value { index } else { nil }
        }
        switch insert.relation.origin {
        case .group(let group) where group.window == nil:
            return group.keys.indices.allSatisfy(columns.contains)
        case .rows(let rows):
            guard case .deduplicate(let unique) = rows.operation else { return false }
            return unique.keys.allSatisfy(columns.contains)
        case .table, .group, .top, .union: return false
        }
    }

    /// What is written into each column of the PRIMARY KEY.
    private var keyValues: [Expression?] {
        let written = table.written.map(\.name.text)
        return table.primaryKey.map { name in
            written.firstIndex(of: name.text).map { insert.values[$0] }
        }
    }

    /// Several results for one key overwrite each other.
    private func checkKey() {
        guard let group = insert.relation.group else { return }
        let columns = keyValues.map { $0.flatMap(Self.column) }
        for (name, column) in zip(table.primaryKey, columns) {
            if column ?? .max < group.firstResult { continue }
            report.warn(
                "the key column \(name.text) is no group key of the query, so results of several "
                    + "groups can overwrite each other",
                at: insert.syntax.target.range)
            return
        }
        for (index, text) in group.keyTexts.enumerated() where !columns.contains(index) {
            report.warn(
                "the query groups by \(text), which is not in the PRIMARY KEY of "
                    + "\(table.name.text), so its results overwrite each other",
                at: group.range)
            return
        }
    }

    private static func column(_ expression: Expression) -> Int? {
        switch expression {
        case .column(let index, _): index
        case .cast(let inner, _, _): column(inner)
        default: nil
        }
    }
}
