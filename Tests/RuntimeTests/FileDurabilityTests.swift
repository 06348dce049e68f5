import Engine
import Foundation
import Stores
import TestSupport
import Testing

@testable import Runtime

/// Files in, files out, and a run that dies in between.
@Suite struct FileDurabilityTests {
    private func csv(_ range: Range<Int>) -> String {
        range.map { n in
            String(format: "d%d,%d,2026-11-20 10:%02d:%02d\n", n % 3, n, n / 60, n % 60)
        }.joined()
    }

    private func folderWithInput() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("in"), withIntermediateDirectories: false)
        return folder
    }

    private func source(_ path: String) -> String {
        countingScript(source: "'connector' = 'filesystem', 'path' = '\(path)', 'format' = 'csv'")
    }

    /// Every row goes to a file.
    private func copyScript(_ input: String, _ output: String) -> String {
        """
        CREATE TABLE events (device STRING, n BIGINT, ts TIMESTAMP(3)) WITH (
            'connector' = 'filesystem', 'path' = '\(input)', 'format' = 'csv');
        CREATE TABLE copies (device STRING, n BIGINT) WITH (
            'connector' = 'filesystem', 'path' = '\(output)', 'format' = 'csv');
        INSERT INTO copies SELECT device, n FROM events WHERE n > 0;
        """
    }

    @Test(arguments: Pipeline.Point.allCases, [1, 2])
    func `a file of rows is the same after a death at any step`(
        point: Pipeline.Point, occurrence: Int
    ) throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(csv(0..<20), to: "in.csv")
        var definition = try definition(
            copyScript(input, folder.path("out")), in: folder)
        definition.tuning.batchRecords = 6
        #expect(throws: Interruption.self) {
            try run(definition, dyingAt: point, occurrence: occurrence)
        }
        try run(definition, dyingAt: nil)
        let rows = try String(
            contentsOfFile: folder.path("out") + "/part-0.csv", encoding: .utf8)
        #expect(rows == (1..<20).map { "d\($0 % 3),\($0)\n" }.joined())
    }

    @Test func `a file that is gone is missed, not taken for another`() throws {
        let folder = try folderWithInput()
        for (name, range) in [("a", 0..<10), ("b", 10..<20), ("c", 20..<30)] {
            _ = try folder.write(csv(range), to: "in/\(name).csv")
        }
        let definition = try definition(source(folder.path("in")), in: folder)
        try run(definition, dyingAt: nil)
        for gone in ["a.csv", "c.csv"] {
            let path = folder.path("in/\(gone)")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try FileManager.default.removeItem(atPath: path)
            do {
                try run(definition, dyingAt: nil)
                Issue.record("\(gone) was not missed")
            } catch {
                #expect("\(error)".contains(gone), "\(error)")
                #expect("\(error)".contains("no longer"), "\(error)")
            }
            _ = try folder.write(text, to: "in/\(gone)")
        }
    }

    @Test(arguments: ["a", "bb", "d"])
    func `a file that is new is read once, wherever its name sorts`(name: String) throws {
        let folder = try folderWithInput()
        _ = try folder.write(csv(0..<10), to: "in/b.csv")
        _ = try folder.write(csv(10..<20), to: "in/c.csv")
        let definition = try definition(
            copyScript(folder.path("in"), folder.path("out")), in: folder)
        try run(definition, dyingAt: nil)
        _ = try folder.write(csv(20..<30), to: "in/\(name).csv")
        for _ in 0..<2 { try run(definition, dyingAt: nil) }
        let rows = try String(
            contentsOfFile: folder.path("out") + "/part-0.csv", encoding: .utf8)
        #expect(
            rows.split(separator: "\n").sorted()
                == (1..<30).map { "d\($0 % 3),\($0)" }.sorted().map { $0[...] })
    }

    @Test func `a full disk stops the run with a sentence and the next run goes on`() throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(csv(0..<400), to: "in.csv")
        var definition = try definition(source(input), in: folder, data: "undisturbed")
        definition.tuning.batchRecords = 20
        try run(definition, dyingAt: nil)
        definition.directory = folder.path("full")
        do {
            try running(definition) { pipeline in
                try pipeline.step()
                try pipeline.store.limitPages(to: 1)
                try pipeline.finish()
            }
            Issue.record("a full disk was not noticed")
        } catch {
            #expect("\(error)".contains("is full: free some space"), "\(error)")
        }
        let before = try total(definition.directory).received
        #expect(before > 0 && before < 400)
        try run(definition, dyingAt: nil)
        let (left, right) = (try dump(folder.path("full")), try dump(folder.path("undisturbed")))
        #expect(left == right)
    }
}
