import Engine
import SQL
import Testing

/// What an expression of a script gives for a row, from its text to its value.
struct ResultTests {
    /// The row: `i` is 2, `n` is NULL, `t` is 'b'.
    private static let row: [(name: String, type: String, value: Value)] = [
        ("i", "INT", .integer(2)), ("n", "INT", .null), ("t", "STRING", .string("b")),
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
}
