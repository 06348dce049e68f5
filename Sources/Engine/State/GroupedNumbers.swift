/// Some numbers, those of a key group together.
struct GroupedNumbers {
    private let numbers: [Int32]
    private let starts: [Int]

    init(_ all: [Int32], _ keyGroup: (Int32) -> Int) {
        let groups = all.map { UInt8(truncatingIfNeeded: keyGroup($0)) }
        var starts = [Int](repeating: 0, count: Engine.keyGroups + 1)
        for group in groups { starts[Int(group) + 1] += 1 }
        for group in 0..<Engine.keyGroups { starts[group + 1] += starts[group] }
        var next = starts
        numbers = [Int32](unsafeUninitializedCapacity: all.count) { buffer, count in
            for (index, group) in groups.enumerated() {
                buffer[next[Int(group)]] = all[index]
                next[Int(group)] += 1
            }
            count = all.count
        }
        self.starts = starts
    }

    subscript(keyGroup: Int) -> ArraySlice<Int32> {
        numbers[starts[keyGroup]..<starts[keyGroup + 1]]
    }
}
