import CIntrinsics
import Glibc

/// A place in one file or pipe, with the part of it that has been read but not handed out.
final class FileCursor {
    let partition: FilePartition
    private(set) var hasEnded = false
    private let splitting: RecordSplitting
    private let limits: FileLimits
    private var descriptor: FileDescriptor?
    /// Records are slices of it, so it is replaced as a whole and never changed.
    private var buffer: [UInt8] = []
    private var position = 0
    /// The file's offset of the first byte in ``buffer``.
    private var bufferOffset: Int64 = 0
    private var isAtEnd = false
    private var lineBreaks = LineBreaks()
    /// The record that is being skipped because it is too long.
    private var skipped: (offset: Int64, byteCount: Int64, head: [UInt8])?

    init(_ partition: FilePartition, _ splitting: RecordSplitting, _ limits: FileLimits) {
        self.partition = partition
        self.splitting = splitting
        self.limits = limits
    }

    var nextOffset: Int64 { bufferOffset + Int64(position) }

    /// Goes on from an offset that an earlier run had reached.
    func seek(to offset: Int64) throws(FileFailure) {
        guard partition.isResumable else {
            throw FileFailure(
                .notSeekable, path: partition.path,
                message: "a pipe cannot be read again; start with a new data directory")
        }
        try checkUnchanged(offset)
        buffer = []
        position = 0
        bufferOffset = offset
        isAtEnd = false
        hasEnded = false
        skipped = nil
        descriptor = nil
    }

    /// An offset is where a record begins: at the start, behind a line break, or at the very end.
    private func checkUnchanged(_ offset: Int64) throws(FileFailure) {
        let file = try FileDescriptor(opening: partition.path, O_RDONLY)
        let length = try file.byteCount()
        if offset == 0 || offset == length { return }
        if offset > 0, offset < length, try file.byte(at: offset - 1) == 0x0A { return }
        throw FileFailure(
            .changed, path: partition.path,
            message: "it has changed since it was read up to byte \(offset) (it has \(length) "
                + "bytes now); put the old file back, or start with a new data directory")
    }

    /// Hands out complete records that are there, and reads more when there are none.
    ///
    /// It waits once at most, and only on a pipe.
    func take(
        _ maximum: Int, timeoutMs: Int32, into poll: inout FilePoll
    ) throws(FileFailure) {
        var timeoutMs = timeoutMs
        while !hasEnded {
            split(maximum, into: &poll)
            if poll.receivedCount > 0 || hasEnded { break }
            guard try fill(timeoutMs: timeoutMs) else { break }
            timeoutMs = 0
        }
        poll.nextOffset = nextOffset
        poll.hasEnded = hasEnded
    }
}

// MARK: Records

extension FileCursor {
    private func split(_ maximum: Int, into poll: inout FilePoll) {
        splitAtLineBreaks(maximum, into: &poll)
        buffer.withUnsafeBytes { bytes in
            while poll.receivedCount < maximum, let end = recordEnd(bytes) {
                if let record = skipped {
                    skipped = nil
                    let length = record.byteCount + Int64(end - position)
                    add(overlong: record.offset, length, record.head, to: &poll)
                } else if end - position > limits.recordBytes {
                    let head = Array(bytes[position..<position + limits.headBytes])
                    add(
                        overlong: bufferOffset + Int64(position), Int64(end - position), head,
                        to: &poll)
                } else {
                    add(bytes, end, to: &poll)
                }
                position = min(end + 1, bytes.count)
            }
        }
        if !poll.messages.isEmpty { poll.messages.bytes = buffer }
        hasEnded = isAtEnd && position == buffer.count && skipped == nil
    }

