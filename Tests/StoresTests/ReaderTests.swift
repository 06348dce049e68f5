import Engine
import Stores
import Testing

@Suite struct ReaderTests {
    private func filled(_ scratch: Scratch) throws -> Fixture {
        var annotations = Annotations()
        annotations.ttlMs = 10_000
        let fixture = Fixture([Fixture.sink("attempts", annotations: annotations)])
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([
                Fired([.string("a"), .integer(1), .double(0.5)], at: 1_000),
                Fired([.string("b"), .integer(2), .null], at: 1_000),
                Fired([.string("c"), .integer(9), .null], at: 1_000),
            ]))
        _ = try store.commit(
            fixture.commit(
                [
                    Fired([.string("a"), .integer(5), .double(1.5)], at: 2_000),
                    Fired([.string("b"), .null, .null], at: 2_000, isDelete: true),
                ], at: 3_000))
        return fixture
    }

    @Test func `a directory without a store says what to run`() {
        let scratch = Scratch()
        let refused = failure { _ = try Reader(directory: scratch.path) }
        #expect(refused?.kind == .nothingCommitted)
        #expect(refused?.sentence.contains("weir run PIPELINE.sql --data") == true)
    }

    @Test func `a get answers with the newest value or with why there is none`() throws {
        let scratch = Scratch()
        _ = try filled(scratch)
        let reader = try Reader(directory: scratch.path)
        let answers = try reader.get(
            group: "attempts", keys: ["a", "b", "c", "x"], nowMs: 11_500)
        #expect(answers[0].row?.values == [.text("a"), .integer(5), .real(1.5)])
        #expect(answers[0].row?.expiresAtMs == 12_000)
        #expect(answers[1].whyEmpty == .deleted(atMs: 2_000))
        #expect(answers[2].whyEmpty == .expired(atMs: 11_000))
        #expect(answers[3].whyEmpty == .neverSeen)
        #expect(answers.dropFirst().allSatisfy { $0.row == nil })
    }

    @Test(
        arguments: [
            (nil, "deleted at 1970-01-01T00:00:02.000Z"),
            (
                .tumble(sizeMs: 1_000, offsetMs: 0),
                "gone since 1970-01-01T00:00:02.000Z: its window emptied, or HAVING no longer held"
            ),
        ] as [(Window?, String)])
    func `only a group of windows says that a window emptied`(
        window: Window?, sentence: String
    ) throws {
        let scratch = Scratch()
        var fixture = Fixture.attempts
        if let window {
            let aggregate = WindowAggregate(window: window, time: 0, keys: [], aggregates: [])
            fixture.plan.nodes[0] = Node(
                .window(aggregate), inputs: [], output: fixture.plan.nodes[0].output)
        }
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([
                Fired([.string("a"), .integer(1), .null], at: 1_000),
                Fired([.string("a"), .null, .null], at: 2_000, isDelete: true),
            ]))
        let reader = try Reader(directory: scratch.path)
        let answer = try reader.get(group: "attempts", keys: ["a"], nowMs: 0)[0]
        #expect(answer.whyEmpty?.sentence == sentence)
        #expect(try reader.lookup(key: "a", nowMs: 0)[0].online.whyEmpty == answer.whyEmpty)
    }

    @Test func `a value expires at its time and not before`() throws {
        let scratch = Scratch()
        _ = try filled(scratch)
        let reader = try Reader(directory: scratch.path)
        #expect(try reader.get(group: "attempts", keys: ["c"], nowMs: 10_999)[0].row != nil)
        #expect(try reader.get(group: "attempts", keys: ["c"], nowMs: 11_000)[0].row == nil)
    }

    @Test(arguments: [
        (AsOf(eventTimeMs: 1_999), Value.integer(1)), (AsOf(eventTimeMs: 2_000), .integer(5)),
        (AsOf(eventTimeMs: 5_000, writeTimeMs: 2_999), .integer(1)),
        (AsOf(writeTimeMs: 3_000), .integer(5)), (AsOf(eventTimeMs: 999), .null),
    ])
    func `the past is read by either clock`(asOf: AsOf, wanted: Value) throws {
        let scratch = Scratch()
        _ = try filled(scratch)
        let reader = try Reader(directory: scratch.path)
        let row = try reader.get(group: "attempts", keys: ["a"], nowMs: 0, asOf: asOf)[0].row
        switch wanted {
        case .integer(let value): #expect(row?.values[1] == .integer(value))
        default: #expect(row == nil)
        }
    }

    @Test func `a history is newest first and shows tombstones`() throws {
        let scratch = Scratch()
        _ = try filled(scratch)
        let reader = try Reader(directory: scratch.path)
        let rows = try reader.history(group: "attempts", key: "b", limit: 10)
        #expect(rows.map(\.eventTimeMs) == [2_000, 1_000])
        #expect(rows.map(\.isDeleted) == [true, false])
        #expect(try reader.history(group: "attempts", key: "a", limit: 1).count == 1)
    }

    @Test func `a lookup asks every group whose key fits`() throws {
        let scratch = Scratch()
        let fixture = Fixture([
            Fixture.sink("attempts"),
            Fixture.sink("by_number", [Field("id", .bigint), Field("n", .bigint)]),
        ])
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([Fired([.string("a"), .integer(1), .null], at: 1_000)]))
        _ = try store.commit(
            fixture.commit([Fired([.integer(7), .integer(1)], at: 1_000)], statement: 1))
        let reader = try Reader(directory: scratch.path)
        #expect(try reader.lookup(key: "a", nowMs: 0).map(\.group.name) == ["attempts"])
        let both = try reader.lookup(key: "7", nowMs: 0)
        #expect(both.map(\.group.name) == ["attempts", "by_number"])
        #expect(both.map { $0.online.row == nil } == [true, false])
        #expect(both[0].online.whyEmpty == .neverSeen)
    }

    @Test func `an unknown group names the nearest`() throws {
        let scratch = Scratch()
        _ = try filled(scratch)
        let reader = try Reader(directory: scratch.path)
        do {
            _ = try reader.get(group: "atempts", keys: ["a"], nowMs: 0)
            Issue.record("answered")
        } catch {
            #expect(error.kind == .unknownGroup)
            #expect(error.sentence.hasSuffix("did you mean attempts?"))
        }
    }

    @Test func `the status counts keys, rows and tombstones apart`() throws {
        let scratch = Scratch()
        _ = try filled(scratch)
        let status = try Reader(directory: scratch.path).status(nowMs: 11_500)
        #expect(status.commitID == 2)
        #expect(status.identity.pipeline == "coupon")
        let group = try #require(status.groups.first)
        #expect(group.keys == 1)
        #expect(group.info.totals.offlineRows == 4)
        #expect(group.info.totals.tombstones == 1)
        #expect(group.freshnessMs == Int64(9_501))
    }
}
