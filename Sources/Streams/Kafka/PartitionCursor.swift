/// How far one partition has been read, and what becomes of the next offset that arrives.
///
/// A value without I/O: the consumer asks it for each record and carries out what it says.
struct PartitionCursor: Equatable {
    enum Verdict: Equatable {
        /// The record is the next one.
        case take
        /// The record was taken before; it came again after a reconnection or a new assignment.
        case repeated
        /// The record lies behind the bounded end.
        case beyondEnd
    }

    /// What to do when the broker no longer has the next offset, or not yet.
    enum Recovery: Equatable {
        case resume(at: Int64)
        /// The partition ends before what was read of it: it is not the one it was.
        case truncated
    }

    /// The next offset that is wanted.
    private(set) var next: Int64
    /// The first offset that is not wanted.
    let stop: Int64?
    /// Offsets that held records and are gone.
    private(set) var lost: Int64
    /// Offsets without a record: compacted away, or the marks of a transaction.
    private(set) var skipped: Int64 = 0
    /// Read up to the broker's end, and nothing since.
    private(set) var isCaughtUp = false
    private(set) var hasEnded: Bool
    /// The broker reported damage in front of the next record, so a gap is a loss.
    private var expectsLoss = false

    init(next: Int64, stop: Int64? = nil, lost: Int64 = 0) {
        self.next = next
        self.stop = stop
        self.lost = lost
        hasEnded = stop.map { next >= $0 } ?? false
    }

    mutating func see(_ offset: Int64) -> Verdict {
        guard offset >= next else { return .repeated }
        isCaughtUp = false
        if let stop, offset >= stop {
            advance(to: stop)
            return .beyondEnd
        }
        advance(to: offset)
        next = offset == .max ? .max : offset + 1
        if next == stop { hasEnded = true }
        return .take
    }

    /// The broker says that nothing is there from this offset on.
    ///
    /// The end may lie behind the next offset: a transaction's end marker has one, but no record.
    mutating func reachEnd(at offset: Int64) {
        guard offset >= next else { return }
        advance(to: min(offset, stop ?? .max))
        isCaughtUp = true
    }

    mutating func noteDamage() { expectsLoss = true }

    /// Decides where to go on after the broker refused the next offset.
    ///
    /// - Parameters:
    ///   - low: The first offset that the broker has.
    ///   - high: The offset after its last.
    /// - Returns: Where to go on, if anywhere.
    mutating func recover(low: Int64, high: Int64) -> Recovery {
        guard next <= high else { return .truncated }
        if next < low {
            let target = min(low, stop ?? .max)
            lost += target - next
            next = target
            isCaughtUp = false
            if next == stop { hasEnded = true }
        }
        return .resume(at: next)
    }

    /// Moves forward over offsets that brought no record.
    ///
    /// A broker refuses an offset that it has deleted, so a gap in what it does hand out is made of
    /// offsets that never held a record for us; unless it said that a batch was damaged.
    private mutating func advance(to offset: Int64) {
        if offset > next {
            if expectsLoss { lost += offset - next } else { skipped += offset - next }
            next = offset
        }
        expectsLoss = false
        if let stop, next >= stop { hasEnded = true }
    }
}
