/// A filled graph of several rows in braille dots, two columns and four steps to a cell.
public enum BrailleGraph {
    /// Draws the values on a scale from 0 to `max`, as the rows from top to bottom.
    ///
    /// Each row has exactly `width` cells and shows twice as many columns. Values share columns and
    /// leave gaps as in `Spark.line`.
    public static func rows(
        _ values: [Double?], width: Int, height: Int, max: Double
    ) -> [String] {
        guard height > 0, width > 0 else {
            return Array(repeating: "", count: Swift.max(0, height))
        }
        let levels = Resampling.peaks(values, count: 2 * width).map { value in
            value.map { Swift.max(1, Resampling.level($0, low: 0, high: max, levels: 4 * height)) }
                ?? 0
        }
        return (0..<height).map { row in
            let below = (height - 1 - row) * 4
            return String(
                (0..<width).map { cell in
                    character(left: levels[2 * cell] - below, right: levels[2 * cell + 1] - below)
                })
        }
    }

    /// The cell whose dot columns are filled that high; 0 and less is none, 4 and more is all.
    private static func character(left: Int, right: Int) -> Character {
        let dots =
            leftDots[Swift.max(0, min(4, left))] | rightDots[Swift.max(0, min(4, right))]
        guard dots != 0, let scalar = Unicode.Scalar(0x2800 + dots) else { return " " }
        return Character(scalar)
    }

    private static let leftDots: [UInt32] = [0x00, 0x40, 0x44, 0x46, 0x47]
    private static let rightDots: [UInt32] = [0x00, 0x80, 0xA0, 0xB0, 0xB8]
}
