extension Lateness {
    /// What several shards say of one batch, ascending again.
    init(merging parts: [Lateness]) {
        late = parts.flatMap(\.late).sorted()
        partlyLate = parts.flatMap(\.partlyLate).sorted()
    }
}

extension StateStatistics {
    init(adding parts: [StateStatistics]) {
        for part in parts {
            openKeys += part.openKeys
            panes += part.panes
            bytes += part.bytes
        }
    }
}

extension FiredWindow {
    /// One window of several shards, sorted by key bytes again; `nil` when none has anything.
    init?(merging parts: [FiredWindow], _ workers: any Workers) {
        guard let first = parts.first else { return nil }
        guard parts.count > 1 else {
            self = first
            return
        }
        let keys = parts.flatMap(\.keys)
        let order = KeyOrder(keys).sorted
        let newest = parts.flatMap(\.newestMs)
        self.init(
            endMs: parts.map(\.endMs).max() ?? first.endMs,
            rows: ColumnBatch(merging: parts.map(\.rows), order, workers),
            newestMs: order.map { newest[Int($0)] },
            failedValues: parts.reduce(0) { $0 + $1.failedValues },
            keys: order.map { keys[Int($0)] })
    }
}

extension PassedRows {
    /// The results of several shards in the one order that they have without shards.
    init?(merging parts: [PassedRows], _ workers: any Workers) {
        guard let first = parts.first else { return nil }
        guard parts.count > 1 else {
            self = first
            return
        }
        let orders = parts.flatMap(\.order)
        // A row and the one that it replaces stand at the same place, in their own order.
        let order = (0..<Int32(orders.count)).sorted { left, right in
            let (one, other) = (orders[Int(left)], orders[Int(right)])
            return one == other ? left < right : one < other
        }
        let times = parts.flatMap(\.timesMs)
        self.init(
            rows: ColumnBatch(merging: parts.map(\.rows), order, workers),
            timesMs: order.map { times[Int($0)] },
            failedValues: parts.reduce(0) { $0 + $1.failedValues },
            order: order.map { orders[Int($0)] })
        judgedByMs = PassedRows.judgedByMs(of: parts).map { all in order.map { all[Int($0)] } }
    }
}

extension ColumnBatch {
    /// The rows of several batches, which count on from one to the next, in an order.
    init(merging parts: [ColumnBatch], _ order: [Int32], _ workers: any Workers) {
        let kinds = ColumnBatch.kinds(of: parts)
        self.init(
            count: order.count,
            columns: workers.map(parts[0].columns.count) { column in
                Column(joining: parts.map { $0.columns[column] }).gathered(order)
            },
            kinds: kinds.map { all in order.map { all[Int($0)] } })
    }
}
