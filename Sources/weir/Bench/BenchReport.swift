/// The measured values of some runs of one case, and how they are printed.
struct BenchReport {
    private var names: [String] = []
    private var values: [String: (unit: String, all: [Double])] = [:]

    mutating func add(_ name: String, _ value: Double, _ unit: String) {
        if values[name] == nil { names.append(name) }
        values[name, default: (unit, [])].all.append(value)
    }

    /// The middle one of what was measured; `nil` without any.
    func median(_ name: String) -> Double? {
        (values[name]?.all).flatMap { Self.median($0) }
    }

    /// Prints the median of each value as `name value unit`, in the order they were first added.
    func print() {
        for name in names {
            if let value = median(name), let unit = values[name]?.unit {
                Self.line(name, value, unit)
            }
        }
    }

    static func line(_ name: String, _ value: Double, _ unit: String) {
        let text =
            abs(value) >= 1000
            ? String(Int64(value.rounded())) : String((value * 1000).rounded() / 1000)
        Standard.line("\(name) \(text) \(unit)")
    }

    static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The value that this share of the sorted values does not exceed.
    static func percentile(_ share: Double, of sorted: [Double]) -> Double {
        sorted[min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)]
    }
}
