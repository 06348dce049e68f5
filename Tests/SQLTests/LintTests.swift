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
            let warnings = try warnings(of: script, one.name)
            for warning in warnings {
                #expect(warning.severity == .warning, "\(one.name)")
                #expect(warning.range.lowerBound >= file.beginning.utf8.count, "\(one.name)")
                #expect(!warning.range.isEmpty, "\(one.name)")
            }
            let shown = warnings.map { $0.rendered(in: script) }.joined(separator: "\n\n")
            return shown.isEmpty ? "nothing\n" : shown + "\n"
        }
    }

    @Test func `there are warnings of every kind`() {
        #expect(Self.files.count > 2)
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
