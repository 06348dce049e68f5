import SQL
import Testing

/// What is allowed and probably not meant, and what only looks so.
struct LintTests {
    static let files = CaseFile.names(in: "Lints")

    @Test(arguments: LintTests.files)
    func `a script that runs is warned of what it probably does not mean`(file: String) throws {
        let file = try CaseFile("Lints/\(file)")
        try file.check { one in
            let script = file.beginning + one.statements
            // Of the tables that all cases share, each uses one or two.
            let warnings = try warnings(of: script, one.name)
                .filter { $0.range.lowerBound >= file.beginning.utf8.count }
            for warning in warnings {
                #expect(warning.severity == .warning, "\(one.name)")
                #expect(!warning.range.isEmpty, "\(one.name)")
            }
            let shown = warnings.map { $0.rendered(in: script) }.joined(separator: "\n\n")
            return shown.isEmpty ? "nothing\n" : shown + "\n"
        }
    }

    @Test func `there are warnings of every kind`() {
        #expect(Self.files.count > 2)
    }

    @Test(
        arguments: [
            ("", true, "a partition without rows"), ("", false, nil),
            ("SET 'table.exec.source.idle-timeout' = '20 s';", true, nil),
        ] as [(String, Bool, String?)])
    func `as strict as Flink, a silent partition is warned of`(
        setting: String, isStrict: Bool, expected: String?
    ) throws {
        let script = """
            \(setting)
            CREATE TABLE s (a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
            WITH ('connector' = 'kafka', 'topic' = 's', 'format' = 'json',
              'properties.bootstrap.servers' = 'b');
            CREATE TABLE t (a INT) WITH ('connector' = 'print');
            INSERT INTO t SELECT a FROM s;
            """
        var options = testOptions
        options.isStrictFlink = isStrict
        let warnings = try Compiler.compile(script, options: options).warnings.map(\.message)
        #expect(warnings.count == (expected == nil ? 0 : 1))
        #expect(warnings.first.map { $0.hasPrefix(expected ?? "") } ?? (expected == nil))
    }

    private func warnings(of script: String, _ name: String) throws -> [Diagnostic] {
        do throws(Diagnostics) {
            return try Compiler.compile(script, options: testOptions).warnings
        } catch {
            Issue.record("\(name) is refused:\n\(error.rendered(in: script))")
            return []
        }
    }
}
