import Engine

/// A query or view, written out over what its rows come from.
///
/// Rows pass ``filters`` and are seen as ``columns``; both are over the columns of ``origin``.
struct Relation {
    indirect enum Origin {
        /// The index of the table in the catalog.
        case table(Int)
        case group(GroupPlan)
        /// OVER or a deduplication.
        case rows(RowsPlan)
        /// The first rows of each window.
        case top(TopPlan)
        /// UNION ALL: of each the columns, which have the same types.
        case union([Relation])
    }

    var origin: Origin
    /// How many columns the origin has.
    var width: Int
    /// The event time over the origin's columns; `nil` where there is none any more.
    var rowtime: Expression?
    var filters: [Expression] = []
    /// The table of the origin where it is a changelog, and where it is named.
    var changelog: (table: String, place: Range<Int>)?
    /// A ROW_NUMBER() that waits for its WHERE.
    var rank: RankMark?
    var columns: [Scope.Column]
    /// Where each column was written, for messages.
    var places: [Range<Int>] = []
    /// Some column was refused, and reported.
    var isBroken = false

    func scope(named name: String?) -> Scope {
        Scope(columns: columns, qualifier: name)
    }

    /// The tables that are read, in the order of the script, each once.
    var tables: [Int] {
        let all: [Int] =
            switch origin {
            case .table(let index): [index]
            case .group(let group): group.input.tables
            case .rows(let rows): rows.input.tables
            case .top(let top): top.input.tables
            case .union(let parts): parts.flatMap(\.tables)
            }
        return all.enumerated().filter { all.firstIndex(of: $0.element) == $0.offset }
            .map(\.element)
    }

    /// The grouping that the rows come from, where they come from one.
    var group: GroupPlan? {
        if case .group(let group) = origin { group } else { nil }
    }

    /// The last grouping on every way to the rows.
    var lastGroups: [GroupPlan] {
        switch origin {
        case .table: []
        case .group(let group): [group]
        case .rows(let rows): rows.input.lastGroups
        case .top(let top): top.input.lastGroups
        case .union(let parts): parts.flatMap(\.lastGroups)
        }
    }

    /// Every grouping without a window on the way to the rows.
    var runningGroups: [GroupPlan] {
        switch origin {
        case .table: []
        case .group(let group): (group.window == nil ? [group] : []) + group.input.runningGroups
        case .rows(let rows): rows.input.runningGroups
        case .top(let top): top.input.runningGroups
        case .union(let parts): parts.flatMap(\.runningGroups)
        }
    }

    /// Why rows that were given can be changed or taken back.
    enum Updating {
        /// They come from a changelog.
        case changelog(table: String)
        /// The last row of a key, which a newer one replaces.
        case lastRow
        /// A GROUP BY without a window.
        case running

        /// What Flink does not take, and where it comes from.
        var refusal: String {
            switch self {
            case .changelog(let table):
                "\(table) is a changelog, whose rows are updated and deleted"
            case .lastRow: "the last row of a key is replaced by a newer one"
            case .running: "a GROUP BY without a window updates its results"
            }
        }
    }

    /// Why the rows can change, and where that was written; `nil` where they are final.
    var updating: (reason: Updating, place: Range<Int>)? {
        switch origin {
        case .table: changelog.map { (.changelog(table: $0.table), $0.place) }
        case .group(let group): group.window == nil ? (.running, group.range) : nil
        case .rows(let rows): rows.isUpdating ? (.lastRow, rows.range) : nil
        case .top: nil
        case .union(let parts): parts.lazy.compactMap(\.updating).first
        }
    }

    /// Gives the columns other names, as `CREATE VIEW v (a, b)` and `WITH v (a, b)` do.
    mutating func rename(_ names: [Name], _ owner: Name) throws(Diagnostic) {
        guard !names.isEmpty else { return }
        guard names.count == columns.count else {
            throw Diagnostic(
                "the view names \(names.count) columns, its SELECT gives \(columns.count)",
                at: owner.range)
        }
        for (index, name) in names.enumerated() { columns[index].name = name.text }
    }
}

/// A finished GROUP BY.
struct GroupPlan {
    /// What is grouped.
    let input: Relation
    /// Over the origin of the input; the columns that the grouping reads.
    let projection: [Expression]
    let projectionFields: [Field]
    /// `nil` where each row changes the result of its key at once.
    let window: Window?
    /// The column with the event time, where there is a window.
    let time: Int
    /// The type of the rows' event time; `nil` where they have none.
    let timeType: DataType?
    let keys: [Int]
    let aggregates: [AggregateCall]
    let output: Schema
    /// The keys as written, for messages.
    let keyTexts: [String]
    let range: Range<Int>

    var keyCount: Int { keys.count }

    /// The first column behind the keys and the window's own.
    var firstResult: Int {
        keys.count + (window == nil ? 0 : WindowSource.Part.allCases.count)
    }

    /// The operation with the script's `table.exec.state.ttl`.
    func operation(timeToLiveMs: Int64?) -> Node.Operation {
        let retracts = input.updating != nil
        if let window {
            return .window(
                WindowAggregate(
                    window: window, time: time, keys: keys, aggregates: aggregates,
                    retracts: retracts))
        }
        return .running(
            RunningAggregate(
                timeType: timeType, keys: keys, aggregates: aggregates, retracts: retracts,
                timeToLiveMs: timeToLiveMs))
    }
}
