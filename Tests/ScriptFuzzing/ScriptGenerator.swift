import TestSupport

/// Writes whole scripts of every shape that Weir knows, with mistakes here and there.
struct ScriptGenerator {
    private var write: ExpressionGenerator
    private var hasView = false

    init(_ random: SplitMix64) { write = ExpressionGenerator(random: random) }

    /// The first ones are right, those behind the bar are not.
    private static let settings = (
        [
            "SET 'table.local-time-zone' = 'UTC';", "SET 'table.local-time-zone' = 'GMT+09:00';",
            "SET 'table.local-time-zone' = 'Test/East';", "SET 'pipeline.name' = 'x';",
            "SET 'table.exec.source.idle-timeout' = '5 s';", "SET 'table.exec.state.ttl' = '1 h';",
            "SET 'table.exec.sink.require-on-conflict' = 'false';",
        ],
        [
            "SET 'table.local-time-zone' = 'Mars';", "SET 'table.exec.state.tl' = '1 h';",
            "SET 'table.exec.emit.early-fire.enabled' = 'true';", "SET 'pipeline.name' = x;",
        ]
    )

    private static let annotations = (
        [
            "-- @ttl 1 h", "-- @freshness 2 h", "-- @when-empty null", "-- @title a title",
            "-- @event-time w", "-- @alert critical \"{c0} did {w}\"", "-- @when-empty delete",
        ],
        [
            "-- @ttl soon", "-- @freshness 1 s", "-- @alert info nothing", "-- @tll 1 d",
            "-- @future-guard off", "-- @event-time c0", "-- @alert info \"{c9}\"",
        ]
    )

    private static let kafka =
        "'connector' = 'kafka', 'topic' = 's', 'format' = 'json', "
        + "'properties.bootstrap.servers' = 'b'"
    private static let file = "'connector' = 'filesystem', 'path' = 'p', 'format' = 'json'"

    private static let sources = (
        [
            kafka, file, file + ", 'json.ignore-parse-errors' = 'true'",
            kafka + ", 'scan.startup.mode' = 'earliest-offset'",
        ],
        [
            "'connector' = 'filesystem', 'path' = 'p', 'format' = 'csv'", kafka + ", 'a' = 'b'",
            "'connector' = 'kafka', 'topic' = 's', 'format' = 'jsn'",
        ]
    )

    private static let outer = "'connector' = 'print'"
    private static let group =
        "'connector' = 'upsert-kafka', 'topic' = 'g', 'properties.bootstrap.servers' = 'b', "
        + "'key.format' = 'json', 'value.format' = 'json'"

    private static let types: [(ExpressionGenerator.Kind, String)] = [
        (.text, "STRING"), (.whole, "BIGINT"), (.number, "DOUBLE"), (.number, "DECIMAL(12, 3)"),
        (.truth, "BOOLEAN"), (.time, "TIMESTAMP(3)"), (.date, "DATE"), (.array, "ARRAY<STRING>"),
        (.whole, "INT"), (.text, "VARCHAR(5)"),
    ]

    mutating func script() -> String {
        var lines: [String] = []
        for _ in 0..<Int.random(in: 0...2, using: &write.random) {
            lines.append(mostly(Self.settings))
        }
        lines.append(source())
        hasView = write.chance(4)
        if hasView {
            lines.append(
                "CREATE VIEW v AS SELECT t, \(write.expression(.text, 2)) AS u, i, b, n, d, f, c, "
                    + "k, born, ts, l, a, m FROM s"
                    + " WHERE \(write.expression(.truth, 2));")
        }
        for number in 0..<(write.chance(4) ? 2 : 1) { lines.append(statement(number)) }
        return lines.joined(separator: write.chance(10) ? " " : "\n")
    }

    private mutating func source() -> String {
        var columns = [
            "t STRING", "u STRING", "i INT", "b BIGINT", "n SMALLINT", "d DOUBLE", "f FLOAT",
            "c DECIMAL(10, 2)", "k BOOLEAN", "born DATE", "ts TIMESTAMP(3)", "l TIMESTAMP_LTZ(3)",
            "a ARRAY<STRING>", "m ARRAY<INT>", "o ROW<p ROW<q STRING>>",
        ]
        if write.chance(20) { columns.remove(at: Int.random(in: 0..<15, using: &write.random)) }
        if write.chance(6) { columns.append("extra AS \(write.expression(write.kind(), 2))") }
        if write.chance(20) { columns.append("proc AS PROCTIME()") }
        if write.chance(60) { columns.append("part INT METADATA FROM 'partition' VIRTUAL") }
        if !write.chance(25) {
            let delay = write.pick(["", " - INTERVAL '5' SECOND", " - INTERVAL '1' HOUR"])
            let time = write.chance(30) ? "l" : "ts"
            columns.append("WATERMARK FOR \(time) AS \(time)\(delay)")
        }
        return "CREATE TABLE s (\(columns.joined(separator: ", "))) WITH "
            + "(\(mostly(Self.sources)));"
    }

    /// One of the first, or once in sixty of the others.
    private mutating func mostly(_ choices: ([String], [String])) -> String {
        write.pick(write.chance(60) ? choices.1 : choices.0)
    }

