import Engine
import TestSupport
import Testing

@testable import Stores

/// The fast order of a commit's rows against a slow one.
@Suite struct RowsByKeyTests {
    /// Rows in batches of any size; each row's second column is its place.
    private func places(
        _ keys: [Value], _ type: DataType, _ random: inout SplitMix64
    ) -> [Value] {
        let fixture = Fixture([Fixture.sink("g", [Field("k", type), Field("n", .bigint)])])
        let rows = keys.enumerated().map { place, key in
            Fired([key, .integer(Int64(place))], at: Int64(place))
        }
        var batches: [ResultBatch] = []
        var start = 0
        while start < rows.count {
            let end = min(rows.count, start + Int.random(in: 1...40, using: &random))
            batches.append(fixture.batch(Array(rows[start..<end])))
            start = end
        }
        let results = ResultRows(batches, key: [0])
        return RowsByKey(results).rows.map { row in
            results.batches[row.batch].rows.columns[1][row.row]
        }
    }

    private func slowly<Key>(
        _ keys: [Key], isBefore: (Key, Key) -> Bool
    ) -> [Value] {
        keys.enumerated().sorted { left, right in
            if isBefore(left.element, right.element) { return true }
            return !isBefore(right.element, left.element) && left.offset < right.offset
        }.map { .integer(Int64($0.offset)) }
    }

    @Test(arguments: UInt64(0)..<20)
    func `texts come as their bytes are ordered, and equal ones as they were fired`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let begin = String(repeating: "d", count: Int.random(in: 0..<12, using: &random))
        let different = (0..<60).map { _ in
            begin
                + (0..<Int.random(in: 0..<11, using: &random)).map { _ in
                    ["a", "b", "\u{0}", "Ä", "🦊"].randomElement(using: &random) ?? ""
                }.joined()
        }
        let keys = (0..<200).map { _ in different.randomElement(using: &random) ?? "" }
        let slow = slowly(keys.map { Array($0.utf8) }) { $0.lexicographicallyPrecedes($1) }
        #expect(places(keys.map { .string($0) }, .string, &random) == slow)
    }

    @Test func `numbers come in their order, and equal ones as they were fired`() {
        var random = SplitMix64(seed: 3)
        let integers = (0..<200).map { _ -> Int64 in
            [.min, -256, -1, 0, 1, 255, .max].randomElement(using: &random) ?? 0
        }
        #expect(
            places(integers.map { .integer($0) }, .bigint, &random) == slowly(integers, isBefore: <)
        )
        let doubles = (0..<200).map { _ -> Double in
            [-1.5, -0.0, 0.0, 1e300, -.infinity].randomElement(using: &random) ?? 0
        }
        #expect(
            places(doubles.map { .double($0) }, .double, &random) == slowly(doubles, isBefore: <))
    }

    @Test func `so many rows are copied together as have few bytes of texts`() {
        let fixture = Fixture([Fixture.sink("g", [Field("k", .string), Field("s", .string)])])
        let lengths = [3, 3, 4, 5, 0, 0, 11, 2, 1, 1, 1, 1, 1, 1]
        let batch = fixture.batch(
            lengths.map {
                Fired([.string("k"), .string(String(repeating: "x", count: $0))], at: 0)
            }
        )
        let results = ResultRows([batch], key: [0])
        var limits = GatheringLimits()
        (limits.rows, limits.bytes) = (5, 10)
        var parts: [Int] = []
        var rest = results.rows[...]
        while !rest.isEmpty {
            let part = results.part(of: rest, limits)
            parts.append(part.count)
            rest = rest[part.endIndex...]
        }
        // Ten bytes; then five and none; then too many, which are alone; then five rows.
        #expect(parts == [3, 3, 1, 5, 2])
    }
}
