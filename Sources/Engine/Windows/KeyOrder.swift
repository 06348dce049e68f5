/// Sorts keys by their bytes: by eight bytes at a time as one number where they begin to differ.
struct KeyOrder {
    private struct Item {
        let prefix: UInt64
        let index: Int32
    }

    /// The indices in the order of their keys.
    let sorted: [Int32]

    init(_ keys: [UnsafeBufferPointer<UInt8>]) {
        guard keys.count > 1 else {
            sorted = keys.isEmpty ? [] : [0]
            return
        }
        let skipped = KeyOrder.commonPrefix(keys)
        var items: [Item] = []
        items.reserveCapacity(keys.count)
        for (index, key) in keys.enumerated() {
            items.append(Item(prefix: KeyOrder.word(key, skipped), index: Int32(index)))
        }
        items.sort { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            let first = UnsafeRawBufferPointer(keys[Int(left.index)])
            let second = UnsafeRawBufferPointer(keys[Int(right.index)])
            return first.ordered(second) < 0
        }
        sorted = items.map(\.index)
    }

    /// How many bytes all keys begin with: `user-` says nothing about their order.
    private static func commonPrefix(_ keys: [UnsafeBufferPointer<UInt8>]) -> Int {
        let first = keys[0]
        var length = first.count
        for other in keys where length > 0 {
            length = min(length, other.count)
            var same = 0
            while same < length, other[same] == first[same] { same += 1 }
            length = same
        }
        return length
    }

    /// The next eight bytes as a number that sorts as they do; missing ones are 0.
    private static func word(_ key: UnsafeBufferPointer<UInt8>, _ skipped: Int) -> UInt64 {
        if key.count >= skipped + 8, let base = key.baseAddress {
            return UInt64(
                bigEndian: UnsafeRawPointer(base + skipped).loadUnaligned(as: UInt64.self))
        }
        var word: UInt64 = 0
        for index in skipped..<skipped + 8 {
            word = word << 8 | (index < key.count ? UInt64(key[index]) : 0)
        }
        return word
    }
}
