/// One row of columns that shows how a number went, newest at the right.
public enum Spark {
    /// Draws the values on a fixed scale.
    ///
    /// More values than cells share cells, and the highest of them shows, so that no spike is lost;
    /// fewer stand at the right. A missing value or a NaN leaves a blank, everything at or below
    /// `low` is the lowest column, everything at or above `high` the full one.
    public static func line(
        _ values: [Double?], width: Int, low: Double = 0, high: Double, glyphs: Glyphs = .unicode
    ) -> String {
        let levels = glyphs.heights.count
        return String(
            Resampling.peaks(values, count: width).map { value -> Character in
                guard let value else { return " " }
                let level = Resampling.level(value, low: low, high: high, levels: levels)
                return glyphs.heights[max(1, level) - 1]
            })
    }
}

/// What the graphs have in common: values to columns, and a column's value to its height.
enum Resampling {
    /// The highest value of each of `count` equal stretches, missing where all of a stretch is.
    static func peaks(_ values: [Double?], count: Int) -> [Double?] {
        guard count > 0 else { return [] }
        guard values.count > count else {
            return Array(repeating: nil, count: count - values.count) + values.map(known)
        }
        return (0..<count).map { index in
            let stretch = values.count * index / count..<values.count * (index + 1) / count
            return values[stretch].lazy.compactMap(known).max()
        }
    }

    /// Steps of a scale that a value fills: 0 at or below `low`, all from `high` on.
    static func level(_ value: Double, low: Double, high: Double, levels: Int) -> Int {
        guard value > low else { return 0 }
        guard value < high else { return value >= high ? levels : 0 }
        let share = (value - low) / (high - low)
        guard share.isFinite else { return levels }
        return min(levels, Int((share * Double(levels)).rounded(.up)))
    }

    private static func known(_ value: Double?) -> Double? {
        guard let value, !value.isNaN else { return nil }
        return value
    }
}
