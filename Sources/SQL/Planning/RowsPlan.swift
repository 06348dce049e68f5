import Engine

/// A finished OVER aggregation or deduplication: one result for each row, or one row of each key.
struct RowsPlan {
    let input: Relation
    /// Over the columns of what is read; the columns that the operation reads and hands on.
    let projection: [Expression]
    let projectionFields: [Field]
    /// Without a time to live, which is a setting of the whole script.
    let operation: Node.Operation
    let output: Schema
    let range: Range<Int>

    /// A result can be replaced by another.
    var isUpdating: Bool {
        if case .deduplicate(let unique) = operation { unique.kept == .last } else { false }
    }

    /// The operation with the script's `table.exec.state.ttl`.
    func operation(timeToLiveMs: Int64?) -> Node.Operation {
        switch operation {
        case .over(let over):
            .over(
                OverAggregate(
                    frame: over.frame, time: over.time, keys: over.keys,
                    aggregates: over.aggregates,
                    timeToLiveMs: over.frame.isBoundedRange ? nil : timeToLiveMs))
        case .deduplicate(let unique):
            .deduplicate(
                Deduplication(
                    kept: unique.kept, time: unique.time, keys: unique.keys,
                    timeToLiveMs: timeToLiveMs))
        default: operation
        }
    }
}

/// The first rows of each window, behind a grouping.
struct TopPlan {
    let input: Relation
    /// Over the grouping's output.
    let projection: [Expression]
    let projectionFields: [Field]
    let top: WindowTopRows
    let output: Schema
}

/// `ROW_NUMBER() OVER (…)` until a WHERE says how many rows are meant.
struct RankMark {
    let keys: [Bound]
    let order: [(value: Bound, isDescending: Bool, nullsFirst: Bool)]
    let range: Range<Int>
    let window: OverSyntax

    /// Stands for the rank in expressions.
    static let column = 1 << 21
}
