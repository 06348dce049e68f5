import TestSupport
import Testing

@testable import Engine

/// Sums of doubles that are rounded once.
struct ExactSumTests {
    @Test(
        arguments: [
            ([], 0), ([0.1, 0.2, 0.3], 0.6), ([1e16, 1, -1e16], 1), ([1e308, 1e308], .infinity),
            ([1e308, 1e308, -1e308], 1e308), ([-0.0], 0),
            ([.leastNonzeroMagnitude, .leastNonzeroMagnitude], 2 * .leastNonzeroMagnitude),
            ([.leastNormalMagnitude, -.leastNonzeroMagnitude], .leastNormalMagnitude.nextDown),
            // Halves go to the even neighbour, and anything above a half goes up.
            ([9_007_199_254_740_992, 1], 9_007_199_254_740_992),
            ([9_007_199_254_740_994, 1], 9_007_199_254_740_996),
            ([9_007_199_254_740_992, 1, .leastNonzeroMagnitude], 9_007_199_254_740_994),
            ([-9_007_199_254_740_992, -1, -0x1p-500], -9_007_199_254_740_994),
            ([.greatestFiniteMagnitude, 0x1p969], .greatestFiniteMagnitude),
            ([.greatestFiniteMagnitude, 0x1p970], .infinity), ([1, .infinity], .infinity),
            ([1, -.infinity], -.infinity),
        ] as [([Double], Double)])
    func `a sum is the nearest double`(values: [Double], expected: Double) {
        var sum = ExactSum()
        for value in values { sum.add(value) }
        #expect(sum.value == expected)
        #expect(sum.value.sign == expected.sign)
    }

    @Test(arguments: UInt64(1)...50)
    func `in whatever order, and whatever has come and gone, the bits are the same`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func value() -> Double {
            switch Int.random(in: 0..<30, using: &random) {
            case 0: .infinity
            case 1: -.infinity
            case 2: .nan
            default: Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
            }
        }
        let kept = (0..<10).map { _ in value() }.filter(\.isFinite)
        let gone = (0..<20).map { _ in value() }
        var plain = ExactSum()
        for value in kept { plain.add(value) }
        var mixed = ExactSum()
        for value in (kept + gone).shuffled(using: &random) { mixed.add(value) }
        for value in gone.shuffled(using: &random) { mixed.subtract(value) }
        #expect(mixed.value.bitPattern == plain.value.bitPattern)
    }

    @Test(arguments: UInt64(1)...50)
    func `a sum of fractions is that of whole numbers`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let units = (0..<40).map { _ in
            Int128(Int64.random(in: -(1 << 53)...(1 << 53), using: &random))
                << Int128.random(in: 0...60, using: &random)
        }
        var sum = ExactSum()
        for unit in units { sum.add(Double(unit) * 0x1p-30) }
        // No unit has more digits than a double, so the only rounding is that of the sum.
        #expect(sum.value == Double(units.reduce(0, +)) * 0x1p-30)
    }

    @Test func `infinities of both signs, and what is no number, have no sum`() {
        var sum = ExactSum()
        sum.add(.infinity)
        sum.add(-.infinity)
        #expect(sum.value.isNaN)
        sum.subtract(-.infinity)
        sum.add(.nan)
        #expect(sum.value.isNaN)
        sum.subtract(.nan)
        #expect(sum.value == .infinity)
    }
}
