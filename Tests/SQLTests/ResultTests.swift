import Engine
import SQL
import Testing

/// What an expression of a script gives for a row, from its text to its value.
struct ResultTests {
    /// The row: `i` is 2, `n` is NULL, `t` is 'b', and some arrays.
    private static let row: [(name: String, type: String, value: Value)] = [
        ("i", "INT", .integer(2)), ("n", "INT", .null), ("t", "STRING", .string("b")),
        ("ts", "ARRAY<STRING>", .string(#"["a","b",null,"x, \"y\"]","null"]"#)),
        ("ns", "ARRAY<INT>", .string("[7,null,-9]")), ("none", "ARRAY<INT>", .null),
        ("ds", "ARRAY<DOUBLE>", .string(#"[1.5,"NaN",1.0E10]"#)),
        ("cs", "ARRAY<DECIMAL(5, 2)>", .string("[1.50]")),
        ("bs", "ARRAY<BOOLEAN>", .string("[true,false]")), ("empty", "INT ARRAY", .string("[]")),
        (
            "items", "ARRAY<ROW<name STRING, price DOUBLE, sizes ARRAY<INT>>>",
            .string(
                #"[{"name":"hat","price":2.5,"sizes":[1,2]},{"name":null,"price":1.0,"#
                    + #""sizes":null},null]"#)
        ),
    ]

    /// The value as CAST AS STRING writes it; NULL stays NULL.
    private func result(of expression: String) throws -> String {
        let columns = Self.row.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        let script = """
            CREATE TABLE s (\(columns))
            WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json');
            CREATE TABLE o (v STRING) WITH ('connector' = 'print');
            INSERT INTO o SELECT CAST(\(expression) AS STRING) FROM s;
            """
        let plan = try Compiler.compile(script, options: testOptions).plan
        var engine = Engine(plan)
        let values = plan.sources[0].inputs.map { input in
            let value = Self.row.first { $0.name == input.field.name }?.value ?? .null
            return Column(input.field.type, [value])
        }
        let applied = engine.apply(
            SourceBatch(
                source: 0, partition: 0, rows: ColumnBatch(count: 1, columns: values)))
        if case .refused(let reason) = applied.rejections.first?.reason { return reason }
        let results = engine.advance()
        return try #require(results.first).rows.columns[0][0].text(as: .string, zone: .utc)
    }

    @Test(arguments: [
        ("i IN (1, 2)", "TRUE"), ("i IN (1, 3)", "FALSE"), ("i IN (2, NULL)", "TRUE"),
        ("i IN (1, NULL)", "NULL"), ("n IN (1, NULL)", "NULL"), ("i IN (NULL)", "NULL"),
        ("i NOT IN (1, NULL)", "NULL"), ("i NOT IN (2, NULL)", "FALSE"),
        ("i IN (1, n)", "NULL"), ("t IN ('a', 'b', NULL, 'c')", "TRUE"),
        ("(i IN (1, NULL)) IS NULL", "TRUE"),
    ])
    func `a list with NULL has three answers`(expression: String, expected: String) throws {
        #expect(try result(of: expression) == expected)
    }

    @Test(arguments: [
        ("ts[1]", "a"), ("ts[i]", "b"), ("ts[3]", "NULL"), ("ts[4]", #"x, "y"]"#),
        ("ts[5]", "null"), ("ts[6]", "NULL"), ("ts[n]", "NULL"), ("none[1]", "NULL"),
        ("ts[i - 2]", "an array is counted from 1, not from 0"),
        ("ns[1] + ns[3]", "-2"), ("ns[2]", "NULL"), ("ds[1] * 2", "3.0"), ("ds[2]", "NaN"),
        ("ds[3]", "1.0E10"), ("cs[1] + 1", "2.50"), ("bs[1] AND bs[2]", "FALSE"),
        ("items[1].name", "hat"), ("items[2].name", "NULL"), ("items[2].price", "1.0"),
        ("items[1].sizes[2]", "2"), ("items[2].sizes[1]", "NULL"), ("items[3].name", "NULL"),
        ("items[9].price", "NULL"), ("ARRAY[1, n, i][3]", "2"), ("ARRAY[t, 'x'][1]", "b"),
        ("SPLIT('a,b,,c', ',')[4]", "c"),
    ])
    func `an element is found by its number`(expression: String, expected: String) throws {
        #expect(try result(of: expression) == expected)
    }

    @Test(arguments: [
        ("CARDINALITY(ts)", "5"), ("CARDINALITY(empty)", "0"), ("CARDINALITY(none)", "NULL"),
        ("CARDINALITY(items)", "3"), ("CARDINALITY(items[1].sizes)", "2"),
        ("ARRAY_CONTAINS(ts, t)", "TRUE"), ("ARRAY_CONTAINS(ts, 'c')", "FALSE"),
        ("ARRAY_CONTAINS(ts, NULL)", "TRUE"), ("ARRAY_CONTAINS(bs, NULL)", "FALSE"),
        ("ARRAY_CONTAINS(ns, -9)", "TRUE"), ("ARRAY_CONTAINS(ns, n)", "TRUE"),
        ("ARRAY_CONTAINS(none, 1)", "NULL"), ("ARRAY_CONTAINS(ds, 1.5)", "TRUE"),
        ("ARRAY_CONTAINS(cs, 1.5)", "TRUE"), ("ARRAY_CONTAINS(bs, i = 3)", "TRUE"),
        ("ARRAY_POSITION(ts, 'b')", "2"), ("ARRAY_POSITION(ns, 8)", "0"),
        ("ARRAY_POSITION(ns, n)", "NULL"), ("ARRAY_JOIN(ts, '|')", #"a|b|x, "y"]|null"#),
        ("ARRAY_JOIN(ts, '|', '-')", #"a|b|-|x, "y"]|null"#), ("ARRAY_JOIN(ts, NULL)", "NULL"),
        ("SPLIT('a,b', ',')", "[a, b]"), ("SPLIT('', ',')", "[]"), ("SPLIT(',a', ',')", "[, a]"),
        ("SPLIT('aé', '')", "[a, é]"), ("SPLIT(t, 'x')", "[b]"),
        ("CARDINALITY(SPLIT('', ''))", "0"),
        ("ts", #"[a, b, NULL, x, "y"], null]"#), ("bs", "[TRUE, FALSE]"), ("cs", "[1.50]"),
        ("ds", "[1.5, NaN, 1.0E10]"), ("none", "NULL"),
        ("items", "[(hat, 2.5, [1, 2]), (NULL, 1.0, NULL), NULL]"),
        ("ARRAY[1.5, i, NULL]", "[1.5, 2.0, NULL]"), ("ns = ARRAY[7, NULL, -9]", "TRUE"),
        ("ns <> ARRAY[7]", "TRUE"), ("COALESCE(none, ns)", "[7, NULL, -9]"),
        ("CASE WHEN i = 2 THEN ns ELSE none END", "[7, NULL, -9]"), ("none IS NULL", "TRUE"),
    ])
    func `arrays are counted, searched, joined and shown as in Flink`(
        expression: String, expected: String
    ) throws {
        #expect(try result(of: expression) == expected)
    }
}
