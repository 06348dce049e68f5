/// Says which rows of a batch belong to which shard, by the hashes of their keys.
///
/// The hash is the one whose first bits are the key group in a checkpoint.
final class KeySplit {
    private static let chunk = 1_024

    private let sharding: Sharding
    /// One for each part of a batch, as parts are hashed at the same time.
    private let parts: [Part]
    /// By row of the batch.
    private var hashes = Memory<UInt32>(capacity: chunk)

    private final class Part {
        var rowKeys: RowKeys
        let hashes = Memory<UInt32>(capacity: KeySplit.chunk)

        init(_ encoder: KeyEncoder) { rowKeys = RowKeys(encoder, chunk: KeySplit.chunk) }
    }

    init(_ encoder: KeyEncoder, _ sharding: Sharding) {
        self.sharding = sharding
        parts = (0..<sharding.count).map { _ in Part(encoder) }
    }

    /// Hashes the keys of some rows.
    ///
    /// - Returns: The hashes by row of the batch; valid until the next call.
    func hash(_ rows: [Int32], _ columns: [Column]) -> UnsafePointer<UInt32> {
        guard let last = rows.last else { return UnsafePointer(hashes.base) }
        hashes.reserve(Int(last) + 1, keeping: 0)
        let target = hashes.base
        rows.withUnsafeBufferPointer { rows in
            let isWorthwhile = rows.count >= Sharding.worthwhile
            let total = isWorthwhile ? parts.count : 1
            sharding.workers.run(total) { part in
                let range = rows.count * part / total..<rows.count * (part + 1) / total
                hash(
                    UnsafeBufferPointer(rebasing: rows[range]), columns, parts[part], into: target)
            }
        }
        return UnsafePointer(target)
    }

    private func hash(
        _ rows: UnsafeBufferPointer<Int32>, _ columns: [Column], _ part: Part,
        into target: UnsafeMutablePointer<UInt32>
    ) {
        for start in stride(from: 0, to: rows.count, by: KeySplit.chunk) {
            guard let base = rows.baseAddress else { return }
            let count = min(KeySplit.chunk, rows.count - start)
            part.rowKeys.hash(base + start, count, columns, into: part.hashes.base)
            for index in 0..<count {
                target[Int(base[start + index])] = part.hashes.base[index]
            }
        }
    }

    /// The rows of a shard, ascending.
    func rows(
        _ rows: Selection, of shard: Int, _ hashes: UnsafePointer<UInt32>
    ) -> Selection {
        let first = sharding.firstGroup(shard)
        let end = sharding.firstGroup(shard + 1)
        return rows.filtered { row in
            let group = Hash.keyGroup(hashes[row])
            return group >= first && group < end
        }
    }
}
