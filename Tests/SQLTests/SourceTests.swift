import Engine
import SQL
import Testing

/// What a plan asks of its sources.
struct SourceTests {
    private func source(
        _ options: String = "", settings: String = "", strict: Bool = false,
        annotation: String = "", select: String = "who"
    ) throws -> Source {
        let script = """
            \(settings)
            \(annotation)
            CREATE TABLE s (
              early AS UPPER(kind), id STRING, kind STRING, who STRING, ms BIGINT,
              place STRING METADATA FROM 'topic' VIRTUAL,
              ts AS TO_TIMESTAMP_LTZ(ms, 3), late AS CHAR_LENGTH(early),
              WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'kafka', 'topic' = 't', 'properties.bootstrap.servers' = 'b',
              'format' = 'json'\(options));
            CREATE TABLE p (t STRING) WITH ('connector' = 'print');
            INSERT INTO p SELECT CAST(\(select) AS STRING) FROM s;
            """
        var options = testOptions
        options.isStrictFlink = strict
        return try Compiler.compile(script, options: options).plan.sources[0]
    }

    @Test(arguments: [
        ("who", ["who", "ms"], ["ts"]),
        ("early", ["kind", "ms"], ["early", "ts"]),
        ("late", ["kind", "ms"], ["early", "ts", "late"]),
        ("place", ["ms", "place"], ["ts"]),
        ("1", ["ms"], ["ts"]),
    ])
    func `only what is needed is decoded`(
        select: String, inputs: [String], computed: [String]
    ) throws {
        let source = try source(select: select)
        #expect(source.inputs.map(\.field.name) == inputs)
        #expect(source.computed.map(\.field.name) == computed)
        #expect(source.declared.map(\.name) == ["id", "kind", "who", "ms"])
        let rowtime = try #require(source.rowtime)
        #expect(source.schema[rowtime].name == "ts")
        for (index, column) in source.computed.enumerated() {
            let isEarlier = column.expression.columnIndices.allSatisfy {
                $0 < source.inputs.count + index
            }
            #expect(isEarlier)
        }
    }

    @Test(arguments: [
        ("", "", Int64(20_000)),
        ("", "SET 'table.exec.source.idle-timeout' = '1 min';", 60_000),
        (
            ", 'scan.watermark.idle-timeout' = '250ms'",
            "SET 'table.exec.source.idle-timeout' = '1 min';", 250
        ),
        (", 'scan.watermark.idle-timeout' = '3000'", "", 3_000),
    ])
    func `a source is idle after the time that stands nearest to it`(
        option: String, setting: String, expected: Int64
    ) throws {
        #expect(try source(option, settings: setting).idleTimeoutMs == expected)
    }

    @Test func `a timeout of nothing is none`() throws {
        let setting = "SET 'table.exec.source.idle-timeout' = '0 s';"
        #expect(try source(settings: setting).idleTimeoutMs == nil)
    }

    @Test func `strict Flink has neither a timeout nor a future guard of its own`() throws {
        let strict = try source(strict: true)
        #expect(strict.idleTimeoutMs == nil)
        #expect(strict.futureGuardMs == nil)
        let setting = "SET 'table.exec.source.idle-timeout' = '1 s';"
        #expect(try source(settings: setting, strict: true).idleTimeoutMs == 1_000)
    }

    @Test(arguments: [
        ("", Int64?(300_000)), ("-- @future-guard off", nil),
        ("-- @future-guard 1 h  or so", 3_600_000),
    ])
    func `the future guard is the annotation's`(annotation: String, expected: Int64?) throws {
        #expect(try source(annotation: annotation).futureGuardMs == expected)
    }

    @Test(arguments: [
        ("UTC", Int64(0)), ("GMT+09:00", 32_400_000), ("GMT-3", -10_800_000), ("Z", 0),
        ("Test/East", 3_600_000), ("+05:30", 19_800_000),
    ])
    func `the session zone is found`(name: String, offsetMs: Int64) throws {
        let script = """
            SET 'table.local-time-zone' = '\(name)';
            CREATE TABLE s (a INT)
            WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'csv');
            CREATE TABLE p (a INT) WITH ('connector' = 'print');
            INSERT INTO p SELECT a FROM s;
            """
        let compiled = try Compiler.compile(script, options: testOptions)
        #expect(compiled.plan.zone.offsetMs(atUTC: 0) == offsetMs)
        #expect(compiled.settings["table.local-time-zone"] == name)
    }

    @Test func `functions have names, forms and summaries of one line`() {
        #expect(FunctionCatalog.entries.count > 60)
        for entry in FunctionCatalog.entries {
            #expect(entry.form.hasPrefix(entry.name))
            #expect(!entry.summary.isEmpty && entry.summary.count < 80)
        }
    }
}

extension Expression {
    /// The columns that the expression reads, found in its description.
    fileprivate var columnIndices: [Int] {
        "\(self)".split(separator: "column(").dropFirst().compactMap {
            Int($0.prefix { $0.isNumber })
        }
    }
}
