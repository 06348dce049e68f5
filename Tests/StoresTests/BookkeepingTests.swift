import Engine
import Glibc
import Stores
import Testing

@Suite struct BookkeepingTests {
    private let scratch = Scratch()

    @Test func `a base replaces what was stored for its key group and deltas follow in order`()
        throws
    {
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        let statement = fixture.plan.statements[0].fingerprint
        func delta(_ keyGroup: Int, _ byte: UInt8, isBase: Bool = false) -> StateDelta {
            StateDelta(statement: statement, keyGroup: keyGroup, isBase: isBase, bytes: [byte])
        }
        for deltas in [
            [delta(1, 1, isBase: true), delta(2, 2, isBase: true)], [delta(1, 3)],
            [delta(1, 4), delta(2, 5, isBase: true)], [delta(2, 6)],
        ] {
            var commit = Commit(writeTimeMs: 1)
            commit.deltas = deltas
            _ = try store.commit(commit)
        }
        _ = consume store
        let restored = try fixture.open(scratch).restore()
        #expect(restored.deltas.map(\.bytes) == [[1], [3], [4], [5], [6]])
        #expect(restored.deltas.map(\.isBase) == [true, false, false, true, false])
    }

    @Test func `progress is restored by the plan's indices`() throws {
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        var commit = Commit(writeTimeMs: 77)
        commit.positions = [
            PartitionPosition(
                source: 0, partition: 1, topic: "log-input", topicPartition: 3, nextOffset: 42)
        ]
        commit.clocks = [
            PartitionClock(source: 0, partition: 0, watermarkMs: .min, isIdle: true),
            PartitionClock(source: 0, partition: 1, watermarkMs: 5, isIdle: false),
        ]
        commit.firedWatermarks = [SourceWatermark(source: 0, watermarkMs: .max)]
        var counters = EventCounters()
        counters.received = 9
        counters.accepted = 4
        counters.filtered = 3
        counters.late = 2
        counters.lost = 8
        counters.partlyLate = 1
        commit.sourceCounters = [counters]
        var statement = StatementCounters()
        statement.events = counters
        statement.rowsFired = 6
        statement.keysExpired = 5
        statement.failedValues = 4
        commit.statementCounters = [statement]
        commit.fileLengths = ["out.json": 99]
        commit.metrics = MetricsPoint(
            timeMs: 70, eventsPerSecond: 1.5, lag: 2, watermarkDelayMs: 3, lateTotal: 2,
            quarantinedTotal: 0, freshnessMs: ["attempts": nil])
        let receipt = try store.commit(commit)
        #expect(receipt.isBalanced)
        _ = consume store
        let restored = try fixture.open(scratch).restore()
        #expect(restored.commitTimeMs == 77)
        #expect(restored.positions == commit.positions)
        #expect(restored.clocks == commit.clocks)
        #expect(restored.firedWatermarks == commit.firedWatermarks)
        #expect(restored.sourceCounters == [counters])
        #expect(restored.statementCounters == [statement])
        #expect(restored.fileLengths == ["out.json": 99])
        #expect(restored.metrics == commit.metrics.map { [$0] })
        let status = try Reader(directory: scratch.path).status(nowMs: 0)
        #expect(status.total == counters)
        #expect(status.sources.map(\.counters) == [counters])
        #expect(status.sources.first?.partitions.map(\.topicPartition) == [0, 3])
        #expect(status.statements.map(\.counters) == [statement])
    }

    @Test func `counters that do not add up are found`() throws {
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        var commit = Commit(writeTimeMs: 1)
        var counters = EventCounters()
        counters.received = 2
        counters.accepted = 1
        commit.sourceCounters = [counters]
        #expect(try store.commit(commit).isBalanced == false)
        let findings = try Reader(directory: scratch.path).audit()
        #expect(findings.map(\.subject).sorted() == ["events", "total"])
    }

