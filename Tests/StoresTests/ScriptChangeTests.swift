import Engine
import Stores
import Testing

@Suite struct ScriptChangeTests {
    private func fill(_ scratch: Scratch, _ fixture: Fixture) throws {
        var store = try fixture.open(scratch)
        store.segmentRows = 1
        var commit = fixture.commit([Fired([.string("a"), .integer(1), .double(0.5)], at: 1_000)])
        commit.deltas = [
            StateDelta(
                statement: fixture.plan.statements[0].fingerprint, keyGroup: 0, isBase: true,
                bytes: [1])
        ]
        commit.positions = [
            PartitionPosition(
                source: 0, partition: 0, topic: "log-input", topicPartition: 0, nextOffset: 9)
        ]
        _ = try store.commit(commit)
    }

    /// The same script with another fingerprint, and perhaps other columns.
    private func changed(_ fields: [Field] = Fixture.fields, key: [Int] = [0]) -> Fixture {
        var fixture = Fixture([Fixture.sink("attempts", fields, key: key)])
        fixture.plan.statements = fixture.plan.statements.map {
            Statement(
                node: $0.node, sink: $0.sink, sources: $0.sources, fingerprint: "another",
                range: $0.range)
        }
        return fixture
    }

    @Test func `the same script goes on where it was`() throws {
        let scratch = Scratch()
        try fill(scratch, .attempts)
        let store = try Fixture.attempts.open(scratch)
        let restored = try store.restore()
        #expect(store.notes == [])
        #expect(restored.commitID == 1)
        #expect(restored.deltas.map(\.bytes) == [[1]])
        #expect(restored.positions.map(\.nextOffset) == [9])
    }

    @Test func `appended columns are added and old rows have NULL there`() throws {
        let scratch = Scratch()
        try fill(scratch, .attempts)
        let fixture = changed(Fixture.fields + [Field("worst \"case\"", .bigint)])
        var store = try fixture.open(scratch)
        #expect(store.notes.count == 1)
        #expect(store.notes.first?.contains("worst \"case\"") == true)
        #expect(try store.restore().positions.map(\.nextOffset) == [9])
        #expect(try store.restore().deltas == [])
        _ = try store.commit(
            fixture.commit([
                Fired([.string("b"), .integer(2), .null, .integer(8)], at: 2_000)
            ]))
        let reader = try Reader(directory: scratch.path)
        let answers = try reader.get(group: "attempts", keys: ["a", "b"], nowMs: 0)
        #expect(answers[0].row?.values == [.text("a"), .integer(1), .real(0.5), .null])
        #expect(answers[1].row?.values == [.text("b"), .integer(2), .null, .integer(8)])
        #expect(try reader.history(group: "attempts", key: "a", limit: 5).count == 1)
        #expect(try reader.audit() == [])
    }

    struct Change {
        let name: String
        let fields: [Field]
        var key = [0]
    }

    @Test(arguments: [
        Change(name: "another meaning", fields: Fixture.fields),
        Change(name: "a column less", fields: Array(Fixture.fields.dropLast())),
        Change(
            name: "a column of another type",
            fields: [Fixture.fields[0], Field("n", .double), Fixture.fields[2]]),
        Change(
            name: "a column in between",
            fields: [Fixture.fields[0], Field("m", .bigint)] + Fixture.fields[1...]),
        Change(name: "another key", fields: Fixture.fields, key: [0, 1]),
    ])
    func `every other change needs a rebuild, which keeps the old rows`(change: Change) throws {
        let scratch = Scratch()
        try fill(scratch, .attempts)
        let before = try Reader(directory: scratch.path).dump()
        let fixture = changed(change.fields, key: change.key)
        let refused = failure { _ = try fixture.open(scratch) }
        #expect(refused?.kind == .needsRebuild)
        #expect(refused?.sentence.contains("--rebuild") == true)
        #expect(try Reader(directory: scratch.path).dump() == before)

        let store = try fixture.open(scratch, rebuild: true)
        let restored = try store.restore()
        #expect(restored.positions == [])
        #expect(restored.deltas == [])
        #expect(restored.commitID == 1)
        #expect(store.notes.first?.contains("attempts_until_1") == true)
        let reader = try Reader(directory: scratch.path)
        #expect(try reader.get(group: "attempts", keys: [#"["a",1]"#], nowMs: 0)[0].row == nil)
        let kept = try reader.history(group: "attempts_until_1", key: "a", limit: 5)
        #expect(kept.map { $0.values[1] } == [.integer(1)])
        #expect(
            try sqlite3(scratch, "SELECT device FROM offline_attempts_until_1_text") == "a\n")
        #expect(try reader.audit() == [])
    }

    @Test func `a rebuild restarts what shares the source and nothing else`() throws {
        let scratch = Scratch()
        var fixture = Fixture([Fixture.sink("one"), Fixture.sink("two"), Fixture.sink("apart")])
        fixture.plan.sources.append(
            Source(name: "other", options: [:], declared: [], inputs: []))
        let apart = fixture.plan.statements[2]
        fixture.plan.statements[2] = Statement(
            node: apart.node, sink: 2, source: 1, fingerprint: "apart", range: 0..<0)
        var store = try fixture.open(scratch)
        var commit = Commit(writeTimeMs: 1)
        commit.deltas = fixture.plan.statements.map {
            StateDelta(statement: $0.fingerprint, keyGroup: 0, isBase: true, bytes: [7])
        }
        commit.positions = [0, 1].map {
            PartitionPosition(
                source: $0, partition: 0, topic: "t\($0)", topicPartition: 0, nextOffset: 5)
        }
        _ = try store.commit(commit)
        _ = consume store
        let one = fixture.plan.statements[0]
        fixture.plan.statements[0] = Statement(
            node: one.node, sink: 0, source: 0, fingerprint: "changed", range: 0..<0)
        let restored = try fixture.open(scratch, rebuild: true).restore()
        #expect(restored.deltas.map(\.statement) == ["apart"])
        #expect(restored.positions.map(\.source) == [1])
        #expect(restored.notes.count == 2)
    }

    @Test func `a statement that left the script needs a rebuild too`() throws {
        let scratch = Scratch()
        _ = try Fixture([Fixture.sink("one"), Fixture.sink("two")]).open(scratch)
        let fewer = Fixture([Fixture.sink("one")])
        #expect(failure { _ = try fewer.open(scratch) }?.kind == .needsRebuild)
        _ = try fewer.open(scratch, rebuild: true)
        let names = try Reader(directory: scratch.path).groups(includingKept: true).map(\.name)
        #expect(names == ["one", "one_until_0", "two_until_0"])
    }

    @Test func `a new statement is welcome`() throws {
        let scratch = Scratch()
        try fill(scratch, .attempts)
        let more = Fixture([Fixture.sink("attempts"), Fixture.sink("attempts_text")])
        _ = try more.open(scratch)
        let reader = try Reader(directory: scratch.path)
        #expect(try reader.groups().map(\.name) == ["attempts", "attempts_text"])
        // The view over `attempts` gives way to the table of `attempts_text`.
        #expect(try sqlite3(scratch, "SELECT count(*) FROM online_attempts_text") == "0\n")
        #expect(try sqlite3(scratch, "SELECT count(*) FROM online_attempts") == "1\n")
    }

    @Test(arguments: ["commit_id", "Is_Deleted", "write_time"])
    func `reserved names are refused`(name: String) {
        let fixture = Fixture([
            Fixture.sink("g", [Field("k", .string), Field(name, .bigint)])
        ])
        let refused = failure { _ = try fixture.open(Scratch()) }
        #expect(refused?.kind == .unusablePlan)
    }
}
