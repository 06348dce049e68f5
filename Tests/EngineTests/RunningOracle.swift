import Engine

/// The slow and obvious way of a GROUP BY without a window: every row that is left is kept, and
/// every result computed anew, for one partition.
struct RunningOracle {
    /// An APPROX_COUNT_DISTINCT has no running form.
    static let calls = WindowOracle.calls.filter { $0.function != .approximateCount }

    private struct Key {
        var rows: [Event] = []
        // Whatever is taken back is the first of its value, so each list is one of its own.
        var items: [String] = []
        var goodItems: [String] = []
        var amounts: [Int64] = []
        var prices: [Double] = []
        var newestMs = Int64.min
    }

    private var keys: [String?: Key] = [:]

    struct Change {
        let kind: RowKind
        let user: String?
        let values: [Value]
    }

    /// The changes of the result, as Flink tells them.
    mutating func apply(_ kind: RowKind, _ event: Event) -> [Change] {
        let before = result(event.user)
        var key = keys[event.user] ?? Key()
        if kind.isRetraction {
            guard let place = key.rows.firstIndex(of: event) else { return [] }
            key.rows.remove(at: place)
            func remove<Item: Equatable>(_ item: Item?, from list: inout [Item]) {
                if let item, let place = list.firstIndex(of: item) { list.remove(at: place) }
            }
            remove(event.item, from: &key.items)
            if event.isGood == true { remove(event.item, from: &key.goodItems) }
            remove(event.amount, from: &key.amounts)
            remove(event.price, from: &key.prices)
        } else {
            key.rows.append(event)
            if let item = event.item { key.items.append(item) }
            if let item = event.item, event.isGood == true { key.goodItems.append(item) }
            if let amount = event.amount { key.amounts.append(amount) }
            if let price = event.price { key.prices.append(price) }
        }
        keys[event.user] = key
        let after = result(event.user)
        switch (before, after) {
        case (nil, let new?): return [Change(kind: .insert, user: event.user, values: new)]
        case (let old?, nil): return [Change(kind: .delete, user: event.user, values: old)]
        case (let old?, let new?) where old != new:
            return [
                Change(kind: .updateBefore, user: event.user, values: old),
                Change(kind: .updateAfter, user: event.user, values: new),
            ]
        default: return []
        }
    }

    /// The key's result; `nil` where it has no rows.
    func result(_ user: String?) -> [Value]? {
        guard let key = keys[user], !key.rows.isEmpty else { return nil }
        var values = WindowOracle.aggregates(key.rows)
        values[17] = key.items.first.map { .string($0) } ?? .null
        values[18] = key.goodItems.last.map { .string($0) } ?? .null
        values[19] = key.amounts.first.map { .integer($0) } ?? .null
        values[20] = key.prices.last.map { .double($0) } ?? .null
        let list = key.items.joined(separator: "; ")
        values[25] = key.items.isEmpty ? .null : .string(list)
        var seen: Set<String> = []
        let different = key.items.filter { seen.insert($0).inserted }
        values[26] = different.isEmpty ? .null : .string(different.joined(separator: ","))
        values.removeLast()
        return values
    }

    var users: [String?] { Array(keys.keys) }
}
