/// Reads rows of one group by key, online and offline.
struct RowReader: ~Copyable {
    let layout: GroupLayout
    private let declared: String

    init(_ layout: GroupLayout) {
        self.layout = layout
        declared = layout.info.columns.map(\.name.quotedName).joined(separator: ", ")
    }

    var onlineColumns: String {
        declared + ", event_time, newest_event_time, write_time, expires_at, commit_id"
    }

    private var keyCondition: String {
        layout.keyList.enumerated().map { "\($0.element) = ?\($0.offset + 1)" }
            .joined(separator: " AND ")
    }

    func online(
        _ key: [StoreValue], on connection: borrowing Connection
    ) throws(SQLiteError) -> StoreRow? {
        let statement = try PreparedStatement(
            "SELECT \(onlineColumns) FROM \(layout.names.online.quotedName) "
                + "WHERE \(keyCondition)", on: connection)
        for (index, value) in key.enumerated() { statement.bind(value, at: Int32(index + 1)) }
        return try statement.step() ? row(statement) : nil
    }

    /// A key's newest rows, newest first; of equal event times the later written.
    func offline(
        _ key: [StoreValue], limit: Int, asOf: AsOf = AsOf(), on connection: borrowing Connection
    ) throws(SQLiteError) -> [StoreRow] {
        var found: [Placed] = []
        for segment in try GroupCatalog.segments(of: layout.info.name, on: connection) {
            let statement = try PreparedStatement(
                offlineSQL(segment.number, keyCount: key.count), on: connection)
            for (index, value) in key.enumerated() { statement.bind(value, at: Int32(index + 1)) }
            statement.bind(asOf.eventTimeMs ?? Int64.max, at: Int32(key.count + 1))
            statement.bind(asOf.writeTimeMs ?? Int64.max, at: Int32(key.count + 2))
            statement.bind(Int64(limit), at: Int32(key.count + 3))
            let last = layout.columnCount + 5
            while try statement.step() {
                var row = row(statement)
                row.isDeleted = statement.integer(last) != 0
                found.append(
                    Placed(row: row, segment: segment.number, number: statement.integer(last + 1)))
            }
        }
        found.sort { $1.isBefore($0) }
        return found.prefix(limit).map(\.row)
    }

    private struct Placed {
        let row: StoreRow
        let segment: Int64
        let number: Int64

        func isBefore(_ other: Placed) -> Bool {
            (row.eventTimeMs, segment, number)
                < (other.row.eventTimeMs, other.segment, other.number)
        }
    }

    private func offlineSQL(_ segment: Int64, keyCount: Int) -> String {
        "SELECT \(onlineColumns), is_deleted, \(layout.rowNumber) "
            + "FROM \(layout.names.segment(segment).quotedName) WHERE \(keyCondition) "
            + "AND event_time <= ?\(keyCount + 1) AND write_time <= ?\(keyCount + 2) "
            + "ORDER BY event_time DESC, \(layout.rowNumber) DESC LIMIT ?\(keyCount + 3)"
    }

    /// A row whose statement selects ``onlineColumns`` first.
    func row(_ statement: borrowing PreparedStatement) -> StoreRow {
        let columns = layout.info.columns
        let values = columns.indices.map { statement.value($0).typed(columns[$0].type) }
        let system = columns.count
        return StoreRow(
            key: KeyText.text(layout.info.key.map { values[$0] }), values: values,
            eventTimeMs: statement.integer(system),
            newestEventTimeMs: statement.integer(system + 1),
            writeTimeMs: statement.integer(system + 2),
            expiresAtMs: statement.optionalInteger(system + 3), isDeleted: false,
            commitID: statement.integer(system + 4))
    }
}
