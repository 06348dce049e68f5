/// The texts of some rows' cells, column after column, until they are put together row by row.
///
/// Writing a column at a time keeps its values in reach of one loop; a row at a time would look
/// them up, and count references to them, for every cell.
struct CellTexts {
    /// So many rows stay in the processor's cache.
    static let rowsAtOnce = 1_024

    /// How the cells of a row are joined.
    struct Frame {
        let opening: [UInt8]
        let separator: UInt8
        let closing: [UInt8]
        /// A cell without text has no separator either.
        let skipsEmpty: Bool
    }

    var bytes: [UInt8] = []
    /// Where each cell's text ends; it begins where the one before it ends.
    private var ends: [Int32] = []

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Ends the text of a cell: what was added to ``bytes`` since the last call.
    @inline(__always)
    mutating func endCell() { ends.append(Int32(truncatingIfNeeded: bytes.count)) }

    /// Adds the rows, each with its cells in the order in which their columns were written.
    func join(rows: Int, columns: Int, _ frame: Frame, to output: inout [UInt8]) {
        let framing = frame.opening.count + frame.closing.count + columns
        output.reserveCapacity(output.count + bytes.count + rows * framing)
        bytes.withUnsafeBufferPointer { bytes in
            for row in 0..<rows {
                output.append(contentsOf: frame.opening)
                var isFirst = true
                for column in 0..<columns {
                    let cell = column * rows + row
                    let start = cell == 0 ? 0 : Int(ends[cell - 1])
                    let end = Int(ends[cell])
                    if frame.skipsEmpty && start == end { continue }
                    if !isFirst { output.append(frame.separator) }
                    isFirst = false
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                }
                output.append(contentsOf: frame.closing)
            }
        }
    }
}
