/// PERCENTILE and LISTAGG, which keep every value; and the sketch of an approximate count.
extension Accumulation {
    static func addToLogs(
        _ seen: RowsOfPane, _ column: Column, _ timing: RowTiming,
        _ accumulator: AggregateLayout.Accumulator, _ pane: Pane
    ) {
        switch (accumulator.kind, column.values) {
        case (.values, .doubles(let values)):
            each(seen, accumulator, StoredLog.self) { log, row in
                withUnsafeBytes(of: values[row]) { pane.store.append($0, to: log) }
            }
        case (.texts, .strings(let texts)):
            texts.bytes.withUnsafeBytes { bytes in
                each(seen, accumulator, StoredLog.self) { log, row in
                    let start = Int(texts.starts[row])
                    let head = ListedText.Head(
                        timeMs: timing.timesMs[row],
                        partition: Int32(truncatingIfNeeded: timing.partition),
                        length: texts.lengths[row])
                    withUnsafeBytes(of: head) { pane.store.append($0, to: log) }
                    pane.store.append(
                        UnsafeRawBufferPointer(
                            rebasing: bytes[start..<start + Int(texts.lengths[row])]), to: log)
                }
            }
        default:
            each(seen, accumulator, StoredLog.self) { log, row in
                Sketch.add(column.values.hash(row), to: log, in: &pane.store)
            }
        }
    }
}

extension Column.Values {
    /// A hash of one value: equal values have equal hashes.
    fileprivate func hash(_ row: Int) -> UInt64 {
        switch self {
        case .integers(let values): return Hash.wide(UInt64(bitPattern: values[row]))
        case .doubles(let values):
            // One NaN and one zero, whatever bits they came with.
            let value = values[row] + 0
            return Hash.wide(value.isNaN ? Double.nan.bitPattern : value.bitPattern)
        case .decimals(let values):
            let value = WideInteger(values[row])
            return Hash.wide(Hash.wide(value.low) ^ UInt64(bitPattern: value.high))
        case .strings(let texts):
            let start = Int(texts.starts[row])
            let length = Int(texts.lengths[row])
            return texts.bytes.withUnsafeBufferPointer { bytes in
                // An address even for an empty text.
                guard length > 0, let base = bytes.baseAddress else { return Hash.wide(0) }
                return Hash.wide(Hash.wide(base + start, length))
            }
        }
    }
}

/// A text of LISTAGG with what decides its place.
struct ListedText {
    struct Head: BitwiseCopyable {
        var timeMs: Int64
        var partition: Int32
        var length: Int32
    }

    let head: Head
    /// Bytes of the log, the text alone.
    let range: Range<Int>

    /// The texts of a log in the order of event time, partition and arrival.
    static func sorted(_ log: UnsafeRawBufferPointer) -> [ListedText] {
        var texts: [ListedText] = []
        var position = 0
        let headSize = MemoryLayout<Head>.size
        while position + headSize <= log.count {
            let head = log.loadUnaligned(fromByteOffset: position, as: Head.self)
            let start = position + headSize
            let end = start + Int(head.length)
            // What a damaged state says of its own lengths is not believed.
            guard head.length >= 0, end <= log.count else { break }
            texts.append(ListedText(head: head, range: start..<end))
            position = end
        }
        // The sort is stable: of equal heads the first to arrive stays first.
        texts.sort {
            ($0.head.timeMs, $0.head.partition) < ($1.head.timeMs, $1.head.partition)
        }
        return texts
    }
}