    private mutating func statement(_ number: Int) -> String {
        let shape = Int.random(in: 0..<8, using: &write.random)
        let count = Int.random(in: 1...4, using: &write.random)
        var outputs = (0..<count).map { _ in write.pick(Self.types) }
        let isGroup = write.chance(3)
        if isGroup, !write.chance(20) { outputs[0] = (.text, "STRING") }
        var columns = outputs.enumerated().map { "c\($0) \($1.1)" }
        if isGroup { columns += ["w TIMESTAMP(3)", "PRIMARY KEY (c0) NOT ENFORCED"] }
        var lines: [String] = []
        if isGroup {
            for _ in 0..<Int.random(in: 0...2, using: &write.random) {
                lines.append(mostly(Self.annotations))
            }
        }
        lines.append(
            "CREATE TABLE o\(number) (\(columns.joined(separator: ", "))) "
                + "WITH (\(isGroup ? Self.group : Self.outer));")
        var query = self.query(shape, outputs, isGroup: isGroup)
        if write.chance(8) { query = "WITH q AS (\(query)) SELECT * FROM q" }
        if write.chance(8) { query = "SELECT * FROM (\(query)) AS q" }
        lines.append("INSERT INTO o\(number) \(query);")
        return lines.joined(separator: "\n")
    }

    private mutating func items(
        _ outputs: [(ExpressionGenerator.Kind, String)], _ time: String?,
        _ item: (inout ExpressionGenerator, ExpressionGenerator.Kind) -> String
    ) -> String {
        var items = outputs.enumerated().map { index, output in
            "CAST(\(item(&write, output.0)) AS \(output.1)) AS c\(index)"
        }
        if let time { items.append("\(time) AS w") }
        return items.joined(separator: ", ")
    }

    private mutating func condition(_ word: String) -> String {
        write.chance(2) ? "" : " \(word) \(write.expression(.truth, 2))"
    }

    private mutating func query(
        _ shape: Int, _ outputs: [(ExpressionGenerator.Kind, String)], isGroup: Bool
    ) -> String {
        let time = isGroup ? "ts" : nil
        let end = isGroup ? "window_end" : nil
        var table = write.pick(["s", "s", "default_catalog.default_database.s"])
        if hasView, write.chance(2) { table = "v" }
        let key = write.pick(["t", "t, i", "UPPER(t)", "k", "t"])
        func rows(_ generator: inout ExpressionGenerator, _ kind: ExpressionGenerator.Kind)
            -> String
        { generator.expression(kind, 2) }
        func groups(_ generator: inout ExpressionGenerator, _ kind: ExpressionGenerator.Kind)
            -> String
        { kind == .date || kind == .array ? "NULL" : generator.aggregate(kind, 2) }
        switch shape {
        case 0, 1:
            return "SELECT \(items(outputs, time, rows)) FROM \(table)\(condition("WHERE"))"
        case 2, 3:
            let having = write.chance(3) ? " HAVING \(write.aggregate(.truth, 2))" : ""
            return "SELECT \(items(outputs, end, groups)) FROM \(window(table))"
                + "\(condition("WHERE")) GROUP BY \(key), window_start, window_end\(having)"
        case 4:
            let window = write.pick([
                "TUMBLE(ts, INTERVAL '1' MINUTE)",
                "HOP(ts, INTERVAL '10' SECOND, INTERVAL '1' MINUTE)",
                "SESSION(ts, INTERVAL '30' SECOND)",
            ])
            let closed = isGroup ? "TUMBLE_END(ts, INTERVAL '1' MINUTE)" : nil
            return "SELECT \(items(outputs, closed, groups))"
                + " FROM \(table)\(condition("WHERE")) GROUP BY \(key), \(window)"
        case 5:
            let frame = write.pick([
                "", " RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW",
                " ROWS BETWEEN 3 PRECEDING AND CURRENT ROW",
                " ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
            ])
            return
                "SELECT \(items(outputs, time) { "\($0.aggregate($1, 1)) OVER w" }) FROM \(table) "
                + "WINDOW w AS (PARTITION BY \(key) ORDER BY ts\(frame))"
        case 6:
            let order = write.pick(["ts", "ts DESC", "ts ASC", "d DESC"])
            let source = hasView ? "v" : "(SELECT t, i, d, k, a, ts, u FROM s)"
            return "SELECT \(items(outputs, time, rows)) FROM (SELECT *, ROW_NUMBER() OVER "
                + "(PARTITION BY \(key) ORDER BY \(order)) AS rn FROM \(source)) "
                + "WHERE rn = \(write.chance(20) ? "2" : "1")"
        default:
            let first = "SELECT \(items(outputs, time, rows)) FROM \(table)"
            return "\(first) UNION ALL SELECT \(items(outputs, time, rows)) FROM s"
        }
    }

    private mutating func window(_ table: String) -> String {
        let inside = write.pick([
            "TUMBLE(TABLE \(table), DESCRIPTOR(ts), INTERVAL '1' MINUTE)",
            "HOP(TABLE \(table), DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '1' MINUTE)",
            "CUMULATE(TABLE \(table), DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '1' MINUTE)",
            "SESSION(TABLE \(table) PARTITION BY t, DESCRIPTOR(ts), INTERVAL '10' SECOND)",
            "TUMBLE(TABLE \(table), DESCRIPTOR(ts), INTERVAL '1' DAY, INTERVAL '1' HOUR)",
            "TUMBLE(DATA => TABLE \(table), TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '2' HOUR)",
        ])
        if write.chance(30) { return "TABLE(HOP(TABLE s, DESCRIPTOR(l), INTERVAL '7' SECOND))" }
        return write.chance(4) ? inside : "TABLE(\(inside))"
    }
}