    @Test(arguments: [
        ("UPDATE online_attempts SET n = 8", "online rows are not the newest"),
        ("DELETE FROM online_attempts", "that is not online"),
        ("DELETE FROM segment_attempts_1", "0 are there"),
        ("UPDATE commits SET offsets = '{\"events\":{\"t\":{\"0\":9}}}' WHERE commit_id = 1", "9"),
        ("UPDATE commits SET watermarks = '{\"events\":[7]}' WHERE commit_id = 1", "from 7 to 5"),
    ])
    func `the audit finds what someone changed by hand`(sql: String, words: String) throws {
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        for n in 1...2 as ClosedRange<Int64> {
            var commit = fixture.commit([Fired([.string("a"), .integer(n), .null], at: n)])
            commit.positions = [
                PartitionPosition(
                    source: 0, partition: 0, topic: "t", topicPartition: 0, nextOffset: n)
            ]
            commit.clocks = [
                PartitionClock(source: 0, partition: 0, watermarkMs: 3 + n, isIdle: false)
            ]
            _ = try store.commit(commit)
        }
        #expect(try Reader(directory: scratch.path).audit() == [])
        #expect(try sqlite3(scratch, sql) == "")
        let findings = try Reader(directory: scratch.path).audit()
        #expect(
            findings.contains { $0.sentence.contains(words) },
            "\(findings.map(\.sentence))")
    }

    @Test func `a key fires while it is present and is resolved when it leaves`() throws {
        let fixture = Fixture([
            Fixture.sink(
                "suspects",
                annotations: Annotations(
                    alert: Annotations.Alert(
                        severity: .critical, message: "{device} tried {n} coupons")))
        ])
        var store = try fixture.open(scratch)
        // The whole story in one commit gives the same alerts as in many.
        let story = [
            Fired([.string("a"), .integer(10), .null], at: 1_000),
            Fired([.string("a"), .integer(12), .null], at: 2_000),
            Fired([.string("a"), .null, .null], at: 3_000, isDelete: true),
            Fired([.string("a"), .integer(11), .null], at: 5_000),
        ]
        let receipt = try store.commit(fixture.commit(story))
        #expect(receipt.alerts.map(\.resolvedMs) == [nil, nil, 3_000, nil])
        #expect(receipt.alerts.map(\.firstSeenMs) == [1_000, 1_000, 1_000, 5_000])
        _ = consume store
        let restored = try fixture.open(scratch).restore().alerts
        #expect(restored.map(\.message) == ["a tried 11 coupons", "a tried 12 coupons"])
        #expect(restored.map(\.resolvedMs) == [nil, 3_000])
        #expect(restored.first?.values == [.text("a"), .integer(11), .null])
        let other = Scratch()
        var slow = try fixture.open(other)
        for row in story { _ = try slow.commit(fixture.commit([row])) }
        #expect(
            try Reader(directory: other.path).dump() == Reader(directory: scratch.path).dump())
    }

    @Test func `rejected rows are kept with their bytes, the newest of each partition`() throws {
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        func rejected(_ offset: Int64, partition: Int32, bytes: [UInt8] = [1]) -> RejectedRow {
            RejectedRow(
                kind: .quarantined, reason: "not JSON", source: 0, topic: "log-input",
                topicPartition: partition, offset: offset, recordTimeMs: 6, bytes: bytes)
        }
        var commit = Commit(writeTimeMs: 1)
        commit.rejections = [
            rejected(9, partition: 1, bytes: [UInt8](repeating: 7, count: 70_000))
        ]
        commit.rejections += (0..<10_005).map { rejected($0, partition: 0) }
        commit.rejections.append(
            RejectedRow(
                kind: .partlyLate, reason: "late for 1 of 2 windows", source: 0, statement: 0,
                topic: "log-input", topicPartition: 0, offset: 3, eventTimeMs: 4, watermarkMs: 5,
                bytes: Array("{}".utf8)))
        _ = try store.commit(commit)
        let reader = try Reader(directory: scratch.path)
        let kept = try reader.quarantine(limit: 20_000)
        #expect(kept.count == 10_001)
        #expect(kept.first?.offset == 10_004)
        #expect(kept.filter { $0.topicPartition == 0 }.map(\.offset).min() == 5)
        let long = kept.first { $0.topicPartition == 1 }
        #expect(long?.bytes.count == 65_536)
        #expect(long?.length == 70_000)
        let late = try #require(try reader.lateRows(limit: 9).first)
        #expect(late.statement == "attempts")
        #expect(late.kind == .partlyLate)
        #expect(late.watermarkMs == 5)
        #expect(late.bytes == Array("{}".utf8))
    }

    @Test func `an append log is offline only, one row per result`() throws {
        let fixture = Fixture([Fixture.sink("log", key: [], kind: .appendLog)])
        var store = try fixture.open(scratch)
        let row = Fired([.null, .integer(1), .null], at: 1_000)
        let receipt = try store.commit(fixture.commit([row, row]))
        #expect(receipt.onlineRows == 0)
        #expect(receipt.groups.first??.offlineRows == 2)
        #expect(try sqlite3(scratch, "SELECT count(*) FROM offline_log") == "2\n")
        #expect(
            try sqlite3(scratch, "SELECT count(*) FROM sqlite_schema WHERE name = 'online_log'")
                == "0\n")
        #expect(try Reader(directory: scratch.path).audit() == [])
    }

    @Test func `closed segments are indexed and the log reads as one`() throws {
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        store.segmentRows = 10
        for firing in 0..<7 as Range<Int64> {
            let rows = (0..<5).map { key in
                Fired([.string("k\(key)"), .integer(firing), .null], at: firing)
            }
            _ = try store.commit(fixture.commit(rows))
        }
        _ = consume store
        let segments = "SELECT number, row_count, is_closed FROM segments"
        #expect(try sqlite3(scratch, segments) == "1|10|1\n2|10|1\n3|10|1\n4|5|0\n")
        let indices = "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'index_segment%'"
        #expect(try sqlite3(scratch, indices) == "3\n")
        #expect(try sqlite3(scratch, "SELECT count(*) FROM offline_attempts") == "35\n")
        let plan = try sqlite3(
            scratch, "EXPLAIN QUERY PLAN SELECT n FROM offline_attempts WHERE device = 'k1'")
        #expect(plan.split(separator: "\n").filter { $0.contains("USING INDEX") }.count == 3)
        var again = try fixture.open(scratch)
        again.segmentRows = 10
        _ = try again.commit(
            fixture.commit([Fired([.string("k1"), .integer(7), .null], at: 7)]))
        let reader = try Reader(directory: scratch.path)
        let history = try reader.history(group: "attempts", key: "k1", limit: 100)
        #expect(history.map(\.eventTimeMs) == [7, 6, 5, 4, 3, 2, 1, 0])
        #expect(try reader.audit() == [])
    }

    @Test func `a backup is a store of its own and never overwrites`() throws {
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit([Fired([.string("a"), .integer(1), .null], at: 1_000)]))
        let reader = try Reader(directory: scratch.path)
        let copy = Scratch()
        #expect(mkdir(copy.path, 0o700) == 0)
        try reader.backup(to: copy.path + "/weir.db")
        #expect(try Reader(directory: copy.path).dump() == reader.dump())
        do {
            try reader.backup(to: copy.path + "/weir.db")
            Issue.record("overwrote a file")
        } catch {
            #expect(error.kind == .refused)
        }
        #expect(try Reader(directory: copy.path).dump() == reader.dump())
        _ = try store.commit(fixture.commit([Fired([.string("b"), .null, .null], at: 1_000)]))
        #expect(try fixture.open(copy).restore().commitID == 1)
    }
}
