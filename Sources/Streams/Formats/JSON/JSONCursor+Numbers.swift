/// The numbers that nearly all events hold, read in one go.
///
/// For the others they return `nil` and move nothing.
extension JSONCursor {
    /// An integer of at most 18 digits, so that it cannot overflow.
    @inline(__always)
    mutating func shortInteger() -> Int64? {
        var p = at
        let isNegative = p.pointee == UInt8(ascii: "-")
        if isNegative { p += 1 }
        let first = p
        var value: Int64 = 0
        while p < end {
            let digit = p.pointee &- 0x30
            if digit > 9 { break }
            value = value &* 10 &+ Int64(digit)
            p += 1
        }
        guard isWholeNumber(first, p), p - first <= 18, endsNumber(p) else { return nil }
        at = p
        return isNegative ? 0 &- value : value
    }

    /// A number without exponent whose digits and power of ten are exact in a `Double`.
    ///
    /// The quotient of two exact numbers is rounded once, so it is the nearest `Double`.
    @inline(__always)
    mutating func shortDecimal() -> Double? {
        var p = at
        let isNegative = p.pointee == UInt8(ascii: "-")
        if isNegative { p += 1 }
        let first = p
        var digits: UInt64 = 0
        while p < end, p.pointee &- 0x30 <= 9 {
            digits = digits &* 10 &+ UInt64(p.pointee &- 0x30)
            p += 1
        }
        guard isWholeNumber(first, p) else { return nil }
        var scale = 1.0
        if p < end, p.pointee == UInt8(ascii: ".") {
            p += 1
            let point = p
            while p < end, p.pointee &- 0x30 <= 9 {
                digits = digits &* 10 &+ UInt64(p.pointee &- 0x30)
                scale *= 10
                p += 1
            }
            if p == point { return nil }
        }
        // 18 characters cannot overflow the digits, and 17 decimals keep the power of ten exact.
        guard p - first <= 18, digits <= 1 << 53, endsNumber(p) else { return nil }
        at = p
        let value = Double(digits) / scale
        return isNegative ? -value : value
    }

    /// At least one digit, and no zero before others.
    @inline(__always)
    private func isWholeNumber(_ first: UnsafePointer<UInt8>, _ last: UnsafePointer<UInt8>) -> Bool
    {
        last > first && (first.pointee != UInt8(ascii: "0") || last - first == 1)
    }

    /// Only what JSON lets stand behind a number.
    @inline(__always)
    private func endsNumber(_ p: UnsafePointer<UInt8>) -> Bool {
        guard p < end else { return true }
        switch p.pointee {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09:
            return true
        default: return false
        }
    }
}
