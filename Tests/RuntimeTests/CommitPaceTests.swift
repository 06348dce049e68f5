import Control
import Foundation
import TestSupport
import Testing

@testable import Runtime

/// When a commit is due, by what waits and how long commits take.
@Suite struct CommitPaceTests {
    struct Row: CustomTestStringConvertible {
        let testDescription: String
        let moment: CommitMoment
        let isDue: Bool

        init(
            _ name: String, after sinceMs: Int64, rows: Int = 0, isReadable: Bool = true,
            behind: Bool = false, took: Int64 = 2, isDue: Bool
        ) {
            testDescription = name
            moment = CommitMoment(
                rows: rows, hasReadableRows: rows > 0 && isReadable, isCaughtUp: !behind,
                sinceMs: sinceMs, lastTookMs: took)
            self.isDue = isDue
        }
    }

    @Test(arguments: [
        Row("no rows, just before the live cadence", after: 249, isDue: false),
        Row("no rows, at the live cadence", after: 250, isDue: true),
        Row("a row right after a commit", after: 49, rows: 1, isDue: false),
        Row("a row a little later", after: 50, rows: 1, isDue: true),
        Row("a row that nobody can read", after: 249, rows: 1, isReadable: false, isDue: false),
        Row("a row after a long commit", after: 159, rows: 1, took: 40, isDue: false),
        Row(
            "a row when a long commit has been paid for", after: 160, rows: 1, took: 40, isDue: true
        ),
        Row("a row after a longer commit", after: 1_199, rows: 1, took: 300, isDue: false),
        Row("a row when it has been paid for, too", after: 1_200, rows: 1, took: 300, isDue: true),
        Row("a row after a very long commit", after: 1_499, rows: 1, took: 900, isDue: false),
        Row(
            "no row waits longer than while behind", after: 1_500, rows: 1, took: 900, isDue: true),
        Row("no rows after a longer commit", after: 1_199, took: 300, isDue: false),
        Row("no rows when it has been paid for", after: 1_200, took: 300, isDue: true),
        Row("rows while behind", after: 1_499, rows: 99_999, behind: true, isDue: false),
        Row("nothing but offsets while behind", after: 1_500, behind: true, isDue: true),
        Row("many rows while behind", after: 0, rows: 100_000, behind: true, isDue: true),
        Row(
            "many rows that nobody can read", after: 0, rows: 100_000, isReadable: false,
            isDue: true),
    ])
    func `a commit is due when rows can be read soon and events still have most of the time`(
        row: Row
    ) {
        #expect(PipelineDefinition.Tuning().isCommitDue(row.moment) == row.isDue)
    }

    @Test func `rows that go nowhere wait for the live cadence`() throws {
        let folder = try TemporaryFolder()
        let feed = ScriptedFeed(partitions: 1)
        let script = countingScript(sink: "'connector' = 'blackhole'")
        var definition = try definition(script, in: folder)
        definition.tuning.liveCommitMs = .max
        definition.tuning.catchUpCommitMs = .max
        definition.tuning.rowCommitMs = 0
        try running(definition, feeds: [feed]) { pipeline in
            for (offset, n) in [0, 600].enumerated() {
                pipeline.lastCommitTookMs = 0
                feed.next.caughtUp = [0]
                feed.add(n, offset: Int64(offset), on: 0)
                try pipeline.step()
            }
            let (rows, waits) = (pipeline.pendingRows, pipeline.hasWork)
            #expect(rows == 1)
            #expect(waits)
        }
    }

    @Test(arguments: [(Int64(0), [0, 1, 2, 3, 4]), (.max, [3, 4])])
    func `brokers are told of commits at the live cadence and of the last ones`(
        cadenceMs: Int64, told: [Int64]
    ) throws {
        let folder = try TemporaryFolder()
        let feed = ScriptedFeed(partitions: 1)
        var definition = try definition(countingScript(), in: folder)
        definition.tuning.liveCommitMs = cadenceMs
        definition.tuning.catchUpCommitMs = .max
        let links = PipelineLinks(name: "test")
        try running(definition, links: links, feeds: [feed]) { pipeline in
            for n in 0..<4 {
                feed.add(n, offset: Int64(n), on: 0)
                try pipeline.step()
                if n < 3 { try pipeline.commit() }
            }
            links.commands.post(.stop)
            try pipeline.step()
            try pipeline.commit()
        }
        #expect(feed.announced == told)
    }

    @Test func `rows that were fired are committed without waiting for the live cadence`() throws {
        let folder = try TemporaryFolder()
        let feed = ScriptedFeed(partitions: 1)
        var definition = try definition(countingScript(), in: folder)
        definition.tuning = PipelineDefinition.Tuning()
        definition.tuning.liveCommitMs = .max
        definition.tuning.catchUpCommitMs = .max
        definition.tuning.rowCommitMs = 0
        try running(definition, feeds: [feed]) { pipeline in
            feed.next.caughtUp = [0]
            feed.add(0, offset: 0, on: 0)
            try pipeline.step()
            let waits = pipeline.hasWork
            #expect(waits)
            feed.next.caughtUp = [0]
            feed.add(600, offset: 1, on: 0)
            let deadline = Date(timeIntervalSinceNow: 60)
            while pipeline.hasWork, Date() < deadline {
                feed.next.caughtUp = [0]
                try pipeline.step()
            }
            let isDone = !pipeline.hasWork
            #expect(isDone)
        }
    }
}
