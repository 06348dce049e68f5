import Console
import Control
import Glibc
import Runtime
import Terminal

/// The console over a pipeline of this process, from the first frame to the last commit.
struct ConsoleSession {
    let links: PipelineLinks
    /// Leave after this long; `nil` stays until the person leaves.
    var durationMs: Int64?
    private let screen: Screen
    private let options: ScreenOptions

    /// Takes the terminal; the first frame is painted before any network.
    init(
        _ options: ScreenOptions, name: String, clock: PipelineClock = PipelineClock()
    ) throws {
        self.options = options
        do {
            screen = try Screen(options.capabilities)
        } catch {
            throw Failure.failed("\(error); without a screen: weir run")
        }
        let waker = screen.waker
        links = PipelineLinks(name: name, clock: clock) { waker.wake() }
    }

    /// Runs the pipeline and the console until the person leaves.
    ///
    /// A demo begins its traffic in `start`, which returns what `i` does if anything, and ends it
    /// in `stop`.
    mutating func run(
        _ definition: PipelineDefinition, start: () throws -> (() -> Void)? = { nil },
        stop: () -> Void = {}
    ) throws -> ExitCode {
        defer { screen.close() }
        let reader = ReaderThread(directory: definition.directory, links: links)
        var loop = ConsoleLoop(
            screen: screen, themes: options.themes, theme: options.theme, links: links,
            desk: reader.desk)
        loop.endMs = durationMs.map { SystemTime.monotonicMs() + $0 }
        loop.begin()
        let thread = PipelineThread(definition, links: links)
        loop.injectBurst = try start()
        loop.run()
        stop()
        thread.stop()
        let end = thread.wait(timeoutMs: 15_000)
        reader.stop()
        screen.close()
        switch end {
        case .failed(let sentence): throw Failure.failed(sentence)
        case nil:
            throw Failure.failed("the pipeline did not stop within 15 s; its last commit is kept")
        case .ended, .stopped: return .done
        }
    }
}
