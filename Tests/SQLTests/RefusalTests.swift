import Foundation
import SQL
import Testing

/// Mistakes, and what the user sees of them.
///
/// The files in `Goldens/Refusals` hold both: `## name`, the statements behind the beginning that
/// all cases share, `----`, and the rendered diagnostics. `RECORD_GOLDENS=1` rewrites the latter.
struct RefusalTests {
    private static let goldens = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens")

    static let files = try? FileManager.default
        .contentsOfDirectory(atPath: goldens.appending(path: "Refusals").path).sorted()

    private struct Case {
        let name: String
        let statements: String
        let expected: String
    }

    @Test(arguments: RefusalTests.files ?? [])
    func `a mistake is refused where it stands, with what to write instead`(file: String) throws {
        let url = Self.goldens.appending(path: "Refusals/\(file)")
        let beginning = try String(
            contentsOf: Self.goldens.appending(path: "beginning.sql"), encoding: .utf8)
        let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil
        var recorded = ""
        for one in try cases(in: String(contentsOf: url, encoding: .utf8)) {
            let shown = try refusal(of: one, behind: beginning)
            recorded += "## \(one.name)\n\(one.statements)\n----\n\(shown)\n"
            if !isRecording { #expect(shown == one.expected, "\(file): \(one.name)") }
        }
        guard isRecording else { return }
        try recorded.write(to: url, atomically: true, encoding: .utf8)
        Issue.record("recorded \(file); run again without RECORD_GOLDENS")
    }

    @Test func `there are mistakes of every kind`() {
        #expect((Self.files ?? []).count > 8)
    }

    private func cases(in text: String) throws -> [Case] {
        try ("\n" + text).split(separator: "\n## ").map { block in
            let name = try #require(block.split(separator: "\n").first)
            let rest = block.dropFirst(name.count + 1)
            let bar = try #require(rest.firstRange(of: "\n----\n"), "\(name) has no ----")
            var expected = String(rest[bar.upperBound...])
            if expected.hasSuffix("\n\n") { expected.removeLast() }
            return Case(
                name: String(name), statements: String(rest[..<bar.lowerBound]),
                expected: expected)
        }
    }

    /// What the user sees; on the way every diagnostic's place is checked.
    private func refusal(of one: Case, behind beginning: String) throws -> String {
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
