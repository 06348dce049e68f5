/// The console's history: a point a second, of the last day or so.
enum MetricsTable {
    static func write(
        _ point: MetricsPoint, _ statements: StatementCache, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let insert = try statements.statement(
            "INSERT OR REPLACE INTO metrics VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", on: connection)
        let freshness = JSONValue.object(
            point.freshnessMs.sorted { $0.key < $1.key }.map { name, value in
                JSONValue.Member(name, value.map { .integer($0) } ?? .null)
            })
        insert.statement.bind(point.timeMs, at: 1)
        insert.statement.bind(point.eventsPerSecond.isFinite ? point.eventsPerSecond : 0, at: 2)
        insert.statement.bind(point.lag, at: 3)
        insert.statement.bind(point.watermarkDelayMs, at: 4)
        insert.statement.bind(point.lateTotal, at: 5)
        insert.statement.bind(point.quarantinedTotal, at: 6)
        insert.statement.bind(freshness.description, at: 7)
        try insert.statement.run()
        let trim = try statements.statement(
            "DELETE FROM metrics WHERE time < ?1", on: connection)
        trim.statement.bind(point.timeMs &- Retention.metricsMs, at: 1)
        try trim.statement.run()
    }

    /// The newest points, oldest first.
    static func read(
        limit: Int, on connection: borrowing Connection
    ) throws(SQLiteError) -> [MetricsPoint] {
        let rows = try PreparedStatement(
            "SELECT * FROM metrics ORDER BY time DESC LIMIT ?1", on: connection)
        rows.bind(Int64(limit), at: 1)
        var points: [MetricsPoint] = []
        while try rows.step() {
            let members = JSONReader.value(of: rows.text(6))?.members ?? []
            var freshness: [String: Int64?] = [:]
            for member in members { freshness.updateValue(member.value.int64, forKey: member.name) }
            points.append(
                MetricsPoint(
                    timeMs: rows.integer(0), eventsPerSecond: rows.real(1), lag: rows.integer(2),
                    watermarkDelayMs: rows.integer(3), lateTotal: rows.integer(4),
                    quarantinedTotal: rows.integer(5), freshnessMs: freshness))
        }
        return points.reversed()
    }
}
