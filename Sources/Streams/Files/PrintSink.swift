public import Engine

/// Writes rows as Flink's print connector does, to standard output or where it is told.
public final class PrintSink: RowSink {
    private let text: PrintText
    private let output: Int32
    private var pending: [UInt8] = []
    private static let pendingLimit = 64 << 10

    /// The options `print-identifier` and `standard-error` decide how and where.
    ///
    /// Where a screen owns the terminal, `output` is the file descriptor that takes the rows
    /// instead; it stays open.
    public init(sink: Sink, output: Int32? = nil) {
        text = PrintText(sink.schema, identifier: sink.options["print-identifier"])
        let isError = sink.options["standard-error"]?.lowercased() == "true"
        self.output = output ?? (isError ? 2 : 1)
    }

    public var lengthBytes: Int64? { nil }

    public func write(_ rows: ColumnBatch) throws(FileFailure) {
        text.append(rows, to: &pending)
        if pending.count >= Self.pendingLimit { try flush() }
    }

    public func flush() throws(FileFailure) {
        var failure: FileFailure?
        pending.withUnsafeBytes { bytes in
            do throws(FileFailure) {
                try FileDescriptor.write(bytes, to: output, path: "standard output")
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        pending.removeAll(keepingCapacity: true)
    }
}
