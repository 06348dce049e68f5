import Engine
import Foundation
import SQL
import TestSupport

/// One script from a seed, and whether the compiler and the engine stand it.
public struct ScriptFuzz {
    public enum Outcome: Sendable {
        case accepted
        /// With the first error.
        case refused(String)
    }

    /// What must never happen, in a sentence.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// A compiler that knows one zone of the tz database.
    private static let options = Compiler.Options(
        zoneNamed: { $0 == "Test/East" ? .fixed(name: $0, offsetMs: 3_600_000) : nil })

    /// Valid scripts, of the golden tests and of the demo.
    private let corpus: [String]

    public init() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
        let goldens = tests.appending(path: "SQLTests/Goldens/Scripts")
        var files = try FileManager.default.contentsOfDirectory(
            at: goldens, includingPropertiesForKeys: nil)
        let demo = tests.deletingLastPathComponent().appending(path: "demo/coupon")
        files += try FileManager.default.contentsOfDirectory(
            at: demo, includingPropertiesForKeys: nil)
        corpus = try files.filter { $0.pathExtension == "sql" }.sorted { $0.path < $1.path }.map {
            let text = try String(contentsOf: $0, encoding: .utf8)
            return text.split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.hasPrefix("--|") }.joined(separator: "\n")
        }
    }

    /// The script of a seed: generated, or a golden one with changes, or both.
    public func script(_ seed: UInt64) -> String {
        var random = SplitMix64(seed: seed)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3:
            let script = corpus[Int.random(in: 0..<corpus.count, using: &random)]
            return ScriptMutator.mutate(script, corpus, &random)
        case 3:
            var generator = ScriptGenerator(SplitMix64(seed: random.next()))
            return ScriptMutator.mutate(generator.script(), corpus, &random)
        default:
            var generator = ScriptGenerator(random)
            return generator.script()
        }
    }

    /// Compiles the script of a seed, and runs a few rows through what is accepted.
    public func run(_ seed: UInt64) throws -> Outcome {
        let script = script(seed)
        var options = Self.options
        options.isStrictFlink = seed % 4 == 0
        let compiled: Compiled
        do throws(Diagnostics) {
            compiled = try Compiler.compile(script, options: options)
        } catch {
            guard let first = error.all.first(where: { $0.severity == .error }) else {
                throw Failure(description: "refused without an error")
            }
            try check(error.all, script)
            return .refused(first.message)
        }
        try check(compiled.warnings, script)
        if compiled.plan.statements.isEmpty { throw Failure(description: "a plan of nothing") }
        if Explain.tree(compiled.plan).isEmpty { throw Failure(description: "a tree of nothing") }
        try RowFuzz.run(compiled.plan, seed)
        return .accepted
    }

    /// Every place is within the text, and what is shown is safe for a terminal.
    private func check(_ diagnostics: [Diagnostic], _ script: String) throws {
        let count = script.utf8.count
        for diagnostic in diagnostics {
            let range = diagnostic.range
            guard range.lowerBound >= 0, range.upperBound <= count else {
                throw Failure(description: "\(range) is outside of \(count) bytes: \(diagnostic)")
            }
            if range.isEmpty, range.lowerBound < count {
                throw Failure(description: "points at nothing: \(diagnostic)")
            }
            if diagnostic.message.isEmpty || diagnostic.message.unicodeScalars.count > 1_000 {
                let count = diagnostic.message.unicodeScalars.count
                let start = diagnostic.message.prefix(80)
                throw Failure(description: "a message of \(count) characters begins \(start)")
            }
            let shown = diagnostic.rendered(in: script)
            let isSafe = shown.unicodeScalars.allSatisfy {
                $0 == "\n" || $0.properties.generalCategory != .control
            }
            if !isSafe || shown.utf8.filter({ $0 == 10 }).count != 2 {
                throw Failure(description: "shown wrongly: \(shown.debugDescription)")
            }
        }
    }
}
