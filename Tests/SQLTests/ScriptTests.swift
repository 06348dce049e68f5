import Foundation
import SQL
import TestSupport
import Testing

/// Scripts that carry what is expected of them in their first lines.
///
/// `RECORD_GOLDENS=1 swift test --filter ScriptTests` rewrites those lines.
struct ScriptTests {
    static let names = try? FileManager.default
        .contentsOfDirectory(atPath: ScriptFile.folder.path).filter { $0.hasSuffix(".sql") }
        .sorted()

    @Test(arguments: ScriptTests.names ?? [])
    func `a script gives the plan or the refusals in its header`(name: String) throws {
        let file = try ScriptFile(name)
        let found = outcome(of: file.script)
        if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil {
            try file.record(found)
            Issue.record("recorded \(name); run again without RECORD_GOLDENS")
        } else {
            #expect(found == file.expected)
        }
    }

    @Test func `the demo's script gives its features and its alarm`() throws {
        let demo = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../demo/coupon/pipeline.sql")
        try expectGolden(outcome(of: String(contentsOf: demo, encoding: .utf8)), "demo-coupon")
    }

    @Test func `there are scripts to try`() {
        #expect((ScriptTests.names ?? []).count > 10)
    }
}

/// The plan as a tree and the warnings, or the refusals.
func outcome(of script: String) -> String {
    do {
        let compiled = try Compiler.compile(script, options: testOptions)
        let warnings = compiled.warnings.map { $0.rendered(in: script) + "\n" }
        return ([Explain.tree(compiled.plan)] + warnings).joined(separator: "\n")
    } catch {
        return error.rendered(in: script) + "\n"
    }
}

/// A script whose header is a block of `--| ` lines.
struct ScriptFile {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens/Scripts")

    private let file: URL
    let expected: String
    let script: String

    init(_ name: String) throws {
        file = Self.folder.appending(path: name)
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let header = lines.prefix { $0.hasPrefix("--|") }
        expected = header.map { $0.dropFirst(3).dropFirst($0 == "--|" ? 0 : 1) + "\n" }.joined()
        script = lines.dropFirst(header.count).joined(separator: "\n")
    }

    func record(_ outcome: String) throws {
        let lines = outcome.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let header = lines.map { $0.isEmpty ? "--|\n" : "--| \($0)\n" }.joined()
        try (header + script).write(to: file, atomically: true, encoding: .utf8)
    }
}
