import Engine
import SQL
import TestSupport
import Testing

/// Whatever a script computes and whatever its rows hold, a row fails and never the program.
struct RunFuzzTests {
    private static let columns = [
        ("t", DataType.string), ("u", .string), ("i", .int), ("b", .bigint), ("c", .bigint),
        ("d", .double), ("f", .float), ("k", .boolean), ("born", .date),
        ("ts", .timestamp(precision: 3)), ("l", .timestampLTZ(precision: 3)),
    ]

    private static let texts = [
        "", " ", "abc", "é漢字😀", "42", "-9223372036854775808", "1e400", "2026-01-05 09:00:00.123",
        "99999999999999999999999999", "yyyyyyyyyyyyyyyyyyyyyyyyyMMdd", "yyyy-MM-dd", "%a_\\", "'",
        "0001-01-01", "9999-12-31 23:59:59", "NaN", "true",
    ]

    private static let wholes: [Int64] = [
        0, 1, -1, 7, -86_400_000, 1_767_603_600_123, .max, .min, .max - 1, .min + 1,
        9_223_372_036_854_775, -9_223_372_036_854_775, 253_402_300_799_999, -62_135_596_800_000,
    ]

    private static let doubles: [Double] = [
        0, -0.0, 1.5, -2.5, 1e300, -1e300, 1e-300, .infinity, -.infinity, .nan, 9.3e18, 123_456.789,
    ]

    private static func value(_ type: DataType, _ random: inout SplitMix64) -> Value {
        if Int.random(in: 0..<8, using: &random) == 0 { return .null }
        let whole = wholes.randomElement(using: &random) ?? 0
        let validMs = Timestamp.validMs
        return switch type {
        case .string: .string(texts.randomElement(using: &random) ?? "")
        case .int: .integer(Int64(Int32(truncatingIfNeeded: whole)))
        case .bigint: .integer(whole)
        case .double: .double(doubles.randomElement(using: &random) ?? 0)
        case .float: .double(Double(Float(doubles.randomElement(using: &random) ?? 0)))
        case .boolean: .integer(whole & 1)
        case .date: .integer(min(max(whole, -719_162), 2_932_896))
        default: .integer(min(max(whole, validMs.lowerBound), validMs.upperBound))
        }
    }

    /// How an expression of each kind is written, with a `#` before the kinds inside it.
    private static let forms: [String: [String]] = [
        "text": [
            "t", "u", "'x'", "''", "UPPER(#text)", "LOWER(#text)", "REVERSE(#text)",
            "TRIM(#text)", "TRIM(BOTH #text FROM #text)", "SUBSTRING(#text, #int, #int)",
            "SUBSTRING(#text, #int)", "LEFT(#text, #int)", "RIGHT(#text, #int)",
            "LPAD(#text, #int, #text)", "RPAD(#text, #int, #text)", "REPEAT(#text, #int)",
            "REPLACE(#text, #text, #text)", "SPLIT_INDEX(#text, #text, #int)",
            "CONCAT(#text, #text)", "CONCAT_WS(#text, #text, #text)", "#text || #text",
            "CAST(#number AS STRING)", "CAST(#time AS STRING)", "DATE_FORMAT(#time, #text)",
            "DATE_FORMAT(#time, 'yyyy EEEE MMM dd HH:mm:ss.SSS a')", "FROM_UNIXTIME(#big)",
            "FROM_UNIXTIME(#big, #text)", "CAST(#date AS STRING)", "COALESCE(#text, #text)",
            "CASE WHEN #truth THEN #text ELSE #text END", "GREATEST(#text, #text)",
            "NULLIF(#text, #text)", "CAST(#truth AS STRING)", "IF(#truth, #text, #text)",
        ],
        "int": [
            "i", "3", "-2", "CHAR_LENGTH(#text)", "POSITION(t IN #text)", "CAST(#number AS INT)",
            "TRY_CAST(#text AS INT)", "CAST(#text AS INT)", "#int + #int", "#int * #int",
            "#int % #int", "TIMESTAMPDIFF(DAY, #time, #time)",
            "TIMESTAMPDIFF(SECOND, #time, #time)", "ABS(#int)", "CAST(#number AS SMALLINT)",
            "ROUND(#int, #int)",
        ],
        "big": [
            "b", "c", "9223372036854775807", "#big + #big", "#big - #big", "#big * #big",
            "#big / #big", "#big % #int", "-#big", "ABS(#big)", "SIGN(#big)", "ROUND(#big, #int)",
            "TRUNCATE(#big, #int)", "CAST(#number AS BIGINT)", "EXTRACT(EPOCH FROM #time)",
            "EXTRACT(WEEK FROM #time)", "EXTRACT(DOY FROM #time)", "YEAR(#time)",
            "QUARTER(#date)", "UNIX_TIMESTAMP(#text)", "UNIX_TIMESTAMP(#text, #text)",
            "MOD(#big, #big)", "GREATEST(#big, #int)", "COALESCE(#big, #int)",
            "CAST(#text AS BIGINT)", "FLOOR(#big)",
        ],
        "double": [
            "d", "f", "1.5E0", "#double + #double", "#double / #number", "#double * #double",
            "#double % #number", "SQRT(#number)", "EXP(#number)", "LN(#number)",
            "LOG(#number, #number)", "POWER(#number, #number)", "ROUND(#double, #int)",
            "TRUNCATE(#double, #int)", "CEIL(#double)", "FLOOR(#double)", "CAST(#text AS DOUBLE)",
            "CAST(#number AS FLOAT)", "LEAST(#double, #double)", "ROUND(f, #int)",
            "SIGN(#double)",
        ],
        "number": [
            "#int", "#big", "#double",
        ],
        "time": [
            "ts", "l", "#time + INTERVAL '1' DAY", "#time - INTERVAL '999' YEAR(3)",
            "TIMESTAMPADD(SECOND, #big, #time)", "TIMESTAMPADD(MONTH, #big, #time)",
            "TIMESTAMPADD(YEAR, #int, #time)", "TIMESTAMPADD(DAY, #big, #time)",
            "FLOOR(#time TO YEAR)", "FLOOR(#time TO WEEK)", "CEIL(#time TO MONTH)",
            "CEIL(#time TO QUARTER)", "FLOOR(#time TO MINUTE)", "CEIL(#time TO DAY)",
            "TO_TIMESTAMP(#text)", "TO_TIMESTAMP(#text, #text)", "TO_TIMESTAMP_LTZ(#big, 3)",
            "TO_TIMESTAMP_LTZ(#big, 0)", "CAST(#time AS TIMESTAMP(3))",
            "CAST(#time AS TIMESTAMP_LTZ(3))", "CAST(#text AS TIMESTAMP(3))",
            "CAST(#date AS TIMESTAMP(3))", "CAST(#time AS TIMESTAMP(0))",
        ],
        "date": [
            "born", "CAST(#time AS DATE)", "TO_DATE(#text)", "#date + INTERVAL '5' DAY",
            "#date + INTERVAL '1' MONTH", "TIMESTAMPADD(DAY, #big, #date)",
            "TIMESTAMPADD(MONTH, #big, #date)", "FLOOR(#date TO YEAR)", "CEIL(#date TO MONTH)",
            "CAST(#text AS DATE)", "TO_DATE(#text, #text)",
        ],
        "truth": [
            "k", "#number > #number", "#text < #text", "#text LIKE #text", "#text LIKE '%a_'",
            "#truth AND #truth", "#truth OR #truth", "NOT #truth", "#number IS NULL",
            "#time > #time", "#date = #date", "#number BETWEEN #number AND #number",
            "#text IN ('a', 'b')", "#int IN (1, NULL, #int)", "STARTSWITH(#text, #text)",
            "CAST(#text AS BOOLEAN)",
            "#truth IS NOT TRUE",
        ],
    ]

