import Engine

/// Values written in the script.
enum Literals {
    static func number(_ digits: String, at range: Range<Int>) throws(Diagnostic) -> Bound {
        if digits.utf8.allSatisfy({ (48...57).contains($0) }) {
            guard let value = Int64(digits) else { return try decimal(digits, at: range) }
            return .integer(value, value <= Int64(Int32.max) ? .int : .bigint, at: range)
        }
        if !digits.utf8.contains(where: { $0 | 32 == UInt8(ascii: "e") }) {
            return try decimal(digits, at: range)
        }
        guard let value = Double(digits.hasPrefix(".") ? "0\(digits)" : digits), value.isFinite
        else {
            throw Diagnostic("this number is too large for a DOUBLE", at: range)
        }
        return Bound(.literal(.double(value), .double), .double, isNullable: false, at: range)
    }

    /// Digits with a point are exact: `0.05` is a DECIMAL(3, 2).
    private static func decimal(
        _ digits: String, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let scale = parts.count == 2 ? parts[1].utf8.count : 0
        let precision = max(1, parts.reduce(0) { $0 + $1.utf8.count })
        let units = Array(digits.utf8).withUnsafeBytes {
            Decimal.parse($0, precision: Decimal.maximumPrecision, scale: min(scale, 38))
        }
        guard let units, precision <= Decimal.maximumPrecision else {
            throw Diagnostic(
                "a DECIMAL has at most 38 digits; write this number with an exponent as a DOUBLE, "
                    + "for example 1E20",
                at: range)
        }
        return Bound(
            .literal(
                .decimal(Decimal(units: units, scale: scale)),
                .decimal(precision: precision, scale: scale)),
            .decimal(precision: precision, scale: scale), isNullable: false, at: range)
    }

    static func time(
        _ keyword: String, _ text: String, at range: Range<Int>
    ) throws(Diagnostic) -> Bound {
        switch keyword {
        case "DATE":
            let days = Array(text.utf8).withUnsafeBytes { Timestamp.parseDate($0) }
            guard let days else {
                throw Diagnostic("this is no date; write DATE '2026-01-31'", at: range)
            }
            return .integer(days, .date, at: range)
        case "TIMESTAMP":
            let decimals = text.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }.count
            let precision = text.utf8.contains(UInt8(ascii: ".")) ? decimals : 0
            guard precision <= 3, let time = Timestamp.parse(text, .sql) else {
                throw Diagnostic(
                    "this is no time; write TIMESTAMP '2026-01-31 23:59:59.999'", at: range)
            }
            return .integer(time, .timestamp(precision: precision), at: range)
        default:
            let time = Array(text.utf8).withUnsafeBytes { Timestamp.parseTime($0) }
            guard let time else {
                throw Diagnostic("this is no time of day; write TIME '23:59:59'", at: range)
            }
            let decimals = text.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }.count
            let precision = text.utf8.contains(UInt8(ascii: ".")) ? min(3, decimals) : 0
            return .integer(time, .time(precision: precision), at: range)
        }
    }
}
