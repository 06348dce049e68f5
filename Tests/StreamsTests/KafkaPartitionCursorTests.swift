@testable import Streams
import TestSupport
import Testing

@Suite struct KafkaPartitionCursorTests {
    struct Row: CustomTestStringConvertible {
        let testDescription: String
        let offsets: [Int64]
        let stop: Int64?
        let taken: [Int64]
        let next: Int64
        let skipped: Int64
        let hasEnded: Bool
        init(
            _ name: String, _ offsets: [Int64], stop: Int64? = nil, taken: [Int64], next: Int64,
            skipped: Int64 = 0, hasEnded: Bool = false
        ) {
            testDescription = name
            self.offsets = offsets
            self.stop = stop
            self.taken = taken
            self.next = next
            self.skipped = skipped
            self.hasEnded = hasEnded
        }
    }

    @Test(arguments: [
        Row("in order", [5, 6, 7], taken: [5, 6, 7], next: 8),
        Row("repeated", [5, 5, 6, 5, 7], taken: [5, 6, 7], next: 8),
        Row("before the start", [4, 5], taken: [5], next: 6),
        Row("a gap", [5, 8], taken: [5, 8], next: 9, skipped: 2),
        Row("one before the stop", [5], stop: 7, taken: [5], next: 6),
        Row("up to the stop", [5, 6], stop: 7, taken: [5, 6], next: 7, hasEnded: true),
        Row("beyond the stop", [5, 6, 7], stop: 7, taken: [5, 6], next: 7, hasEnded: true),
        Row(
            "a gap over a stop", [5, 9], stop: 7, taken: [5], next: 7, skipped: 1, hasEnded: true),
        Row("nothing wanted", [], stop: 5, taken: [], next: 5, hasEnded: true),
        Row("a negative offset", [-3, 5], taken: [5], next: 6),
        Row("the last offset there can be", [.max], taken: [.max], next: .max, skipped: .max - 5),
    ])
    func `offsets are taken once and in order`(row: Row) {
        var cursor = PartitionCursor(next: 5, stop: row.stop)
        let taken = row.offsets.filter { cursor.see($0) == .take }
        #expect(taken == row.taken)
        #expect(cursor.next == row.next)
        #expect(cursor.skipped == row.skipped)
        #expect(cursor.hasEnded == row.hasEnded)
        #expect(cursor.lost == 0)
    }

    @Test func `a gap behind damage is a loss, the next gap is not`() {
        var cursor = PartitionCursor(next: 0)
        cursor.noteDamage()
        _ = cursor.see(4)
        _ = cursor.see(6)
        #expect(cursor.lost == 4)
        #expect(cursor.skipped == 1)
    }

    @Test func `an end behind the last record passes over what is no record`() {
        var cursor = PartitionCursor(next: 0, stop: 3)
        _ = cursor.see(0)
        cursor.reachEnd(at: 2)
        #expect(cursor.isCaughtUp)
        #expect(cursor.next == 2)
        #expect(!cursor.hasEnded)
        cursor.reachEnd(at: 5)
        #expect(cursor.next == 3)
        #expect(cursor.hasEnded)
    }

    @Test func `an end from before a repetition is not believed`() {
        var cursor = PartitionCursor(next: 10)
        cursor.reachEnd(at: 9)
        #expect(!cursor.isCaughtUp)
        #expect(cursor.next == 10)
    }

    @Test(arguments: [
        (low: Int64(0), high: Int64(10), PartitionCursor.Recovery.resume(at: 5), lost: Int64(0)),
        (low: 5, high: 10, .resume(at: 5), lost: 0),
        (low: 6, high: 10, .resume(at: 6), lost: 1),
        (low: 9, high: 10, .resume(at: 8), lost: 3),  // The stop is 8.
        (low: 0, high: 5, .resume(at: 5), lost: 0),
        (low: 0, high: 4, .truncated, lost: 0),
    ])
    func `recovery goes on at the first record that is left`(
        low: Int64, high: Int64, recovery: PartitionCursor.Recovery, lost: Int64
    ) {
        var cursor = PartitionCursor(next: 5, stop: 8)
        let found = cursor.recover(low: low, high: high)
        #expect(found == recovery)
        #expect(cursor.lost == lost)
        #expect(cursor.hasEnded == (cursor.next == 8))
    }

    /// Every offset between start and end is accounted for exactly once, whatever arrives.
    @Test(arguments: UInt64(0)..<200)
    func `taken, skipped and lost add up to the way gone`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let stop = Bool.random(using: &random) ? Int64.random(in: 0...60, using: &random) : nil
        var cursor = PartitionCursor(next: 10, stop: stop)
        let start = cursor.next
        var taken: Int64 = 0
        for _ in 0..<50 {
            let offset = cursor.next + Int64.random(in: -3...3, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: cursor.reachEnd(at: offset)
            case 1: cursor.noteDamage()
            case 2: _ = cursor.recover(low: offset, high: offset + 5)
            default: if cursor.see(offset) == .take { taken += 1 }
            }
            #expect(start + taken + cursor.skipped + cursor.lost == cursor.next)
            #expect(cursor.next <= max(start, stop ?? .max))
        }
    }
}
