/// Numbers as text: strict reading, and writing as Java (and so Flink) does.
public enum NumberText {
    /// Reads a whole text as an integer: an optional sign and digits, nothing else.
    ///
    /// `nil` when it is none or does not fit.
    public static func parseInteger(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var index = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { index = 1 }
        guard index < bytes.count else { return nil }
        var value: Int64 = 0
        while index < bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            // Built on the negative side, which has room for one more.
            let (tens, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (next, underflowed) = tens.subtractingReportingOverflow(Int64(digit))
            if overflowed || underflowed { return nil }
            value = next
            index += 1
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// Reads a whole text as a decimal number such as `-1.5e-7`; `nil` when it is none.
    ///
    /// Digits are needed before or after the point; no blanks, no hexadecimal, no NaN or Infinity.
    /// A number too large becomes infinite, one too small 0, as in Java.
    public static func parseDouble(_ bytes: UnsafeRawBufferPointer) -> Double? {
        guard let scan = DecimalScan(bytes) else { return nil }
        if scan.isExact, let power = exactPower(scan.exponent) {
            let digits = Double(scan.digits)
            let value = scan.exponent < 0 ? digits / power : digits * power
            return scan.isNegative ? -value : value
        }
        return Double(String(decoding: bytes, as: UTF8.self))
    }

    /// Adds an integer's digits.
    public static func append(_ value: Int64, to bytes: inout [UInt8]) {
        var rest = value.magnitude
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// Adds a DOUBLE as Java's `Double.toString`: `0.1`, `1.0E7`, `-Infinity`.
    public static func append(_ value: Double, to bytes: inout [UInt8]) {
        append(value, as: ShortestDecimal(value), to: &bytes)
    }

    /// Adds a FLOAT as Java's `Float.toString`.
    public static func append(float value: Float, to bytes: inout [UInt8]) {
        append(Double(value), as: ShortestDecimal(value), to: &bytes)
    }

    /// A DOUBLE as Java writes it.
    public static func text(_ value: Double) -> String {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The powers of ten that a double holds exactly.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    private static func exactPower(_ exponent: Int) -> Double? {
        let size = abs(exponent)
        return size < powers.count ? powers[size] : nil
    }

    /// Plain from 0.001 to below ten million, else with an E; a digit on both sides of the point.
    private static func append(
        _ value: Double, as decimal: ShortestDecimal, to bytes: inout [UInt8]
    ) {
        if value.isNaN {
            bytes.append(contentsOf: "NaN".utf8)
            return
        }
        if decimal.isNegative { bytes.append(UInt8(ascii: "-")) }
        if value.isInfinite {
            bytes.append(contentsOf: "Infinity".utf8)
            return
        }
        let zero = UInt8(ascii: "0")
        let point = decimal.point
        let digits = decimal.digits.map { $0 + zero }
        if digits.isEmpty {
            bytes.append(contentsOf: "0.0".utf8)
        } else if point > 7 || point < -2 {
            bytes.append(contentsOf: [digits[0], UInt8(ascii: ".")])
            bytes.append(contentsOf: digits.count > 1 ? digits[1...] : [zero])
            bytes.append(UInt8(ascii: "E"))
            append(Int64(point - 1), to: &bytes)
        } else if point <= 0 {
            bytes.append(contentsOf: [zero, UInt8(ascii: ".")])
            bytes.append(contentsOf: repeatElement(zero, count: -point))
            bytes.append(contentsOf: digits)
        } else {
            bytes.append(contentsOf: digits.prefix(point))
            bytes.append(contentsOf: repeatElement(zero, count: max(0, point - digits.count)))
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: digits.count > point ? digits[point...] : [zero])
        }
    }
}
