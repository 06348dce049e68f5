import TestSupport
import Testing

@testable import Engine

@Suite struct KeyOrderTests {
    @Test(arguments: UInt64(0)..<12)
    func `keys are sorted by their bytes, few and many`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let count = [1, 3, 255, 256, 1_500][Int(seed) % 5]
        let common = [UInt8](repeating: 0x41, count: Int(seed % 4) * 3)
        // Short alphabets and lengths make ties in the first bytes, and keys that begin others.
        let keys = (0..<count).map { _ in
            common
                + (0..<Int.random(in: 0...14, using: &random)).map { _ in
                    UInt8([0, 1, 0x41, 0xFF].randomElement(using: &random) ?? 0)
                }
        }
        let memory = keys.map { key -> UnsafeMutableBufferPointer<UInt8> in
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: key.count)
            _ = copy.initialize(from: key)
            return copy
        }
        defer { for copy in memory { copy.deallocate() } }
        let sorted = KeyOrder(memory.map { UnsafeBufferPointer($0) }).sorted
        #expect(Set(sorted) == Set(0..<Int32(count)))
        let found = sorted.map { keys[Int($0)] }
        let expected = keys.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(found == expected, "seed \(seed)")
    }
}
