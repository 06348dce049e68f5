/// An exact decimal number of at most 38 digits: whole units of ten to the minus scale.
///
/// 1.50 as DECIMAL(4,2) is 150 units at scale 2.
public struct Decimal: Hashable, Sendable {
    public let units: Int128
    /// Digits behind the point, 0 to 38.
    public let scale: Int

    public init(units: Int128, scale: Int) {
        self.units = units
        self.scale = scale
    }
}

extension Decimal {
    public static let maximumPrecision = 38

    /// Ten to the power of 0 to 38.
    static let powers: [Int128] = {
        var powers: [Int128] = [1]
        for _ in 0..<maximumPrecision { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    /// Whether a DECIMAL of this precision has room for the units.
    @inline(__always)
    static func fits(_ units: Int128, _ precision: Int) -> Bool {
        units.magnitude < powers[precision].magnitude
    }

    /// The units at another scale, rounded half away from zero; `nil` beyond 38 digits.
    static func rescaled(_ units: Int128, from scale: Int, to target: Int) -> Int128? {
        if target == scale { return units }
        if target < scale { return dropping(scale - target, digitsOf: units) }
        guard target - scale <= maximumPrecision else { return units == 0 ? 0 : nil }
        let (product, overflows) = units.multipliedReportingOverflow(by: powers[target - scale])
        return overflows || !fits(product, maximumPrecision) ? nil : product
    }

    /// Without the last digits, rounded half away from zero.
    static func dropping(_ digits: Int, digitsOf units: Int128) -> Int128 {
        guard digits <= maximumPrecision else { return 0 }
        let power = powers[digits]
        let (quotient, remainder) = units.quotientAndRemainder(dividingBy: power)
        guard remainder.magnitude >= power.magnitude - remainder.magnitude else { return quotient }
        return units < 0 ? quotient - 1 : quotient + 1
    }

    /// The product without its last digits, rounded half away from zero; `nil` beyond 38 digits.
    static func product(_ left: Int128, _ right: Int128, dropping digits: Int) -> Int128? {
        let (high, low) = left.magnitude.multipliedFullWidth(by: right.magnitude)
        return reduced(high, low, dropping: digits, isNegative: (left < 0) != (right < 0))
    }

    /// The sum of two numbers at a scale of its own; `nil` beyond 38 digits.
    static func sum(
        _ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int, scale: Int
    ) -> Int128? {
        if leftScale > rightScale { return sum(right, rightScale, left, leftScale, scale: scale) }
        var (high, low) = left.multipliedFullWidth(by: powers[rightScale - leftScale])
        let carry: Bool
        (low, carry) = low.addingReportingOverflow(UInt128(truncatingIfNeeded: right))
        high += (right >> 127) + (carry ? 1 : 0)
        let isNegative = high < 0
        if isNegative {
            low = ~low &+ 1
            high = ~high + (low == 0 ? 1 : 0)
        }
        guard scale <= rightScale else {
            let units = high == 0 ? signed(low, isNegative: isNegative) : nil
            return units.flatMap { rescaled($0, from: rightScale, to: scale) }
        }
        return reduced(
            high.magnitude, low, dropping: rightScale - scale, isNegative: isNegative)
    }

    /// 256 bits without their last digits, rounded half away from zero; `nil` beyond 38 digits.
    private static func reduced(
        _ high: UInt128, _ low: UInt128, dropping digits: Int, isNegative: Bool
    ) -> Int128? {
        var (high, low) = (high, low)
        var rest = digits
        // Rounding half up looks at one digit alone, so those behind it can be cut off first.
        while rest > maximumPrecision {
            let step = min(rest - 1, maximumPrecision)
            let power = powers[step].magnitude
            let top = high.quotientAndRemainder(dividingBy: power)
            low = power.dividingFullWidth((top.remainder, low)).quotient
            high = top.quotient
            rest -= step
        }
        let power = powers[rest].magnitude
        guard high < power else { return nil }
        var (quotient, remainder) = power.dividingFullWidth((high, low))
        if rest > 0, remainder >= power - remainder { quotient += 1 }
        return signed(quotient, isNegative: isNegative)
    }

    /// `left × 10^shift ÷ right`, rounded half away from zero; `nil` beyond 38 digits.
    ///
    /// The divisor is not 0.
    static func quotient(_ left: Int128, _ right: Int128, shift: Int) -> Int128? {
        let divisor = right.magnitude
        let isNegative = (left < 0) != (right < 0)
        var (quotient, remainder) = left.magnitude.quotientAndRemainder(dividingBy: divisor)
        guard shift >= 0 else {
            guard let positive = signed(quotient, isNegative: false) else { return nil }
            let rounded = dropping(-shift, digitsOf: positive)
            return isNegative ? -rounded : rounded
        }
        var rest = shift
        while rest > 0 {
            let step = min(rest, maximumPrecision)
            let power = powers[step].magnitude
            let (part, left) = divisor.dividingFullWidth(
                remainder.multipliedFullWidth(by: power))
            let (moved, tooLarge) = quotient.multipliedReportingOverflow(by: power)
            let (sum, overflows) = moved.addingReportingOverflow(part)
            if tooLarge || overflows { return nil }
            quotient = sum
            remainder = left
            rest -= step
        }
        if remainder >= divisor - remainder { quotient += 1 }
        return signed(quotient, isNegative: isNegative)
    }

    /// What is left of a division, with the sign of the dividend, at the larger of both scales.
    static func remainder(
        _ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int
    ) -> Int128? {
        if leftScale >= rightScale {
            let power = powers[leftScale - rightScale]
            let (divisor, overflows) = right.multipliedReportingOverflow(by: power)
            // A divisor beyond 128 bits is larger than any dividend.
            return overflows ? left : left % divisor
        }
        let divisor = right.magnitude
        let (high, low) = left.magnitude.multipliedFullWidth(
            by: powers[rightScale - leftScale].magnitude)
        let rest = divisor.dividingFullWidth((high % divisor, low)).remainder
        return signed(rest, isNegative: left < 0)
    }

    /// Negative, zero or positive, as the one number is smaller, the same or larger; exact.
    static func order(
        _ left: Int128, _ leftScale: Int, _ right: Int128, _ rightScale: Int
    ) -> Int {
        if leftScale == rightScale { return left < right ? -1 : left > right ? 1 : 0 }
        if leftScale > rightScale { return -order(right, rightScale, left, leftScale) }
        let (high, low) = left.multipliedFullWidth(by: powers[rightScale - leftScale])
        let other: (high: Int128, low: UInt128) = (right >> 127, UInt128(truncatingIfNeeded: right))
        if high != other.high { return high < other.high ? -1 : 1 }
        return low < other.low ? -1 : low > other.low ? 1 : 0
    }

    private static func signed(_ magnitude: UInt128, isNegative: Bool) -> Int128? {
        guard magnitude < powers[maximumPrecision].magnitude else { return nil }
        let value = Int128(truncatingIfNeeded: magnitude)
        return isNegative ? -value : value
    }
}

extension Decimal {
    /// Digits before the point; 0 for a number below 1.
    public var wholeDigits: Int {
        Decimal.powers.firstIndex { (units / Decimal.powers[scale]).magnitude < $0.magnitude } ?? 39
    }
}
