/// Where the bytes of some keys lie, on their way to becoming numbers.
///
/// All are hashed before the first is looked up, so that the lookups can be prefetched.
struct KeyBatch: ~Copyable {
    private var hashes: Memory<UInt32>
    private(set) var starts: Memory<UnsafePointer<UInt8>>
    private(set) var lengths: Memory<Int32>
    private let nullKey = Memory<UInt8>(repeating: 0xFF, count: 1)

    init(capacity: Int) {
        hashes = Memory(capacity: capacity)
        starts = Memory(capacity: capacity)
        lengths = Memory(capacity: capacity)
    }

    /// Some address, for keys without bytes.
    var nowhere: UnsafePointer<UInt8> { UnsafePointer(nullKey.base) }

    @inline(__always)
    func set(_ index: Int, _ start: UnsafePointer<UInt8>, _ length: Int32) {
        starts.base[index] = start
        lengths.base[index] = length
    }

    /// Makes a key NULL: one byte that no UTF-8 has.
    @inline(__always)
    func setNull(_ index: Int) { set(index, nowhere, 1) }

    func hash(_ count: Int, into hashes: UnsafeMutablePointer<UInt32>) {
        for index in 0..<count {
            hashes[index] = Hash.of(starts.base[index], Int(lengths.base[index]))
        }
    }

    func number(
        _ count: Int, in table: inout KeyTable, into numbers: UnsafeMutablePointer<Int32>
    ) {
        let hashes = hashes.base
        let starts = starts.base
        let lengths = lengths.base
        hash(count, into: hashes)
        // A lookup is three jumps through memory, each of which is asked for in advance.
        for index in 0..<count {
            if index &+ 24 < count { table.prefetchSlot(hashes[index &+ 24]) }
            if index &+ 14 < count { table.prefetchEntry(hashes[index &+ 14]) }
            if index &+ 6 < count { table.prefetchKey(hashes[index &+ 6]) }
            numbers[index] = table.number(starts[index], Int(lengths[index]), hashes[index])
        }
    }
}
