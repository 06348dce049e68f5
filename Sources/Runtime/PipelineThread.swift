import Control
import Dispatch
import Engine
import Stores
import Synchronization

/// Runs one pipeline on a queue of its own, which makes and drops everything the pipeline owns.
public final class PipelineThread: Sendable {
    /// How a run came to its end.
    public enum End: Sendable, Equatable {
        /// Every bounded source was read to its end and everything has been committed.
        case ended
        /// It was asked to stop and committed what there was.
        case stopped
        /// The sentence says what to do.
        case failed(String)
    }

    public let links: PipelineLinks
    private let finished = DispatchSemaphore(value: 0)
    private let result = Mutex<End?>(nil)

    /// Starts at once; the first snapshot comes before any network.
    ///
    /// - Parameters:
    ///   - definition: What to run.
    ///   - links: What is shared with other threads.
    ///   - connectTimeoutMs: How long to try to reach a broker at the start; `nil` tries for ever,
    ///     and the snapshots say so.
    public convenience init(
        _ definition: PipelineDefinition, links: PipelineLinks, connectTimeoutMs: Int64? = nil
    ) {
        self.init(links: links, connectTimeoutMs: connectTimeoutMs) {
            try Pipeline(definition, links: links)
        }
    }

    /// Runs what `make` makes, and makes it again after a failure that may be retried.
    init(
        links: PipelineLinks, connectTimeoutMs: Int64? = nil,
        make: @escaping @Sendable () throws -> Pipeline
    ) {
        self.links = links
        DispatchQueue(label: "pipeline", qos: .userInitiated).async { [self] in
            let end = PipelineThread.run(make, links, connectTimeoutMs)
            result.withLock { $0 = end }
            links.wake()
            finished.signal()
        }
    }

    /// The end, or `nil` while it runs.
    public var end: End? { result.withLock { $0 } }

    /// Asks it to commit and stop; it does so before its next poll.
    public func stop() { links.commands.post(.stop) }

    /// Waits for the end, at most this long; `nil` when it still runs.
    public func wait(timeoutMs: Int) -> End? {
        if finished.wait(timeout: .now() + .milliseconds(timeoutMs)) == .success {
            finished.signal()
        }
        return end
    }

    private static func run(
        _ make: () throws -> Pipeline, _ links: PipelineLinks, _ connectTimeoutMs: Int64?
    ) -> End {
        var hasRun = false
        var trouble: String?
        while true {
            do {
                return try runOnce(make, connectTimeoutMs, after: trouble, &hasRun)
            } catch  where canRetry(error, hasRun) {
                // The engine may be ahead of the store: go on from the last commit, as after a
                // crash.
                let sentence = "\(error)"
                trouble = sentence
                post(.starting(sentence), to: links)
                pause(milliseconds: 500)
            } catch {
                let sentence = "\(error)"
                post(.failed(sentence), to: links)
                return .failed(sentence)
            }
        }
    }

    /// A client that has to be made anew, or a store that someone else holds locked for a while.
    private static func canRetry(_ error: any Error, _ hasRun: Bool) -> Bool {
        switch error {
        case let failure as FeedFailure: failure.canRetry
        case let failure as StoreFailure: hasRun && failure.kind == .busy
        default: false
        }
    }

    private static func post(_ phase: Snapshot.Phase, to links: PipelineLinks) {
        var snapshot = links.board.read()
        snapshot.phase = phase
        snapshot.sequence += 1
        links.board.post(snapshot)
        links.wake()
    }

    private static func runOnce(
        _ make: () throws -> Pipeline, _ connectTimeoutMs: Int64?, after trouble: String?,
        _ hasRun: inout Bool
    ) throws -> End {
        var pipeline = try make()
        if let trouble { pipeline.noteRestart(trouble) }
        guard try connect(&pipeline, connectTimeoutMs) else { return .stopped }
        hasRun = true
        while true {
            do {
                try pipeline.step()
            } catch  where pipeline.isStopAsked && canRetry(error, hasRun) {
                // Nobody waits for another attempt; the last commit is kept.
                return .stopped
            }
            if pipeline.isStopAsked {
                try pipeline.commit()
                pipeline.publish()
                return .stopped
            }
            if pipeline.hasEnded, !pipeline.hasWork {
                pipeline.publish()
                return .ended
            }
        }
    }

    /// Opens the feeds, again and again while no broker answers; `false` when asked to stop
    /// meanwhile.
    private static func connect(
        _ pipeline: inout Pipeline, _ timeoutMs: Int64?
    ) throws -> Bool {
        let began = SystemTime.monotonicMs()
        while true {
            do {
                try pipeline.open()
                return true
            } catch let failure as FeedFailure where failure.canRetry {
                if let timeoutMs, SystemTime.monotonicMs() - began >= timeoutMs {
                    throw FeedFailure(failure.description)
                }
                pipeline.publishWaiting(failure.description)
                pause(milliseconds: 250)
            }
            pipeline.takeCommands()
            if pipeline.isStopAsked { return false }
        }
    }
}