    private static func expression(
        _ kind: String, _ depth: Int, _ random: inout SplitMix64
    ) -> String {
        let all = forms[kind] ?? []
        let simple = kind == "number" ? all : all.filter { !$0.contains("#") }
        var form = (depth == 0 ? simple : all).randomElement(using: &random) ?? ""
        while let hash = form.firstIndex(of: "#") {
            let word = form[form.index(after: hash)...].prefix { $0.isLetter }
            let inner = expression(String(word), max(0, depth - 1), &random)
            form.replaceSubrange(hash..<word.endIndex, with: word == "truth" ? "(\(inner))" : inner)
        }
        return form
    }

    private static func script(_ expression: String, zone: String) -> String {
        let columns = columns.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return """
            SET 'table.local-time-zone' = '\(zone)';
            CREATE TABLE s (\(columns))
            WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json');
            CREATE TABLE o (v STRING) WITH ('connector' = 'print');
            INSERT INTO o SELECT CAST(\(expression) AS STRING) FROM s;
            """
    }

    private static let count = 30

    private static func rows(_ source: Source, _ random: inout SplitMix64) -> SourceBatch {
        let columns = source.inputs.map { input in
            Column(
                input.field.type, (0..<count).map { _ in value(input.field.type, &random) })
        }
        return SourceBatch(
            source: 0, partition: 0, rows: ColumnBatch(count: count, columns: columns))
    }

    @Test(arguments: UInt64(0)..<20)
    func `no expression and no row stops the engine`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var compiledCount = 0
        for _ in 0..<50 {
            let kind = try #require(Self.forms.keys.sorted().randomElement(using: &random))
            let expression = Self.expression(kind, 3, &random)
            var options = testOptions
            options.isStrictFlink = Bool.random(using: &random)
            let zone = Bool.random(using: &random) ? "UTC" : "Test/East"
            let script = Self.script(expression, zone: zone)
            // Some of them mix the two kinds of time, which Flink refuses, too.
            guard let plan = try? Compiler.compile(script, options: options).plan else { continue }
            compiledCount += 1
            var engine = Engine(plan)
            let applied = engine.apply(Self.rows(plan.sources[0], &random))
            #expect(applied.total.sum == Int64(Self.count), "\(expression)")
            let results = engine.advance()
            let written = results.reduce(0) { $0 + $1.rows.count }
            #expect(written == Int(applied.total.accepted), "\(expression)")
        }
        #expect(compiledCount > 30)
    }
}
