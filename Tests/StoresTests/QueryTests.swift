import Engine
import Stores
import Synchronization
import Testing

@Suite struct QueryTests {
    private let scratch = Scratch()

    private func reader() throws -> Reader {
        let fixture = Fixture.attempts
        var store = try fixture.open(scratch)
        _ = try store.commit(
            fixture.commit(
                (0..<50).map { row in
                    Fired([.string("k\(row)"), .integer(Int64(row)), .double(0.5)], at: 1_000)
                }))
        return try Reader(directory: scratch.path)
    }

    private static func refusal(
        _ sql: String, _ reader: borrowing Reader, _ limits: QueryLimits = QueryLimits()
    ) -> StoreFailure? {
        do {
            _ = try reader.query(sql, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("SELECT count(*), max(n) FROM offline_attempts", [StoreValue.integer(50), .integer(49)]),
        ("WITH x AS (SELECT 1 AS a) SELECT a, 'b' FROM x;", [.integer(1), .text("b")]),
        ("VALUES (NULL, x'00ff') -- a comment", [.null, .blob([0, 255])]),
        ("SELECT device, share FROM online_attempts WHERE n = 7", [.text("k7"), .real(0.5)]),
        ("SELECT value, 1 FROM json_each('[5]')", [.integer(5), .integer(1)]),
    ])
    func `reading is allowed`(sql: String, row: [StoreValue]) throws {
        let reader = try reader()
        let result = try reader.query(sql)
        #expect(result.rows == [row])
        #expect(result.columns.count == row.count)
        #expect(!result.isTruncated)
    }

    /// Each reads one column of the key `k`, whose event time is 1,000 and whose `seen` is 7.
    @Test(arguments: [
        ("SELECT event_time FROM online_g", StoreValue.time(1_000)),
        ("SELECT g.seen FROM offline_g AS g", .time(7)),
        ("WITH x AS (SELECT seen AS s FROM offline_g) SELECT s FROM x", .time(7)),
        ("SELECT event_time FROM online_g GROUP BY event_time ORDER BY n", .time(1_000)),
        ("SELECT time FROM commits", .time(2_000)),
        ("SELECT watermark FROM late_rows", .time(5)),
        ("SELECT \"offset\" FROM late_rows", .integer(3)),
        ("SELECT expires_at FROM online_g", .null),
        ("SELECT n FROM online_g", .integer(3)),
        ("SELECT is_deleted FROM offline_g", .integer(0)),
        ("SELECT commit_id FROM online_g", .integer(1)),
        ("SELECT max(seen) FROM online_g", .integer(7)),
        ("SELECT seen + 1 FROM online_g", .integer(8)),
        // The rows of a union come from two columns, of which SQLite names one.
        ("SELECT t FROM (SELECT n t FROM online_g UNION SELECT seen FROM online_g)", .integer(3)),
        ("SELECT substr(event_time, 1, 4) FROM online_g_text", .text("1970")),
    ])
    func `a column of times is told from numbers`(sql: String, value: StoreValue) throws {
        let fixture = Fixture([
            Fixture.sink(
                "g",
                [
                    Field("k", .string, isNullable: false), Field("n", .bigint),
                    Field("seen", .timestamp(precision: 3)),
                ])
        ])
        var store = try fixture.open(scratch)
        var commit = fixture.commit(
            [Fired([.string("k"), .integer(3), .integer(7)], at: 1_000)], at: 2_000)
        commit.rejections = [
            RejectedRow(
                kind: .late, reason: "late", source: 0, statement: 0, topic: "t",
                topicPartition: 0, offset: 3, eventTimeMs: 4, watermarkMs: 5, bytes: [])
        ]
        _ = try store.commit(commit)
        let reader = try Reader(directory: scratch.path)
        #expect(try reader.query(sql).rows.first == [value])
    }

    @Test(arguments: [
        "DELETE FROM online_attempts", "INSERT INTO file_lengths VALUES ('x', 1)",
        "UPDATE online_attempts SET n = 0", "DROP TABLE online_attempts",
        "CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)", "CREATE VIEW v AS SELECT 1",
        "ATTACH '/tmp/x.db' AS x", "DETACH main", "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = OFF", "PRAGMA writable_schema = 1", "VACUUM", "VACUUM INTO '/tmp/x'",
        "BEGIN", "COMMIT", "SAVEPOINT s", "REINDEX", "ANALYZE", "ALTER TABLE commits ADD x",
        "SELECT load_extension('x')", "EXPLAIN DELETE FROM commits",
        "WITH x AS (SELECT 1) DELETE FROM commits", "CREATE VIRTUAL TABLE f USING fts5(a)",
    ])
    func `everything else is refused before it runs`(sql: String) throws {
        let reader = try reader()
        let before = try reader.dump()
        let refused = Self.refusal(sql, reader)
        #expect(refused?.sentence.contains("write a SELECT") == true, "\(refused?.sentence ?? "")")
        #expect(try Reader(directory: scratch.path).dump() == before)
    }

    @Test(arguments: [
        ("SELECT * FROM ofline_attempts", "did you mean offline_attempts?"),
        ("SELECT devise FROM offline_attempts", "at line 1, column 8): did you mean device?"),
        ("SELECT *\nFORM offline_attempts", "line 2"),
        ("SELECT 1; SELECT 2", "one statement at a time"), ("  -- nothing", "write a SELECT"),
        ("", "there is no statement"), ("SELECT \"nodevice\" FROM offline_attempts", "column"),
        ("SELECT 1\u{0}; DROP TABLE x", "NUL"), ("SELECT zeroblob(1000000000)", "too large"),
    ])
    func `a mistake is shown with its place and the nearest name`(sql: String, words: String)
        throws
    {
        let reader = try reader()
        let refused = Self.refusal(sql, reader)
        #expect(refused?.sentence.contains(words) == true, "\(refused?.sentence ?? "nothing")")
    }

    @Test func `rows and bytes are limited and said to be`() throws {
        let reader = try reader()
        let some = try reader.query(
            "SELECT * FROM online_attempts", limits: QueryLimits(rows: 7))
        #expect(some.rows.count == 7)
        #expect(some.isTruncated)
        let all = try reader.query("SELECT * FROM online_attempts", limits: QueryLimits(rows: 50))
        #expect(!all.isTruncated)
        let big = try reader.query(
            "SELECT zeroblob(10000) FROM online_attempts", limits: QueryLimits(bytes: 100_000))
        #expect(big.rows.count < 12)
        #expect(big.isTruncated)
    }

    private static let endless = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
        """

    @Test func `an endless query ends when it is cancelled`() throws {
        let reader = try reader()
        let asked = Mutex(0)
        do {
            _ = try reader.query(Self.endless) {
                asked.withLock { asked in
                    asked += 1
                    return asked > 3
                }
            }
            Issue.record("answered")
        } catch {
            #expect(error.kind == .cancelled)
        }
        #expect(try reader.query("SELECT 1").rows == [[.integer(1)]])
    }

    @Test func `an endless query ends at its time limit`() throws {
        let reader = try reader()
        let refused = Self.refusal(Self.endless, reader, QueryLimits(milliseconds: 20))
        #expect(refused?.kind == .timedOut)
    }

    @Test func `the catalog shows tables and views without the log's pieces`() throws {
        let names = try reader().catalog().map(\.name)
        #expect(names.contains("online_attempts"))
        #expect(names.contains("offline_attempts_text"))
        #expect(names.contains("commits"))
        #expect(!names.contains { $0.hasPrefix("segment_") })
        let table = try reader().catalog().first { $0.name == "online_attempts" }
        #expect(table?.columns.first?.name == "device")
        #expect(table?.columns.first?.type == "TEXT")
        #expect(table?.isView == false)
    }
}
