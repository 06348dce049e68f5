public import Control
import Engine
import Stores

/// A data directory seen from outside: lookups, history, SQL and status, whether or not its
/// pipeline runs.
///
/// Every throw is a ``StoreFailure`` whose sentence says what to do.
public struct StoredPipeline: ~Copyable {
    private let reader: Reader

    /// Opens a directory for reading.
    public init(directory: String) throws { reader = try Reader(directory: directory) }

    /// The newest values of one entity, or why there are none.
    public func get(group: String, key: String, nowMs: Int64) throws -> LookupResult {
        guard let answer = try reader.get(group: group, keys: [key], nowMs: nowMs).first else {
            throw StoreFailure(.badKey, "no key was asked for")
        }
        let columns = try reader.groups().first { $0.name == group }?.columns.map(\.name) ?? []
        return LookupResult(
            group: group, columns: columns, online: answer.row.map(EntityRow.init),
            whyEmpty: answer.whyEmpty?.sentence, offline: nil)
    }

    /// One entity in every group that has such keys.
    public func lookup(key: String, nowMs: Int64) throws -> [LookupResult] {
        try reader.lookup(key: key, nowMs: nowMs).map { answer in
            LookupResult(
                group: answer.group.name, columns: answer.group.columns.map(\.name),
                online: answer.online.row.map(EntityRow.init),
                whyEmpty: answer.online.whyEmpty?.sentence,
                offline: answer.offline.map(EntityRow.init),
                isOfflineDeleted: answer.offline?.isDeleted ?? false)
        }
    }

    /// Every value an entity had, newest first, tombstones among them.
    public func history(group: String, key: String, limit: Int) throws -> Table {
        let rows = try reader.history(group: group, key: key, limit: limit + 1)
        let columns = try reader.groups().first { $0.name == group }?.columns.map(\.name) ?? []
        return Table(
            columns: columns + ["event_time", "newest_event_time", "write_time", "is_deleted"],
            rows: rows.prefix(limit).map { row in
                row.values.map(Cell.init) + [
                    .time(row.eventTimeMs), .time(row.newestEventTimeMs), .time(row.writeTimeMs),
                    .boolean(row.isDeleted),
                ]
            }, isTruncated: rows.count > limit)
    }

    /// A page of a group's online rows.
    public func page(
        _ request: EntityRequest, nowMs: Int64, isCancelled: () -> Bool = { false }
    ) throws -> EntityPage {
        let answer = try reader.page(
            PageRequest(
                group: request.group, sortColumn: request.sortColumn,
                isDescending: request.isDescending, filter: request.filter,
                offset: request.offset, limit: request.limit, trendLength: request.trendLength),
            nowMs: nowMs, isCancelled: isCancelled)
        return EntityPage(
            request: request, rows: answer.rows.map(EntityRow.init), matching: answer.matching,
            total: answer.total, filterError: answer.filterError)
    }

    /// Read-only SQL.
    public func query(
        _ sql: String, rowLimit: Int, isCancelled: () -> Bool = { false }
    ) throws -> Table {
        let result = try reader.query(
            sql, limits: QueryLimits(rows: rowLimit), isCancelled: isCancelled)
        return Table(
            columns: result.columns, rows: result.rows.map { $0.map(Cell.init) },
            isTruncated: result.isTruncated)
    }

    /// Tables and views with their columns.
    public func catalog() throws -> [CatalogTable] {
        try reader.catalog().map {
            CatalogTable(name: $0.name, columns: $0.columns.map(\.name))
        }
    }

    /// What the console would show of this directory, as of its newest commit.
    public func snapshot(nowMs: Int64 = SystemTime.wallMs()) throws -> Snapshot {
        let status = try reader.status(nowMs: nowMs)
        var snapshot = Snapshot(pipeline: status.identity.pipeline, nowMs: nowMs)
        snapshot.phase = .ended
        snapshot.sequence = 1
        snapshot.isDemo = status.identity.isDemo
        snapshot.total = status.total.totals
        snapshot.sources = status.sources.map { $0.shown(nowMs: nowMs) }
        snapshot.statements = status.statements.map { statement in
            StatementStatus(
                sink: statement.sink, totals: statement.counters.events.totals,
                rowsFired: statement.counters.rowsFired,
                keysExpired: statement.counters.keysExpired,
                failedValues: statement.counters.failedValues)
        }
        snapshot.groups = status.groups.map(\.shown)
        snapshot.alerts = try reader.alerts(resolvedLimit: 50).map(AlertStatus.init)
            .sorted(by: AlertStatus.worstFirst)
        snapshot.history = try reader.metrics(limit: 300).map { point in
            HistoryPoint(point, groups: snapshot.groups.map(\.name))
        }
        snapshot.lastCommit = status.commitTimeMs.map {
            CommitStatus(id: status.commitID, timeMs: $0, durationMs: 0)
        }
        return snapshot
    }
}

extension StoreStatus.Source {
    fileprivate func shown(nowMs: Int64) -> SourceStatus {
        SourceStatus(
            name: name, topic: partitions.first?.topic ?? name, totals: counters.totals,
            watermarkMs: firedWatermarkMs,
            partitions: partitions.enumerated().map { index, partition in
                PartitionStatus(
                    id: index, durableOffset: partition.nextOffset ?? 0,
                    watermarkMs: partition.watermarkMs, isIdle: partition.isIdle)
            })
    }
}

extension StoreStatus.Group {
    fileprivate var shown: GroupStatus {
        GroupStatus(
            name: info.name, title: info.title,
            columns: info.columns.map {
                GroupStatus.Column(
                    name: $0.name, kind: GroupStatus.Kind($0.type), isKey: $0.isKey)
            },
            keys: keys, offlineRows: info.totals.offlineRows, tombstones: info.totals.tombstones,
            refusedRows: info.totals.refusedRows, freshnessMs: freshnessMs,
            promiseMs: info.promiseMs,
            newestEventTimeMs: info.totals.newestEventTimeMs, windowMs: info.windowMs,
            slideMs: info.slideMs, isAlert: info.isAlert)
    }
}

extension HistoryPoint {
    /// A stored point with the freshness of these groups, in their order.
    init(_ point: MetricsPoint, groups: [String]) {
        self.init(
            timeMs: point.timeMs, eventsPerSecond: point.eventsPerSecond, lag: point.lag,
            watermarkDelayMs: point.watermarkDelayMs, lateTotal: point.lateTotal,
            quarantinedTotal: point.quarantinedTotal,
            freshnessMs: groups.map { (point.freshnessMs[$0] ?? nil) ?? -1 })
    }
}
