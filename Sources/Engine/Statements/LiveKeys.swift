/// The primary keys of a statement's last firing, so that the ones that stop firing can expire.
final class LiveKeys {
    let encoder: KeyEncoder
    private var table = KeyTable()
    /// By number: the firing that had the key last, 0 for a number not in use.
    private var firings: [Int64] = []
    private var newestMs: [Int64] = []
    private var firing: Int64 = 0
    private var isChanged: [Bool] = []
    private var changed: [Int32] = []
    /// Keys that have gone since the last checkpoint.
    private var gone: [[UInt8]] = []

    private static let chunk = 1_024
    private var rowKeys: RowKeys
    private let numbers = Memory<Int32>(capacity: chunk)

    init(_ encoder: KeyEncoder) {
        self.encoder = encoder
        rowKeys = RowKeys(encoder, chunk: LiveKeys.chunk)
    }

    var isEmpty: Bool { table.count == 0 }
    var memory: Int { table.memory + firings.capacity * 17 }

    func contains(_ key: [UInt8]) -> Bool {
        table.find(key).map { firings[Int($0)] != 0 } ?? false
    }

    /// Begins a firing; keys that are not marked before ``expire()`` have gone.
    func beginFiring() { firing += 1 }

    /// Marks the keys of a firing's rows.
    func mark(_ rows: ColumnBatch, newestMs: [Int64]) {
        let all = (0..<Int32(rows.count)).map { $0 }
        all.withUnsafeBufferPointer { all in
            var start = 0
            while start < all.count, let base = all.baseAddress {
                let count = min(LiveKeys.chunk, all.count - start)
                rowKeys.number(base + start, count, rows.columns, in: &table, into: numbers.base)
                for index in 0..<count {
                    mark(Int(numbers.base[index]), newestMs[start + index])
                }
                start += count
            }
        }
    }

    private func mark(_ number: Int, _ newest: Int64) {
        while firings.count <= number {
            firings.append(0)
            newestMs.append(.min)
            isChanged.append(false)
        }
        if firings[number] == 0 { table.retain(Int32(number)) }
        if firings[number] == 0 || newestMs[number] != newest {
            newestMs[number] = newest
            if !isChanged[number] { changed.append(Int32(number)) }
            isChanged[number] = true
        }
        firings[number] = firing
    }

    /// Takes out the keys that this firing did not have, in the order of their bytes.
    func expire() -> [(key: [UInt8], newestMs: Int64)] {
        var expired: [(key: [UInt8], newestMs: Int64)] = []
        for number in 0..<firings.count where firings[number] != 0 && firings[number] != firing {
            expired.append((Array(table.key(Int32(number))), newestMs[number]))
            remove(number)
        }
        expired.sort { $0.key.lexicographicallyPrecedes($1.key) }
        gone += expired.map(\.key)
        return expired
    }

    private func remove(_ number: Int) {
        firings[number] = 0
        isChanged[number] = false
        table.release(Int32(number))
        table.compact()
    }

    /// Keys on their way into blobs, sorted by key group.
    struct Contents {
        fileprivate let numbers: GroupedNumbers
        fileprivate let gone: [Int: [[UInt8]]]
    }

    /// Every key, or only those that went, came or changed since the last checkpoint.
    func contents(onlyChanges: Bool) -> Contents {
        var seen = Set<Int32>()
        let numbers =
            onlyChanges
            ? changed.filter { isChanged[Int($0)] && seen.insert($0).inserted }
            : (0..<Int32(firings.count)).filter { firings[Int($0)] != 0 }
        return Contents(
            numbers: GroupedNumbers(numbers) { table.keyGroup($0) },
            gone: onlyChanges ? Dictionary(grouping: gone) { Hash.keyGroup(Hash.of($0)) } : [:])
    }

    /// Adds one key group's part.
    func write(_ contents: Contents, keyGroup: Int, to writer: inout BlobWriter) {
        // First what has gone: it may have come back since.
        for key in contents.gone[keyGroup] ?? [] {
            writer.append(.goneKey)
            writer.append(text: key)
        }
        for number in contents.numbers[keyGroup] {
            writer.append(.liveKey)
            writer.append(text: table.key(number))
            writer.append(newestMs[Int(number)])
        }
    }

    /// Forgets what changed: a checkpoint has it.
    func markCheckpointed() {
        for number in changed { isChanged[Int(number)] = false }
        changed.removeAll(keepingCapacity: true)
        gone.removeAll()
    }

    /// Puts a key back as it was at a checkpoint, or takes it out.
    func restore(_ key: [UInt8], newestMs newest: Int64?) {
        if let newest {
            firing = max(firing, 1)
            mark(Int(table.number(key)), newest)
        } else if let number = table.find(key) {
            remove(Int(number))
        }
    }
}
