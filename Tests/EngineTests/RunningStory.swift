import Engine
import TestSupport

/// A random changelog, the same for a seed: rows that come, change and go, in events of one or two
/// rows, and where it is cut into batches.
struct RunningStory {
    typealias Change = (kind: RowKind, event: Event)

    var batches: [[Change]] = []
    /// Rows that are there in the end.
    private(set) var living: [Event] = []
    var changes: [Change] { batches.flatMap(\.self) }

    init(seed: UInt64, events: Int = 120, users: Int = 3) {
        var random = SplitMix64(seed: seed)
        var batch: [Change] = []
        // Now more come, now more go, so that keys are emptied too.
        var grows = true
        for number in 0..<events {
            if Int.random(in: 0..<25, using: &random) == 0 { grows.toggle() }
            let fresh = RunningStory.event(Int64(number), users, &random)
            let comes = Int.random(in: 0..<10, using: &random) < (grows ? 6 : 2)
            if comes || living.isEmpty {
                batch.append((.insert, fresh))
                living.append(fresh)
            } else {
                let place = Int.random(in: 0..<living.count, using: &random)
                let old = living.remove(at: place)
                if Int.random(in: 0..<2, using: &random) == 0 {
                    batch.append((.delete, old))
                } else {
                    var changed = fresh
                    if Int.random(in: 0..<4, using: &random) > 0 { changed.user = old.user }
                    if Int.random(in: 0..<4, using: &random) == 0 { changed = old }
                    batch += [(.updateBefore, old), (.updateAfter, changed)]
                    living.append(changed)
                }
            }
            if Int.random(in: 0..<6, using: &random) == 0 {
                batches.append(batch)
                batch = []
            }
        }
        batches.append(batch)
    }

    private static func event(
        _ number: Int64, _ users: Int, _ random: inout SplitMix64
    ) -> Event {
        func sometimes<Value>(_ value: Value) -> Value? {
            Int.random(in: 0..<6, using: &random) == 0 ? nil : value
        }
        return Event(
            sometimes("user \(Int.random(in: 0..<users, using: &random))"),
            at: number + Int64.random(in: -20...20, using: &random),
            item: sometimes("item \(Int.random(in: 0..<5, using: &random))"),
            amount: sometimes(Int64.random(in: -9...9, using: &random)),
            price: sometimes(Double(Int.random(in: -20...20, using: &random)) / 4),
            isGood: sometimes(Bool.random(using: &random)))
    }
}

/// Equal but for the last digits of doubles.
func isSame(_ left: [Value], _ right: [Value]) -> Bool {
    left.count == right.count
        && zip(left, right).allSatisfy { one, other in
            if case .double(let one) = one, case .double(let other) = other {
                return (one - other).magnitude <= 1e-9 * max(1, one.magnitude)
            }
            return one == other
        }
}

/// What a store keeps of a statement's state: for each key group the last base, then its deltas.
struct StoredDeltas {
    private var byGroup: [Int: [StateDelta]] = [:]

    mutating func add(_ deltas: [StateDelta]) {
        for delta in deltas {
            if delta.isBase { byGroup[delta.keyGroup] = [] }
            byGroup[delta.keyGroup, default: []].append(delta)
        }
    }

    var all: [StateDelta] { byGroup.sorted { $0.key < $1.key }.flatMap(\.value) }
}
