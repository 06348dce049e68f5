/// What OVER or a deduplication has for a checkpoint, sorted by key group.
struct KeyedContents: StateContents {
    let goneRecord: BlobWriter.Record
    /// Keys that have gone; they may have come back since.
    let gone: [Int: [[UInt8]]]
    let keys: GroupedNumbers
    let waiting: WaitingContents?
    let writeKey: (Int32, inout BlobWriter) -> Void

    func write(keyGroup: Int, to writer: inout BlobWriter) {
        for key in gone[keyGroup] ?? [] {
            writer.append(goneRecord)
            writer.append(text: key)
        }
        for key in keys[keyGroup] { writeKey(key, &writer) }
        waiting?.write(keyGroup: keyGroup, to: &writer)
    }

    static func grouped(_ gone: [[UInt8]]) -> [Int: [[UInt8]]] {
        Dictionary(grouping: gone) { Hash.keyGroup(Hash.of($0)) }
    }
}

/// Waiting rows on their way into blobs, each behind its key.
struct WaitingContents: StateContents {
    /// By key group, each with its place in the columns.
    let rows: [Int: [(row: WaitingRow, place: Int)]]
    let columns: [Column]
    let key: (Int32) -> UnsafeBufferPointer<UInt8>

    func write(keyGroup: Int, to writer: inout BlobWriter) {
        for (row, place) in rows[keyGroup] ?? [] {
            writer.append(.waitingRow)
            writer.append(text: key(row.key))
            writer.append(row.kind == .row ? 0 : 1)
            writer.append(row.dueMs)
            writer.append(row.timeMs &- row.dueMs)
            writer.append(row.sequence)
            writer.append(row.coverMs)
            writer.append(Int64(row.partition))
            guard row.kind == .row else { continue }
            for column in columns { writer.append(column[place]) }
        }
    }
}
