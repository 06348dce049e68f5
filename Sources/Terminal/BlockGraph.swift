/// A filled graph of several rows in eighths of a cell.
public enum BlockGraph {
    /// Draws the values on a scale from 0 to `max`, as the rows from top to bottom.
    ///
    /// Each row has exactly `width` cells. Values share columns and leave gaps as in `Spark.line`.
    public static func rows(
        _ values: [Double?], width: Int, height: Int, max: Double, glyphs: Glyphs = .unicode
    ) -> [String] {
        guard height > 0 else { return [] }
        let steps = glyphs.heights.count
        let levels = Resampling.peaks(values, count: width).map { value in
            value.map {
                Swift.max(
                    1, Resampling.level($0, low: 0, high: max, levels: steps * height))
            }
        }
        return (0..<height).map { row in
            let below = (height - 1 - row) * steps
            return String(
                levels.map { level -> Character in
                    guard let level, level > below else { return " " }
                    return glyphs.heights[min(steps, level - below) - 1]
                })
        }
    }
}
