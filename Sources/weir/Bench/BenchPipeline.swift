import Control
import Glibc
import Runtime

/// The measured process: a pipeline as `weir run` runs it, which says what it held.
enum BenchPipeline {
    /// Runs a script to its end, or until it is asked to stop or who started it is gone; the folder
    /// takes the stores, and how far it has come.
    static func run(script path: String, in place: String) throws -> ExitCode {
        StopSignal.listen()
        let parent = getppid()
        let script = try Script(path: path, isStrictFlink: false)
        let definition = PipelineDefinition(
            name: script.name, plan: script.plan, directory: place + "/data")
        let thread = PipelineThread(
            definition, links: PipelineLinks(name: definition.name), connectTimeoutMs: 15_000)
        let progress = try BenchProgress(writingIn: place)
        // The state of the moment at which there was most of it.
        var peak = (keys: 0, bytes: 0)
        var end: PipelineThread.End?
        var isStopAsked = false
        while end == nil {
            end = thread.wait(timeoutMs: 5)
            let snapshot = thread.links.board.read()
            if !snapshot.isStarting { progress.write(snapshot.total.received) }
            let bytes = snapshot.statements.reduce(0) { $0 + $1.stateBytes }
            if bytes > peak.bytes {
                peak = (snapshot.statements.map(\.openKeys).max() ?? 0, bytes)
            }
            if StopSignal.wasReceived || getppid() != parent, !isStopAsked {
                isStopAsked = true
                thread.stop()
            }
        }
        if case .failed(let sentence)? = end { throw Failure.failed(sentence) }
        let last = thread.links.board.read()
        Standard.line("received \(last.total.received)")
        Standard.line("lost \(last.total.lost)")
        Standard.line("left_out \(last.total.received - last.total.accepted)")
        Standard.line("rows \(last.statements.reduce(0) { $0 + $1.rowsFired })")
        Standard.line("commits \(last.lastCommit?.id ?? 0)")
        Standard.line("state_keys \(peak.keys)")
        Standard.line("state_bytes \(peak.bytes)")
        return last.total.isBalanced ? .done : .auditFailed
    }
}

extension Snapshot {
    fileprivate var isStarting: Bool {
        if case .starting = phase { true } else { false }
    }
}

/// How many events the pipeline has received, told to the producer's process through a file.
struct BenchProgress {
    private let descriptor: Int32

    init(writingIn place: String) throws {
        try self.init(place, O_RDWR | O_CREAT | O_CLOEXEC)
    }

    init(readingIn place: String) throws {
        try self.init(place, O_RDWR | O_CREAT | O_CLOEXEC)
    }

    private init(_ place: String, _ flags: Int32) throws {
        descriptor = open(place + "/progress", flags, 0o600)
        guard descriptor >= 0 else {
            throw Failure.failed(
                "cannot open \(place)/progress: \(String(cString: strerror(errno)))")
        }
    }

    func write(_ received: Int64) {
        var received = received
        pwrite(descriptor, &received, 8, 0)
    }

    /// `nil` until the pipeline reads.
    func read() -> Int64? {
        var received: Int64 = 0
        return pread(descriptor, &received, 8, 0) == 8 ? received : nil
    }
}
