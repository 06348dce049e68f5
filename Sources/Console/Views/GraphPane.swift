import Control
import Terminal

/// A graph of one number over time, with its scale at the left and its times below.
enum GraphPane {
    static func draw(
        _ values: [Double?], fromMs: Int64?, toMs: Int64?, on canvas: inout Canvas, in area: Area
    ) {
        guard area.height >= 2, area.width >= 14 else { return }
        let known = values.compactMap { $0 }
        guard !known.isEmpty else {
            canvas.put(" no values yet", in: area, row: 0, .dim)
            return
        }
        let top = niceTop(known.max() ?? 1)
        let hasTimes = area.height >= 4 && fromMs != nil
        let plot = area.droppingBottom(hasTimes ? 2 : 0)
        let axis = max(5, CellWidth.of(Numbers.compact(top)) + 1)
        let width = area.width - axis - 1
        // Few values would huddle at the right; each gets a stretch of its own.
        let wide = stretched(values, to: 2 * width)
        let rows = BrailleGraph.rows(wide, width: width, height: plot.height, max: top)
        for (row, line) in rows.enumerated() {
            let label =
                switch row {
                case 0: Numbers.compact(top)
                case plot.height - 1: "0"
                case plot.height / 2 where plot.height >= 8 && plot.height % 2 == 0:
                    Numbers.compact(top / 2)
                default: ""
                }
            canvas.frame.put(
                label, row: plot.row + row, column: plot.column, width: axis, align: .right,
                role: .axis)
            canvas.frame.put("┤", in: plot, row: row, column: axis, role: .axis)
            let share = Double(plot.height - row) / Double(plot.height)
            canvas.frame.put(line, in: plot, row: row, column: axis + 1, role: role(share))
        }
        guard hasTimes, let fromMs, let toMs else { return }
        let below = area.bottom(2)
        let line = String(repeating: "─", count: width)
        canvas.frame.put("└" + line, in: below, row: 0, column: axis, role: .axis)
        canvas.frame.put(Times.bare(fromMs), in: below, row: 1, column: axis + 1, role: .axis)
        let end = Times.clock(toMs)
        guard width >= 2 * end.count else { return }
        canvas.frame.put(
            end, in: below, row: 1, column: axis + 1 + width - end.count, role: .axis)
        guard width > 40, toMs > fromMs else { return }
        let middle = axis + 1 + width / 2
        canvas.frame.put("┴", in: below, row: 0, column: middle, role: .axis)
        canvas.frame.put(
            Times.bare(fromMs + (toMs - fromMs) / 2), in: below, row: 1, column: middle - 4,
            role: .axis)
    }

    private static func role(_ share: Double) -> Role {
        share > 0.75 ? .graphHigh : share > 0.4 ? .graphMid : .graphLow
    }

    private static func stretched(_ values: [Double?], to count: Int) -> [Double?] {
        guard values.count < count, !values.isEmpty else { return values }
        return (0..<count).map { values[$0 * values.count / count] }
    }

    /// The next round number that holds the value, never far above it.
    static func niceTop(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        var unit = 1.0
        while unit * 10 <= value { unit *= 10 }
        while unit > value { unit /= 10 }
        for factor in [1.0, 1.5, 2, 3, 4, 5, 6, 8] where unit * factor >= value {
            return unit * factor
        }
        return unit * 10
    }
}
