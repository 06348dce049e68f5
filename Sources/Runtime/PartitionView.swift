import Control
import Streams

/// What the console is shown of one partition, second by second.
struct PartitionView {
    var durableOffset: Int64
    var readOffset: Int64
    var highWatermark: Int64?
    /// The timestamp of the newest record read; `nil` for files.
    var newestRecordMs: Int64?
    var lost: Int64 = 0
    private var samples: [Sample] = []

    /// How many seconds the slope of the lag looks back.
    private static let slopeSeconds = 20
    private static let historySeconds = 300

    private struct Sample {
        var lag: Int64
        var highWatermark: Int64
        var readOffset: Int64
    }

    init(startOffset: Int64) {
        durableOffset = startOffset
        readOffset = startOffset
    }

    /// Takes note of records that were read.
    mutating func read(_ messages: RawMessages, nextOffset: Int64) {
        readOffset = nextOffset
        if let newest = messages.timestampsMs.last, newest >= 0 { newestRecordMs = newest }
    }

    var lag: Int64? { highWatermark.map { max(0, $0 - durableOffset) } }

    /// Takes the numbers of one second.
    mutating func sample() {
        samples.append(
            Sample(
                lag: lag ?? 0, highWatermark: highWatermark ?? readOffset, readOffset: readOffset))
        if samples.count > Self.historySeconds { samples.removeFirst() }
    }

    /// Forgets all but the newest samples.
    mutating func keepSamples(_ count: Int) { samples = Array(samples.suffix(count)) }

    func status(id: Int, watermarkMs: Int64?, isIdle: Bool, nowMs: Int64) -> PartitionStatus {
        PartitionStatus(
            id: id, durableOffset: durableOffset, highWatermark: highWatermark, lag: lag,
            lagSlope: rate(over: Self.slopeSeconds) { $0.lag }, behindMs: behindMs(nowMs: nowMs),
            watermarkMs: watermarkMs, isIdle: isIdle,
            inPerSecond: rate(over: 3) { $0.highWatermark },
            outPerSecond: rate(over: 3) { $0.readOffset }, lost: lost,
            lagHistory: samples.map(\.lag))
    }

    /// With everything read there is nothing to be behind, however old the newest record is.
    private func behindMs(nowMs: Int64) -> Int64? {
        guard let newestRecordMs else { return nil }
        if let highWatermark, readOffset >= highWatermark { return 0 }
        return max(0, nowMs - newestRecordMs)
    }

    private func rate(over seconds: Int, _ number: (Sample) -> Int64) -> Double {
        let window = samples.suffix(seconds + 1)
        guard let first = window.first, let last = window.last, window.count > 1 else { return 0 }
        return Double(number(last) - number(first)) / Double(window.count - 1)
    }
}
