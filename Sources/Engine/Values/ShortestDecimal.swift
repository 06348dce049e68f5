/// The fewest decimal digits that name a double: ±0.digits × 10^point.
struct ShortestDecimal {
    private let original: Double
    let isNegative: Bool
    /// Values 0 to 9 without zeros at either end; empty for zero.
    private(set) var digits: [UInt8] = []
    private(set) var point = 0

    init(_ value: Double) { self.init(value, text: value.description) }
    init(_ value: Float) { self.init(Double(value), text: value.description) }

    /// The digits that a value of this type shows.
    init(_ value: Double, _ type: DataType) {
        if type == .float { self.init(Float(value)) } else { self.init(value) }
    }

    private init(_ value: Double, text: String) {
        original = value
        isNegative = value.sign == .minus && !value.isNaN
        guard value.isFinite else { return }
        var hasPoint = false
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "e") {
                point += Int(Substring(rest)) ?? 0
                break
            }
            if byte == UInt8(ascii: ".") { hasPoint = true }
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { continue }
            digits.append(digit)
            if !hasPoint { point += 1 }
        }
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        point -= leading
        while digits.last == 0 { digits.removeLast() }
    }

    /// The value with this many decimals (negative: left of the point), half up in size or cut off.
    ///
    /// Rounds the digits that are shown, not the binary value behind them, like Java's BigDecimal.
    func rounded(_ places: Int, halfUp: Bool) -> Double {
        let keep = places.addingReportingOverflow(point)
        guard original.isFinite, !keep.overflow, keep.partialValue < digits.count else {
            return original == 0 ? 0 : original
        }
        guard keep.partialValue >= 0 else { return 0 }
        var kept: [UInt8] = [0] + digits.prefix(keep.partialValue)
        if halfUp, digits[keep.partialValue] >= 5 {
            var index = kept.count - 1
            while kept[index] == 9 {
                kept[index] = 0
                index -= 1
            }
            kept[index] += 1
        }
        let text = kept.map { String($0) }.joined() + "e\(-places)"
        let value = Double(text) ?? original
        // A decimal has one zero.
        return isNegative && value != 0 ? -value : value
    }
}
