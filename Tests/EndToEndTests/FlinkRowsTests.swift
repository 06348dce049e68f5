import Foundation
import TestSupport
import Testing

/// What Apache Flink answers to the scripts of `Goldens/flink`, row for row.
///
/// Each script prints; each row begins with the name of its query. `Goldens/flink/README.md` says
/// how the rows were made.
@Suite struct FlinkRowsTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Goldens/flink")

    static let cases = names(endingIn: ".sql")

    /// Few records at a time as well: where the batches are cut must not matter.
    @Test(arguments: cases, [20_000, 7])
    func `a script prints exactly the rows that Flink prints`(name: String, batch: Int) throws {
        let temporary = try TemporaryFolder()
        let text = try Self.text("\(name).sql")
            .replacingOccurrences(of: "${FOLDER}", with: Self.folder.path())
        let script = try temporary.write(text, to: "\(name).sql")
        let words = [
            "run", script, "--quiet", "--batch", "\(batch)", "--data", temporary.path("data"),
        ]
        // Only so does overflow wrap.
        let options = name.hasPrefix("strict") ? ["--strict-flink"] : []
        let result = try WeirProcess.run(words + options, in: temporary.url)
        #expect(result.exitCode == 0, "\(result.errors)")
        let wanted = Self.byQuery(try Self.text("\(name).rows"))
        let printed = Self.byQuery(result.output)
        #expect(!wanted.isEmpty)
        for query in Set(wanted.keys).union(printed.keys).sorted() {
            let (flink, weir) = (wanted[query] ?? [], printed[query] ?? [])
            if flink != weir {
                let missing = Self.difference(flink, weir)
                let extra = Self.difference(weir, flink)
                Issue.record("\(name).\(query) lacks \(missing), has \(extra) instead")
            }
        }
    }

    /// A case without rows, or rows without a case, would be skipped in silence.
    @Test func `every script has its rows`() {
        #expect(Self.cases.count > 1)
        #expect(Self.cases == Self.names(endingIn: ".rows"))
    }

    private static func names(endingIn end: String) -> [String] {
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path())
        return (files ?? []).filter { $0.hasSuffix(end) }.map { String($0.dropLast(end.count)) }
            .sorted()
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// The rows of each query: in no order where all are insertions, in the order of each key (the
    /// first column) where rows are taken back.
    private static func byQuery(_ text: String) -> [String: [String]] {
        let lines = text.split(separator: "\n").map(String.init)
        let queries = Dictionary(grouping: lines) { $0.components(separatedBy: "> ")[0] }
        return queries.mapValues { rows in
            if rows.allSatisfy({ $0.contains("> +I[") }) { return rows.sorted() }
            let numbered = rows.enumerated().map { (key: key($1), number: $0, row: $1) }
            return numbered.sorted { ($0.key, $0.number) < ($1.key, $1.number) }.map(\.row)
        }
    }

    private static func key(_ row: String) -> String {
        String(row.drop { $0 != "[" }.prefix { $0 != "," && $0 != "]" })
    }

    /// The first few rows of one list that the other does not have, or not so often.
    private static func difference(_ rows: [String], _ others: [String]) -> [String] {
        var left = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
        return Array(
            rows.filter { row in
                left[row, default: 0] -= 1
                return left[row, default: 0] < 0
            }.prefix(5))
    }
}
