import Control
import TestSupport
import Testing

@testable import Runtime

@Suite struct PipelineThreadTests {
    @Test func `a pipeline that fails again and again can be stopped, and says what fails`() throws
    {
        let folder = try TemporaryFolder()
        let definition = try definition(countingScript(), in: folder)
        let links = PipelineLinks(name: "test")
        let thread = PipelineThread(links: links) {
            let feed = ScriptedFeed(partitions: 1)
            feed.failure = FeedFailure("the client broke", canRetry: true)
            return try Pipeline(definition, links: links, feeds: [feed])
        }
        #expect(
            poll(forSeconds: 60) {
                links.board.read().log.contains { $0.text.contains("the client broke") }
            })
        #expect(thread.end == nil)
        thread.stop()
        #expect(thread.wait(timeoutMs: 10_000) == .stopped)
    }

    @Test func `a pipeline that fails for good says so on the board and at its end`() throws {
        let folder = try TemporaryFolder()
        let definition = try definition(countingScript(), in: folder)
        let links = PipelineLinks(name: "test")
        let thread = PipelineThread(links: links) {
            let feed = ScriptedFeed(partitions: 1)
            feed.failure = FeedFailure("the topic is gone")
            return try Pipeline(definition, links: links, feeds: [feed])
        }
        #expect(thread.wait(timeoutMs: 10_000) == .failed("the topic is gone"))
        #expect(links.board.read().phase == .failed("the topic is gone"))
    }
}
