import Engine

/// What became of a script since its store was written; decided from values alone.
struct ScriptChange: Equatable {
    /// A statement as the store or the plan has it.
    struct Statement: Equatable {
        var name: String
        var fingerprint: String
        var sink: String
        var sources: [String]
    }

    /// Why a statement begins anew, in words.
    struct Reason: Equatable {
        var name: String
        var reason: String
    }

    /// Groups that get columns at their end: how many they had.
    var appended: [String: Int] = [:]
    var reasons: [Reason] = []
    /// Everything that has to begin anew with them.
    var sources: Set<String> = []
    var sinks: Set<String> = []
    /// Fingerprints whose state no plan can use any more.
    var droppedFingerprints: Set<String> = []

    var needsRebuild: Bool { !sources.isEmpty || !sinks.isEmpty }

    /// `unusable` says why the state of a statement cannot be used, by fingerprint.
    init(
        stored: [Statement], storedGroups: [GroupInfo], planned: [Statement],
        plannedGroups: [GroupInfo], unusable: [String: String] = [:]
    ) {
        let groupsBefore = Dictionary(
            storedGroups.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let groupsNow = Dictionary(
            plannedGroups.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let now = Dictionary(
            planned.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for old in stored {
            guard let new = now[old.name] else {
                rebuild(old, nil, "it is no longer in the script")
                continue
            }
            let before = groupsBefore[old.sink]
            let group = groupsNow[new.sink]
            switch Self.columns(from: before, to: group) {
            case .same where old.fingerprint == new.fingerprint && old.sources == new.sources:
                if let reason = unusable[old.fingerprint] { rebuild(old, new, reason) }
            case .same: rebuild(old, new, "it no longer means what it did")
            case .appended(let count) where old.sources == new.sources:
                appended[new.sink] = count
                if old.fingerprint != new.fingerprint {
                    droppedFingerprints.insert(old.fingerprint)
                }
            case .appended, .different:
                rebuild(old, new, "the columns or the key of \(new.sink) are not what they were")
            }
        }
        for group in plannedGroups where appended[group.name] == nil {
            guard let before = groupsBefore[group.name] else { continue }
            switch Self.columns(from: before, to: group) {
            case .same: break
            case .appended(let count): appended[group.name] = count
            case .different: sinks.insert(group.name)
            }
        }
        close(over: stored + planned, stored)
        let kept = Set(planned.filter { sources.isDisjoint(with: $0.sources) }.map(\.fingerprint))
        droppedFingerprints.subtract(kept)
    }

    private enum Columns { case same, appended(Int), different }

    private static func columns(from before: GroupInfo?, to now: GroupInfo?) -> Columns {
        guard let before, let now else { return before == nil && now == nil ? .same : .different }
        guard before.kind == now.kind, before.key == now.key,
            now.columns.starts(with: before.columns)
        else { return .different }
        if before.columns.count == now.columns.count { return .same }
        // A new column that is the event time would change what the old rows' times mean.
        let added = now.columns[before.columns.count...]
        let changesTime = added.contains { $0.name.lowercased() == "event_time" }
        return changesTime ? .different : .appended(before.columns.count)
    }

    private mutating func rebuild(_ old: Statement, _ new: Statement?, _ reason: String) {
        reasons.append(Reason(name: old.name, reason: reason))
        sources.formUnion(old.sources + (new?.sources ?? []))
        sinks.insert(old.sink)
    }

    /// Statements that share a source share its offsets, and those that share a sink its rows.
    private mutating func close(over all: [Statement], _ stored: [Statement]) {
        var size = -1
        while size != sources.count + sinks.count {
            size = sources.count + sinks.count
            for statement in all
            where !sources.isDisjoint(with: statement.sources) || sinks.contains(statement.sink) {
                sources.formUnion(statement.sources)
                sinks.insert(statement.sink)
            }
        }
        for statement in stored where !sources.isDisjoint(with: statement.sources) {
            droppedFingerprints.insert(statement.fingerprint)
        }
        for sink in sinks { appended[sink] = nil }
    }
}
