/// A horizontal bar of exactly the given cells, in eighths of a cell.
public enum Bar {
    /// Draws a share of the whole; below 0 is empty, above 1 full, NaN unknown.
    public static func line(_ share: Double, width: Int, glyphs: Glyphs = .unicode) -> String {
        guard width > 0 else { return "" }
        guard !share.isNaN else { return String(repeating: " ", count: width) }
        let steps = glyphs.lengths.count
        let level = Resampling.level(share, low: 0, high: 1, levels: steps * width)
        let cells = (0..<width).map { cell -> Character in
            let filled = level - cell * steps
            return filled <= 0 ? glyphs.barRest : glyphs.lengths[min(steps, filled) - 1]
        }
        return String(cells)
    }
}
