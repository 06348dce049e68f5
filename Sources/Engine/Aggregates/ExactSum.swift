/// A sum of doubles without any rounding on the way.
///
/// It is the same in whatever order values come, and what is taken back leaves no trace: neither a
/// last digit, nor an infinity, nor an overflow that the other values do not have.
struct ExactSum {
    /// In units of the smallest double, 2^-1074, in two's complement, the lowest word first: 2,098
    /// bits for the largest double, and as many terms as anybody can add.
    private var words = [UInt64](repeating: 0, count: 34)
    private var infinities: Int64 = 0
    private var negativeInfinities: Int64 = 0
    private var nans: Int64 = 0

    static let bytes = 34 * 8 + 72

    mutating func add(_ value: Double) { add(value, 1) }

    mutating func subtract(_ value: Double) { add(value, -1) }

    private mutating func add(_ value: Double, _ weight: Int64) {
        guard value.isFinite else {
            if value.isNaN {
                nans += weight
            } else if value > 0 {
                infinities += weight
            } else {
                negativeInfinities += weight
            }
            return
        }
        let exponent = value.exponentBitPattern
        let significand = value.significandBitPattern | (exponent > 0 ? 1 << 52 : 0)
        let place = max(1, Int(exponent)) - 1
        let low = significand << UInt64(place % 64)
        // Shifted by 64 where nothing overlaps, which gives 0.
        let high = significand >> UInt64(64 - place % 64)
        if (value < 0) == (weight < 0) {
            add(low, high, at: place / 64)
        } else {
            subtract(low, high, at: place / 64)
        }
    }

    /// No double reaches into the last word, so there is always a next one.
    private mutating func add(_ low: UInt64, _ high: UInt64, at place: Int) {
        let first = words[place].add(low)
        let second = words[place + 1].add(high)
        var carry = words[place + 1].add(first ? 1 : 0) || second
        var next = place + 2
        while carry, next < words.count {
            carry = words[next].add(1)
            next += 1
        }
    }

    private mutating func subtract(_ low: UInt64, _ high: UInt64, at place: Int) {
        let first = words[place].subtract(low)
        let second = words[place + 1].subtract(high)
        var borrow = words[place + 1].subtract(first ? 1 : 0) || second
        var next = place + 2
        while borrow, next < words.count {
            borrow = words[next].subtract(1)
            next += 1
        }
    }

    /// The sum rounded once, to the nearest double, ties to even.
    var value: Double {
        if nans > 0 || infinities > 0 && negativeInfinities > 0 { return .nan }
        if infinities > 0 { return .infinity }
        if negativeInfinities > 0 { return -.infinity }
        let isNegative = words[words.count - 1] >> 63 == 1
        var magnitude = words
        if isNegative {
            var carry = true
            for place in magnitude.indices {
                magnitude[place] = ~magnitude[place]
                carry = magnitude[place].add(carry ? 1 : 0)
            }
        }
        let rounded = ExactSum.rounded(magnitude)
        return isNegative ? -rounded : rounded
    }

    private static func rounded(_ words: [UInt64]) -> Double {
        guard let last = words.lastIndex(where: { $0 != 0 }) else { return 0 }
        let length = last * 64 + 64 - words[last].leadingZeroBitCount
        // As many bits as a significand has are the double's own bits, subnormal or not.
        guard length > 53 else { return Double(bitPattern: words[0]) }
        let shift = length - 53
        func bit(_ place: Int) -> UInt64 { words[place / 64] >> UInt64(place % 64) & 1 }
        var significand = words[shift / 64] >> UInt64(shift % 64)
        if shift % 64 > 11 { significand |= words[shift / 64 + 1] << UInt64(64 - shift % 64) }
        significand &= 1 << 53 - 1
        let half = shift - 1
        let isAboveHalf =
            words[half / 64] & (1 << UInt64(half % 64) - 1) != 0
            || words[..<(half / 64)].contains { $0 != 0 }
        if bit(half) == 1, isAboveHalf || significand & 1 == 1 { significand += 1 }
        // A carry out of the significand makes the exponent one larger by itself.
        let bits = UInt64(shift) << 52 + significand
        return Double(bitPattern: min(bits, Double.infinity.bitPattern))
    }
}

extension UInt64 {
    /// Adds; whether a bit was carried out.
    fileprivate mutating func add(_ other: UInt64) -> Bool {
        let (sum, carry) = addingReportingOverflow(other)
        self = sum
        return carry
    }

    /// Subtracts; whether a bit was borrowed.
    fileprivate mutating func subtract(_ other: UInt64) -> Bool {
        let (difference, borrow) = subtractingReportingOverflow(other)
        self = difference
        return borrow
    }
}
