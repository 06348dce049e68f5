import SQL
import Testing

/// Mistakes, and what the user sees of them.
struct RefusalTests {
    static let files = CaseFile.names(in: "Refusals")

    @Test(arguments: RefusalTests.files)
    func `a mistake is refused where it stands, with what to write instead`(file: String) throws {
        let file = try CaseFile("Refusals/\(file)")
        try file.check { try refusal(of: $0, behind: file.beginning) }
    }

    @Test func `there are mistakes of every kind`() {
        #expect(Self.files.count > 8)
    }

    /// What the user sees; on the way every diagnostic's place is checked.
    private func refusal(of one: CaseFile.Case, behind beginning: String) throws -> String {
        let script = beginning + one.statements
        let diagnostics = try #require(throws: Diagnostics.self, "\(one.name)") {
            try Compiler.compile(script, options: testOptions)
        }
        #expect(diagnostics.all.contains { $0.severity == .error }, "\(one.name)")
        for diagnostic in diagnostics.all {
            let range = diagnostic.range
            let isInside = range.upperBound <= script.utf8.count
            let isInStatements = range.lowerBound >= beginning.utf8.count
            #expect(isInside && isInStatements, "\(one.name): \(diagnostic.message)")
            #expect(!range.isEmpty || range.lowerBound == script.utf8.count, "\(one.name)")
        }
        return diagnostics.rendered(in: script) + "\n"
    }
}
