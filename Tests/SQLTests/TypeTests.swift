import Engine
import SQL
import Testing

/// Which type an expression has, by Flink's rules.
struct TypeTests {
    /// The type that a refused INSERT into a BOOLEAN column names.
    private func type(of expression: String) throws -> String {
        let script = """
            CREATE TABLE s (
              i8 TINYINT, i16 SMALLINT, i INT, b BIGINT, f FLOAT, d DOUBLE, t STRING, born DATE,
              c DECIMAL(10, 2), w DECIMAL(38, 10),
              ts TIMESTAMP(3), l TIMESTAMP_LTZ(3), k BOOLEAN, WATERMARK FOR ts AS ts
            ) WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json');
            CREATE TABLE probe (p BOOLEAN) WITH ('connector' = 'print');
            INSERT INTO probe SELECT \(expression)
            """
        do {
            _ = try Compiler.compile(script, options: testOptions)
            return "BOOLEAN"
        } catch {
            let message = try #require(error.all.first { $0.severity == .error }).message
            guard let start = message.firstRange(of: "this is ") else { return message }
            return String(message[start.upperBound...].prefix { $0 != ";" })
        }
    }

    @Test(arguments: [
        ("i8 + i16", "SMALLINT"), ("i + b", "BIGINT"), ("i * i", "INT"), ("i / 2", "INT"),
        ("i + f", "FLOAT"), ("b + f", "FLOAT"), ("f + d", "DOUBLE"), ("i - d", "DOUBLE"),
        ("b % i", "INT"), ("i % b", "BIGINT"), ("-i8", "TINYINT"), ("d * 1.5", "DOUBLE"),
        ("f * 1.5", "DOUBLE"), ("i * 1.5", "DECIMAL(13, 1)"), ("1.5", "DECIMAL(2, 1)"),
        ("1.5E0", "DOUBLE"), ("0.05", "DECIMAL(3, 2)"), (".05", "DECIMAL(2, 2)"),
        ("99999999999999999999", "DECIMAL(20, 0)"), ("c + c", "DECIMAL(11, 2)"),
        ("c * c", "DECIMAL(21, 4)"), ("c / c", "DECIMAL(23, 13)"), ("c % i8", "DECIMAL(5, 2)"),
        ("i8 % c", "DECIMAL(5, 2)"), ("b / c", "DECIMAL(32, 11)"), ("c * d", "DOUBLE"),
        ("c + f", "DOUBLE"), ("w * w", "DECIMAL(38, 6)"), ("w / c", "DECIMAL(38, 8)"),
        ("w + 1", "DECIMAL(38, 9)"), ("ABS(c)", "DECIMAL(10, 2)"), ("-c", "DECIMAL(10, 2)"),
        ("FLOOR(c)", "DECIMAL(10, 0)"), ("ROUND(c, 1)", "DECIMAL(10, 1)"),
        ("ROUND(c)", "DECIMAL(9, 0)"), ("ROUND(c, -1)", "DECIMAL(9, 0)"),
        ("ROUND(c, 5)", "DECIMAL(10, 2)"), ("COALESCE(c, i)", "DECIMAL(12, 2)"),
        ("COALESCE(c, d)", "DOUBLE"), ("CAST(t AS DECIMAL)", "DECIMAL(10, 0)"),
        ("CAST(t AS NUMERIC(5))", "DECIMAL(5, 0)"), ("CAST(ts AS TIME)", "TIME(0)"),
        ("TIME '12:00:00.5'", "TIME(1)"), ("c = 1.5", "BOOLEAN"),
        ("i BETWEEN 0.5 AND c", "BOOLEAN"),
        ("2147483647", "INT"), ("2147483648", "BIGINT"), ("-9223372036854775808", "BIGINT"),
        ("2147483647 + 1", "INT"), ("CAST(1.5 AS DOUBLE) * i", "DOUBLE"),
        ("ABS(i)", "INT"), ("ROUND(d, 2)", "DOUBLE"), ("FLOOR(f)", "FLOAT"), ("SQRT(i)", "DOUBLE"),
        ("LOG(2, i)", "DOUBLE"), ("POWER(i, i)", "DOUBLE"), ("SIGN(b)", "BIGINT"),
        ("CHAR_LENGTH(t)", "INT"), ("POSITION('a' IN t)", "INT"), ("t || 'a'", "STRING"),
        ("COALESCE(i, b)", "BIGINT"), ("COALESCE(i, d)", "DOUBLE"), ("NULLIF(i, b)", "INT"),
        ("IF(k, i, d)", "DOUBLE"), ("IFNULL(t, 'a')", "STRING"), ("GREATEST(i, b)", "BIGINT"),
        ("CASE WHEN k THEN i8 ELSE b END", "BIGINT"), ("CASE i WHEN 1 THEN 'a' END", "STRING"),
        ("CASE WHEN k THEN NULL ELSE i END", "INT"),
        ("CASE WHEN k THEN 1.5 ELSE i END", "DECIMAL(11, 1)"),
        ("CASE WHEN k THEN 1.5 ELSE d END", "DOUBLE"),
        ("ts + INTERVAL '1' DAY", "TIMESTAMP(3)"), ("INTERVAL '1' DAY + l", "TIMESTAMP_LTZ(3)"),
        ("born + INTERVAL '1' DAY", "DATE"), ("born + INTERVAL '1' MONTH", "DATE"),
        ("FLOOR(l TO DAY)", "TIMESTAMP_LTZ(3)"), ("FLOOR(born TO MONTH)", "DATE"),
        ("CEIL(ts TO HOUR)", "TIMESTAMP(3)"), ("EXTRACT(DAY FROM ts)", "BIGINT"),
        ("HOUR(l)", "BIGINT"), ("DAYOFWEEK(born)", "BIGINT"), ("TO_TIMESTAMP(t)", "TIMESTAMP(3)"),
        ("TO_TIMESTAMP_LTZ(b, 0)", "TIMESTAMP_LTZ(3)"), ("TO_DATE(t)", "DATE"),
        ("TIMESTAMPDIFF(DAY, ts, ts)", "INT"), ("TIMESTAMPADD(HOUR, 1, born)", "TIMESTAMP(3)"),
        ("TIMESTAMPADD(DAY, 1, born)", "DATE"), ("UNIX_TIMESTAMP(t)", "BIGINT"),
        ("FROM_UNIXTIME(b)", "STRING"), ("DATE_FORMAT(ts, 'yyyy')", "STRING"),
        ("CAST(i AS VARCHAR(3))", "STRING"), ("CAST(ts AS TIMESTAMP_LTZ(3))", "TIMESTAMP_LTZ(3)"),
        ("TRY_CAST(t AS DOUBLE)", "DOUBLE"), ("DATE '2026-01-05'", "DATE"),
        ("TIMESTAMP '2026-01-05 00:00:00'", "TIMESTAMP(0)"),
        ("i = b", "BOOLEAN"), ("d > 1", "BOOLEAN"), ("t LIKE 'a'", "BOOLEAN"),
        ("k IS TRUE", "BOOLEAN"),
        ("i BETWEEN 1 AND 2.5", "BOOLEAN"), ("STARTSWITH(t, 'a')", "BOOLEAN"),
        ("NULL", "BOOLEAN"), ("NOT k", "BOOLEAN"), ("SIN(i)", "DOUBLE"), ("ATAN2(d, i)", "DOUBLE"),
        ("PI()", "DOUBLE"), ("DEGREES(c)", "DOUBLE"), ("HEX(b)", "STRING"), ("HEX(t)", "STRING"),
        ("BIN(i)", "STRING"), ("MD5(t)", "STRING"), ("ASCII(t)", "INT"), ("CHR(i)", "STRING"),
        ("ELT(i, t, 'a')", "STRING"), ("REGEXP(t, 'a+')", "BOOLEAN"),
        ("REGEXP_EXTRACT(t, '(a)', 1)", "STRING"), ("REGEXP_REPLACE(t, 'a', 'b')", "STRING"),
        ("JSON_VALUE(t, '$.a')", "STRING"), ("JSON_EXISTS(t, '$.a')", "BOOLEAN"),
        ("i IS DISTINCT FROM d", "BOOLEAN"), ("t IS NOT DISTINCT FROM NULL", "BOOLEAN"),
        ("TIMESTAMPDIFF(MONTH, ts, born)", "INT"), ("TIMESTAMPDIFF(YEAR, l, l)", "INT"),
        ("EXTRACT(HOUR FROM TIME '12:00:00')", "BIGINT"),
    ])
    func `an expression has Flink's type`(expression: String, expected: String) throws {
        #expect(try type(of: "\(expression) FROM s;") == expected)
    }

