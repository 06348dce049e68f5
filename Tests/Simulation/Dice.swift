/// Chance from a seed: the same seed always throws the same.
///
/// Xorshift with a multiplication; the seeds one after the other begin far apart.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        // Of the last seed it would be 0, and stay 0 for ever.
        state = max(1, (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15)
        for _ in 0..<4 { _ = next() }
    }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    /// A number out of a range.
    mutating func number<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number {
        Number.random(in: range, using: &self)
    }

    /// True once in so many times.
    mutating func once(in times: Int) -> Bool { number(1...times) == 1 }

    mutating func one<Element>(of all: [Element]) -> Element { all[number(0...all.count - 1)] }
}
