import Engine
import TestSupport
import Testing

/// OVER, deduplication and the first rows of a window, at both sides of each edge.
@Suite struct RowTests {
    private let count = [AggregateCall(.count, type: .bigint)]

    private func play(
        _ spec: RowSpec, _ events: [Event]
    ) -> (results: [ResultRow], counts: FateCounts) {
        var engine = Engine(spec.plan)
        var results: [ResultRow] = []
        var counts = FateCounts()
        for event in events {
            counts += engine.apply(batch([event])).total
            results += rows(engine.advance())
        }
        engine.finish(source: 0, partition: 0)
        return (results + rows(engine.advance()), counts)
    }

    private func shown(_ results: [ResultRow]) -> [String] {
        results.map { row in
            var text = "\(row.timeMs)"
            if case .string(let user) = row.values[0] { text += " \(user)" }
            if case .integer(let number) = row.values[row.values.count - 1] { text += " \(number)" }
            return text
        }
    }

    @Test func `a range holds its oldest millisecond and the peers of a row`() {
        let spec = RowSpec.over(.range(precedingMs: 10), count)
        let times: [Int64] = [1, 11, 11, 12, 22, 23]
        let (results, _) = play(spec, times.map { Event("a", at: $0) })
        // The second row at 11 comes when the watermark has reached it, and is late.
        #expect(shown(results) == ["1 a 1", "11 a 2", "12 a 2", "22 a 2", "23 a 2"])
        let (delayed, counts) = play(
            RowSpec.over(.range(precedingMs: 10), count, delayMs: 1),
            times.map { Event("a", at: $0) })
        #expect(
            shown(delayed) == ["1 a 1", "11 a 3", "11 a 3", "12 a 3", "22 a 2", "23 a 2"])
        #expect(counts.accepted == 6 && counts.late == 0)
    }

    @Test func `a row is a result when the watermark reaches its time, not before`() {
        var engine = Engine(RowSpec.over(.range(precedingMs: 10), count, delayMs: 5).plan)
        func advanced(_ event: Event) -> [String] {
            _ = engine.apply(batch([event]))
            return shown(rows(engine.advance()))
        }
        #expect(advanced(Event("a", at: 100)) == [])
        #expect(advanced(Event("b", at: 104)) == [])
        #expect(advanced(Event("b", at: 105)) == ["100 a 1"])
        #expect(advanced(Event("b", at: 110)) == ["104 b 1", "105 b 2"])
    }

    @Test func `a row behind the watermark is late only when its key has had a newer result`() {
        let spec = RowSpec.over(.range(precedingMs: 10), count)
        let (results, counts) = play(
            spec,
            [
                Event("a", at: 100), Event("b", at: 50), Event("a", at: 100), Event("a", at: 99),
                Event("a", at: 101), Event("b", at: 60), Event("c", at: 0),
            ])
        #expect(shown(results) == ["100 a 1", "50 b 1", "101 a 2", "60 b 1"])
        // Flink takes 0 for the time of a result that has not been.
        #expect(counts.late == 3)
    }

    @Test func `a key is forgotten one and a half frames and a millisecond after its row`() {
        let spec = RowSpec.over(.range(precedingMs: 10), count)
        func late(after watermark: Int64) -> Int64 {
            play(spec, [Event("a", at: 100), Event("b", at: watermark), Event("a", at: 95)])
                .counts.late
        }
        #expect(late(after: 115) == 1)
        #expect(late(after: 116) == 0)
    }

    @Test func `rows are counted and not timed, peers one after the other`() {
        let spec = RowSpec.over(.rows(preceding: 2), count, delayMs: 1)
        let (results, _) = play(spec, [1, 1, 500, 500, 501].map { Event("a", at: $0) })
        #expect(shown(results) == ["1 a 1", "1 a 2", "500 a 3", "500 a 3", "501 a 3"])
    }

    @Test func `an unbounded frame drops every row at or behind the watermark`() {
        for frame in [OverFrame.unboundedRange, .unboundedRows] {
            let (results, counts) = play(
                RowSpec.over(frame, count),
                [
                    Event("a", at: 10), Event("b", at: 10), Event("b", at: 9), Event("b", at: 11),
                    Event("a", at: 12),
                ])
            #expect(shown(results) == ["10 a 1", "11 b 1", "12 a 2"])
            #expect(counts.late == 2)
        }
    }

    @Test func `a key without rows for its time to live begins anew`() {
        for frame in [OverFrame.unboundedRange, .unboundedRows, .rows(preceding: 9)] {
            let spec = RowSpec.over(frame, count, ttlMs: 100)
            let (results, _) = play(spec, [1, 100, 200, 299].map { Event("a", at: $0) })
            #expect(shown(results) == ["1 a 1", "100 a 2", "200 a 1", "299 a 2"])
        }
    }

    @Test func `sums leave what they held, also what has no end`() {
        let sum = [AggregateCall(.sum, argument: Col.price, type: .double)]
        let prices: [Double] = [0.1, .infinity, 0.2, 0.3, -.infinity, .nan, 4]
        let events = prices.enumerated().map { index, price in
            Event("a", at: Int64(index * 10 + 1), price: price)
        }
        let (results, _) = play(RowSpec.over(.range(precedingMs: 10), sum), events)
        let sums = results.map { row -> Double in
            if case .double(let sum) = row.values[row.values.count - 1] { sum } else { -1 }
        }
        #expect(sums[0] == 0.1 && sums[1] == .infinity && sums[2] == .infinity)
        #expect(sums[3] == 0.5 && sums[4] == -.infinity && sums[5].isNaN && sums[6].isNaN)
    }

    @Test func `the first row of a key is the earliest that is not late`() {
        let (results, counts) = play(
            RowSpec.unique(.first, delayMs: 3),
            [
                Event("a", at: 10, amount: 1), Event("a", at: 9, amount: 2),
                Event("a", at: 9, amount: 3), Event("b", at: 7), Event("c", at: 20),
                Event("a", at: 18), Event("d", at: 17),
            ])
        #expect(results.map(\.timeMs) == [9, 20])
        #expect(results[0].values[Col.amount] == .integer(2))
        #expect(counts.late == 2)
    }

    @Test func `a first row is forgotten after its time to live`() {
        let times: [Int64] = [1, 50, 100, 101, 150, 201]
        let (results, _) = play(
            RowSpec.unique(.first, ttlMs: 100), times.map { Event("a", at: $0) })
        #expect(results.map(\.timeMs) == [1, 101, 201])
    }

    @Test func `the last row of a key replaces the one before at once`() {
        let events = [
            Event("a", at: 10, amount: 1), Event("a", at: 9, amount: 2),
            Event("a", at: 10, amount: 3), Event("b", at: 1, amount: 4),
            Event("a", at: 11, amount: 5),
        ]
        let (results, counts) = play(RowSpec.unique(.last), events)
        #expect(
            results.map { "\($0.kind) \($0.values[Col.amount])" } == [
                "insert integer(1)", "updateBefore integer(1)", "updateAfter integer(3)",
                "insert integer(4)", "updateBefore integer(3)", "updateAfter integer(5)",
            ])
        #expect(counts.late == 0)
        var group = RowSpec.unique(.last)
        group.kind = .featureGroup
        group.primaryKey = [Col.user]
        #expect(
            play(group, events).results.map { "\($0.kind) \($0.values[Col.amount])" } == [
                "insert integer(1)", "updateAfter integer(3)", "insert integer(4)",
                "updateAfter integer(5)",
            ])
    }

    @Test(arguments: UInt64(0)..<40)
    func `the last rows do not depend on batches, and survive a restart`(seed: UInt64) throws {
        let story = RowStory(seed: seed, partitions: 2)
        let spec = RowSpec.unique(.last, ttlMs: seed % 2 == 0 ? 30 : nil)
        var straight = Engine(spec.plan)
        var restarted = Engine(spec.plan)
        var stored: [StateDelta] = []
        var results: [ResultRow] = []
        var others: [ResultRow] = []
        for partition in 0..<2 {
            straight.addPartition(source: 0, partition: partition)
            restarted.addPartition(source: 0, partition: partition)
        }
        for (events, partition) in story.parts {
            _ = straight.apply(batch(events, partition: partition))
            results += rows(straight.advance())
            for event in events {
                _ = restarted.apply(batch([event], partition: partition))
                others += rows(restarted.advance())
            }
            stored += restarted.takeDeltas()
            let clocks = restarted.clocks
            restarted = Engine(spec.plan)
            try restarted.restore(clocks: clocks, deltas: stored)
        }
        #expect(results == others)
        for partition in 0..<2 { straight.finish(source: 0, partition: partition) }
        #expect(rows(straight.advance()).isEmpty)
        #expect(straight.statistics(statement: 0).openKeys == 0)
    }

    @Test func `the first rows of a window are ranked in their order, ties by key`() {
        var spec = PlanSpec(kind: .print, primaryKey: nil)
        spec.aggregates = [AggregateCall(.sum, argument: Col.amount, type: .bigint)]
        let top = WindowTopRows(
            keys: [],
            order: [WindowTopRows.Order(column: 4, isDescending: true, nullsFirst: false)],
            limit: 2)
        var plan = spec.plan
        let window = plan.nodes[plan.nodes.count - 2]
        let ranked = Schema(window.output.fields + [Field("rank", .bigint)])
        plan.nodes.removeLast()
        plan.nodes.append(Node(.top(top), inputs: [1], output: ranked))
        plan.nodes.append(Node(.sink(0), inputs: [2], output: ranked))
        plan.sinks = [
            Sink(
                name: "result", kind: .print, schema: ranked, primaryKey: [], options: [:],
                annotations: Annotations())
        ]
        plan.statements = [
            Statement(node: 3, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        ]
        var engine = Engine(plan)
        _ = engine.apply(
            batch([
                Event("d", at: 1, amount: 5), Event("a", at: 2, amount: 3), Event("c", at: 3),
                Event("b", at: 4, amount: 5), Event("a", at: 15, amount: 1),
            ]))
        engine.finish(source: 0, partition: 0)
        #expect(
            rows(engine.advance()).map { "\($0.endMs ?? 0) \($0.values[0]) \($0.values[5])" } == [
                "10 string(\"b\") integer(1)", "10 string(\"d\") integer(2)",
                "20 string(\"a\") integer(1)",
            ])
    }

    /// Each user's first row per item, counted in windows, then summed up over the windows before.
    private var chained: Plan {
        let type = DataType.timestamp(precision: 3)
        let key = [Field("user", .string)]
        let window = Schema(
            key + [
                Field("window_start", type), Field("window_end", type), Field("window_time", type),
                Field("n", .bigint),
            ])
        var plan = RowSpec.unique(.first, delayMs: 4).plan
        let unique = Deduplication(kept: .first, time: Col.ts, keys: [Col.user, Col.item])
        let counted = WindowAggregate(
            window: .tumble(sizeMs: 10, offsetMs: 0), time: Col.ts, keys: [Col.user],
            aggregates: count)
        let summed = OverAggregate(
            frame: .rows(preceding: 1), time: 3, keys: [0],
            aggregates: [AggregateCall(.sum, argument: 4, type: .bigint)])
        let output = Schema(window.fields + [Field("sum", .bigint)])
        plan.nodes = [
            plan.nodes[0],
            Node(.deduplicate(unique), inputs: [0], output: Schema(Col.fields)),
            Node(.window(counted), inputs: [1], output: window),
            Node(.over(summed), inputs: [2], output: output),
            Node(.sink(0), inputs: [3], output: output),
        ]
        plan.sinks = [
            Sink(
                name: "result", kind: .print, schema: output, primaryKey: [], options: [:],
                annotations: Annotations())
        ]
        plan.statements = [
            Statement(node: 4, sink: 0, source: 0, fingerprint: "one", range: 0..<1)
        ]
        return plan
    }

    @Test func `first rows are counted in windows, and windows added up`() {
        var engine = Engine(chained)
        func event(_ item: String, _ time: Int64) -> Event { Event("a", at: time, item: item) }
        _ = engine.apply(
            batch([
                event("x", 1), event("y", 2), event("x", 3), event("x", 12), event("z", 14),
                event("w", 30), event("w", 29),
            ]))
        engine.finish(source: 0, partition: 0)
        let results = rows(engine.advance())
        #expect(
            results.map { "\($0.timeMs) \($0.values[4]) \($0.values[5])" } == [
                "9 integer(2) integer(2)", "19 integer(1) integer(3)", "29 integer(1) integer(2)",
            ])
    }

    @Test(arguments: UInt64(0)..<40)
    func `a chain of operations does not depend on batches, and survives a restart`(
        seed: UInt64
    ) throws {
        let story = RowStory(seed: seed, partitions: 2)
        var straight = Engine(chained)
        var restarted = Engine(chained)
        var stored: [StateDelta] = []
        var results: [ResultRow] = []
        var others: [ResultRow] = []
        for partition in 0..<2 {
            straight.addPartition(source: 0, partition: partition)
            restarted.addPartition(source: 0, partition: partition)
        }
        for (events, partition) in story.parts {
            _ = straight.apply(batch(events, partition: partition))
            results += rows(straight.advance())
            for event in events {
                _ = restarted.apply(batch([event], partition: partition))
                others += rows(restarted.advance())
            }
            stored += restarted.takeDeltas()
            let clocks = restarted.clocks
            restarted = Engine(chained)
            try restarted.restore(clocks: clocks, deltas: stored)
        }
        for partition in 0..<2 {
            straight.finish(source: 0, partition: partition)
            restarted.finish(source: 0, partition: partition)
        }
        results += rows(straight.advance())
        others += rows(restarted.advance())
        #expect(results == others)
    }
}
