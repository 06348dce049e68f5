import Engine

/// What the writer remembers between commits; a failed commit leaves the old one in place.
struct Ledger {
    struct PartitionKey: Hashable {
        var source: Int
        var partition: Int
    }

    struct PartitionState {
        var topic: String?
        var topicPartition: Int32?
        var nextOffset: Int64?
        var stopOffset: Int64?
        var watermarkMs: Int64?
        var isIdle = false
    }

    /// The offline log of one group: closed segments, then the one that is written.
    struct Log {
        var segments: [Int64] = [1]
        var openRows: Int64 = 0
        var closedRows: Int64 = 0

        var openSegment: Int64 { segments.last ?? 1 }
        /// The open segment is scanned, so it stays small; the closed ones are indexed.
        ///
        /// Segments grow with the log, as SQLite joins at most 500 tables in a view.
        func isFull(segmentRows: Int64) -> Bool { openRows >= max(segmentRows, closedRows / 50) }
    }

    var commitID: Int64 = 0
    var commitTimeMs: Int64?
    /// By sink; `nil` for files and prints.
    var groups: [GroupTotals?] = []
    var logs: [Log?] = []
    var partitions: [PartitionKey: PartitionState] = [:]
    var firedWatermarks: [Int: Int64] = [:]
    var sourceCounters: [EventCounters] = []
    var statementCounters: [StatementCounters] = []
    var fileLengths: [String: Int64] = [:]
    /// Firing alerts, by group and key.
    var firing: [String: [String: StoredAlert]] = [:]
    var resolvedAlerts: Int64 = 0
}

extension Ledger {
    var total: EventCounters {
        var total = EventCounters()
        for counters in sourceCounters { total += counters }
        return total
    }

    var isBalanced: Bool {
        sourceCounters.allSatisfy(\.isBalanced)
            && statementCounters.allSatisfy(\.events.isBalanced)
    }
}
