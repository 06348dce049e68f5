import Engine
import TestSupport

/// A random course of events, the same for a seed: rows of several partitions, rests, advances.
struct Story {
    enum Step {
        case rows([Event], partition: Int)
        case idle(partition: Int, Bool)
        case advance
    }

    var spec = PlanSpec()
    var partitions = 1
    var steps: [Step] = []

    /// Where partitions fall idle, results may depend on when.
    init(seed: UInt64, hasIdle: Bool, hasSessions: Bool = false) {
        var random = SplitMix64(seed: seed)
        let slide = Int64.random(in: 1...6, using: &random)
        let panes = Int64.random(in: 1...5, using: &random)
        let offset = Int64.random(in: -(slide - 1)...slide - 1, using: &random)
        spec.window =
            panes == 1
            ? .tumble(sizeMs: slide, offsetMs: offset)
            : .hop(sizeMs: slide * panes, slideMs: slide, offsetMs: offset)
        if seed % 3 == 1 {
            let size = slide * panes
            spec.window = .cumulate(
                sizeMs: size, stepMs: slide,
                offsetMs: Int64.random(in: -(size - 1)...size - 1, using: &random))
        } else if seed % 3 == 2, hasSessions {
            spec.window = .session(gapMs: Int64.random(in: 1...8, using: &random))
        }
        spec.delayMs = Int64.random(in: 0...6, using: &random)
        spec.aggregates = WindowOracle.calls
        spec.kind = Bool.random(using: &random) ? .featureGroup : .print
        if spec.kind == .print { spec.primaryKey = nil }
        partitions = Int.random(in: 1...3, using: &random)
        var clock = Int64.random(in: -60...20, using: &random)
        for _ in 0..<Int.random(in: 5...25, using: &random) {
            let partition = Int.random(in: 0..<partitions, using: &random)
            var events: [Event] = []
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                events.append(Story.event(clock, &random))
                clock += Int64.random(in: 0...3, using: &random)
            }
            if Int.random(in: 0..<12, using: &random) == 0 { clock += 60 }
            steps.append(.rows(events, partition: partition))
            if hasIdle, Int.random(in: 0..<4, using: &random) == 0 {
                let sleeper = Int.random(in: 0..<partitions, using: &random)
                steps.append(.idle(partition: sleeper, Bool.random(using: &random)))
            }
            steps.append(.advance)
        }
    }

    private static func event(_ clock: Int64, _ random: inout SplitMix64) -> Event {
        func sometimes<Value>(_ value: Value) -> Value? {
            Int.random(in: 0..<8, using: &random) == 0 ? nil : value
        }
        let late = Int64.random(in: 0...4, using: &random) == 0 ? 25 : 5
        return Event(
            sometimes(
                ["a", "b", "carol", "dave with a longer name", ""].randomElement(using: &random)
                    ?? ""),
            at: clock - Int64.random(in: 0...Int64(late), using: &random),
            item: sometimes("item \(Int.random(in: 0..<6, using: &random))"),
            amount: sometimes(Int64.random(in: -9...9, using: &random)),
            price: sometimes(Double(Int.random(in: -20...20, using: &random)) / 4),
            isGood: sometimes(Bool.random(using: &random)))
    }
}
