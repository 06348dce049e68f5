import Engine
import Foundation
import Stores
import TestSupport
import Testing

@testable import Runtime

/// Polls that are large enough to be decoded in parts at the same time.
@Suite struct ParallelDecodingTests {
    private static let records = 4 * DecodedPart.worthwhile + 7
    /// Every so many records one cannot be decoded, and one comes half an hour late.
    private static let brokenEvery = 97
    private static let lateEvery = 41

    private static func isBroken(_ n: Int) -> Bool { n % brokenEvery == 3 }
    private static func isLate(_ n: Int) -> Bool { n % lateEvery == 7 && n >= 1_800 }

    private static func line(_ n: Int) -> String {
        if isBroken(n) { return #"{"device":"d1","n":"# }
        let second = isLate(n) ? n - 1_800 : n
        return String(
            format: #"{"device":"d%d","n":%d,"ts":"2026-11-20 %02d:%02d:%02d"}"#, n % 61, n,
            10 + second / 3600, second / 60 % 60, second % 60)
    }

    /// What is in the stores after a run over all records.
    private func stores(
        of input: String, in folder: TemporaryFolder, shards: Int, batchRecords: Int
    ) throws -> (dump: String, total: EventCounters, broken: [[StoreValue]]) {
        let script = countingScript(
            source: "'connector' = 'filesystem', 'path' = '\(input)', 'format' = 'json'")
        var definition = try definition(
            script, in: folder, data: "\(shards)-\(batchRecords)")
        definition.tuning.shards = shards
        definition.tuning.batchRecords = batchRecords
        try running(definition) { try $0.finish() }
        let reader = try Reader(directory: definition.directory)
        let broken = try reader.query(
            "SELECT \"offset\" FROM quarantine ORDER BY \"offset\"")
        return (try reader.dump(), try total(definition.directory), broken.rows)
    }

    @Test func `parts decoded at the same time leave what small polls leave`() throws {
        let all = 0..<Self.records
        let lines = all.map { Self.line($0) + "\n" }
        let folder = try TemporaryFolder()
        let input = try folder.write(lines.joined(), to: "in.jsonl")
        let broken = all.count { Self.isBroken($0) }
        let late = all.count { Self.isLate($0) && !Self.isBroken($0) }
        let small = try stores(of: input, in: folder, shards: 1, batchRecords: 100)
        #expect(small.total.quarantined == broken)
        #expect(small.total.late == late)
        #expect(small.total.accepted == Self.records - broken - late)
        // The offset of a line is where it begins.
        let offsets = all.filter(Self.isBroken).map { n in
            lines[..<n].reduce(Int64(0)) { $0 + Int64($1.utf8.count) }
        }
        #expect(small.broken == offsets.map { [.integer($0)] })
        for (shards, batchRecords) in [
            (1, Self.records), (4, Self.records), (3, DecodedPart.worthwhile), (2, 700),
        ] {
            let parts = try stores(
                of: input, in: folder, shards: shards, batchRecords: batchRecords)
            #expect(parts.total == small.total, "\(shards) shards, \(batchRecords) records")
            #expect(parts.broken == small.broken, "\(shards) shards, \(batchRecords) records")
            #expect(parts.dump == small.dump, "\(shards) shards, \(batchRecords) records")
        }
    }
}
