import Engine
import SQL
import ScriptFuzzing
import Testing

/// Whatever is written into a script, the compiler answers.
struct FuzzTests {
    @Test(arguments: UInt64(0)..<20)
    func `scripts of every kind are compiled or refused with a place inside them`(
        part: UInt64
    ) throws {
        let fuzz = try ScriptFuzz()
        var accepted = 0
        for seed in part * 100..<part * 100 + 100 {
            do {
                if case .accepted = try fuzz.run(seed) { accepted += 1 }
            } catch {
                Issue.record("Tests/fuzz --show \(seed): \(error)")
            }
        }
        #expect(accepted > 3)
    }

    @Test(arguments: [
        ("parentheses", String(repeating: "(", count: 10_000), ")"),
        ("signs", String(repeating: "- ", count: 10_000), ""),
        ("negations", String(repeating: "NOT ", count: 10_000), ""),
        ("sums", String(repeating: "1 + ", count: 10_000), ""),
        ("calls", String(repeating: "ABS(", count: 10_000), ""),
        ("cases", String(repeating: "CASE WHEN ", count: 10_000), ""),
        ("queries", String(repeating: "(SELECT ", count: 10_000), ""),
        ("tests", "1" + String(repeating: " IS NULL", count: 10_000), ""),
    ])
    func `deep nesting is refused`(name: String, prefix: String, suffix: String) throws {
        let script = """
            CREATE TABLE s (a INT)
            WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json');
            CREATE TABLE t (a INT) WITH ('connector' = 'print');
            INSERT INTO t SELECT \(prefix)a\(suffix) FROM s;
            """
        #expect(throws: Diagnostics.self) { try Compiler.compile(script) }
    }

    @Test func `nested queries in FROM are refused when they are too deep`() throws {
        let depth = 10_000
        let script =
            "INSERT INTO t SELECT a FROM " + String(repeating: "(SELECT a FROM ", count: depth)
            + "s" + String(repeating: ")", count: depth)
        #expect(throws: Diagnostics.self) { try Compiler.compile(script) }
    }

    @Test func `long chains of OR and long lists are no deep nesting`() throws {
        let chain = (0..<2_000).map { "a = \($0)" }.joined(separator: " OR ")
        let list = (0..<2_000).map(String.init).joined(separator: ", ")
        let script = """
            CREATE TABLE s (a INT)
            WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json');
            CREATE TABLE t (a INT) WITH ('connector' = 'print');
            INSERT INTO t SELECT a FROM s WHERE (\(chain)) AND a IN (\(list));
            """
        #expect(try Compiler.compile(script).plan.statements.count == 1)
    }

    @Test func `views that double each other are refused`() throws {
        var script = """
            CREATE TABLE v0 (a INT)
            WITH ('connector' = 'filesystem', 'path' = 'p', 'format' = 'json');
            CREATE TABLE t (a INT) WITH ('connector' = 'print');

            """
        for level in 1...60 {
            script += "CREATE VIEW v\(level) AS SELECT a + a AS a FROM v\(level - 1);\n"
        }
        script += "INSERT INTO t SELECT a FROM v60;"
        #expect(throws: Diagnostics.self) { try Compiler.compile(script) }
    }
}
