import Engine
import Stores
import TestSupport
import Testing

/// The online store as it is meant, one row after the other.
private struct SlowStore {
    struct Row: Equatable {
        var n: Int64
        var eventTimeMs: Int64
    }
    /// A deleted key keeps the time of its tombstone.
    var online: [String: (row: Row?, eventTimeMs: Int64)] = [:]

    mutating func apply(_ fired: Fired) {
        guard case .string(let key) = fired.values[0] else { return }
        if let known = online[key], known.eventTimeMs > fired.eventTimeMs { return }
        guard case .integer(let n) = fired.values[1], !fired.isDelete else {
            online[key] = (nil, fired.eventTimeMs)
            return
        }
        online[key] = (Row(n: n, eventTimeMs: fired.eventTimeMs), fired.eventTimeMs)
    }
}

@Suite struct OnlineLawTests {
    /// `event_time` is the sink's own column, so event times may go back.
    private let fixture = Fixture([
        Fixture.sink(
            "g",
            [
                Field("k", .string), Field("n", .bigint),
                Field("event_time", .timestamp(precision: 3)),
            ])
    ])

    private func rows(_ random: inout SplitMix64, count: Int) -> [Fired] {
        (0..<count).map { _ in
            let key = String(Int.random(in: 0..<6, using: &random))
            let eventTimeMs = Int64.random(in: 0..<8, using: &random)
            let isDelete = Int.random(in: 0..<4, using: &random) == 0
            return Fired(
                [
                    .string(key), isDelete ? .null : .integer(.random(in: 0..<99, using: &random)),
                    isDelete ? .null : .integer(eventTimeMs),
                ], at: eventTimeMs, isDelete: isDelete)
        }
    }

    private func run(_ rows: [Fired], chunk: Int, in scratch: Scratch) throws -> String {
        var store = try fixture.open(scratch)
        store.segmentRows = 16
        var start = 0
        while start < rows.count {
            let end = min(rows.count, start + chunk)
            _ = try store.commit(fixture.commit(Array(rows[start..<end])))
            start = end
        }
        let reader = try Reader(directory: scratch.path)
        #expect(try reader.audit() == [])
        return try reader.dump()
    }

    @Test(arguments: UInt64(0)..<12)
    func `the online store agrees with the slow one however often is committed`(seed: UInt64)
        throws
    {
        var random = SplitMix64(seed: seed)
        let rows = rows(&random, count: 60)
        var slow = SlowStore()
        for row in rows { slow.apply(row) }
        let scratch = Scratch()
        let dump = try run(rows, chunk: 7, in: scratch)
        let reader = try Reader(directory: scratch.path)
        for (key, wanted) in slow.online {
            let answer = try reader.get(group: "g", keys: [key], nowMs: 0)[0]
            let found = answer.row.map { row -> SlowStore.Row in
                guard case .integer(let n) = row.values[1] else {
                    return SlowStore.Row(n: -1, eventTimeMs: row.eventTimeMs)
                }
                return SlowStore.Row(n: n, eventTimeMs: row.eventTimeMs)
            }
            #expect(found == wanted.row, "key \(key)")
        }
        #expect(try run(rows, chunk: 1, in: Scratch()) == dump)
        #expect(try run(rows, chunk: 60, in: Scratch()) == dump)
    }

    @Test func `an older event time never replaces a newer one but is kept offline`() throws {
        let scratch = Scratch()
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        for (n, eventTimeMs) in [(1, 100), (2, 99), (3, 100)] as [(Int64, Int64)] {
            _ = try store.commit(
                fixture.commit([Fired([.string("a"), .integer(n), .null], at: eventTimeMs)]))
        }
        let reader = try Reader(directory: scratch.path)
        let row = try reader.get(group: "attempts", keys: ["a"], nowMs: 0)[0].row
        // The second is older and the third, of the same time, is later in order.
        #expect(row?.values[1] == .integer(3))
        let history = try reader.history(group: "attempts", key: "a", limit: 9)
        #expect(history.map { $0.values[1] } == [.integer(3), .integer(1), .integer(2)])
    }

    @Test func `a key that expired is gone online and has a tombstone offline`() throws {
        let scratch = Scratch()
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([Fired([.string("a"), .integer(7), .double(0.5)], at: 1_000)]))
        _ = try store.commit(
            fixture.commit([Fired([.string("a"), .null, .null], at: 2_000, isDelete: true)]))
        let reader = try Reader(directory: scratch.path)
        #expect(try reader.get(group: "attempts", keys: ["a"], nowMs: 0)[0].row == nil)
        let totals = try #require(try reader.groups().first).totals
        #expect(totals.onlineKeys == 0)
        #expect(totals.offlineRows == 1)
        #expect(totals.tombstones == 1)
        let tombstone = try reader.history(group: "attempts", key: "a", limit: 1)[0]
        #expect(tombstone.isDeleted)
        #expect(tombstone.eventTimeMs == 2_000)
        #expect(tombstone.values == [.text("a"), .null, .null])
        #expect(try reader.audit() == [])
    }
}
