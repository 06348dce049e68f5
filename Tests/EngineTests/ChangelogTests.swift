import Engine
import Testing

/// A batch of changes of the tests' source.
func batch(
    _ changes: [(RowKind, Event)], partition: Int = 0, recordTimesMs: [Int64]? = nil
) -> SourceBatch {
    let plain = batch(changes.map(\.1), partition: partition)
    let rows = ColumnBatch(
        count: changes.count, columns: plain.rows.columns, kinds: changes.map(\.0))
    return SourceBatch(
        source: 0, partition: partition, rows: rows, recordTimesMs: recordTimesMs)
}

/// Changes of rows on their way to a sink without any aggregate.
struct ChangelogTests {
    private static let changes: [(RowKind, Event)] = [
        (.insert, Event("a", at: 1, amount: 1)), (.insert, Event("b", at: 2, amount: 9)),
        (.updateBefore, Event("a", at: 1, amount: 1)), (.updateAfter, Event("a", at: 3, amount: 7)),
        (.updateBefore, Event("b", at: 2, amount: 9)), (.updateAfter, Event("b", at: 4, amount: 2)),
        (.updateBefore, Event("b", at: 4, amount: 2)), (.updateAfter, Event("c", at: 4, amount: 2)),
        (.delete, Event("a", at: 3, amount: 7)),
    ]

    private static func spec(_ kind: Sink.Kind, below limit: Int64?) -> PlanSpec {
        var spec = PlanSpec(window: nil, kind: kind)
        spec.select = [.column(Col.user, .string), .column(Col.amount, .bigint)]
        spec.condition = limit.map {
            .call(
                .less, [.column(Col.amount, .bigint), .literal(.integer($0), .bigint)], .boolean)
        }
        return spec
    }

    private func shown(_ kind: Sink.Kind, below limit: Int64?) -> [String] {
        var engine = Engine(Self.spec(kind, below: limit).plan)
        _ = engine.apply(batch(Self.changes))
        return rows(engine.advance()).map { row in
            guard case .string(let user) = row.values[0], case .integer(let amount) = row.values[1]
            else { return "\(row)" }
            return "\(row.kind) \(user) \(amount) at \(row.timeMs)"
        }
    }

    @Test func `a print shows every row with its kind`() {
        #expect(
            shown(.print, below: nil) == [
                "insert a 1 at 1", "insert b 9 at 2", "updateBefore a 1 at 3",
                "updateAfter a 7 at 3", "updateBefore b 9 at 4", "updateAfter b 2 at 4",
                "updateBefore b 2 at 4", "updateAfter c 2 at 4", "delete a 7 at 3",
            ])
    }

    @Test func `a condition may hold for one of the two rows of an update`() {
        #expect(
            shown(.print, below: 5) == [
                "insert a 1 at 1", "updateBefore a 1 at 3", "updateAfter b 2 at 4",
                "updateBefore b 2 at 4", "updateAfter c 2 at 4",
            ])
    }

    @Test func `a feature group gets upserts, and deletes where a key has no row any more`() {
        #expect(
            shown(.featureGroup, below: nil) == [
                "insert a 1 at 1", "insert b 9 at 2", "updateAfter a 7 at 3",
                "updateAfter b 2 at 4", "delete b 2 at 4", "updateAfter c 2 at 4",
                "delete a 7 at 3",
            ])
        #expect(
            shown(.featureGroup, below: 5) == [
                "insert a 1 at 1", "delete a 1 at 3", "updateAfter b 2 at 4", "delete b 2 at 4",
                "updateAfter c 2 at 4",
            ])
    }

    @Test func `a row that leaves and comes back is deleted between, however batches are cut`() {
        func shown(_ batches: [[(RowKind, Event)]]) -> [RowKind] {
            var engine = Engine(Self.spec(.featureGroup, below: 5).plan)
            for changes in batches { _ = engine.apply(batch(changes)) }
            return rows(engine.advance()).map(\.kind)
        }
        let (low, high) = (Event("a", at: 1, amount: 1), Event("a", at: 2, amount: 9))
        let leaves: [(RowKind, Event)] = [(.updateBefore, low), (.updateAfter, high)]
        let returns: [(RowKind, Event)] = [(.updateBefore, high), (.updateAfter, low)]
        let expected: [RowKind] = [.insert, .delete, .updateAfter]
        #expect(shown([[(.insert, low)], leaves, returns]) == expected)
        #expect(shown([[(.insert, low)] + leaves + returns]) == expected)
    }

    @Test func `a key that an update moves away has gone when the update came, not before`() {
        let (old, new) = (Event("a", at: 1, amount: 1), Event("b", at: 9, amount: 1))
        let (high, back) = (Event("b", at: 12, amount: 8), Event("c", at: 10, amount: 2))
        var engine = Engine(Self.spec(.featureGroup, below: 5).plan)
        _ = engine.apply(
            batch([
                (.insert, old), (.updateBefore, old), (.updateAfter, new), (.updateBefore, new),
                (.updateAfter, high), (.insert, new), (.updateBefore, new), (.updateAfter, back),
                (.delete, back),
            ]))
        let results = rows(engine.advance())
        #expect(
            results.map(\.kind) == [
                .insert, .delete, .updateAfter, .delete, .insert, .delete, .updateAfter, .delete,
            ])
        #expect(results.map(\.timeMs) == [1, 9, 9, 12, 9, 10, 10, 10])
        #expect(results.map(\.newestMs) == results.map(\.timeMs))
    }

    @Test func `an event time of the sink's own moves to a tombstone from the row after`() {
        var spec = Self.spec(.featureGroup, below: nil)
        spec.annotations.eventTime = 1
        var engine = Engine(spec.plan)
        _ = engine.apply(
            batch([
                (.insert, Event("a", at: 1, amount: 1)),
                (.updateBefore, Event("a", at: 1, amount: 1)),
                (.updateAfter, Event("b", at: 2, amount: 30)),
            ]))
        #expect(rows(engine.advance()).map(\.timeMs) == [1, 30, 30])
    }

    @Test func `an update is one event that counts by the better of its rows`() {
        var spec = Self.spec(.print, below: 5)
        spec.delayMs = 0
        var engine = Engine(spec.plan)
        let applied = engine.apply(
            batch(
                Self.changes + [
                    (.updateBefore, Event("x", at: nil, amount: 1)),
                    (.updateAfter, Event("x", at: 5, amount: 1)),
                    (.updateBefore, Event("x", at: nil, amount: 1)),
                    (.updateAfter, Event("x", at: nil, amount: 1)),
                ]))
        #expect(applied.total.sum == 8)
        #expect(applied.total == applied.byStatement[0])
        // Accepted: a 1; a 1 → 7; b 9 → 2; b 2 → c 2; x with one time. Filtered: b 9 and a 7.
        #expect(applied.total.accepted == 5)
        #expect(applied.total.filtered == 2)
        #expect(applied.total.quarantined == 1)
        #expect(applied.rejections.count == 3)
    }
}
