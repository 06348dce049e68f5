public import Engine
import Glibc

/// Reads records from a file, from every file of a folder, or from a pipe; one thread only.
///
/// Each file is a partition, numbered in the order of names; names that begin with `.` or `_` are
/// left out, as in Flink. A record's offset is the byte where it begins, so that reading can go on
/// there after a restart. A pipe gives its records as they arrive.
public final class FileSource {
    public let partitions: [FilePartition]
    private let cursors: [FileCursor]
    private var nextCursor = 0
    /// What has been read ahead, for the next poll.
    private var ahead: Result<FilePoll, FileFailure>?
    /// By partition, as far as polls have said.
    private var nextOffsets: [Int64]
    private var ended: Set<Int> = []

    /// Opens what a `filesystem` table names as its `path`.
    ///
    /// A `maximumRecordBytes` keeps one endless line from filling the memory; a longer record is
    /// reported in ``FilePoll/overlong``. It throws when there is nothing at the path.
    public init(
        path: String, splitting: RecordSplitting = .lines, maximumRecordBytes: Int = 16 << 20,
        chunkBytes: Int = 2 << 20
    ) throws(FileFailure) {
        partitions = try Self.partitions(at: FilePath.local(path))
        let limits = FileLimits(
            recordBytes: maximumRecordBytes, chunkBytes: chunkBytes, files: partitions.count)
        cursors = partitions.map { FileCursor($0, splitting, limits) }
        nextOffsets = partitions.map { _ in 0 }
    }

    /// Opens the `path` of a `filesystem` table, split as its format needs.
    public convenience init(source: Source, decoder: RowDecoder) throws(FileFailure) {
        try self.init(path: source.options["path"] ?? "", splitting: decoder.splitting)
    }

    private static func partitions(at path: String) throws(FileFailure) -> [FilePartition] {
        switch FilePath.kind(path) {
        case .missing: throw FileFailure(.cannotOpen, path: path, call: "stat")
        case .pipe: return [FilePartition(path: path, byteCount: nil)]
        case .file: return [try file(path)]
        case .folder:
            var partitions: [FilePartition] = []
            for path in try FilePath.files(in: path) { partitions.append(try file(path)) }
            guard !partitions.isEmpty else {
                throw FileFailure(
                    .cannotOpen, path: path,
                    message: "there is no file in this folder; check the table's 'path'")
            }
            return partitions
        }
    }

    private static func file(_ path: String) throws(FileFailure) -> FilePartition {
        let descriptor = try FileDescriptor(opening: path, O_RDONLY)
        return FilePartition(path: path, byteCount: try descriptor.byteCount())
    }

    /// Every partition has been read to its end.
    public var hasEnded: Bool { ended.count == partitions.count }

    /// The offset of the record that a partition gives next.
    public func nextOffset(of partition: Int) -> Int64 { nextOffsets[partition] }

    /// Goes on from an offset that ``FilePoll/nextOffset`` said in an earlier run.
    ///
    /// It throws for a pipe, and for a file that is shorter now or has no record there.
    public func seek(_ partition: Int, to offset: Int64) throws(FileFailure) {
        precondition(ahead == nil, "a place is sought before anything is read")
        try cursors[partition].seek(to: offset)
        nextOffsets[partition] = offset
        ended.remove(partition)
    }

    /// Takes the next records of one partition; the partitions take turns.
    ///
    /// At most `maxRows` of them, fewer when fewer are there. It waits up to `timeoutMs` only while
    /// a pipe has none, and returns with the first that arrives.
    public func poll(maxRows: Int, timeoutMs: Int32) throws(FileFailure) -> FilePoll {
        let poll: FilePoll
        switch ahead {
        case .success(let known): poll = known
        case .failure(let failure):
            ahead = nil
            throw failure
        case nil: poll = try take(maxRows, timeoutMs: timeoutMs)
        }
        ahead = nil
        nextOffsets[poll.partition] = poll.nextOffset
        if poll.hasEnded { ended.insert(poll.partition) }
        return poll
    }

    /// Reads the next records already, for the next poll; nothing else shows that it did.
    ///
    /// Only where it need not wait: not from pipes.
    public func readAhead(maxRows: Int) {
        guard ahead == nil, partitions.allSatisfy(\.isResumable),
            !cursors.allSatisfy(\.hasEnded)
        else { return }
        do throws(FileFailure) {
            ahead = .success(try take(maxRows, timeoutMs: 0))
        } catch {
            ahead = .failure(error)
        }
    }

    private func take(_ maxRows: Int, timeoutMs: Int32) throws(FileFailure) -> FilePoll {
        for step in 0..<cursors.count {
            let index = (nextCursor + step) % cursors.count
            let cursor = cursors[index]
            if cursor.hasEnded { continue }
            nextCursor = (index + 1) % cursors.count
            var poll = FilePoll(
                partition: index, nextOffset: cursor.nextOffset, hasEnded: false)
            try cursor.take(max(1, maxRows), timeoutMs: timeoutMs, into: &poll)
            return poll
        }
        return FilePoll(partition: 0, nextOffset: cursors[0].nextOffset, hasEnded: true)
    }
}
