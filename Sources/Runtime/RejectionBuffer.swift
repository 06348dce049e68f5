import Stores

/// Rejected rows on their way to the next commit.
///
/// None is dropped that the store would keep, however many come between two commits: which ones
/// stay must not depend on how often is committed. So a full buffer asks for a commit instead.
struct RejectionBuffer {
    private struct Place: Hashable {
        var source: Int
        var topic: String
        var partition: Int32
        var isLate: Bool

        init(_ row: RejectedRow) {
            source = row.source
            topic = row.topic
            partition = row.topicPartition
            isLate = row.kind != .quarantined
        }
    }

    private var rows: [RejectedRow] = []
    private var byteCount = 0
    private let perPartition: Int

    private static let fullBytes = 32 << 20
    /// What a row costs beside its payload.
    private static let rowBytes = 200

    init(perPartition: Int = RejectedRow.keptPerPartition) { self.perPartition = perPartition }

    /// It is time to commit.
    var isFull: Bool { byteCount >= Self.fullBytes }

    mutating func add(_ new: [RejectedRow]) {
        rows += new
        byteCount += new.reduce(0) { $0 + $1.bytes.count + Self.rowBytes }
    }

    /// What the commit should write, in the order in which it came; the buffer is empty then.
    ///
    /// The store keeps the newest offsets of each partition, so what is older by far is left out
    /// here already. Twice as many stay, as two rows may be about one record.
    mutating func takeAll() -> [RejectedRow] {
        defer {
            rows = []
            byteCount = 0
        }
        guard rows.count > 2 * perPartition else { return rows }
        var offsets: [Place: [Int64]] = [:]
        for row in rows { offsets[Place(row), default: []].append(row.offset) }
        let oldest = offsets.compactMapValues { offsets in
            offsets.count > 2 * perPartition
                ? offsets.sorted()[offsets.count - 2 * perPartition] : nil
        }
        return rows.filter { row in oldest[Place(row)].map { row.offset >= $0 } ?? true }
    }
}
