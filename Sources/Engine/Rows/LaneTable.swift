/// What one key has seen from one partition: enough to say which of its rows are late.
struct Lane: BitwiseCopyable {
    let key: Int32
    let partition: Int32
    /// Another lane of the key, -1 after the last.
    var sibling: Int32
    /// The last row that became a result; 0 before the first, as in Flink.
    var lastMs: Int64 = 0
    /// When the key's rows are forgotten, and the watermark that brings it about.
    ///
    /// `Int64.max` for never.
    var cleanMs = Int64.max
    var cleanDueMs = Int64.max
    /// The watermark at which the rows were last forgotten; those due up to it belong to before.
    var forgotMs = Int64.min
    /// The newest of its waiting rows, -1 where none waits.
    var newest: Int32 = -1
    /// The earliest and the latest of the clean-up times that were put off, -1 where there is none.
    var firstCleaning: Int32 = -1
    var lastCleaning: Int32 = -1
}

/// A clean-up time that a later row has put off; it still moves the last time forward.
struct PassedCleaning: BitwiseCopyable {
    let timeMs: Int64
    let dueMs: Int64
    /// The next of the same lane, -1 after the last.
    var next: Int32 = -1
}

/// The lanes of every key: mostly one each, as a key mostly stays in its partition.
struct LaneTable: ~Copyable {
    private var lanes = Memory<Lane>(capacity: 64)
    private var limit = 0
    private var free: [Int32] = []
    private var cleanings = Memory<PassedCleaning>(capacity: 64)
    private var cleaningLimit = 0
    private var freeCleanings: [Int32] = []

    var memory: Int { lanes.bytes + cleanings.bytes }

    @inline(__always)
    func lane(_ number: Int32) -> UnsafeMutablePointer<Lane> { lanes.base + Int(number) }

    /// The lane of a partition among those that begin with the first; made when there is none.
    @inline(__always)
    mutating func number(of key: Int32, _ partition: Int32, first: inout Int32) -> Int32 {
        var number = first
        while number >= 0 {
            if lanes.base[Int(number)].partition == partition { return number }
            number = lanes.base[Int(number)].sibling
        }
        return add(key, partition, &first)
    }

    private mutating func add(_ key: Int32, _ partition: Int32, _ first: inout Int32) -> Int32 {
        let number: Int32
        if let reused = free.popLast() {
            number = reused
        } else {
            number = Int32(limit)
            lanes.reserve(limit + 1, keeping: limit)
            limit += 1
        }
        lanes.base[Int(number)] = Lane(key: key, partition: partition, sibling: first)
        first = number
        return number
    }

    /// Takes out all lanes that begin with the first.
    mutating func remove(_ first: inout Int32) {
        while first >= 0 {
            clearCleanings(of: first)
            free.append(first)
            first = lanes.base[Int(first)].sibling
        }
    }

    /// The clean-up times of a lane that were put off, earliest first.
    func cleanings(of number: Int32) -> [PassedCleaning] {
        var list: [PassedCleaning] = []
        var next = lanes.base[Int(number)].firstCleaning
        while next >= 0 {
            list.append(cleanings.base[Int(next)])
            next = cleanings.base[Int(next)].next
        }
        return list
    }

    /// Adds a clean-up time that has been put off, later than all others of the lane.
    mutating func add(_ cleaning: PassedCleaning, to number: Int32) {
        let place: Int32
        if let reused = freeCleanings.popLast() {
            place = reused
        } else {
            place = Int32(cleaningLimit)
            cleanings.reserve(cleaningLimit + 1, keeping: cleaningLimit)
            cleaningLimit += 1
        }
        cleanings.base[Int(place)] = cleaning
        let lane = lane(number)
        if lane.pointee.lastCleaning >= 0 {
            cleanings.base[Int(lane.pointee.lastCleaning)].next = place
        } else {
            lane.pointee.firstCleaning = place
        }
        lane.pointee.lastCleaning = place
    }

    mutating func clearCleanings(of number: Int32) {
        while lane(number).pointee.firstCleaning >= 0 { removeFirstCleaning(lane(number)) }
    }

    private mutating func removeFirstCleaning(_ lane: UnsafeMutablePointer<Lane>) {
        let first = lane.pointee.firstCleaning
        freeCleanings.append(first)
        lane.pointee.firstCleaning = cleanings.base[Int(first)].next
        if lane.pointee.firstCleaning < 0 { lane.pointee.lastCleaning = -1 }
    }

    /// Applies the clean-up times that a watermark has passed.
    @inline(__always)
    mutating func passCleanings(_ number: Int32, _ watermarkMs: Int64) {
        let lane = lane(number)
        while lane.pointee.firstCleaning >= 0 {
            let first = cleanings.base[Int(lane.pointee.firstCleaning)]
            guard first.dueMs <= watermarkMs else { return }
            lane.pointee.lastMs = max(lane.pointee.lastMs, first.timeMs)
            removeFirstCleaning(lane)
        }
    }
}
