import Engine

/// The slow and obvious way of OVER and of the first row: every timer kept, every frame searched.
///
/// Flink's own steps, row by row, for one partition.
struct RowOracle {
    let spec: RowSpec
    private var watermark = Int64.min
    private var keys: [String?: Key] = [:]
    private(set) var late = 0
    private var results: [(values: [Value], time: Int64)] = []

    private struct Key {
        /// Waiting or seen, in the order they came.
        var rows: [Event] = []
        /// Rows that have become results.
        var seen: [Event] = []
        var last: Int64 = 0
        var clean: Int64?
        var timers: Set<Int64> = []
        var first: Int64?
    }

    init(_ spec: RowSpec) { self.spec = spec }

    mutating func apply(_ event: Event) {
        let time = event.ts ?? 0
        var key = keys[event.user] ?? Key()
        let isLate: Bool
        switch spec.operation {
        case .over(let over) where over.frame.isBoundedRange: isLate = time <= key.last
        case .over(let over):
            if case .rows = over.frame {
                isLate = time <= key.last
            } else {
                isLate = time <= watermark
            }
        default: isLate = time <= watermark
        }
        if isLate {
            late += 1
        } else {
            key.rows.append(event)
            key.timers.insert(time)
            if case .over(let over) = spec.operation, case .range(let span) = over.frame,
                key.clean.map({ $0 < time + span + 1 }) ?? true
            {
                let clean = time + span + span / 2 + 1
                key.clean = clean
                key.timers.insert(clean)
            }
            keys[event.user] = key
        }
        move(to: time - spec.delayMs)
    }

    mutating func move(to watermark: Int64) {
        guard watermark > self.watermark else { return }
        self.watermark = watermark
        for user in keys.keys {
            while let key = keys[user], let timer = key.timers.min(), timer <= watermark {
                keys[user]?.timers.remove(timer)
                fire(timer, user)
            }
        }
    }

    private mutating func fire(_ time: Int64, _ user: String?) {
        guard var key = keys[user] else { return }
        defer { keys[user] = key }
        if let clean = key.clean, clean <= time {
            key = Key()
            return
        }
        let peers = key.rows.filter { $0.ts == time }
        key.rows.removeAll { $0.ts == time }
        switch spec.operation {
        case .over(let over):
            for (index, event) in peers.enumerated() {
                if index == 0 || !over.frame.hasPeers { expire(&key, over, time) }
                switch over.frame {
                case .range(let span):
                    if index == 0 { key.seen += peers }
                    key.seen.removeAll { ($0.ts ?? 0) < time - span }
                case .unboundedRange: if index == 0 { key.seen += peers }
                case .rows(let count): key.seen = Array((key.seen + [event]).suffix(count + 1))
                case .unboundedRows: key.seen.append(event)
                }
                let values = RowOracle.aggregates(key.seen).prefix(over.aggregates.count)
                results.append((event.values + values, time))
            }
        case .deduplicate(let unique):
            guard let event = peers.first else { break }
            if let first = key.first, unique.timeToLiveMs.map({ time - first < $0 }) ?? true {
                break
            }
            key.first = time
            results.append((event.values, time))
        default: break
        }
        key.last = time
    }

    private func expire(_ key: inout Key, _ over: OverAggregate, _ time: Int64) {
        guard let ttl = over.timeToLiveMs, let newest = key.seen.compactMap(\.ts).max(),
            time - newest >= ttl
        else { return }
        key.seen = []
    }

    /// The results so far, in an order of their own.
    func sorted() -> [String] { results.map { "\($0.time) \($0.values)" }.sorted() }

    static let calls = [
        AggregateCall(.count, type: .bigint),
        AggregateCall(.count, filter: Col.isGood, type: .bigint),
        AggregateCall(.sum, argument: Col.amount, type: .bigint),
        AggregateCall(.average, argument: Col.amount, filter: Col.isGood, type: .bigint),
        AggregateCall(.minimum, argument: Col.amount, type: .bigint),
        AggregateCall(.maximum, argument: Col.amount, filter: Col.isGood, type: .bigint),
        AggregateCall(.sum, argument: Col.price, type: .double),
        AggregateCall(.minimum, argument: Col.price, type: .double),
        AggregateCall(.maximum, argument: Col.price, type: .double),
        AggregateCall(.count, argument: Col.item, isDistinct: true, type: .bigint),
        AggregateCall(
            .count, argument: Col.amount, isDistinct: true, filter: Col.isGood, type: .bigint),
    ]

    /// The same with aggregates that cannot follow rows that leave.
    static let textCalls =
        calls + [
            AggregateCall(.minimum, argument: Col.item, type: .string),
            AggregateCall(.maximum, argument: Col.item, filter: Col.isGood, type: .string),
        ]

    private static func aggregates(_ events: [Event]) -> [Value] {
        func integer(_ value: Int64?) -> Value { value.map { .integer($0) } ?? .null }
        func double(_ value: Double?) -> Value { value.map { .double($0) } ?? .null }
        func text(_ value: String?) -> Value { value.map { .string($0) } ?? .null }
        let good = events.filter { $0.isGood == true }
        let amounts = events.compactMap(\.amount)
        let fine = good.compactMap(\.amount)
        let prices = events.compactMap(\.price)
        let items = events.compactMap(\.item)
        return [
            .integer(Int64(events.count)), .integer(Int64(good.count)),
            integer(amounts.isEmpty ? nil : amounts.reduce(0, +)),
            integer(fine.isEmpty ? nil : fine.reduce(0, +) / Int64(fine.count)),
            integer(amounts.min()), integer(fine.max()),
            double(prices.isEmpty ? nil : prices.reduce(0, +)), double(prices.min()),
            double(prices.max()), .integer(Int64(Set(items).count)),
            .integer(Int64(Set(fine).count)), text(items.min()),
            text(good.compactMap(\.item).max()),
        ]
    }
}

extension OverFrame {
    var hasPeers: Bool {
        switch self {
        case .range, .unboundedRange: true
        case .rows, .unboundedRows: false
        }
    }
}
