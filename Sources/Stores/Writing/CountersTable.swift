/// Rows of the `counters` table.
enum CountersTable {
    struct Row {
        var scope: String
        var name: String
        var counters: StatementCounters
    }

    static func write(
        _ scope: String, _ name: String, _ events: EventCounters, _ statement: StatementCounters?,
        _ statements: StatementCache, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let insert = try statements.statement(
            "INSERT OR REPLACE INTO counters "
                + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", on: connection)
        insert.statement.bind(scope, at: 1)
        insert.statement.bind(name, at: 2)
        insert.statement.bind(events.received, at: 3)
        insert.statement.bind(events.accepted, at: 4)
        insert.statement.bind(events.filtered, at: 5)
        insert.statement.bind(events.late, at: 6)
        insert.statement.bind(events.quarantined, at: 7)
        insert.statement.bind(events.lost, at: 8)
        insert.statement.bind(events.partlyLate, at: 9)
        insert.statement.bind(statement?.rowsFired, at: 10)
        insert.statement.bind(statement?.keysExpired, at: 11)
        insert.statement.bind(statement?.failedValues, at: 12)
        try insert.statement.run()
    }

    static func read(on connection: borrowing Connection) throws(SQLiteError) -> [Row] {
        let rows = try PreparedStatement("SELECT * FROM counters", on: connection)
        var result: [Row] = []
        while try rows.step() {
            var counters = StatementCounters()
            counters.events.received = rows.integer(2)
            counters.events.accepted = rows.integer(3)
            counters.events.filtered = rows.integer(4)
            counters.events.late = rows.integer(5)
            counters.events.quarantined = rows.integer(6)
            counters.events.lost = rows.integer(7)
            counters.events.partlyLate = rows.integer(8)
            counters.rowsFired = rows.integer(9)
            counters.keysExpired = rows.integer(10)
            counters.failedValues = rows.integer(11)
            result.append(Row(scope: rows.text(0), name: rows.text(1), counters: counters))
        }
        return result
    }
}
