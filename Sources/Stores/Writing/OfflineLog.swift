/// Closes the open segment of a group's log when it is full.
///
/// Rows are appended to a table without an index, a small part of what an indexed append costs;
/// the index is made once for the whole segment, in key order, when the next one begins.
struct OfflineLog {
    let layout: GroupLayout
    let statements: StatementCache
    /// How many rows the first segments hold.
    let segmentRows: Int64

    func record(
        _ log: inout Ledger.Log?, commitID: Int64, on connection: borrowing Connection
    ) throws(SQLiteError) {
        guard var current = log else { return }
        try write(current.openSegment, rows: current.openRows, on: connection)
        guard current.isFull(segmentRows: segmentRows) else { return }
        let closing = current.openSegment
        let opening = closing + 1
        let group = layout.info.name.quotedText
        try connection.execute(layout.createIndex(segment: closing, commitID: commitID))
        try connection.execute(layout.createSegment(opening))
        try connection.execute(
            """
            UPDATE segments SET is_closed = 1 WHERE group_name = \(group) AND number = \(closing);
            INSERT INTO segments VALUES (\(group), \(opening), 0, 0);
            """)
        try Views.makeOffline(layout, on: connection)
        statements.removeAll()
        current.closedRows += current.openRows
        current.openRows = 0
        current.segments.append(opening)
        log = current
    }

    private func write(
        _ segment: Int64, rows: Int64, on connection: borrowing Connection
    ) throws(SQLiteError) {
        let update = try statements.statement(
            "UPDATE segments SET row_count = ?3 WHERE group_name = ?1 AND number = ?2",
            on: connection)
        update.statement.bind(layout.info.name, at: 1)
        update.statement.bind(segment, at: 2)
        update.statement.bind(rows, at: 3)
        try update.statement.run()
    }
}
