import Foundation
import TestSupport
import Testing

/// What Apache Flink 2.3 prints for queries over a changelog in debezium-json, row for row.
@Suite struct ChangelogGoldenTests {
    private struct Query {
        let columns: String
        let text: String
        let rows: [String]
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens/changelog")

    /// Blocks of columns, query, `----` and the rows.
    private func queries() throws -> [Query] {
        let text = try String(
            contentsOf: Self.folder.appending(path: "answers.txt"), encoding: .utf8)
        return try ("\n" + text).split(separator: "\n## ").map { block in
            let lines = block.split(separator: "\n").map(String.init)
            let bar = try #require(lines.firstIndex(of: "----"))
            return Query(
                columns: lines[0], text: lines[1..<bar].joined(separator: " "),
                rows: Array(lines[(bar + 1)...]))
        }
    }

    private func script(_ queries: [Query]) -> String {
        let input = Self.folder.appending(path: "orders.jsonl").path
        var script = """
            SET 'table.local-time-zone' = 'UTC';
            CREATE TABLE t (id BIGINT, k STRING, x INT, s STRING, ts TIMESTAMP(3),
              WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = '\(input)', 'format' = 'debezium-json');

            """
        for (number, query) in queries.enumerated() {
            script += """
                CREATE TABLE p\(number) (\(query.columns)) WITH ('connector' = 'print',
                  'print-identifier' = 'q\(number)');
                INSERT INTO p\(number) \(query.text);

                """
        }
        return script
    }

    private func printed(_ script: String, _ words: [String] = []) throws -> [String] {
        let folder = try TemporaryFolder()
        let file = try folder.write(script, to: "pipeline.sql")
        let result = try WeirProcess.run(
            ["run", file, "--data", folder.path("data")] + words, in: folder.url)
        #expect(result.exitCode == 0, "\(result.errors)")
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test(arguments: [1, 3, 100])
    func `queries over a changelog print what Flink prints`(batch: Int) throws {
        let queries = try queries()
        #expect(queries.count > 20)
        let lines = try printed(script(queries), ["--batch", "\(batch)"])
        for (number, query) in queries.enumerated() {
            let prefix = "q\(number)> "
            let rows = lines.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
            #expect(rows.map(String.init) == query.rows, "\(query.text)")
        }
    }

    @Test func `where state expires a result that stays is told again`() throws {
        let query = Query(
            columns: "k STRING, n BIGINT",
            text: "SELECT k, COUNT(*) FILTER (WHERE x > 1000) FROM t GROUP BY k", rows: [])
        let lines = try printed(
            "SET 'table.exec.state.ttl' = '1 h';\n" + script([query]))
        let kinds = lines.filter { $0.hasPrefix("q0> ") }.map { String($0.dropFirst(4)) }
        let again = ["-U[a, 0]", "+U[a, 0]"]
        #expect(
            kinds == ["+I[a, 0]"] + again + ["+I[b, 0]"] + again + again + ["-D[b, 0]"]
                + again + again + again + again + ["+I[c, 0]", "-D[c, 0]"] + again)
    }
}
