import TestSupport
import Testing

@testable import Engine

@Suite struct DecimalTests {
    private func parse(_ text: String, _ precision: Int, _ scale: Int) -> Int128? {
        Array(text.utf8).withUnsafeBytes {
            Decimal.parse($0, precision: precision, scale: scale)
        }
    }

    @Test(
        arguments: [
            ("1.5", 4, 2, 150), ("-1.5", 4, 2, -150), ("+1.5", 4, 2, 150), ("1.", 4, 2, 100),
            (".5", 4, 2, 50), ("0.005", 4, 2, 1), ("0.0049999", 4, 2, 0), ("-0.005", 4, 2, -1),
            ("99.99", 4, 2, 9_999), ("99.995", 4, 2, nil), ("100", 4, 2, nil), ("1e1", 4, 2, 1_000),
            ("1E-2", 4, 2, 1), ("1e-3", 4, 2, 0), ("5e-3", 4, 2, 1), ("1e400", 4, 2, nil),
            ("0e400", 4, 2, 0), ("000000000000000000000000000000000000000001.5", 4, 2, 150),
            ("", 4, 2, nil), (".", 4, 2, nil), ("-", 4, 2, nil), ("1,5", 4, 2, nil),
            ("1e", 4, 2, nil), (" 1", 4, 2, nil), ("0x1", 4, 2, nil), ("NaN", 4, 2, nil),
            ("1.5.5", 4, 2, nil), ("12345e-3", 5, 3, 12_345), ("0.5", 1, 0, 1), ("0.49", 1, 0, 0),
            ("9.5", 1, 0, nil), ("1e-400", 4, 2, 0),
        ] as [(String, Int, Int, Int128?)])
    func `a text is a decimal of a type`(
        text: String, precision: Int, scale: Int, expected: Int128?
    ) {
        #expect(parse(text, precision, scale) == expected)
    }

    @Test func `38 digits are read and written as they are, the 39th is too many`() {
        let most = String(repeating: "9", count: 38)
        #expect(parse(most, 38, 0) == Decimal.powers[38] - 1)
        #expect(parse("-" + most, 38, 0) == 1 - Decimal.powers[38])
        #expect(parse(most + "9", 38, 0) == nil)
        #expect(parse("1" + most, 38, 0) == nil)
        #expect(parse("0." + most, 38, 38) == Decimal.powers[38] - 1)
        #expect(parse("0." + most + "5", 38, 38) == nil)
        #expect(Decimal(units: Decimal.powers[38] - 1, scale: 0).description == most)
        #expect(Decimal(units: 1 - Decimal.powers[38], scale: 38).description == "-0." + most)
    }

    @Test(
        arguments: [
            (150, 2, "1.50", "1.5"), (-5, 3, "-0.005", "-0.005"), (0, 2, "0.00", "0"),
            (10, 0, "10", "1E+1"), (1_200, 0, "1200", "1.2E+3"), (1_200, 2, "12.00", "12"),
            (1_000, 2, "10.00", "1E+1"), (27, 9, "0.000000027", "2.7E-8"),
            (1, 6, "0.000001", "0.000001"), (1, 7, "0.0000001", "1E-7"),
            (12_345, 2, "123.45", "123.45"),
        ] as [(Int128, Int, String, String)])
    func `a decimal is written with its scale or as Java's shortest`(
        units: Int128, scale: Int, plain: String, short: String
    ) {
        let number = Decimal(units: units, scale: scale)
        #expect(number.description == plain)
        var bytes: [UInt8] = []
        number.appendShort(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == short)
    }

