/// PERCENTILE over every value.
enum Percentile {
    /// Interpolated linearly between the two nearest; `nil` without values.
    static func value(_ log: UnsafeRawBufferPointer, _ fraction: Double) -> Double? {
        let count = log.count / 8
        guard count > 0 else { return nil }
        var values = (0..<count).map {
            log.loadUnaligned(fromByteOffset: $0 * 8, as: Double.self)
        }
        // NaN is the largest double, as in Java's order.
        values.sort { $0 < $1 || (!$0.isNaN && $1.isNaN) }
        // Counted from 1, as Flink does: it decides the last digit.
        let position = Double(count - 1) * fraction + 1
        let lower = Int(position.rounded(.down))
        let upper = Int(position.rounded(.up))
        let (low, high) = (values[lower - 1], values[upper - 1])
        if lower == upper || low == high { return low }
        return (Double(upper) - position) * low + (position - Double(lower)) * high
    }
}
