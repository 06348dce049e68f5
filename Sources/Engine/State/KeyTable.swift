import CIntrinsics

/// Gives every different byte string a small number, for as long as something refers to it.
///
/// Open addressing over 32 bits of hash; equality is decided by the bytes. A number whose
/// references are gone is given out again, so memory follows what lives and not what was seen.
struct KeyTable: ~Copyable {
    /// Not private: the compiler cannot share the metadata of a private type between files.
    struct Entry {
        var offset: Int
        var length: Int32
        var references: Int32
        var hash: UInt32
    }

    /// Number + 1 in the low half, hash in the high half; 0 is empty.
    private var slots: Memory<UInt64>
    private var mask: Int
    private var entries: Memory<Entry>
    private var arena: Memory<UInt8>
    private var arenaCount = 0
    private var garbage = 0
    private var free: [Int32] = []
    /// One more than the largest number in use.
    private(set) var limit = 0

    init() {
        slots = Memory(repeating: 0, count: 64)
        mask = 63
        entries = Memory(capacity: 32)
        arena = Memory(capacity: 256)
    }

    /// How many different keys there are.
    var count: Int { limit - free.count }

    var memory: Int { slots.bytes + entries.bytes + arena.bytes + free.capacity * 4 }

    /// Asks the processor for the slot that a hash will look at first.
    @inline(__always)
    func prefetchSlot(_ hash: UInt32) {
        cin_prefetch(slots.base + (Int(hash) & mask))
    }

    /// Asks for the entry that the slot names; the slot should have arrived.
    @inline(__always)
    func prefetchEntry(_ hash: UInt32) {
        let number = Int(slots.base[Int(hash) & mask] & 0xFFFF_FFFF) &- 1
        cin_prefetch(entries.base + max(0, number))
    }

    /// Asks for the bytes that the entry names; the entry should have arrived.
    @inline(__always)
    func prefetchKey(_ hash: UInt32) {
        let number = Int(slots.base[Int(hash) & mask] & 0xFFFF_FFFF) &- 1
        guard number >= 0 else { return }
        cin_prefetch(arena.base + entries.base[number].offset)
    }

    /// The number of a key; a new key gets one, with no references yet.
    @inline(__always)
    mutating func number(
        _ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32
    ) -> Int32 {
        let slots = slots.base
        var index = Int(hash) & mask
        while slots[index] != 0 {
            let slot = slots[index]
            if UInt32(truncatingIfNeeded: slot >> 32) == hash {
                let number = Int32(truncatingIfNeeded: slot) &- 1
                if isKey(number, bytes, length) { return number }
            }
            index = (index &+ 1) & mask
        }
        return insert(bytes, length, hash, at: index)
    }

    /// The number of a key that is there already.
    func find(_ key: [UInt8]) -> Int32? {
        let hash = Hash.of(key)
        var index = Int(hash) & mask
        while slots.base[index] != 0 {
            let slot = slots.base[index]
            let number = Int32(truncatingIfNeeded: slot) &- 1
            if UInt32(truncatingIfNeeded: slot >> 32) == hash,
                self.key(number).elementsEqual(key)
            {
                return number
            }
            index = (index &+ 1) & mask
        }
        return nil
    }

    /// The number of a key, where speed does not matter.
    mutating func number(_ key: [UInt8]) -> Int32 {
        // One byte more, so that there is an address even for an empty key.
        let padded = key + [0]
        return padded.withUnsafeBufferPointer { buffer -> Int32 in
            guard let bytes = buffer.baseAddress else { return 0 }
            return number(bytes, key.count, Hash.of(bytes, key.count))
        }
    }

    /// The bytes of a key; valid until the table changes.
    @inline(__always)
    func key(_ number: Int32) -> UnsafeBufferPointer<UInt8> {
        let entry = entries.base[Int(number)]
        return UnsafeBufferPointer(start: arena.base + entry.offset, count: Int(entry.length))
    }

    /// 0 to 127, by the hash of the key.
    @inline(__always)
    func keyGroup(_ number: Int32) -> Int { Hash.keyGroup(entries.base[Int(number)].hash) }

    @inline(__always)
    mutating func retain(_ number: Int32) { entries.base[Int(number)].references &+= 1 }

    /// Takes one reference back; after the last the number may be given to another key.
    @inline(__always)
    mutating func release(_ number: Int32) {
        entries.base[Int(number)].references &-= 1
        if entries.base[Int(number)].references == 0 { remove(number) }
    }

    @inline(__always)
    private func isKey(_ number: Int32, _ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let entry = entries.base[Int(number)]
        return Int(entry.length) == length
            && cin_are_equal(arena.base + entry.offset, bytes, length) != 0
    }

    @inline(never)
    private mutating func insert(
        _ bytes: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32, at index: Int
    ) -> Int32 {
        let number: Int32
        if let reused = free.popLast() {
            number = reused
        } else {
            number = Int32(limit)
            entries.reserve(limit + 1, keeping: limit)
            limit += 1
        }
        arena.reserve(arenaCount + length, keeping: arenaCount)
        (arena.base + arenaCount).update(from: bytes, count: length)
        entries.base[Int(number)] = Entry(
            offset: arenaCount, length: Int32(length), references: 0, hash: hash)
        arenaCount += length
        slots.base[index] = UInt64(hash) << 32 | UInt64(number + 1)
        if count * 2 > mask { rehash(to: (mask + 1) * 2) }
        return number
    }

    private mutating func rehash(to capacity: Int) {
        let old = slots.base
        let oldCount = mask + 1
        var larger = Memory<UInt64>(repeating: 0, count: capacity)
        mask = capacity - 1
        for position in 0..<oldCount where old[position] != 0 {
            var index = Int(old[position] >> 32) & mask
            while larger.base[index] != 0 { index = (index &+ 1) & mask }
            larger.base[index] = old[position]
        }
        swap(&slots, &larger)
    }

    /// Takes a key out and moves the ones after it up, so that no search stops too early.
    private mutating func remove(_ number: Int32) {
        let entry = entries.base[Int(number)]
        let slots = slots.base
        var hole = Int(entry.hash) & mask
        while Int32(truncatingIfNeeded: slots[hole]) &- 1 != number { hole = (hole &+ 1) & mask }
        var next = (hole &+ 1) & mask
        while slots[next] != 0 {
            let home = Int(slots[next] >> 32) & mask
            if (next &- home) & mask >= (next &- hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next &+ 1) & mask
        }
        slots[hole] = 0
        garbage += Int(entry.length)
        entries.base[Int(number)].length = -1
        free.append(number)
    }

    /// Gives memory back after many keys have gone; numbers stay what they are.
    mutating func compact() {
        if garbage > 4_096, garbage * 2 > arenaCount {
            var packed = Memory<UInt8>(capacity: arenaCount - garbage)
            var position = 0
            for number in 0..<limit where entries.base[number].length >= 0 {
                let length = Int(entries.base[number].length)
                (packed.base + position).update(
                    from: arena.base + entries.base[number].offset, count: length)
                entries.base[number].offset = position
                position += length
            }
            swap(&arena, &packed)
            arenaCount = position
            garbage = 0
        }
        if mask > 1_023, count * 16 < mask { rehash(to: (mask + 1) / 4) }
    }
}