    @Test(arguments: [
        ("COUNT(*)", "BIGINT"), ("COUNT(t)", "BIGINT"), ("COUNT(DISTINCT t)", "BIGINT"),
        ("SUM(i8)", "TINYINT"), ("SUM(i)", "INT"), ("SUM(b)", "BIGINT"), ("SUM(f)", "FLOAT"),
        ("AVG(i)", "INT"), ("AVG(d)", "DOUBLE"), ("MIN(t)", "STRING"), ("MAX(ts)", "TIMESTAMP(3)"),
        ("MAX(l)", "TIMESTAMP_LTZ(3)"), ("SUM(i) FILTER (WHERE k)", "INT"),
        ("SUM(d * 1.5)", "DOUBLE"),
        ("SUM(i * 1.5)", "DECIMAL(38, 1)"), ("AVG(c)", "DECIMAL(38, 6)"),
        ("SUM(w)", "DECIMAL(38, 10)"), ("AVG(w)", "DECIMAL(38, 10)"), ("MAX(c)", "DECIMAL(10, 2)"),
        ("SUM(DISTINCT i8)", "TINYINT"), ("FIRST_VALUE(c)", "DECIMAL(10, 2)"),
        ("LAST_VALUE(t)", "STRING"), ("VAR_POP(i)", "INT"), ("STDDEV_SAMP(f)", "FLOAT"),
        ("VARIANCE(d)", "DOUBLE"), ("PERCENTILE(i, 0.5)", "DOUBLE"), ("LISTAGG(t)", "STRING"),
        ("LISTAGG(DISTINCT t, '|')", "STRING"), ("APPROX_COUNT_DISTINCT(t)", "BIGINT"),
        ("SUM(i) / COUNT(*)", "BIGINT"),
        ("window_start", "TIMESTAMP(3)"),
        ("window_time", "TIMESTAMP(3)"), ("UPPER(t)", "STRING"), ("UPPER(t) || t", "STRING"),
    ])
    func `an aggregate has Flink's type`(expression: String, expected: String) throws {
        let from = """
            FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
            GROUP BY t, UPPER(t), window_start, window_end, window_time;
            """
        #expect(try type(of: "\(expression) \(from)") == expected)
    }
}
