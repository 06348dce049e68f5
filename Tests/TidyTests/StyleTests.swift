import Foundation
import Testing

/// The style guide, as far as a program can read it.
struct StyleTests {
    /// This folder spells out the words that it forbids elsewhere.
    static let others = Repository.writtenFiles.filter { !$0.hasPrefix("Tests/TidyTests/") }
    static let sources = Repository.files(in: "Sources", ending: [".swift"])

    /// Every line that a rule minds, as `file:number: line`.
    static func lines(
        of files: [String], where minds: (Substring) -> Bool
    ) throws -> [String] {
        try files.flatMap { file in
            try Repository.lines(file).enumerated().filter { minds($0.element) }.map {
                "\(file):\($0.offset + 1): \($0.element.prefix(120))"
            }
        }
    }

    @Test func `lines have at most 100 columns and no blanks at the end`() throws {
        let minded = try Self.lines(of: Repository.swiftFiles) {
            $0.count > 100 || $0.last == " " || $0.last == "\t"
        }
        #expect(minded == [])
    }

    @Test func `a file can be read in one sitting`() throws {
        let long = try Repository.swiftFiles.filter { try Repository.lines($0).count > 500 }
        #expect(long == [])
    }

    @Test func `nothing is left for later`() throws {
        let later = #/\b(TODO|FIXME|HACK)\b|\bfor now\b|\b[Nn]ot implemented\b|^// Begun\./#
        let minded = try Self.lines(of: Self.others) { $0.firstMatch(of: later) != nil }
        #expect(minded == [])
    }

    @Test func `names say what a thing is`() throws {
        let vague = #/\b\w*(Manager|Helper|Helpers|Utils|Utility|Utilities)\b/#
        let minded = try Self.lines(of: Self.sources) { $0.firstMatch(of: vague) != nil }
        #expect(minded == [])
        let files = Repository.swiftFiles.filter { file in
            let name = file.split(separator: "/").last?.prefix { $0 != "." } ?? ""
            return name.wholeMatch(of: vague) != nil
        }
        #expect(files == [])
    }

    @Test func `only the command line and the print sink print`() throws {
        let call = #/(^|[^.\w])(debugPrint|print|dump)\(/#
        let silent = Self.sources.filter {
            let isPrintSink = $0.hasPrefix("Sources/Streams/") && $0.contains("Print")
            return !$0.hasPrefix("Sources/weir/") && !isPrintSink
        }
        let minded = try Self.lines(of: silent) { line in
            let code = line.split(separator: "//", omittingEmptySubsequences: false)[0]
            return !code.contains("func ") && code.firstMatch(of: call) != nil
        }
        #expect(minded == [])
    }

    @Test func `nothing gives up by crashing on purpose`() throws {
        let minded = try Self.lines(of: Self.sources) { $0.contains("fatalError(") }
        #expect(minded == [])
    }

    @Test func `a promise to the compiler has its reason beside it`() throws {
        let promise = #/@unchecked Sendable|nonisolated\(unsafe\)|Unmanaged[.<]/#
        var bare: [String] = []
        for file in Self.sources {
            let lines = try Repository.lines(file)
            for (number, line) in lines.enumerated() where line.firstMatch(of: promise) != nil {
                // The reason stands on the line, or in the comment above it or its declaration.
                let near = lines[max(0, number - 6)...number]
                if !near.contains(where: { $0.contains("//") }) {
                    bare.append("\(file):\(number + 1)")
                }
            }
        }
        #expect(bare == [])
    }

    @Test func `no file knows a particular machine`() throws {
        let place = #/(^|[^\w.])/(work|home|root|Users)/\w/#
        let minded = try Self.lines(of: Self.others) { $0.firstMatch(of: place) != nil }
        #expect(minded == [])
    }

    @Test(arguments: ["Tests/run", "Tests/simulate", "Tests/mutations", "demo/run", ".ci/run"])
    func `a script can be run and stops at the first mistake`(script: String) throws {
        let path = Repository.root.appending(path: script).path
        #expect(FileManager.default.isExecutableFile(atPath: path))
        let lines = try Repository.lines(script)
        #expect(lines.first == "#!/bin/bash")
        #expect(lines.contains("set -euo pipefail"))
        #expect(lines.contains { $0.hasPrefix("source ") && $0.hasSuffix("prepare\"") })
    }
}
