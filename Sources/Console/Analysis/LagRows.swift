import Control

/// One partition of one topic, as the lag table lists it.
struct LagRow: Sendable {
    var source: String
    var topic: String
    var partition: PartitionStatus
    var state: LagState

    /// How the partition is written everywhere.
    var name: String { "\(topic)/\(partition.id)" }
    /// Two sources can read one topic.
    var id: String { "\(source)\u{0}\(partition.id)" }
}

/// The lag table's rows.
enum LagRows {
    static func all(of snapshot: Snapshot) -> [LagRow] {
        let promiseMs = snapshot.groups.compactMap(\.promiseMs).min()
        // Whoever was live and fell behind is in trouble, and not reading the past.
        let isCatchingUp = snapshot.phase == .catchingUp && !snapshot.hasBeenLive
        return snapshot.sources.flatMap { source in
            source.partitions.map {
                LagRow(
                    source: source.name, topic: source.topic, partition: $0,
                    state: LagState($0, promiseMs: promiseMs, isCatchingUp: isCatchingUp))
            }
        }
    }

    /// Filtered, sorted, and in the held order while one is held.
    static func shown(of snapshot: Snapshot, for state: OverviewState, nowMs: Int64) -> [LagRow] {
        let filter = state.filter.lowercased()
        let rows = all(of: snapshot)
            .filter { filter.isEmpty || $0.name.lowercased().contains(filter) }
            .enumerated()
            .sorted { one, other in
                if state.sort.column == OverviewState.sortColumns[0] {
                    return state.sort.isDescending
                        ? one.offset > other.offset : one.offset < other.offset
                }
                let left = value(one.element.partition, state.sort.column)
                let right = value(other.element.partition, state.sort.column)
                guard left != right else { return one.offset < other.offset }
                return state.sort.isDescending ? left > right : left < right
            }
            .map(\.element)
        guard state.lag.isHeld(nowMs: nowMs) else { return rows }
        let byId = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return state.lag.ordered(rows.map(\.id), nowMs: nowMs).compactMap { byId[$0] }
    }

    /// Less than a second of traffic is no lag to sort by: those rows would never stand still.
    private static func weight(of lag: Int64, in partition: PartitionStatus) -> Double {
        Double(lag) <= max(10, partition.inPerSecond) ? 0 : Double(lag)
    }

    private static func value(_ partition: PartitionStatus, _ column: String) -> Double {
        switch column {
        case "LAG": partition.lag.map { weight(of: $0, in: partition) } ?? -1
        case "BEHIND": partition.behindMs.map(Double.init) ?? -1
        case "Δ/s": partition.lagSlope
        case "IN/s": partition.inPerSecond
        default: partition.outPerSecond
        }
    }
}
