/// A rectangle of cells; never of negative size.
public struct Area: Sendable, Equatable {
    public let row: Int
    public let column: Int
    public let width: Int
    public let height: Int

    /// Sizes below 0 count as 0.
    public init(row: Int, column: Int, width: Int, height: Int) {
        self.row = row
        self.column = column
        self.width = max(0, width)
        self.height = max(0, height)
    }

    public var isEmpty: Bool { width == 0 || height == 0 }
    /// The first row below the area.
    public var endRow: Int { row + height }
    /// The first column to the right of the area.
    public var endColumn: Int { column + width }
    public var rows: Range<Int> { row..<endRow }
    public var columns: Range<Int> { column..<endColumn }

    public func contains(row: Int, column: Int) -> Bool {
        rows.contains(row) && columns.contains(column)
    }

    /// The area without a margin on every side, as inside a border.
    public func inset(_ margin: Int = 1) -> Area { inset(rows: margin, columns: margin) }

    /// The area without that many rows above and below, and columns left and right.
    public func inset(rows: Int, columns: Int) -> Area {
        Area(
            row: row + min(rows, height), column: column + min(columns, width),
            width: width - 2 * columns, height: height - 2 * rows)
    }

    /// The first rows, at most as many as there are.
    public func top(_ rows: Int) -> Area {
        Area(row: row, column: column, width: width, height: min(rows, height))
    }

    /// The last rows, at most as many as there are.
    public func bottom(_ rows: Int) -> Area {
        let kept = max(0, min(rows, height))
        return Area(row: endRow - kept, column: column, width: width, height: kept)
    }

    /// What is left below the first rows.
    public func droppingTop(_ rows: Int) -> Area { bottom(height - max(0, rows)) }

    /// What is left above the last rows.
    public func droppingBottom(_ rows: Int) -> Area { top(height - max(0, rows)) }

    /// The first columns, at most as many as there are.
    public func left(_ columns: Int) -> Area {
        Area(row: row, column: column, width: min(columns, width), height: height)
    }

    /// The last columns, at most as many as there are.
    public func right(_ columns: Int) -> Area {
        let kept = max(0, min(columns, width))
        return Area(row: row, column: endColumn - kept, width: kept, height: height)
    }

    /// What is left beside the first columns.
    public func droppingLeft(_ columns: Int) -> Area { right(width - max(0, columns)) }

    /// What is left before the last columns.
    public func droppingRight(_ columns: Int) -> Area { left(width - max(0, columns)) }

    /// A share of the rows or columns that are split.
    public enum Share: Sendable, Equatable {
        /// Exactly that many cells, while there are any.
        case cells(Int)
        /// A part of what the fixed shares leave over.
        case weight(Int)
    }

    /// Areas one below the other; the fixed shares are served first, in order.
    public func splitRows(_ shares: [Share]) -> [Area] {
        var next = row
        return Area.sizes(shares, of: height).map { size in
            defer { next += size }
            return Area(row: next, column: column, width: width, height: size)
        }
    }

    /// Areas side by side; the fixed shares are served first, in order.
    public func splitColumns(_ shares: [Share]) -> [Area] {
        var next = column
        return Area.sizes(shares, of: width).map { size in
            defer { next += size }
            return Area(row: row, column: next, width: size, height: height)
        }
    }

    /// Sizes that never exceed the total, and meet it exactly when a share has weight.
    private static func sizes(_ shares: [Share], of total: Int) -> [Int] {
        var sizes = Array(repeating: 0, count: shares.count)
        var left = total
        var weights = 0
        for (index, share) in shares.enumerated() {
            switch share {
            case .cells(let cells):
                sizes[index] = max(0, min(cells, left))
                left -= sizes[index]
            case .weight(let weight):
                weights += max(0, weight)
            }
        }
        for (index, share) in shares.enumerated() {
            guard case .weight(let weight) = share, weight > 0 else { continue }
            sizes[index] = left * weight / weights
            left -= sizes[index]
            weights -= weight
        }
        return sizes
    }
}
