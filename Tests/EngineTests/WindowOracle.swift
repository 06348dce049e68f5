import Engine

/// The slow and obvious way: every row is put into each window it belongs to, one by one.
///
/// Knows nothing of panes, hashes, batches or state; judged against ``Engine`` by `OracleTests`.
struct WindowOracle {
    let sizeMs: Int64
    let slideMs: Int64
    let offsetMs: Int64
    let isCumulative: Bool
    let delayMs: Int64
    let hasExpiry: Bool

    struct Arrival {
        let event: Event
        let partition: Int
    }

    private var own: [Int: Int64] = [:]
    private var idle: Set<Int> = []
    private var fired = Int64.min
    private var windows: [Int64: [String?: [Arrival]]] = [:]
    private var live: [String: Int64] = [:]
    private var lastEnd: Int64?
    private(set) var accepted = 0
    private(set) var late = 0
    private(set) var partlyLate = 0

    init(_ spec: PlanSpec) {
        sizeMs = spec.window?.sizeMs ?? 1
        slideMs = spec.window?.slideMs ?? 1
        offsetMs = spec.window?.offsetMs ?? 0
        if case .cumulate = spec.window { isCumulative = true } else { isCumulative = false }
        delayMs = spec.delayMs
        hasExpiry = spec.kind == .featureGroup
    }

    mutating func add(partition: Int) { own[partition] = own[partition] ?? .min }

    mutating func setIdle(_ partition: Int, _ isIdle: Bool) {
        if isIdle { idle.insert(partition) } else { idle.remove(partition) }
    }

    mutating func apply(_ event: Event, partition: Int) {
        idle.remove(partition)
        guard let ts = event.ts else { return }
        let watermark = max(own[partition] ?? .min, fired)
        // Every end that a window covering ts can have, found by looking at each millisecond.
        let ends = (ts + 1...ts + sizeMs).filter {
            mod($0 - offsetMs, slideMs) == 0 && start(of: $0) <= ts
        }
        let open = ends.filter { !(watermark >= $0 - 1) }
        let arrival = Arrival(event: event, partition: partition)
        for end in open { windows[end, default: [:]][event.user, default: []].append(arrival) }
        if open.isEmpty { late += 1 } else { accepted += 1 }
        if !open.isEmpty, open.count < ends.count { partlyLate += 1 }
        own[partition] = max(own[partition] ?? .min, ts - delayMs)
    }

    mutating func finish() -> [ResultRow] {
        for partition in own.keys { own[partition] = .max }
        idle = []
        return advance()
    }

    mutating func advance() -> [ResultRow] {
        let active = own.filter { !idle.contains($0.key) }.values
        let combined = max(fired, active.min() ?? own.values.max() ?? .min)
        guard combined > fired else { return [] }
        fired = combined
        var results: [ResultRow] = []
        while let end = nextEnd(), combined >= end - 1 {
            results += fire(end)
            lastEnd = end
        }
        return results
    }

    /// Where the window begins that ends here.
    private func start(of end: Int64) -> Int64 {
        guard isCumulative else { return end - sizeMs }
        return (end - sizeMs..<end).first { mod($0 - offsetMs, sizeMs) == 0 } ?? end
    }

    private func nextEnd() -> Int64? {
        let data = windows.keys.min()
        guard !live.isEmpty, let lastEnd, data != nil || fired != .max else { return data }
        return min(data ?? .max, lastEnd + slideMs)
    }

    private mutating func fire(_ end: Int64) -> [ResultRow] {
        var results: [ResultRow] = []
        var next: [String: Int64] = [:]
        let groups = windows.removeValue(forKey: end) ?? [:]
        for (user, arrivals) in groups.sorted(by: {
            ($0.key ?? "\u{10FFFF}") < ($1.key ?? "\u{10FFFF}")
        }) {
            let events = inOrder(arrivals)
            let newest = events.compactMap(\.ts).max() ?? 0
            if let user { next[user] = newest } else if hasExpiry { continue }
            let values: [Value] =
                [
                    user.map { .string($0) } ?? .null, .integer(start(of: end)), .integer(end),
                    .integer(end - 1),
                ] + aggregates(events)
            results.append(
                ResultRow(values: values, timeMs: end - 1, newestMs: newest, endMs: end))
        }
        guard hasExpiry else { return results }
        for user in live.keys.filter({ next[$0] == nil }).sorted() {
            let nulls = [Value](repeating: .null, count: 3 + aggregates([]).count)
            results.append(
                ResultRow(
                    values: [.string(user)] + nulls, kind: .delete, timeMs: end - 1,
                    newestMs: live[user] ?? 0, endMs: end))
        }
        live = next
        return results
    }

    /// By event time, then partition, then arrival.
    private func inOrder(_ arrivals: [Arrival]) -> [Event] {
        arrivals.enumerated().sorted {
            ($0.element.event.ts ?? 0, $0.element.partition, $0.offset)
                < ($1.element.event.ts ?? 0, $1.element.partition, $1.offset)
        }.map(\.element.event)
    }

