import TestSupport
import Testing

@testable import Engine

/// What every aggregate must obey, so that panes can be put together in any way: identity,
/// associativity and commutativity of merging, any order of rows, and the value itself.
@Suite struct AggregateLawTests {
    struct Row {
        var number: Int64?
        var real: Double?
        var text: String?
        var exact: Int128?
        var isGood: Bool?
        var timeMs: Int64
    }

    /// Builds panes of one key and asks them for their values.
    final class Bench {
        static let schema = Schema([
            Field("number", .bigint), Field("real", .double), Field("text", .string),
            Field("exact", .decimal(precision: 30, scale: 2)), Field("good", .boolean),
        ])
        private let layout: AggregateLayout
        private var accumulation: Accumulation

        init(_ call: AggregateCall) {
            // With other aggregates around it, so that offsets are not all the first.
            let around = AggregateCall(.count, type: .bigint)
            layout = AggregateLayout([around, call, around], Bench.schema)
            accumulation = Accumulation(layout, Bench.schema, chunk: 1_024)
        }

        func empty() -> Pane { Pane(startMs: 0, visibleFromMs: 0, layout) }

        func pane(_ rows: [Row]) -> Pane {
            let pane = empty()
            let columns = [
                Column(.bigint, rows.map { $0.number.map { .integer($0) } ?? .null }),
                Column(.double, rows.map { $0.real.map { .double($0) } ?? .null }),
                Column(.string, rows.map { $0.text.map { .string($0) } ?? .null }),
                Column(
                    Bench.schema[3].type,
                    rows.map { $0.exact.map { .decimal(Decimal(units: $0, scale: 2)) } ?? .null }),
                Column(.boolean, rows.map { $0.isGood.map { .integer($0 ? 1 : 0) } ?? .null }),
            ]
            let times = rows.map(\.timeMs)
            let timing = RowTiming(
                timesMs: times, newestMs: times, WallClock(.utc, .timestamp(precision: 3)))
            let numbers = Memory<Int32>(capacity: rows.count)
            let keys = Memory<Int32>(repeating: 0, count: rows.count)
            let states = Memory<UnsafeMutableRawPointer>(capacity: rows.count)
            for index in rows.indices { numbers.base[index] = Int32(index) }
            guard !rows.isEmpty else { return pane }
            layout.empty.withUnsafeBufferPointer { empty in
                guard let empty = empty.baseAddress else { return }
                pane.locate(keys.base, rows.count, empty, states.base)
            }
            let batch = RowsOfPane(
                rows: numbers.base, states: states.base, keys: keys.base, count: rows.count)
            accumulation.add(batch, columns, timing, to: pane)
            return pane
        }

        func merged(_ panes: Pane...) -> Pane {
            let target = empty()
            for pane in panes { merge(pane, into: target) }
            return target
        }

        func merge(_ pane: Pane, into target: Pane) {
            layout.merge(pane, into: target, accumulation.values)
        }

        func value(_ pane: Pane) -> Value? {
            guard pane.count > 0 else { return nil }
            var failed: Int64 = 0
            let column = layout.column(1, [pane.state(0)], pane.store, wraps: false, &failed)
            return failed > 0 ? .string("failed") : column[0]
        }
    }

    static let types: [DataType] = Bench.schema.fields.map(\.type)

    static let calls: [AggregateCall] = {
        var calls: [AggregateCall] = []
        func add(
            _ function: AggregateCall.Function, _ columns: [Int], isDistinct: Bool = false,
            type: DataType? = nil, parameter: Value = .null
        ) {
            for column in columns {
                for filter in [nil, 4] {
                    calls.append(
                        AggregateCall(
                            function, argument: column, isDistinct: isDistinct, filter: filter,
                            type: type ?? types[column], parameter: parameter))
                }
            }
        }
        add(.count, [0, 1, 2, 3], type: .bigint)
        add(.count, [0, 1, 2, 3], isDistinct: true, type: .bigint)
        for isDistinct in [false, true] {
            add(.sum, [0, 1], isDistinct: isDistinct)
            add(.sum, [3], isDistinct: isDistinct, type: .decimal(precision: 38, scale: 2))
            add(.average, [0, 1], isDistinct: isDistinct)
            add(.average, [3], isDistinct: isDistinct, type: .decimal(precision: 38, scale: 6))
        }
        for function in [AggregateCall.Function.minimum, .maximum, .first, .last] {
            add(function, [0, 1, 2, 3])
        }
        for function in [AggregateCall.Function.varPop, .varSamp, .stddevPop, .stddevSamp] {
            add(function, [0, 1])
        }
        add(.percentile, [1], parameter: .double(0.9))
        add(.list, [2], parameter: .string("|"))
        add(.list, [2], isDistinct: true, parameter: .string(""))
        add(.approximateCount, [0, 1, 2, 3], type: .bigint)
        return calls
    }()

