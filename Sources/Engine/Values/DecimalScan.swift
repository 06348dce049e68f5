/// A decimal number taken apart: ±digits × 10^exponent.
struct DecimalScan {
    private(set) var isNegative = false
    private(set) var digits: UInt64 = 0
    private(set) var exponent = 0
    /// All digits are in ``digits`` and a double holds them exactly.
    private(set) var isExact = true

    /// `nil` when the whole text is not a decimal number.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        var count = 0
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            index = 1
        }
        var hasPoint = false
        while index < bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            if digit < 10 {
                add(digit, isFraction: hasPoint)
                count += 1
            } else if bytes[index] == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            index += 1
        }
        guard count > 0 else { return nil }
        guard index < bytes.count else { return }
        guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[(index + 1)...])
        guard let power = NumberText.parseInteger(rest) else { return nil }
        // Far beyond any double either way; keeps the sum below from overflowing.
        exponent += Int(max(-1_000_000, min(1_000_000, power)))
    }

    private mutating func add(_ digit: UInt8, isFraction: Bool) {
        if digits < 900_719_925_474_099 {
            digits = digits * 10 + UInt64(digit)
            if isFraction { exponent -= 1 }
        } else {
            isExact = false
        }
    }
}