    static let calls = [
        AggregateCall(.count, type: .bigint),
        AggregateCall(.count, filter: Col.isGood, type: .bigint),
        AggregateCall(.count, argument: Col.amount, type: .bigint),
        AggregateCall(.sum, argument: Col.amount, type: .bigint),
        AggregateCall(.average, argument: Col.amount, type: .bigint),
        AggregateCall(.minimum, argument: Col.amount, type: .bigint),
        AggregateCall(.maximum, argument: Col.amount, filter: Col.isGood, type: .bigint),
        AggregateCall(.sum, argument: Col.price, type: .double),
        AggregateCall(.average, argument: Col.price, type: .double),
        AggregateCall(.minimum, argument: Col.price, type: .double),
        AggregateCall(.maximum, argument: Col.price, type: .double),
        AggregateCall(.minimum, argument: Col.item, type: .string),
        AggregateCall(.maximum, argument: Col.item, type: .string),
        AggregateCall(.count, argument: Col.item, isDistinct: true, type: .bigint),
        AggregateCall(
            .count, argument: Col.item, isDistinct: true, filter: Col.isGood, type: .bigint),
        AggregateCall(.sum, argument: Col.amount, isDistinct: true, type: .bigint),
        AggregateCall(.average, argument: Col.price, isDistinct: true, type: .double),
        AggregateCall(.first, argument: Col.item, type: .string),
        AggregateCall(.last, argument: Col.item, filter: Col.isGood, type: .string),
        AggregateCall(.first, argument: Col.amount, type: .bigint),
        AggregateCall(.last, argument: Col.price, type: .double),
        AggregateCall(.varPop, argument: Col.amount, type: .bigint),
        AggregateCall(.varSamp, argument: Col.price, type: .double),
        AggregateCall(.stddevPop, argument: Col.price, type: .double),
        AggregateCall(.percentile, argument: Col.price, type: .double, parameter: .double(0.75)),
        AggregateCall(.list, argument: Col.item, type: .string, parameter: .string("; ")),
        AggregateCall(.list, argument: Col.item, isDistinct: true, type: .string),
        AggregateCall(.approximateCount, argument: Col.amount, type: .bigint),
    ]

    func aggregates(_ events: [Event]) -> [Value] { WindowOracle.aggregates(events) }

    static func aggregates(_ events: [Event]) -> [Value] {
        let good = events.filter { $0.isGood == true }
        let amounts = events.compactMap(\.amount)
        let prices = events.compactMap(\.price)
        let items = events.compactMap(\.item)
        let sum = amounts.reduce(0, +)
        let total = prices.reduce(0, +)
        let different = Set(prices)
        return [
            .integer(Int64(events.count)), .integer(Int64(good.count)),
            .integer(Int64(amounts.count)), amounts.isEmpty ? .null : .integer(sum),
            amounts.isEmpty ? .null : .integer(sum / Int64(amounts.count)),
            amounts.min().map { .integer($0) } ?? .null,
            good.compactMap(\.amount).max().map { .integer($0) } ?? .null,
            prices.isEmpty ? .null : .double(total),
            prices.isEmpty ? .null : .double(total / Double(prices.count)),
            prices.min().map { .double($0) } ?? .null, prices.max().map { .double($0) } ?? .null,
            items.min().map { .string($0) } ?? .null, items.max().map { .string($0) } ?? .null,
            .integer(Int64(Set(items).count)),
            .integer(Int64(Set(good.compactMap(\.item)).count)),
            amounts.isEmpty ? .null : .integer(Set(amounts).reduce(0, +)),
            prices.isEmpty ? .null : .double(different.reduce(0, +) / Double(different.count)),
            items.first.map { .string($0) } ?? .null,
            good.compactMap(\.item).last.map { .string($0) } ?? .null,
            amounts.first.map { .integer($0) } ?? .null, prices.last.map { .double($0) } ?? .null,
            amounts.isEmpty ? .null : .integer(spread(amounts)),
            prices.count < 2 ? .null : .double(spread(prices, by: prices.count - 1)),
            prices.isEmpty ? .null : .double(spread(prices, by: prices.count).squareRoot()),
            percentile(prices), items.isEmpty ? .null : .string(items.joined(separator: "; ")),
            items.isEmpty ? .null : .string(distinct(items).joined(separator: ",")),
            .integer(Int64(Set(amounts).count)),
        ]
    }

    /// VAR_POP of integers is cut off at the end.
    private static func spread(_ values: [Int64]) -> Int64 {
        let count = Int64(values.count)
        let sum = values.reduce(0, +)
        return (count * values.reduce(0) { $0 + $1 * $1 } - sum * sum) / (count * count)
    }

    private static func spread(_ values: [Double], by divisor: Int) -> Double {
        let count = Double(values.count)
        let sum = values.reduce(0, +)
        return (count * values.reduce(0) { $0 + $1 * $1 } - sum * sum) / (count * Double(divisor))
    }

    private static func percentile(_ values: [Double]) -> Value {
        let sorted = values.sorted()
        let position = Double(sorted.count - 1) * 0.75
        let (low, high) = (position.rounded(.down), position.rounded(.up))
        guard position >= 0 else { return .null }
        if low == high || sorted[Int(low)] == sorted[Int(high)] { return .double(sorted[Int(low)]) }
        return .double(
            (high - position) * sorted[Int(low)] + (position - low) * sorted[Int(high)])
    }

    private static func distinct(_ items: [String]) -> [String] {
        var seen: Set<String> = []
        return items.filter { seen.insert($0).inserted }
    }

    private func mod(_ value: Int64, _ divisor: Int64) -> Int64 {
        (value % divisor + divisor) % divisor
    }
}
