/// A row that waits for the watermark to reach it.
struct WaitingRow: BitwiseCopyable {
    /// What happens when the watermark comes.
    enum Kind: UInt8, BitwiseCopyable {
        /// The row becomes a result.
        case row
        /// The key forgets the rows it has seen up to ``sequence``, a time here.
        case forget
        /// Nothing: the slot is free.
        case free
    }

    var dueMs: Int64
    var timeMs: Int64
    /// The clean-up time of its lane when it came.
    var coverMs = Int64.min
    /// Counts the rows as they arrived.
    var sequence: Int64
    var key: Int32
    var partition: Int32
    var place: RowPlace
    var lane: Int32
    /// The rows of the same lane that came before and after, -1 where there is none.
    var previous: Int32 = -1
    var next: Int32 = -1
    var kind: Kind
    /// A checkpoint has it.
    var isStored = false
    /// It stands in the list of rows that the next checkpoint may have to store.
    var isListed = false

    var order: RowOrder {
        RowOrder(dueMs: dueMs, timeMs: timeMs, partition: partition, sequence: sequence)
    }
}

/// The rows that the watermark has not reached, with all their columns.
///
/// They leave in the order of due time, event time, partition, arrival: the same whatever the
/// batches they came in and however often the watermark moved.
struct WaitingRows: ~Copyable {
    let types: [DataType]
    private var rows = Memory<WaitingRow>(capacity: 64)
    /// One more than the largest slot in use.
    private(set) var limit = 0
    private var free: [Int32] = []
    private var queue = DueQueue()
    private(set) var segments: [RowSegment?] = []
    private var freeSegments: [Int32] = []
    private var held = 0
    /// How many rows have come, whether they wait or not: the sequence of the next one.
    var arrivals: Int64 = 0
    /// Slots that came since the last checkpoint.
    private var listed: [Int32] = []

    init(_ types: [DataType]) { self.types = types }

    var count: Int { limit - free.count }

    var memory: Int {
        rows.bytes + queue.memory + segments.reduce(0) { $0 + ($1?.memory ?? 0) }
    }

    @inline(__always)
    func row(_ slot: Int32) -> UnsafeMutablePointer<WaitingRow> { rows.base + Int(slot) }

    /// The number of the segment that is filled next.
    var nextSegment: Int32 { freeSegments.last ?? Int32(segments.count) }

    /// Keeps the columns of some rows in a segment of its own, the next one.
    mutating func keep(_ columns: [Column], _ rows: UnsafeBufferPointer<Int32>) {
        guard !rows.isEmpty else { return }
        held += rows.count
        let segment = RowSegment(columns, rows)
        if let number = freeSegments.popLast() {
            segments[Int(number)] = segment
        } else {
            segments.append(segment)
        }
    }

    @inline(__always)
    mutating func add(_ row: WaitingRow) -> Int32 {
        let slot: Int32
        var isListed = false
        if let reused = free.popLast() {
            slot = reused
            isListed = rows.base[Int(slot)].isListed
        } else {
            slot = Int32(limit)
            rows.reserve(limit &+ 1, keeping: limit)
            limit &+= 1
        }
        let target = rows.base + Int(slot)
        target.pointee = row
        target.pointee.isListed = true
        if !isListed { listed.append(slot) }
        queue.add(slot, dueMs: row.dueMs)
        return slot
    }

    /// Takes out the rows that are due, in order, without giving their slots back.
    mutating func take(dueByMs limitMs: Int64) -> [Int32] {
        var slots: [Int32] = []
        queue.take(dueByMs: limitMs) { slots.append($0) }
        sortTies(&slots)
        return slots
    }

    /// Rows due at once mostly are in order already.
    private func sortTies(_ slots: inout [Int32]) {
        var start = 0
        while start < slots.count {
            var end = start + 1
            var isSorted = true
            while end < slots.count,
                row(slots[end]).pointee.dueMs == row(slots[start]).pointee.dueMs
            {
                isSorted = isSorted && isBefore(slots[end - 1], slots[end])
                end += 1
            }
            if !isSorted { slots[start..<end].sort { isBefore($0, $1) } }
            start = end
        }
    }

    @inline(__always)
    private func isBefore(_ left: Int32, _ right: Int32) -> Bool {
        let first = row(left)
        let second = row(right)
        if first.pointee.timeMs != second.pointee.timeMs {
            return first.pointee.timeMs < second.pointee.timeMs
        }
        if first.pointee.partition != second.pointee.partition {
            return first.pointee.partition < second.pointee.partition
        }
        return first.pointee.sequence < second.pointee.sequence
    }

    /// The columns of some rows; kinds other than rows are not asked for.
    func columns(of places: [RowPlace]) -> [Column] {
        places.withUnsafeBufferPointer { places in
            types.enumerated().map { RowSegment.column($0.offset, $0.element, segments, places) }
        }
    }

    /// Gives a slot back, and its segment with the last row in it.
    mutating func release(_ slot: Int32) {
        let row = rows.base + Int(slot)
        if row.pointee.kind == .row {
            let number = row.pointee.place.segment
            if let segment = segments[Int(number)] {
                segment.live -= 1
                if segment.live == 0 { drop(number) }
            }
        }
        row.pointee.kind = .free
        free.append(slot)
    }

    private mutating func drop(_ number: Int32) {
        held -= segments[Int(number)]?.count ?? 0
        segments[Int(number)] = nil
        freeSegments.append(number)
    }

    /// Copies the rows that still wait together when few of those in memory do.
    mutating func compact() {
        guard held > 4_096, held > 4 * count else { return }
        var slots: [Int32] = []
        for slot in 0..<Int32(limit) where row(slot).pointee.kind == .row { slots.append(slot) }
        let columns = columns(of: slots.map { row($0).pointee.place })
        segments = []
        freeSegments = []
        held = 0
        guard !slots.isEmpty else { return }
        let all = (0..<Int32(slots.count)).map { $0 }
        all.withUnsafeBufferPointer { keep(columns, $0) }
        for (index, slot) in slots.enumerated() {
            row(slot).pointee.place = RowPlace(segment: 0, row: Int32(index))
        }
    }

    /// The slots of the waiting rows that no checkpoint has yet.
    var unstored: [Int32] {
        listed.filter { row($0).pointee.kind != .free && !row($0).pointee.isStored }
    }

    /// A checkpoint has all of them.
    mutating func markStored() {
        for slot in listed {
            let row = row(slot)
            row.pointee.isListed = false
            if row.pointee.kind != .free { row.pointee.isStored = true }
        }
        listed.removeAll(keepingCapacity: true)
    }

    /// The slots of every waiting row.
    var all: [Int32] { (0..<Int32(limit)).filter { row($0).pointee.kind != .free } }
}
