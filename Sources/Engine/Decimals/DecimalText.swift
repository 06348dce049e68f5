/// Decimals from texts and doubles, and as texts, as Java's BigDecimal reads and writes them.
extension Decimal {
    /// Reads a whole text as a DECIMAL of this type, rounded half away from zero.
    ///
    /// A sign, digits with a point and an exponent; `nil` when it is none or does not fit.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer, precision: Int, scale: Int
    ) -> Int128? {
        guard let shape = DecimalShape(bytes) else { return nil }
        return shape.units(bytes, precision: precision, scale: scale)
    }

    /// The number that a double shows: 0.1 is one tenth; `nil` when it is none or does not fit.
    static func units(of value: Double, precision: Int, scale: Int) -> Int128? {
        guard value.isFinite else { return nil }
        var text: [UInt8] = []
        NumberText.append(value, to: &text)
        return text.withUnsafeBytes { parse($0, precision: precision, scale: scale) }
    }

    /// The nearest double.
    public var double: Double {
        if units.magnitude < 1 << 53, scale <= 22, let power = Double("1e\(scale)") {
            return Double(Int64(truncatingIfNeeded: units)) / power
        }
        var text: [UInt8] = []
        appendPlain(to: &text)
        return Double(String(decoding: text, as: UTF8.self)) ?? .nan
    }

    /// Adds all digits of the scale: `1.50`.
    public func appendPlain(to bytes: inout [UInt8]) {
        let digits = digits(of: units.magnitude)
        if units < 0 { bytes.append(UInt8(ascii: "-")) }
        let whole = digits.count - scale
        if whole > 0 {
            bytes.append(contentsOf: digits[..<whole])
        } else {
            bytes.append(UInt8(ascii: "0"))
        }
        guard scale > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, -whole)))
        bytes.append(contentsOf: digits[max(0, whole)...])
    }

    /// Adds the digits without zeros at the end, large and tiny numbers with an E: `1.5`, `1E+1`.
    public func appendShort(to bytes: inout [UInt8]) {
        var rest = units
        var scale = scale
        while rest != 0, rest % 10 == 0 {
            rest /= 10
            scale -= 1
        }
        if rest == 0 { scale = 0 }
        let digits = digits(of: rest.magnitude)
        let power = digits.count - 1 - scale
        if scale >= 0, power >= -6 {
            return Decimal(units: rest, scale: scale).appendPlain(to: &bytes)
        }
        if rest < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(digits[0])
        if digits.count > 1 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: digits[1...])
        }
        bytes.append(UInt8(ascii: "E"))
        if power >= 0 { bytes.append(UInt8(ascii: "+")) }
        NumberText.append(Int64(power), to: &bytes)
    }

    private func digits(of magnitude: UInt128) -> [UInt8] {
        var digits: [UInt8] = []
        var rest = magnitude
        repeat {
            digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        digits.reverse()
        return digits
    }
}

extension Decimal: CustomStringConvertible {
    public var description: String {
        var bytes: [UInt8] = []
        appendPlain(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Where the parts of a number's text lie.
struct DecimalShape {
    private(set) var isNegative = false
    /// Digits before the point, and all digits.
    private(set) var wholeDigits = 0
    private(set) var digits = 0
    private(set) var exponent = 0
    private var start = 0
    private var end = 0

    /// `nil` when the whole text is no number.
    init?(_ bytes: UnsafeRawBufferPointer) {
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            start = 1
        }
        var index = start
        var hasPoint = false
        while index < bytes.count {
            if bytes[index] &- UInt8(ascii: "0") < 10 {
                digits += 1
                if !hasPoint { wholeDigits += 1 }
            } else if bytes[index] == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            index += 1
        }
        end = index
        guard digits > 0 else { return nil }
        guard index < bytes.count else { return }
        guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[(index + 1)...])
        guard let power = NumberText.parseInteger(rest) else { return nil }
        // Far beyond any decimal either way; keeps the sums from overflowing.
        exponent = Int(max(-1_000_000, min(1_000_000, power)))
    }

    func units(_ bytes: UnsafeRawBufferPointer, precision: Int, scale: Int) -> Int128? {
        var kept = wholeDigits + exponent + scale
        var units: Int128 = 0
        if kept < 0 { return 0 }
        for index in start..<end where bytes[index] != UInt8(ascii: ".") {
            let digit = Int128(bytes[index] &- UInt8(ascii: "0"))
            if kept == 0 {
                if digit >= 5 { units += 1 }
                break
            }
            let (tens, overflows) = units.multipliedReportingOverflow(by: 10)
            if overflows { return nil }
            units = tens + digit
            guard Decimal.fits(units, precision) else { return nil }
            kept -= 1
        }
        let missing = max(0, wholeDigits + exponent + scale - digits)
        if missing > 0, units != 0 {
            guard missing <= Decimal.maximumPrecision else { return nil }
            let (product, overflows) = units.multipliedReportingOverflow(
                by: Decimal.powers[missing])
            if overflows { return nil }
            units = product
        }
        guard Decimal.fits(units, precision) else { return nil }
        return isNegative ? -units : units
    }
}
