import Engine
import Foundation
import SQL
import TestSupport
import Testing

/// Whatever is written into a script, the compiler answers.
struct FuzzTests {
    private static let words = [
        "SELECT", "FROM", "(", ")", ",", ";", "'", "`", "--", "/*", "NULL", "CASE", "END", "AND",
        "NOT", "-", "1e400", "INTERVAL", "'5' SECOND", "GROUP BY", "window_end", "COUNT(*)",
        "CREATE TABLE", "=>", "\u{0}", "é", "-- @ttl 1 d\n", "9223372036854775808", "%",
    ]

    private static func scripts() throws -> [[UInt8]] {
        try #require(ScriptTests.names).map { Array(try ScriptFile($0).script.utf8) }
    }

    private static func mutate(_ script: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = script
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: 0)
            case 2:
                bytes.replaceSubrange(
                    place..<end, with: words[Int.random(in: 0..<words.count, using: &random)].utf8)
            default:
                bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
            }
        }
        return bytes
    }

    @Test(arguments: UInt64(0)..<20)
    func `mutated scripts are compiled or refused with a place inside them`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let scripts = try Self.scripts()
        for _ in 0..<100 {
            let original = scripts[Int.random(in: 0..<scripts.count, using: &random)]
            let script = String(decoding: Self.mutate(original, &random), as: UTF8.self)
            do {
                let compiled = try Compiler.compile(script, options: testOptions)
                #expect(!compiled.plan.statements.isEmpty)
                _ = Explain.tree(compiled.plan)
            } catch {
                #expect(error.all.contains { $0.severity == .error })
                for diagnostic in error.all {
                    #expect((0...script.utf8.count).contains(diagnostic.range.lowerBound))
                    #expect((0...script.utf8.count).contains(diagnostic.range.upperBound))
                }
                let shown = error.rendered(in: script)
                let isSafe = shown.unicodeScalars.allSatisfy {
                    $0 == "\n" || $0.properties.generalCategory != .control
                }
                #expect(isSafe)
            }
        }
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
