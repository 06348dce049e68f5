import Engine

/// Puts checked INSERTs together into one graph; scans are shared.
struct PlanAssembler {
    private let catalog: Catalog
    private let inserts: [InsertPlan]
    private var plan: Plan
    private var planners: [Int: SourcePlanner] = [:]
    /// The scan node and the source of each read table.
    private var scans: [Int: (node: Int, source: Int)] = [:]
    private var sinks: [Int: Int] = [:]
    private var fingerprints: [String: Int] = [:]
    private let timeToLiveMs: Int64?

    init(
        _ catalog: Catalog, _ inserts: [InsertPlan], sinks: [Int: Sink], _ settings: Settings,
        _ options: Compiler.Options
    ) {
        self.catalog = catalog
        self.inserts = inserts
        timeToLiveMs = settings.stateTimeToLiveMs
        plan = Plan(zone: settings.zone, isStrictFlink: options.isStrictFlink)
        plan.parallelism = settings.parallelism
        planSources(settings, options)
        for insert in inserts {
            if let sink = sinks[insert.table] { add(insert, into: sink) }
        }
    }

    var finished: Plan { plan }

    private mutating func planSources(_ settings: Settings, _ options: Compiler.Options) {
        var needed: [Int: Set<Int>] = [:]
        for insert in inserts { Self.collect(insert.relation, insert.values, into: &needed) }
        for index in inserts.flatMap(\.relation.tables) where scans[index] == nil {
            let planner = SourcePlanner(
                catalog.tables[index], needed: needed[index, default: []])
            let source = planner.plan(settings, options)
            plan.sources.append(source)
            plan.nodes.append(
                Node(
                    .scan(source: plan.sources.count - 1), inputs: [], output: source.schema))
            planners[index] = planner
            scans[index] = (plan.nodes.count - 1, plan.sources.count - 1)
        }
    }

    /// The columns of each table that a relation needs for some values of its own.
    private static func collect(
        _ relation: Relation, _ values: [Expression], into needed: inout [Int: Set<Int>]
    ) {
        switch relation.origin {
        case .table(let table):
            for expression in relation.filters + values {
                needed[table, default: []].formUnion(expression.columns)
            }
        case .group(let group): collect(group.input, group.projection, into: &needed)
        case .rows(let rows): collect(rows.input, rows.projection, into: &needed)
        case .top(let top): collect(top.input, top.projection, into: &needed)
        case .union(let parts):
            for part in parts { collect(part, part.columns.map(\.expression), into: &needed) }
        }
    }

    private mutating func append(_ operation: Node.Operation, _ input: Int, _ output: Schema) -> Int
    {
        plan.nodes.append(Node(operation, inputs: [input], output: output))
        return plan.nodes.count - 1
    }

    private mutating func add(_ insert: InsertPlan, into sink: Sink) {
        var node = add(insert.relation, insert.values, sink.schema)
        let sinkIndex = index(of: sink, insert.table)
        node = append(.sink(sinkIndex), node, sink.schema)
        plan.statements.append(
            Statement(
                node: node, sink: sinkIndex,
                sources: insert.relation.tables.compactMap { scans[$0]?.source },
                fingerprint: fingerprint(node, sink), range: insert.syntax.range))
    }

    /// Adds a relation's operators and returns the node that gives some values of it.
    private mutating func add(
        _ relation: Relation, _ values: [Expression], _ output: Schema
    ) -> Int {
        var node: Int
        var planner: SourcePlanner?
        switch relation.origin {
        case .table(let table):
            node = scans[table]?.node ?? 0
            planner = planners[table]
        case .group(let group):
            node = add(group.input, group.projection, Schema(group.projectionFields))
            node = append(group.operation(timeToLiveMs: timeToLiveMs), node, group.output)
        case .rows(let rows):
            node = add(rows.input, rows.projection, Schema(rows.projectionFields))
            node = append(rows.operation(timeToLiveMs: timeToLiveMs), node, rows.output)
        case .top(let top):
            node = add(top.input, top.projection, Schema(top.projectionFields))
            node = append(.top(top.top), node, top.output)
        case .union(let parts):
            let schema = Schema(Self.fields(of: parts))
            let inputs = parts.map { add($0, $0.columns.map(\.expression), schema) }
            plan.nodes.append(Node(.union, inputs: inputs, output: schema))
            node = plan.nodes.count - 1
        }
        func moved(_ expression: Expression) -> Expression {
            planner?.move(expression) ?? expression
        }
        for filter in relation.filters {
            node = append(.filter(moved(filter)), node, plan.nodes[node].output)
        }
        return append(.project(values.map(moved)), node, output)
    }

    /// The columns of a UNION ALL: the names of the first query, NULL where any allows it.
    private static func fields(of parts: [Relation]) -> [Field] {
        parts[0].columns.enumerated().map { index, column in
            Field(
                column.name, column.type,
                isNullable: parts.contains { $0.columns[index].isNullable })
        }
    }

    private mutating func index(of sink: Sink, _ table: Int) -> Int {
        if let known = sinks[table] { return known }
        plan.sinks.append(sink)
        sinks[table] = plan.sinks.count - 1
        return plan.sinks.count - 1
    }

    /// Two statements never share one, though they may say the same.
    private mutating func fingerprint(_ node: Int, _ sink: Sink) -> String {
        let hash = Fingerprint.of(node, sink, plan)
        let times = fingerprints[hash, default: 0] + 1
        fingerprints[hash] = times
        return times == 1 ? hash : "\(sink.name):\(times):\(hash)"
    }
}
