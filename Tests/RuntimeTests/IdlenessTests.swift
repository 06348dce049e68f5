import Control
import Engine
import Foundation
import TestSupport
import Testing

@testable import Runtime

/// Idle means: read up to the end and silent for the timeout, by a clock that may jump.
@Suite struct IdlenessTests {
    private let folder: TemporaryFolder
    private let definition: PipelineDefinition
    private let feed = ScriptedFeed(partitions: 2)
    private let links = PipelineLinks(name: "test")

    init() throws {
        folder = try TemporaryFolder()
        definition = try RuntimeTests.definition(countingScript(), in: folder)
    }

    /// Steps with both partitions caught up or not, at a time of the pipeline's clock.
    private func step(_ pipeline: inout Pipeline, atMs ms: Int64, caughtUp: Bool) throws {
        links.clock.post(PipelineClock(nowMs: startMs + ms))
        if caughtUp { feed.next.caughtUp = [0, 1] }
        try pipeline.step()
    }

    private func idle(_ pipeline: borrowing Pipeline) -> [Bool] {
        pipeline.engine.clocks.partitions.map(\.isIdle)
    }

    @Test func `a partition that is silent for the timeout is idle`() throws {
        try running(definition, links: links, feeds: [feed]) { pipeline in
            for second in 0..<20 {
                try step(&pipeline, atMs: Int64(second) * 1000, caughtUp: true)
            }
            #expect(idle(pipeline) == [false, false])
            for second in 20..<23 {
                try step(&pipeline, atMs: Int64(second) * 1000, caughtUp: true)
            }
            #expect(idle(pipeline) == [true, true])
        }
    }

    @Test func `silence while no broker answers is not idleness`() throws {
        try running(definition, links: links, feeds: [feed]) { pipeline in
            try step(&pipeline, atMs: 0, caughtUp: true)
            for second in 1..<60 {
                try step(&pipeline, atMs: Int64(second) * 1000, caughtUp: false)
            }
            #expect(idle(pipeline) == [false, false])
        }
    }

    @Test func `a clock that is set forward makes nobody idle`() throws {
        try running(definition, links: links, feeds: [feed]) { pipeline in
            try step(&pipeline, atMs: 0, caughtUp: true)
            try step(&pipeline, atMs: 3_600_000, caughtUp: true)
            try step(&pipeline, atMs: 3_600_100, caughtUp: true)
            #expect(idle(pipeline) == [false, false])
        }
    }

    @Test func `a clock that is set back delays nobody`() throws {
        try running(definition, links: links, feeds: [feed]) { pipeline in
            try step(&pipeline, atMs: 0, caughtUp: true)
            for second in 0..<23 {
                try step(&pipeline, atMs: Int64(second) * 1000 - 3_600_000, caughtUp: true)
            }
            #expect(idle(pipeline) == [true, true])
        }
    }
}
