import Control
import Engine
import Foundation
import Stores
import Streams
import TestSupport
import Testing

@testable import Runtime

/// The loop over polls that are written by hand.
@Suite struct StepTests {
    @Test func `a record without a time of its own is not judged by it`() throws {
        let folder = try TemporaryFolder()
        let feed = ScriptedFeed(partitions: 1)
        let definition = try definition(countingScript(), in: folder)
        try running(definition, feeds: [feed]) { pipeline in
            feed.add(0, offset: 0, on: 0)
            feed.next.records[0].messages.append(
                Array(event(1).utf8), offset: 1, timestampMs: -1)
            feed.next.records[0].nextOffset = 2
            try pipeline.step()
            #expect(pipeline.ledger.total.accepted == 2)
        }
    }

    @Test func `a partition that appears later keeps its place and its events`() throws {
        let folder = try TemporaryFolder()
        var definition = try definition(countingScript(), in: folder, data: "whole")
        var dumps: [String] = []
        for diesAfter in [100, 0, 1, 2, 3] {
            definition.directory = folder.path("after-\(diesAfter)")
            let script: [(ScriptedFeed) -> Void] = [
                { $0.add(0, offset: 0, on: 0) },
                { $0.addPartition() },
                { $0.add(1, offset: 0, on: 1) },
                { $0.add(30, offset: 1, on: 0) },
                { $0.add(31, offset: 1, on: 1) },
            ]
            var done = 0
            try running(definition, feeds: [ScriptedFeed(partitions: 1)]) { pipeline in
                while done < script.count, done <= diesAfter {
                    if let feed = pipeline.feeds[0] as? ScriptedFeed { script[done](feed) }
                    try pipeline.step()
                    done += 1
                }
            }
            if done < script.count {
                let feed = ScriptedFeed(partitions: done > 1 ? 2 : 1)
                try running(definition, feeds: [feed]) { pipeline in
                    #expect(pipeline.positions[0].count == feed.partitions.count)
                    for play in script[done...] {
                        play(feed)
                        try pipeline.step()
                    }
                }
            }
            dumps.append(try dump(definition.directory))
        }
        #expect(Set(dumps).count == 1)
    }
}
