import Control

/// The result of a lookup as lines: one per feature, or one that says why there is none.
struct LookupLine: Sendable, Equatable {
    enum Comparison: Sendable, Equatable {
        case equal
        case differs
        /// Only one side has a value.
        case onlyOnline, onlyOffline
        case none
    }

    var group: String
    /// The first line of its group.
    var isFirst: Bool
    var feature: String
    var online: Cell?
    var offline: Cell?
    var eventTimeMs: Int64?
    var promiseMs: Int64?
    var expiresAtMs: Int64?
    var comparison: Comparison
    /// Why there is no online row.
    var whyEmpty: String?
}

enum LookupLines {
    static func all(_ state: LookupState, _ snapshot: Snapshot) -> [LookupLine] {
        (state.results ?? []).flatMap { lines(of: $0, snapshot) }
    }

    static func value(_ place: Int, of row: EntityRow) -> Cell? {
        place < row.values.count ? row.values[place] : nil
    }

    private static func lines(of result: LookupResult, _ snapshot: Snapshot) -> [LookupLine] {
        let group = snapshot.groups.first { $0.name == result.group }
        let isOffline = result.offline != nil && !result.isOfflineDeleted
        guard result.online != nil || isOffline else {
            // Both stores agree that there is nothing; one line says so.
            return [
                LookupLine(
                    group: result.group, isFirst: true, feature: "", comparison: .none,
                    whyEmpty: result.whyEmpty ?? "never seen in this group")
            ]
        }
        let keys = Set(group?.columns.filter(\.isKey).map(\.name) ?? [])
        let places = result.columns.indices.filter { !keys.contains(result.columns[$0]) }
        return places.enumerated().map { order, place in
            let online = result.online.flatMap { value(place, of: $0) }
            let offline =
                result.isOfflineDeleted ? nil : result.offline.flatMap { value(place, of: $0) }
            return LookupLine(
                group: result.group, isFirst: order == 0, feature: result.columns[place],
                online: online, offline: offline, eventTimeMs: result.online?.eventTimeMs,
                promiseMs: group?.promiseMs, expiresAtMs: result.online?.expiresAtMs,
                comparison: compare(online, offline, result),
                whyEmpty: order == 0 && result.online == nil
                    ? result.whyEmpty ?? "not online" : nil)
        }
    }

    private static func compare(
        _ online: Cell?, _ offline: Cell?, _ result: LookupResult
    ) -> LookupLine.Comparison {
        switch (online, offline) {
        case (nil, nil): result.isOfflineDeleted ? .equal : .none
        case (_, nil): .onlyOnline
        case (nil, _): .onlyOffline
        case (let one?, let other?): one == other ? .equal : .differs
        }
    }
}
