import Engine

/// Decides which partitions are idle: read up to the broker's high-water mark and silent since.
///
/// Only silence that was heard counts: a partition's time runs while it is known to be caught up,
/// not while no broker answers, and a clock that jumps is no silence either.
struct Idleness {
    private struct Partition {
        /// Since when it has been caught up; `nil` while there is, or may be, something to read.
        var quietSinceMs: Int64?
        var isIdle = false
        var hasEnded = false
    }

    /// A clock that moved further than this in one step was set, or the process slept.
    private static let longestStepMs: Int64 = 5_000

    /// `nil` where nobody becomes idle.
    private let timeoutsMs: [Int64?]
    private var partitions: [[Partition]]
    /// The time that has passed in steps of a believable length.
    private var elapsedMs: Int64 = 0
    private var lastMs: Int64?

    /// - Parameters:
    ///   - plan: Has the timeouts.
    ///   - bounded: For each source whether it ends by itself; such a one never becomes idle, so
    ///     that what it gives does not depend on a clock.
    init(plan: Plan, bounded: [Bool]) {
        timeoutsMs = zip(plan.sources, bounded).map { $1 ? nil : $0.idleTimeoutMs }
        partitions = plan.sources.map { _ in [] }
    }

    /// Takes the time, once in a step and before anything else of it.
    mutating func advance(toMs nowMs: Int64) {
        let stepMs = nowMs - (lastMs ?? nowMs)
        elapsedMs += min(max(0, stepMs), Self.longestStepMs)
        lastMs = nowMs
    }

    /// A partition that exists from now on; `isIdle` is what a checkpoint remembers.
    mutating func add(source: Int, isIdle: Bool) {
        partitions[source].append(Partition(isIdle: isIdle))
    }

    /// Records came: the partition is awake.
    mutating func sawRecords(source: Int, partition: Int) {
        partitions[source][partition].isIdle = false
        partitions[source][partition].quietSinceMs = nil
    }

    /// Exactly these partitions of a source are known to have been read to their end.
    mutating func areCaughtUp(_ caughtUp: [Int], source: Int) {
        var quiet = [Bool](repeating: false, count: partitions[source].count)
        for index in caughtUp { quiet[index] = true }
        for index in quiet.indices {
            let since = partitions[source][index].quietSinceMs ?? elapsedMs
            partitions[source][index].quietSinceMs = quiet[index] ? since : nil
        }
    }

    /// Nothing more comes from a partition.
    mutating func ended(source: Int, partition: Int) {
        partitions[source][partition].hasEnded = true
    }

    /// The partitions that become idle now.
    mutating func newlyIdle() -> [SourcePartition] {
        var found: [SourcePartition] = []
        for source in partitions.indices {
            guard let timeoutMs = timeoutsMs[source] else { continue }
            for index in partitions[source].indices {
                let partition = partitions[source][index]
                guard !partition.isIdle, let since = partition.quietSinceMs,
                    elapsedMs - since >= timeoutMs
                else { continue }
                partitions[source][index].isIdle = true
                found.append(SourcePartition(source: source, partition: index))
            }
        }
        return found
    }

    /// Every partition has been read up to its high-water mark.
    var isCaughtUp: Bool {
        partitions.joined().allSatisfy { $0.quietSinceMs != nil || $0.hasEnded }
    }
}

/// A partition of a source, both by their index.
struct SourcePartition: Hashable {
    var source: Int
    var partition: Int
}
