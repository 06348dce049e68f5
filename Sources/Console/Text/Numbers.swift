/// Numbers as people read them: grouped, short, and with a sign where a change is meant.
public enum Numbers {
    static let unknown = "—"

    /// Grouped by threes: `12,412`.
    public static func grouped(_ value: Int64) -> String {
        let digits = Array(String(value.magnitude))
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-" + text : text
    }

    static func grouped(_ value: Int) -> String { grouped(Int64(value)) }

    /// `950`, `12.4k`, `3.1M`: at most five characters until 999T.
    static func compact(_ value: Double) -> String {
        guard value.isFinite else { return unknown }
        if value < 0 { return "-" + compact(-value) }
        let units = ["", "k", "M", "G", "T", "P", "E"]
        var scaled = value
        var unit = 0
        while scaled >= 999.95, unit < units.count - 1 {
            scaled /= 1_000
            unit += 1
        }
        if unit == 0 {
            return scaled < 9.95 && scaled != scaled.rounded()
                ? fixed(scaled, 1) : "\(Int64(scaled.rounded()))"
        }
        return (scaled < 1e15 ? fixed(scaled, 1) : unknown) + units[unit]
    }

    static func compact(_ value: Int64) -> String { compact(Double(value)) }

    /// `1,204.10`: grouped, with so many digits behind the point.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-∞" : "∞" }
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = Int64(scaled) / Int64(scale)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + grouped(whole) }
        let rest = String(Int64(scaled) % Int64(scale))
        return sign + grouped(whole) + "."
            + String(repeating: "0", count: digits - rest.count) + rest
    }

    /// With its sign: `+60`, `-12`, `0`.
    static func signed(_ value: Double) -> String {
        guard value.isFinite else { return unknown }
        let rounded = value.rounded()
        guard rounded != 0 else { return "0" }
        let size = abs(rounded)
        let text = size < 100_000 ? grouped(Int64(size)) : compact(size)
        return (rounded < 0 ? "-" : "+") + text
    }

    /// A rate per second for a column: whole from 10 on.
    static func rate(_ value: Double) -> String {
        guard value.isFinite else { return unknown }
        if abs(value) < 9.95, value != 0 { return fixed(value, 1) }
        return abs(value) < 1_000_000 ? grouped(Int64(value.rounded())) : compact(value)
    }

    /// `97.6` of a share between 0 and 1.
    static func percent(_ share: Double) -> String { fixed(share * 100, 1) }
}
