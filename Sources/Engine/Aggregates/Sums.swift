/// An exact sum of 64-bit integers.
struct WideSum: BitwiseCopyable {
    var low: UInt64 = 0
    var high: Int64 = 0

    @inline(__always)
    mutating func add(_ value: Int64) {
        let (sum, carry) = low.addingReportingOverflow(UInt64(bitPattern: value))
        low = sum
        high = high &+ (value >> 63) &+ (carry ? 1 : 0)
    }

    @inline(__always)
    mutating func add(_ other: WideSum) {
        let (sum, carry) = low.addingReportingOverflow(other.low)
        low = sum
        high = high &+ other.high &+ (carry ? 1 : 0)
    }

    @inline(__always)
    mutating func subtract(_ value: Int64) {
        let (difference, borrow) = low.subtractingReportingOverflow(UInt64(bitPattern: value))
        low = difference
        high = high &- (value >> 63) &- (borrow ? 1 : 0)
    }

    /// The sum where 64 bits hold it.
    var exact: Int64? {
        let value = Int64(bitPattern: low)
        return high == value >> 63 ? value : nil
    }

    var wide: Int128 { Int128(high) << 64 | Int128(low) }

    /// The sum over a count, cut off towards zero; at most as large as the largest value summed.
    func divided(by count: Int64) -> Int64 {
        let isNegative = high < 0
        let magnitude = isNegative ? negated : (high: UInt64(bitPattern: high), low: low)
        guard magnitude.high < UInt64(count) else { return 0 }
        let (quotient, _) = UInt64(count).dividingFullWidth((magnitude.high, magnitude.low))
        return isNegative
            ? Int64(truncatingIfNeeded: 0 &- quotient) : Int64(truncatingIfNeeded: quotient)
    }

    private var negated: (high: UInt64, low: UInt64) {
        let low = 0 &- low
        let high = ~UInt64(bitPattern: high) &+ (low == 0 ? 1 : 0)
        return (high, low)
    }
}

/// A sum of doubles that keeps what rounding loses (Neumaier).
struct CompensatedSum: BitwiseCopyable {
    var sum = 0.0
    var lost = 0.0

    @inline(__always)
    mutating func add(_ value: Double) {
        let total = sum + value
        if sum.magnitude >= value.magnitude {
            lost += (sum - total) + value
        } else {
            lost += (value - total) + sum
        }
        sum = total
    }

    /// Adds the value's square without rounding it.
    @inline(__always)
    mutating func add(squareOf value: Double) {
        let square = value * value
        add(square)
        lost += (-square).addingProduct(value, value)
    }

    /// Takes the value's square back.
    @inline(__always)
    mutating func subtract(squareOf value: Double) {
        let square = value * value
        add(-square)
        lost -= (-square).addingProduct(value, value)
    }

    @inline(__always)
    mutating func add(_ other: CompensatedSum) {
        add(other.sum)
        lost += other.lost
    }

    /// Once infinite or NaN, what was lost means nothing.
    var value: Double { sum.isFinite ? sum + lost : sum }
}
