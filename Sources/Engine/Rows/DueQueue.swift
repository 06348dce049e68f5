/// Rows in the order in which the watermark will reach them.
///
/// A radix heap: a row lies in the bucket of the highest bit in which its time differs from the
/// last one taken. It relies on the watermark never going back: what is added is due later than
/// everything that was taken.
struct DueQueue: ~Copyable {
    struct Item: BitwiseCopyable {
        let due: UInt64
        let slot: Int32
    }

    struct Bucket: BitwiseCopyable {
        var items: UnsafeMutablePointer<Item>
        var capacity: Int
        var count = 0
        /// The smallest due time in it.
        var least = UInt64.max
    }

    private static let bucketCount = 65
    private let buckets = Memory<Bucket>(capacity: bucketCount)
    /// Every due time in here is at least this.
    private var floor: UInt64 = 0
    private(set) var count = 0

    init() {
        for index in 0..<DueQueue.bucketCount {
            buckets.base[index] = Bucket(items: .allocate(capacity: 8), capacity: 8)
        }
    }

    deinit {
        for index in 0..<DueQueue.bucketCount { buckets.base[index].items.deallocate() }
    }

    var memory: Int {
        (0..<DueQueue.bucketCount).reduce(0) {
            $0 + buckets.base[$1].capacity * MemoryLayout<Item>.stride
        }
    }

    private static func ordered(_ timeMs: Int64) -> UInt64 {
        UInt64(bitPattern: timeMs) ^ 1 << 63
    }

    @inline(__always)
    mutating func add(_ slot: Int32, dueMs: Int64) {
        put(Item(due: max(floor, DueQueue.ordered(dueMs)), slot: slot))
        count &+= 1
    }

    @inline(__always)
    private func put(_ item: Item) {
        let bucket = buckets.base + (64 &- (item.due ^ floor).leadingZeroBitCount)
        if bucket.pointee.count == bucket.pointee.capacity { DueQueue.grow(bucket) }
        bucket.pointee.items[bucket.pointee.count] = item
        bucket.pointee.count &+= 1
        bucket.pointee.least = min(bucket.pointee.least, item.due)
    }

    @inline(never)
    private static func grow(_ bucket: UnsafeMutablePointer<Bucket>) {
        let capacity = bucket.pointee.capacity * 2
        let items = UnsafeMutablePointer<Item>.allocate(capacity: capacity)
        items.update(from: bucket.pointee.items, count: bucket.pointee.count)
        bucket.pointee.items.deallocate()
        bucket.pointee.items = items
        bucket.pointee.capacity = capacity
    }

    /// Takes out what is due by a time, in order; rows due at once come as they were added.
    mutating func take(dueByMs limitMs: Int64, _ body: (Int32) -> Void) {
        let limit = DueQueue.ordered(limitMs)
        var index = 0
        while count > 0 {
            while buckets.base[index].count == 0 { index &+= 1 }
            let bucket = buckets.base + index
            guard bucket.pointee.least <= limit else { return }
            let total = bucket.pointee.count
            bucket.pointee.count = 0
            if index == 0 {
                bucket.pointee.least = .max
                for place in 0..<total { body(bucket.pointee.items[place].slot) }
                count &-= total
            } else {
                // The bucket's rows belong to lower ones now.
                floor = bucket.pointee.least
                bucket.pointee.least = .max
                for place in 0..<total { put(bucket.pointee.items[place]) }
                index = 0
            }
        }
    }
}
