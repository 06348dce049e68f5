/// Past values of one column for the rows of a page.
///
/// The open segment has no index, so it is read once for all keys of the page.
struct Trends {
    let layout: GroupLayout
    let column: String
    let length: Int

    private struct Point {
        var eventTimeMs: Int64
        var segment: Int64
        var number: Int64
        var value: Double?
    }

    func add(to rows: inout [StoreRow], on connection: borrowing Connection) throws(SQLiteError) {
        var points: [String: [Point]] = [:]
        let keys = rows.map { row in layout.info.key.map { row.values[$0] } }
        guard !keys.isEmpty else { return }
        for segment in try GroupCatalog.segments(of: layout.info.name, on: connection) {
            // Of a closed segment only so many are read per key, through its index.
            let groups = segment.isClosed ? keys.map { [$0] } : [keys]
            for group in groups {
                try read(group, segment, into: &points, on: connection)
            }
        }
        for index in rows.indices {
            let sorted = (points[rows[index].key] ?? []).sorted {
                ($0.eventTimeMs, $0.segment, $0.number) < ($1.eventTimeMs, $1.segment, $1.number)
            }
            rows[index].trend = sorted.suffix(length).map(\.value)
            rows[index].trendTimesMs = sorted.suffix(length).map(\.eventTimeMs)
        }
    }

    private func read(
        _ keys: [[StoreValue]], _ segment: GroupCatalog.Segment,
        into points: inout [String: [Point]], on connection: borrowing Connection
    ) throws(SQLiteError) {
        let width = layout.info.key.count
        let tuples = keys.indices.map { index in
            "(" + (1...width).map { "?\(index * width + $0)" }.joined(separator: ", ") + ")"
        }
        let keyList = layout.keyList.joined(separator: ", ")
        let limit = segment.isClosed ? " ORDER BY event_time DESC LIMIT \(length)" : ""
        let statement = try PreparedStatement(
            "SELECT \(keyList), event_time, \(layout.rowNumber), is_deleted, \(column.quotedName) "
                + "FROM \(layout.names.segment(segment.number).quotedName) "
                + "WHERE (\(keyList)) IN (VALUES \(tuples.joined(separator: ", ")))\(limit)",
            on: connection)
        for (index, value) in keys.joined().enumerated() {
            statement.bind(value, at: Int32(index + 1))
        }
        let types = layout.info.key.map { layout.info.columns[$0].type }
        while try statement.step() {
            let key = KeyText.text((0..<width).map { statement.value($0).typed(types[$0]) })
            let isEmpty = statement.integer(width + 2) != 0 || statement.isNull(width + 3)
            points[key, default: []].append(
                Point(
                    eventTimeMs: statement.integer(width), segment: segment.number,
                    number: statement.integer(width + 1),
                    value: isEmpty ? nil : statement.real(width + 3)))
        }
    }
}
