/// Gives the rows of a batch the numbers of their keys, in a table of its own.
struct KeyNumbering: ~Copyable {
    /// The most rows that are numbered at once.
    static let chunk = 1_024

    var keys = KeyTable()
    private var rowKeys: RowKeys

    init(_ columns: [Int], _ input: Schema) {
        rowKeys = RowKeys(KeyEncoder(columns, input), chunk: KeyNumbering.chunk)
    }

    var encoder: KeyEncoder { rowKeys.encoder }

    mutating func number(
        _ rows: UnsafePointer<Int32>, _ count: Int, _ columns: [Column],
        into numbers: UnsafeMutablePointer<Int32>
    ) {
        rowKeys.number(rows, count, columns, in: &keys, into: numbers)
    }
}
