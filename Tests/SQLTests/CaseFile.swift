import Foundation
import Testing

/// A file of scripts that share their beginning, each with what the user sees of it.
///
/// `## name`, the statements, `----`, and the rendered diagnostics. `RECORD_GOLDENS=1` rewrites the
/// latter.
struct CaseFile {
    struct Case {
        let name: String
        let statements: String
        let expected: String
    }

    private static let goldens = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens")

    private let url: URL
    /// What stands before the statements of every case.
    let beginning: String
    let cases: [Case]

    static func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: goldens.appending(path: folder).path)
        return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }

    init(_ path: String) throws {
        url = Self.goldens.appending(path: path)
        beginning = try String(
            contentsOf: Self.goldens.appending(path: "beginning.sql"), encoding: .utf8)
        let text = try String(contentsOf: url, encoding: .utf8)
        cases = try ("\n" + text).split(separator: "\n## ").map { block in
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

    /// Compares what each case shows with what the file says, or writes it there.
    func check(_ shown: (Case) throws -> String) throws {
        let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] != nil
        var recorded = ""
        for one in cases {
            let found = try shown(one)
            recorded += "## \(one.name)\n\(one.statements)\n----\n\(found)\n"
            if !isRecording {
                #expect(found == one.expected, "\(url.lastPathComponent): \(one.name)")
            }
        }
        guard isRecording else { return }
        try recorded.write(to: url, atomically: true, encoding: .utf8)
        Issue.record("recorded \(url.lastPathComponent); run again without RECORD_GOLDENS")
    }
}
