/// Gives the rows of a batch the numbers of their keys, in a table of its own.
///
/// Benchmarks measure it by itself.
package struct KeyNumbering: ~Copyable {
    /// The most rows that are numbered at once.
    package static let chunk = 1_024

    var keys = KeyTable()
    private var rowKeys: RowKeys

    package init(_ columns: [Int], _ input: Schema) {
        rowKeys = RowKeys(KeyEncoder(columns, input), chunk: KeyNumbering.chunk)
    }

    /// How many keys there are.
    package var keyCount: Int { keys.count }

    var encoder: KeyEncoder { rowKeys.encoder }

    package mutating func number(
        _ rows: UnsafePointer<Int32>, _ count: Int, _ columns: [Column],
        into numbers: UnsafeMutablePointer<Int32>
    ) {
        rowKeys.number(rows, count, columns, in: &keys, into: numbers)
    }
}
