/// Finds a column by the bytes of its key: a small open hash table.
struct KeyTable: Sendable {
    private let keys: [[UInt8]]
    /// What each key stands for.
    private let targets: [Int32]
    /// Column plus one; 0 is an empty slot.
    private let slots: [Int32]
    private let mask: Int

    init(_ keys: [[UInt8]], _ targets: [Int32]) {
        var size = 4
        while size < keys.count * 2 { size *= 2 }
        var slots = [Int32](repeating: 0, count: size)
        for (column, key) in keys.enumerated() {
            var slot = key.withUnsafeBytes { Self.hash($0) } & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(column + 1)
        }
        self.keys = keys
        self.targets = targets
        self.slots = slots
        mask = size - 1
    }

    /// The column with this key; -1 when there is none, below it an object of a ``KeyTree``.
    func column(_ key: UnsafeRawBufferPointer) -> Int32 {
        var slot = Self.hash(key) & mask
        while slots[slot] != 0 {
            let entry = Int(slots[slot] - 1)
            if keys[entry].elementsEqual(key) { return targets[entry] }
            slot = (slot + 1) & mask
        }
        return -1
    }

    /// Over the keys of one table, not over data, so it needs no protection against collisions.
    private static func hash(_ key: UnsafeRawBufferPointer) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in key { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int(hash ^ hash >> 15)
    }
}
