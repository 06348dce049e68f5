/// Which parameter of a group's statements takes what.
///
/// The first two are the same for all rows of a commit; then comes every row with its declared
/// columns, its event time where no column is that, and what Weir adds.
struct RowParameters {
    static let writeTime: Int32 = 1
    static let commitID: Int32 = 2

    /// Where each of them stands within its row, counted from 0; a column stands at its index.
    let eventTime: Int
    let newestEventTime: Int
    let expiry: Int
    let isDeleted: Int
    /// How many parameters a row has.
    let stride: Int
    /// How many rows one statement writes where there are many.
    ///
    /// More save nothing, and a statement's text and memory should stay small.
    let manyRows: Int

    init(_ layout: GroupLayout) {
        eventTime = layout.eventTimeColumn ?? layout.columnCount
        newestEventTime = layout.columnCount + (layout.eventTimeColumn == nil ? 1 : 0)
        expiry = newestEventTime + 1
        isDeleted = newestEventTime + 2
        stride = newestEventTime + 3
        manyRows = max(1, min(32, 640 / stride))
    }

    func number(_ place: Int, row: Int = 0) -> Int32 { Int32(3 + row * stride + place) }

    /// A row's parameters in the order of ``GroupLayout/columnList(offline:)``.
    func list(row: Int = 0, offline: Bool) -> [String] {
        let own = (0...newestEventTime).map { number($0, row: row) }
        let added = [Self.writeTime, number(expiry, row: row)]
        let offlineOnly = offline ? [Self.writeTime, number(isDeleted, row: row)] : []
        return (own + added + offlineOnly + [Self.commitID]).map { "?\($0)" }
    }

    /// So many rows, for VALUES.
    func rows(_ count: Int, offline: Bool) -> String {
        (0..<count).map { "(" + list(row: $0, offline: offline).joined(separator: ", ") + ")" }
            .joined(separator: ", ")
    }

    /// Of so many rows the columns of the key, for VALUES.
    func keys(_ key: [Int], _ count: Int) -> String {
        (0..<count).map { row in
            "(" + key.map { "?\(number($0, row: row))" }.joined(separator: ", ") + ")"
        }.joined(separator: ", ")
    }
}
