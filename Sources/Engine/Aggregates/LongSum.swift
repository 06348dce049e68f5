/// An exact sum of 128-bit integers, in words of 64 bits.
struct LongSum: BitwiseCopyable {
    var low: UInt64 = 0
    var middle: UInt64 = 0
    var high: Int64 = 0

    @inline(__always)
    mutating func add(_ value: Int128) {
        add(
            LongSum(
                low: UInt64(truncatingIfNeeded: value),
                middle: UInt64(truncatingIfNeeded: value >> 64), high: value < 0 ? -1 : 0))
    }

    @inline(__always)
    mutating func add(_ other: LongSum) {
        let (first, carry) = low.addingReportingOverflow(other.low)
        let (second, carryOut) = middle.addingReportingOverflow(other.middle)
        let (third, carryOutToo) = second.addingReportingOverflow(carry ? 1 : 0)
        low = first
        middle = third
        high = high &+ other.high &+ (carryOut ? 1 : 0) &+ (carryOutToo ? 1 : 0)
    }

    /// The sum where 128 bits hold it.
    var exact: Int128? {
        let value = Int128(Int64(bitPattern: middle)) << 64 | Int128(low)
        return high == Int64(bitPattern: middle) >> 63 ? value : nil
    }
}
