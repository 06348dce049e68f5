public import Engine
import Glibc

/// Writes rows into one part file of a folder, where Flink's filesystem connector would.
///
/// The file is visible and grows as rows fire. Rows are exactly once: the length of the file is
/// committed with the state that wrote it, and a resumed run cuts the file back to that length.
public final class FileSink: RowSink {
    /// `PATH/part-0.csv` or `PATH/part-0.json`.
    public let file: String
    private let text: RowText
    private let descriptor: FileDescriptor
    private var pending: [UInt8] = []
    private var written: Int64 = 0
    private static let pendingLimit = 256 << 10

    /// Opens the output below a `filesystem` table's path.
    ///
    /// Without a committed length the folder must be empty, or not be there; with one, be it 0, the
    /// part file must have at least that length and is cut back to it.
    public init(
        path: String, text: RowText, committedLengthBytes: Int64?
    ) throws(FileFailure) {
        let folder = FilePath.local(path)
        self.text = text
        file = "\(folder)/part-0.\(text.name)"
        try Self.makeFolder(folder)
        if committedLengthBytes == nil { try Self.expectEmpty(folder, but: file) }
        descriptor = try FileDescriptor(opening: file, O_WRONLY | O_CREAT)
        try FileDescriptor(opening: folder, O_RDONLY | O_DIRECTORY).synchronize()
        try truncate(to: committedLengthBytes ?? 0)
    }

    /// The text of a sink's rows at the path that it names.
    public convenience init(
        sink: Sink, text: RowText, committedLengthBytes: Int64?
    ) throws(FileFailure) {
        var path = sink.options["path"] ?? ""
        if case .file(let declared, _) = sink.kind { path = declared }
        try self.init(path: path, text: text, committedLengthBytes: committedLengthBytes)
    }

    public var lengthBytes: Int64? { written + Int64(pending.count) }

    public func write(_ rows: ColumnBatch) throws(FileFailure) {
        text.append(rows, to: &pending)
        if pending.count >= Self.pendingLimit { try writePending() }
    }

    public func flush() throws(FileFailure) {
        try writePending()
        try descriptor.synchronize()
    }

    /// Cuts the file back to a length that it has; rows behind it, taken or written, are gone.
    public func truncate(to length: Int64) throws(FileFailure) {
        try writePending()
        let present = try descriptor.byteCount()
        guard length >= 0, length <= present else {
            throw FileFailure(
                .changed, path: file,
                message: "it has \(present) bytes, \(length) were committed; put it back, or "
                    + "start with a new data directory and an empty output")
        }
        try descriptor.truncate(to: length)
        try descriptor.seek(to: length)
        written = length
    }

    private func writePending() throws(FileFailure) {
        var failure: FileFailure?
        pending.withUnsafeBytes { bytes in
            do throws(FileFailure) { try descriptor.write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        written += Int64(pending.count)
        pending.removeAll(keepingCapacity: true)
    }

    private static func makeFolder(_ folder: String) throws(FileFailure) {
        if FilePath.kind(folder) == .folder { return }
        guard FilePath.kind(folder) == .missing else {
            throw FileFailure(
                .occupied, path: folder,
                message: "is a file where a folder of rows belongs; remove it or choose another "
                    + "'path'")
        }
        if let slash = folder.dropLast().lastIndex(of: "/"), slash > folder.startIndex {
            try makeFolder(String(folder[..<slash]))
        }
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw FileFailure(.cannotWrite, path: folder, call: "mkdir")
        }
    }

    /// An empty part file is what a run leaves that was stopped before its first row.
    private static func expectEmpty(_ folder: String, but file: String) throws(FileFailure) {
        for name in try FilePath.names(in: folder) {
            let path = "\(folder)/\(name)"
            if path == file {
                let length = try FileDescriptor(opening: path, O_RDONLY).byteCount()
                if length == 0 { continue }
            }
            throw FileFailure(
                .occupied, path: folder,
                message: "already has rows (\(PlainText.visible(name))); remove them or choose "
                    + "another 'path'")
        }
    }
}