    private static func rows(_ random: inout SplitMix64, _ times: inout Set<Int64>) -> [Row] {
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
            var timeMs = Int64.random(in: -500...500, using: &random)
            while !times.insert(timeMs).inserted { timeMs += 1 }
            return row(&random, timeMs)
        }
    }

    static func row(_ random: inout SplitMix64, _ timeMs: Int64) -> Row {
        func sometimes<Value>(_ value: Value) -> Value? {
            Int.random(in: 0..<5, using: &random) == 0 ? nil : value
        }
        return Row(
            number: sometimes(Int64.random(in: -50...50, using: &random)),
            real: sometimes(Double(Int.random(in: -200...200, using: &random)) / 8),
            text: sometimes("text \(Int.random(in: 0..<9, using: &random))"),
            exact: sometimes(
                Int128.random(in: -1_000_000...1_000_000, using: &random)
                    * 1_000_000_000_000_000_000),
            isGood: sometimes(Bool.random(using: &random)), timeMs: timeMs)
    }

    private func isSame(_ left: Value?, _ right: Value?) -> Bool {
        if case .double(let one)? = left, case .double(let other)? = right {
            return (one - other).magnitude <= 1e-9 * max(1, one.magnitude)
        }
        return left == right
    }

    @Test(arguments: calls)
    func `panes merge in any way to what their rows together give`(call: AggregateCall) {
        for seed in UInt64(0)..<25 {
            var random = SplitMix64(seed: seed)
            var times: Set<Int64> = []
            let rows = (0..<3).map { _ in Self.rows(&random, &times) }
            let bench = Bench(call)
            let (first, second, third) = (
                bench.pane(rows[0]), bench.pane(rows[1]), bench.pane(rows[2])
            )
            let expected = SlowAggregate.value(call, rows.flatMap { $0 })
            let whole = rows.flatMap { $0 }.isEmpty ? nil : expected
            let found: [(String, Value?)] = [
                ("one pane", bench.value(bench.pane(rows.flatMap { $0 }))),
                (
                    "any order",
                    bench.value(bench.pane(rows.flatMap { $0 }.shuffled(using: &random)))
                ),
                ("left first", bench.value(bench.merged(bench.merged(first, second), third))),
                ("right first", bench.value(bench.merged(first, bench.merged(second, third)))),
                ("turned round", bench.value(bench.merged(third, second, first))),
                (
                    "with nothing",
                    bench.value(
                        bench.merged(bench.empty(), first, bench.empty(), second, third))
                ),
            ]
            for (law, value) in found {
                #expect(
                    isSame(value, whole),
                    "seed \(seed), \(law): \(value ?? .null), not \(whole ?? .null)"
                )
            }
        }
    }

    @Test func `a sketch is as good as it says, merged or not, and forgets no order`() {
        let call = AggregateCall(.approximateCount, argument: 0, type: .bigint)
        for count in [0, 1, 511, 512, 513, 2_000, 20_000] {
            let bench = Bench(call)
            let numbers = (0..<count).map {
                Row(number: Int64($0) &* 7_919, timeMs: 0)
            }
            var parts: [Pane] = []
            for start in stride(from: 0, to: count, by: 1_000) {
                // Half of each part's values are in the next one too.
                parts.append(bench.pane(Array(numbers[start..<min(count, start + 1_000)])))
                parts.append(
                    bench.pane(Array(numbers[min(count, start + 500)..<min(count, start + 1_500)])))
            }
            let forward = bench.empty()
            for part in parts { bench.merge(part, into: forward) }
            let backward = bench.empty()
            for part in parts.reversed() { bench.merge(part, into: backward) }
            guard count > 0 else { continue }
            guard case .integer(let estimate)? = bench.value(forward) else {
                Issue.record("no count")
                return
            }
            #expect(bench.value(backward) == .integer(estimate))
            if count <= 512 {
                #expect(estimate == Int64(count))
            } else {
                // Three times the standard deviation.
                #expect((Double(estimate) / Double(count) - 1).magnitude < 0.025)
            }
        }
    }

    @Test func `sums and averages of decimals that do not fit are NULL and counted`() {
        let most = Decimal.powers[30] - 1
        let type = DataType.decimal(precision: 38, scale: 2)
        let bench = Bench(AggregateCall(.sum, argument: 3, type: type))
        let rows = (0..<1_000).map { Row(exact: most, timeMs: Int64($0)) }
        #expect(
            bench.value(bench.pane(rows)) == .decimal(Decimal(units: most * 1_000, scale: 2)))
        let pane = bench.pane(rows)
        let sum = bench.empty()
        for _ in 0..<100_001 { bench.merge(pane, into: sum) }
        #expect(bench.value(sum) == .string("failed"))
        let narrow = Bench(
            AggregateCall(.average, argument: 3, type: .decimal(precision: 38, scale: 6)))
        let value = narrow.value(
            narrow.pane([
                Row(exact: 1, timeMs: 0), Row(exact: 1, timeMs: 1), Row(exact: 0, timeMs: 2),
            ]))
        #expect(value == .decimal(Decimal(units: 6_667, scale: 6)))
    }

    @Test func `variances of large numbers close together keep their digits`() {
        let bench = Bench(AggregateCall(.varPop, argument: 1, type: .double))
        let rows = (0..<1_000).map { Row(real: 1e9 + Double($0 % 2), timeMs: Int64($0)) }
        #expect(bench.value(bench.pane(rows)) == .double(0.25))
        let integers = Bench(AggregateCall(.varPop, argument: 0, type: .bigint))
        let large = [
            Row(number: 3_000_000_000, timeMs: 0), Row(number: -3_000_000_000, timeMs: 1),
        ]
        #expect(
            integers.value(integers.pane(large)) == .integer(9_000_000_000_000_000_000))
        let larger = [Row(number: .max, timeMs: 0), Row(number: .min, timeMs: 1)]
        #expect(integers.value(integers.pane(larger)) == .string("failed"))
    }
}
