import Engine
import TestSupport
import Testing

@Suite struct ExpiryTests {
    private func spec(_ whenEmpty: Annotations.WhenEmpty) -> PlanSpec {
        PlanSpec(
            aggregates: [
                AggregateCall(.count, type: .bigint),
                AggregateCall(.maximum, argument: Col.item, type: .string),
            ], annotations: Annotations(whenEmpty: whenEmpty))
    }

    private let events = [
        Event("a", at: 1, item: "x"), Event("b", at: 2), Event("a", at: 12), Event("c", at: 95),
    ]

    private func fired(_ spec: PlanSpec, _ events: [Event]) -> [String] {
        run(spec, events).map { row in
            "\(row.endMs ?? 0) \(row.kind) \(row.values[0]) \(row.values[4]) newest \(row.newestMs)"
        }
    }

    @Test func `a key whose window emptied is deleted at that window's end`() {
        #expect(
            fired(spec(.delete), events) == [
                "10 insert string(\"a\") integer(1) newest 1",
                "10 insert string(\"b\") integer(1) newest 2",
                "20 insert string(\"a\") integer(1) newest 12",
                "20 delete string(\"b\") null newest 2",
                "30 delete string(\"a\") null newest 12",
                "100 insert string(\"c\") integer(1) newest 95",
            ])
    }

    @Test func `the last window with data lets nothing expire behind it`() {
        let kinds = run(spec(.delete), [Event("a", at: 1)]).map(\.kind)
        #expect(kinds == [.insert])
    }

    @Test func `zero and null give a row instead of a tombstone`() {
        let zero = run(spec(.zero), [Event("a", at: 1, item: "x"), Event("b", at: 15)])
        #expect(
            zero.filter { $0.endMs == 20 } == [
                ResultRow(
                    values: [
                        .string("b"), .integer(10), .integer(20), .integer(19), .integer(1), .null,
                    ], timeMs: 19, newestMs: 15, endMs: 20),
                ResultRow(
                    values: [
                        .string("a"), .integer(10), .integer(20), .integer(19), .integer(0), .null,
                    ], timeMs: 19, newestMs: 1, endMs: 20),
            ])
        let null = run(spec(.null), [Event("a", at: 1), Event("b", at: 15)])
        #expect(
            null.last?.values
                == [.string("a"), .integer(10), .integer(20), .integer(19), .null, .null])
        #expect(null.allSatisfy { $0.kind == .insert })
    }

    @Test func `keep, plain sinks and strict-flink give Flink's rows only`() {
        #expect(run(spec(.keep), events).count == 4)
        var plain = spec(.delete)
        plain.kind = .appendLog
        plain.primaryKey = nil
        #expect(run(plain, events).count == 4)
        var strict = spec(.delete)
        strict.isStrictFlink = true
        #expect(run(strict, events).count == 4)
    }

    @Test func `a key that HAVING no longer lets through expires, and comes back`() {
        var having = spec(.delete)
        having.having = .call(
            .greaterOrEqual, [.column(4, .bigint), .literal(.integer(2), .bigint)], .boolean)
        let results = run(
            having,
            [1, 2, 11, 21, 22, 31].map { Event("a", at: $0) })
        #expect(
            results.map { "\($0.endMs ?? 0) \($0.kind)" } == [
                "10 insert", "20 delete", "30 insert", "40 delete",
            ])
    }

    @Test func `a hopping key fires until its last window and expires at the next end`() {
        var hop = spec(.delete)
        hop.window = .hop(sizeMs: 20, slideMs: 10, offsetMs: 0)
        let results = run(hop, [Event("a", at: 1), Event("b", at: 25), Event("b", at: 60)])
        #expect(
            results.map { "\($0.endMs ?? 0) \($0.kind) \($0.values[0])" } == [
                "10 insert string(\"a\")", "20 insert string(\"a\")",
                "30 insert string(\"b\")", "30 delete string(\"a\")",
                "40 insert string(\"b\")", "50 delete string(\"b\")",
                "70 insert string(\"b\")", "80 insert string(\"b\")",
            ])
    }

    @Test func `a gap of centuries is passed at once`() {
        let results = run(
            spec(.delete), [Event("a", at: 1), Event("a", at: 200_000_000_000_000)])
        #expect(results.map(\.kind) == [.insert, .delete, .insert])
    }
}
