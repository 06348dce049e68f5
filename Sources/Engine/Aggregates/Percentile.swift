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
        let position = Double(count - 1) * fraction
        let lower = Int(position.rounded(.down))
        let upper = Int(position.rounded(.up))
        if lower == upper || values[lower] == values[upper] { return values[lower] }
        return (Double(upper) - position) * values[lower]
            + (position - Double(lower)) * values[upper]
    }
}