    @Test(
        arguments: [
            (5, 1), (-5, -1), (4, 0), (-4, 0), (15, 2), (-15, -2), (25, 3), (99, 10), (49, 5),
            (50, 5),
        ] as [(Int128, Int128)])
    func `a half goes away from zero, whatever it is a half of`(tenths: Int128, rounded: Int128) {
        #expect(Decimal.dropping(1, digitsOf: tenths) == rounded)
        #expect(Decimal.product(tenths, 1, dropping: 1) == rounded)
        #expect(Decimal.product(tenths, Decimal.powers[30], dropping: 31) == rounded)
        // Twice as many digits as fit are dropped in two steps.
        #expect(
            Decimal.product(tenths * Decimal.powers[36], Decimal.powers[30], dropping: 67)
                == rounded)
        #expect(Decimal.quotient(tenths, 10, shift: 0) == rounded)
        #expect(Decimal.quotient(tenths, 1, shift: -1) == rounded)
        #expect(Decimal.quotient(tenths, 1_000, shift: 2) == rounded)
        #expect(Decimal.sum(tenths - 1, 1, 1, 1, scale: 0) == rounded)
        #expect(Decimal.sum(0, 0, tenths, 1, scale: 0) == rounded)
    }

    /// Numbers of any size up to 38 digits, often small, often at an edge.
    private func number(_ random: inout SplitMix64) -> Int128 {
        let digits = Int.random(in: 1...38, using: &random)
        let most = Decimal.powers[digits] - 1
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return most
        case 1: return -most
        case 2: return 0
        default: return Int128.random(in: -most...most, using: &random)
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `arithmetic agrees with long division and multiplication by hand`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let (left, right) = (number(&random), number(&random))
            let (leftScale, rightScale) = (
                Int.random(in: 0...38, using: &random), Int.random(in: 0...38, using: &random)
            )
            let scale = Int.random(in: 0...38, using: &random)
            let (one, other) = (Digits(left, leftScale), Digits(right, rightScale))
            #expect(
                Decimal.sum(left, leftScale, right, rightScale, scale: scale)
                    == one.plus(other).rounded(to: scale))
            let dropped = Int.random(in: 0...min(76, leftScale + rightScale), using: &random)
            #expect(
                Decimal.product(left, right, dropping: dropped)
                    == one.times(other).rounded(to: leftScale + rightScale - dropped))
            #expect(
                Decimal.order(left, leftScale, right, rightScale)
                    == one.minus(other).sign)
            guard right != 0 else { continue }
            let quotient = Decimal.quotient(
                left, right, shift: scale + rightScale - leftScale)
            #expect(
                quotient.map { isQuotient($0, scale, one, other) }
                    ?? one.isTooLarge(by: other, scale))
            if let rest = Decimal.remainder(left, leftScale, right, rightScale) {
                let shown = Digits(rest, max(leftScale, rightScale))
                #expect(shown.magnitude.minus(other.magnitude).sign < 0)
                #expect(rest == 0 || shown.sign == one.sign)
            }
        }
    }

    /// |left - quotient × right| × 2 ≤ |right| × one unit of the quotient's last digit.
    private func isQuotient(_ units: Int128, _ scale: Int, _ left: Digits, _ right: Digits) -> Bool
    {
        let rest = left.minus(Digits(units, scale).times(right)).magnitude
        let limit = right.magnitude.times(Digits(1, scale))
        return rest.plus(rest).minus(limit).sign <= 0
    }
}

/// A decimal number as a list of digits: slow, and so plain that it is right.
struct Digits {
    /// The lowest first, each 0 to 9; as many as there are.
    private var digits: [Int]
    private var scale: Int
    private var isNegative: Bool

    init(_ units: Int128, _ scale: Int) {
        digits = String(units.magnitude).reversed().compactMap(\.wholeNumberValue)
        self.scale = scale
        isNegative = units < 0
    }

    var sign: Int { digits.allSatisfy { $0 == 0 } ? 0 : isNegative ? -1 : 1 }

    var magnitude: Digits {
        var result = self
        result.isNegative = false
        return result
    }

    private func widened(to scale: Int) -> [Int] {
        [Int](repeating: 0, count: scale - self.scale) + digits
    }

    func times(_ other: Digits) -> Digits {
        var result = self
        result.digits = [Int](repeating: 0, count: digits.count + other.digits.count)
        for (place, digit) in digits.enumerated() {
            for (otherPlace, otherDigit) in other.digits.enumerated() {
                result.digits[place + otherPlace] += digit * otherDigit
            }
        }
        result.scale += other.scale
        result.isNegative = isNegative != other.isNegative
        result.carry()
        return result
    }

    func minus(_ other: Digits) -> Digits {
        var turned = other
        turned.isNegative.toggle()
        return plus(turned)
    }

    func plus(_ other: Digits) -> Digits {
        let scale = max(scale, other.scale)
        let (own, others) = (widened(to: scale), other.widened(to: scale))
        var result = self
        result.scale = scale
        result.digits = (0..<max(own.count, others.count)).map { place in
            let first = place < own.count ? own[place] : 0
            let second = place < others.count ? others[place] : 0
            return (isNegative ? -first : first) + (other.isNegative ? -second : second)
        }
        result.isNegative = (result.digits.last { $0 != 0 } ?? 0) < 0
        if result.isNegative { result.digits = result.digits.map { -$0 } }
        result.carry()
        return result
    }

    private mutating func carry() {
        var carried = 0
        for place in digits.indices {
            let sum = digits[place] + carried
            carried = sum >= 0 ? sum / 10 : -((9 - sum) / 10)
            digits[place] = sum - carried * 10
        }
        while carried > 0 {
            digits.append(carried % 10)
            carried /= 10
        }
    }

    /// The units at a scale, half away from zero; `nil` beyond 38 digits.
    func rounded(to target: Int) -> Int128? {
        var kept = self
        if target >= scale {
            kept.digits = widened(to: target)
        } else {
            let dropped = scale - target
            let half = dropped - 1 < digits.count ? digits[dropped - 1] : 0
            kept.digits = Array(digits.dropFirst(dropped))
            if kept.digits.isEmpty { kept.digits = [0] }
            if half >= 5 { kept.digits[0] += 1 }
            kept.carry()
        }
        while kept.digits.count > 1, kept.digits.last == 0 { kept.digits.removeLast() }
        guard kept.digits.count <= 38 else { return nil }
        let units = kept.digits.reversed().reduce(Int128(0)) { $0 * 10 + Int128($1) }
        return isNegative ? -units : units
    }

    /// The quotient at a scale has more than 38 digits, or is rounded to so many.
    func isTooLarge(by other: Digits, _ scale: Int) -> Bool {
        let limit = Digits(Decimal.powers[38], scale).times(other.magnitude)
        let half = Digits(5, scale + 1).times(other.magnitude)
        return magnitude.plus(half).minus(limit).sign >= 0
    }
}
