import Engine
import Streams

/// The sinks that are files and the standard output; feature groups are the store's.
struct Outputs {
    private var files: [Int: any RowSink] = [:]
    private var prints: [Int: any RowSink] = [:]

    /// Opens every file sink of the plan.
    ///
    /// - Parameters:
    ///   - plan: What is written where.
    ///   - lengths: How many bytes of each belong to the last commit; anything after is cut off.
    /// - Throws: ``FileFailure``, or a format's option error.
    init(plan: Plan, lengths: [String: Int64]) throws {
        for (index, sink) in plan.sinks.enumerated() {
            switch sink.kind {
            case .file:
                files[index] = try FileSink(
                    sink: sink, text: RowText(sink: sink),
                    committedLengthBytes: lengths[sink.name])
            case .print:
                prints[index] = PrintSink(sink: sink)
            case .featureGroup, .appendLog, .blackhole:
                continue
            }
        }
    }

    /// Writes result rows to their files and makes them durable.
    func write(_ results: [ResultBatch], plan: Plan) throws {
        guard !files.isEmpty, !results.isEmpty else { return }
        for batch in results {
            try files[plan.statements[batch.statement].sink]?.write(batch.rows)
        }
        for file in files.values { try file.flush() }
    }

    /// Prints result rows; after the commit, so that a restart does not print them again.
    func show(_ results: [ResultBatch], plan: Plan) throws {
        guard !prints.isEmpty, !results.isEmpty else { return }
        for batch in results {
            try prints[plan.statements[batch.statement].sink]?.write(batch.rows)
        }
        for output in prints.values { try output.flush() }
    }

    /// The files' lengths in bytes by the sinks' names.
    func lengths(plan: Plan) -> [String: Int64] {
        var lengths: [String: Int64] = [:]
        for (sink, file) in files { lengths[plan.sinks[sink].name] = file.lengthBytes }
        return lengths
    }
}
