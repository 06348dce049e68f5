import Engine
import TestSupport
import Testing

@Suite struct CheckpointTests {
    private let spec = PlanSpec(
        window: .hop(sizeMs: 40, slideMs: 10, offsetMs: 0), aggregates: WindowOracle.calls)

    private func events(_ round: Int) -> [Event] {
        (0..<40).map { index in
            Event(
                "user \(index % 13)", at: Int64(round * 7 + index % 5),
                item: "item \(index * round)",
                amount: Int64(index), price: Double(index))
        }
    }

    @Test func `bases replace the deltas before them when those outgrow the state`() throws {
        var engine = Engine(spec.plan)
        var stored: [Int: [StateDelta]] = [:]
        var bases = 0
        var total = 0
        for round in 0..<300 {
            _ = engine.apply(batch(events(round)))
            _ = engine.advance()
            for delta in engine.takeDeltas() {
                total += delta.bytes.count
                if delta.isBase {
                    bases += 1
                    stored[delta.keyGroup] = []
                }
                stored[delta.keyGroup, default: []].append(delta)
            }
        }
        let kept = stored.values.joined().reduce(0) { $0 + $1.bytes.count }
        #expect(bases > 0)
        #expect(kept < total / 2)
        var restored = Engine(spec.plan)
        try restored.restore(
            clocks: engine.clocks, deltas: stored.sorted { $0.key < $1.key }.flatMap(\.value))
        #expect(restored.statistics(statement: 0).panes == engine.statistics(statement: 0).panes)
        engine.finish(source: 0, partition: 0)
        restored.finish(source: 0, partition: 0)
        #expect(rows(engine.advance()) == rows(restored.advance()))
    }

    @Test func `damaged, strange, older and newer blobs are refused with a sentence`() throws {
        var engine = Engine(spec.plan)
        _ = engine.apply(batch(events(1)))
        _ = engine.advance()
        let delta = try #require(engine.takeDeltas().first)
        let clocks = engine.clocks
        func failure(_ bytes: [UInt8], statement: String = "one", keyGroup: Int? = nil) -> String? {
            var other = Engine(spec.plan)
            let changed = StateDelta(
                statement: statement, keyGroup: keyGroup ?? delta.keyGroup, isBase: false,
                bytes: bytes)
            do {
                try other.restore(clocks: clocks, deltas: [changed])
                return nil
            } catch { return error.message }
        }
        #expect(failure(delta.bytes) == nil)
        for index in delta.bytes.indices {
            var damaged = delta.bytes
            damaged[index] ^= 0x10
            #expect(failure(damaged) != nil, "byte \(index)")
        }
        for count in delta.bytes.indices { #expect(failure(Array(delta.bytes[..<count])) != nil) }
        for version: UInt8 in [1, 9] {
            var other = delta.bytes
            other[1] = version
            #expect(failure(other)?.contains("version \(version), this program reads") == true)
        }
        #expect(failure(delta.bytes, statement: "gone")?.contains("gone") == true)
        #expect(failure(delta.bytes, keyGroup: 128) != nil)
        var narrower = spec
        narrower.aggregates.removeLast()
        var changed = Engine(narrower.plan)
        #expect(throws: RestoreFailure.self) {
            try changed.restore(clocks: clocks, deltas: [delta])
        }
    }

    @Test func `a commit costs what changed and not what is held`() {
        var engine = Engine(PlanSpec(window: .tumble(sizeMs: 1_000, offsetMs: 0)).plan)
        _ = engine.apply(batch((0..<300).map { Event("user \($0)", at: 1) }))
        let first = engine.takeDeltas().reduce(0) { $0 + $1.bytes.count }
        _ = engine.apply(batch([Event("user 7", at: 2)]))
        let second = engine.takeDeltas()
        #expect(second.count == 1)
        #expect(second[0].bytes.count * 50 < first)
        #expect(engine.takeDeltas().isEmpty)
    }

    @Test func `the open window shows what it holds so far`() {
        var open = PlanSpec(window: .hop(sizeMs: 20, slideMs: 10, offsetMs: 0))
        open.aggregates = [
            AggregateCall(.count, type: .bigint),
            AggregateCall(.count, argument: Col.item, isDistinct: true, type: .bigint),
        ]
        var engine = Engine(open.plan)
        let keys: [[Value]] = [[.string("a")], [.string("none")], [.string("b")], []]
        #expect(engine.openValues(statement: 0, keys: keys) == [nil, nil, nil, nil])
        _ = engine.apply(
            batch([
                Event("a", at: 1, item: "x"), Event("b", at: 3, item: "x"),
                Event("a", at: 11, item: "x"), Event("a", at: 12, item: "y"), Event("c", at: 12),
            ]))
        _ = engine.advance()
        let expected: [[Value]?] = [
            [.string("a"), .integer(0), .integer(20), .integer(19), .integer(3), .integer(2)], nil,
            [.string("b"), .integer(0), .integer(20), .integer(19), .integer(1), .integer(1)], nil,
        ]
        #expect(engine.openValues(statement: 0, keys: keys) == expected)
        // A primary key that is computed is found by looking at the whole window.
        open.select = [
            .call(.upper, [.column(0, .string)], .string), .column(4, .bigint),
        ]
        var computed = Engine(open.plan)
        _ = computed.apply(batch([Event("a", at: 1)]))
        #expect(
            computed.openValues(statement: 0, keys: [[.string("A")], [.string("a")]])
                == [[.string("A"), .integer(1)], nil])
    }
}