    /// Takes the lines that end in the buffer, all at once.
    ///
    /// Where a line is too long, or records are no lines, it does nothing; ``split(_:into:)`` does
    /// one record after the other.
    private func splitAtLineBreaks(_ maximum: Int, into poll: inout FilePoll) {
        guard splitting == .lines, skipped == nil, position < buffer.count else { return }
        buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            let count = lineBreaks.find(base, position, bytes.count, maximum)
            let ends = lineBreaks.places
            guard count > 0, !hasOverlong(ends, count) else { return }
            poll.messages = RawMessages(count: count, firstOffset: bufferOffset) {
                starts, lengths in
                var start = Int32(truncatingIfNeeded: position)
                for index in 0..<count {
                    let end = ends[index]
                    let hasReturn = end > start && base[Int(end) &- 1] == 0x0D
                    starts[index] = start
                    lengths[index] = end &- start &- (hasReturn ? 1 : 0)
                    start = end &+ 1
                }
            }
            position = Int(ends[count - 1]) + 1
        }
    }

    private func hasOverlong(_ ends: UnsafePointer<Int32>, _ count: Int) -> Bool {
        guard buffer.count - position > limits.recordBytes else { return false }
        var start = position
        for index in 0..<count {
            if Int(ends[index]) - start > limits.recordBytes { return true }
            start = Int(ends[index]) + 1
        }
        return false
    }

    /// At the end of the file the rest is a record, if there is any.
    private func recordEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let rule = skipped == nil ? splitting : .lines
        if let end = rule.end(of: bytes, from: position) { return end }
        let hasRest = position < bytes.count || skipped != nil
        return isAtEnd && hasRest ? bytes.count : nil
    }

    private func add(_ bytes: UnsafeRawBufferPointer, _ end: Int, to poll: inout FilePoll) {
        let hasReturn = end > position && bytes[end - 1] == 0x0D
        poll.messages.starts.append(Int32(truncatingIfNeeded: position))
        poll.messages.lengths.append(
            Int32(truncatingIfNeeded: end - position - (hasReturn ? 1 : 0)))
        poll.messages.offsets.append(bufferOffset + Int64(position))
        poll.messages.timestampsMs.append(-1)
    }

    private func add(
        overlong offset: Int64, _ byteCount: Int64, _ head: [UInt8], to poll: inout FilePoll
    ) {
        let reason = DecodeFailure.lineTooLong(bytes: byteCount, limit: limits.recordBytes)
        poll.overlong.append(
            FilePoll.Overlong(offset: offset, byteCount: byteCount, head: head, reason: reason))
    }
}

// MARK: Reading

extension FileCursor {
    /// Reads on; `false` when there is nothing to read now, or no more.
    private func fill(timeoutMs: Int32) throws(FileFailure) -> Bool {
        if isAtEnd { return false }
        try openIfNeeded()
        // A pipe that no writer has opened yet reads as ended; it is readable only afterwards.
        let isPipe = !partition.isResumable
        if isPipe, descriptor?.waitUntilReadable(timeoutMs: timeoutMs) != true { return false }
        skipTooLong()
        let tail = buffer[position...]
        let (bytes, end) = try read(after: tail)
        let isFirst = bufferOffset == 0 && buffer.isEmpty
        bufferOffset += Int64(position)
        position = 0
        buffer = bytes
        if isFirst, buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }  // A byte order mark.
        isAtEnd = end
        if !limits.keepsOpen, !isPipe { descriptor = nil }
        return true
    }

    private func openIfNeeded() throws(FileFailure) {
        guard descriptor == nil else { return }
        let file = try FileDescriptor(opening: partition.path, O_RDONLY | O_NONBLOCK)
        if partition.isResumable { try file.seek(to: bufferOffset + Int64(buffer.count)) }
        descriptor = consume file
    }

    /// Drops what is buffered of a record that has grown beyond the limit.
    private func skipTooLong() {
        let count = buffer.count - position
        if skipped != nil {
            skipped?.byteCount += Int64(count)
        } else if count > limits.recordBytes {
            let head = Array(buffer[position..<position + limits.headBytes])
            skipped = (bufferOffset + Int64(position), Int64(count), head)
        } else {
            return
        }
        position = buffer.count
    }

    /// A new buffer: the tail of the old one, then what can be read without waiting.
    private func read(
        after tail: ArraySlice<UInt8>
    ) throws(FileFailure) -> (bytes: [UInt8], isAtEnd: Bool) {
        var failure: FileFailure?
        var isAtEnd = false
        let capacity = tail.count + limits.chunkBytes
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            _ = buffer.initialize(from: tail)
            count = tail.count
            do throws(FileFailure) {
                while count < capacity, !isAtEnd {
                    let rest = UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                    guard let read = try descriptor?.read(into: rest) else { return }
                    isAtEnd = read == 0
                    count += read
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return (bytes, isAtEnd)
    }
}
