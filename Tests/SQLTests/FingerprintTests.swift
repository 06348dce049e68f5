import Engine
import SQL
import Testing

/// A fingerprint changes exactly when a statement's state can no longer be used.
struct FingerprintTests {
    private static let script = """
        SET 'table.local-time-zone' = 'UTC';
        SET 'table.exec.sink.require-on-conflict' = 'false';
        CREATE TABLE s (who STRING, n INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH (
          'connector' = 'kafka', 'topic' = 'in', 'properties.bootstrap.servers' = 'one:9092',
          'scan.startup.mode' = 'earliest-offset', 'format' = 'json');
        -- @title Sums
        -- @ttl 1 d
        -- @when-empty keep
        CREATE TABLE g (who STRING, n INT, PRIMARY KEY (who) NOT ENFORCED) WITH (
          'connector' = 'upsert-kafka', 'topic' = 'out',
          'properties.bootstrap.servers' = 'one:9092',
          'key.format' = 'json', 'value.format' = 'json');
        INSERT INTO g SELECT who, SUM(n)
        FROM TABLE(HOP(TABLE s, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '60' SECOND))
        WHERE n > 0
        GROUP BY who, window_start, window_end;

        """

    private func fingerprint(
        replacing text: String = "", with other: String = "", adding more: String = ""
    ) throws -> String {
        #expect(text.isEmpty || Self.script.contains(text), "the script has no \(text)")
        let script = text.isEmpty ? Self.script : Self.script.replacing(text, with: other)
        return try #require(
            try Compiler.compile(script + more, options: testOptions).plan.statements.first
        ).fingerprint
    }

    @Test(arguments: [
        ("one:9092", "two:9092"), ("earliest-offset", "latest-offset"), ("@title Sums", "@title N"),
        ("@ttl 1 d", "@ttl 2 d"), ("SELECT who, SUM(n)", "SELECT  who ,\n SUM( n ) AS n"),
        ("WHERE n > 0", "WHERE (n > 0) -- positive"), ("'topic' = 'out'", "'topic' = 'elsewhere'"),
        ("who STRING, n INT, ts", "unused BIGINT, who STRING, n INT, ts"),
        ("INTERVAL '60' SECOND", "INTERVAL '1' MINUTE"), ("HOP(TABLE s", "HOP(DATA => TABLE s"),
    ])
    func `what does not change the rows does not change the fingerprint`(
        text: String, other: String
    ) throws {
        #expect(try fingerprint(replacing: text, with: other) == fingerprint())
    }

    @Test(arguments: [
        ("'topic' = 'in'", "'topic' = 'other'"), ("AS ts)", "AS ts - INTERVAL '1' SECOND)"),
        ("'10' SECOND", "'20' SECOND"), ("WHERE n > 0", "WHERE n > 1"), ("SUM(n)", "MAX(n)"),
        ("@when-empty keep", "@when-empty zero"),
        ("'UTC'", "'GMT+01:00'"), ("who STRING, n INT, PRIMARY", "who STRING, m INT, PRIMARY"),
        ("TABLE g", "TABLE h"),
    ])
    func `what changes the rows changes the fingerprint`(text: String, other: String) throws {
        let script = Self.script.replacing(text, with: other)
            .replacing("INTO g", with: other == "TABLE h" ? "INTO h" : "INTO g")
        let changed = try Compiler.compile(script, options: testOptions).plan.statements[0]
        #expect(try changed.fingerprint != fingerprint())
    }

    @Test func `another statement's columns do not change the fingerprint`() throws {
        let more = """
            CREATE TABLE p (t TIMESTAMP(3)) WITH ('connector' = 'print');
            INSERT INTO p SELECT ts FROM s WHERE who = 'me';
            """
        let wider = "who STRING, more STRING, n INT, ts"
        let alone = try fingerprint()
        #expect(try fingerprint(adding: more) == alone)
        let other = "INSERT INTO p SELECT ts FROM s WHERE more = 'x';"
        #expect(
            try fingerprint(
                replacing: "who STRING, n INT, ts", with: wider,
                adding: more.split(separator: "\n")[0] + "\n" + other) == alone)
    }

    @Test func `a fingerprint stays the same from version to version`() throws {
        let found = try fingerprint()
        #expect(found == "fcce459cf87c0d9b")
    }
}
