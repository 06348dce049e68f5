import Oracle

/// Writes questions as Flink SQL, in one of the spellings that mean the same.
struct ScriptWriter {
    let isInstant: Bool
    let isChangelog: Bool
    let delayMs: Int64
    var dice: Dice
    private(set) var text = "SET 'table.local-time-zone' = 'UTC';\n"
    private var names = 0

    init(isInstant: Bool, isChangelog: Bool, delayMs: Int64, dice: Dice) {
        self.isInstant = isInstant
        self.isChangelog = isChangelog
        self.delayMs = delayMs
        self.dice = dice
    }

    mutating func addTable(_ number: Int) {
        let columns = NamedColumn.source.map { "\($0.name) \($0.type.rawValue)" }
        let format = isChangelog ? "debezium-json" : "json"
        let time = isInstant ? "ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3)" : "ts TIMESTAMP(3)"
        text += """
            CREATE TABLE s\(number) (\(columns.joined(separator: ", ")), \(time),
              WATERMARK FOR ts AS ts - \(interval(delayMs)))
            WITH ('connector' = 'filesystem', 'path' = 'in', 'format' = '\(format)');

            """
    }

    /// Adds a statement, its sink and its views; returns the types of the last stage's keys.
    mutating func add(_ question: Question, tables: [Int]) -> [ColumnType] {
        var relation = "s\(tables[0])"
        if tables.count > 1 {
            let columns = NamedColumn.source.map(\.name) + ["ts"]
            let selects = tables.map { "SELECT \(list(columns)) FROM s\($0)" }
            relation = view(selects.joined(separator: " UNION ALL "))
        }
        var columns = NamedColumn.source
        var types: [ColumnType] = []
        for (number, stage) in question.stages.enumerated() {
            let isLast = number == question.stages.count - 1
            let query = query(
                stage, relation, columns, number == 0 ? question.conditions : [], isLast: isLast)
            types = stage.keys.map { columns[$0].type }
            columns = stage.columns(columns)
            if isLast { insert(query, columns) } else { relation = view(query) }
        }
        return types
    }

    private mutating func name(_ letter: String) -> String {
        names += 1
        return "\(letter)\(names)"
    }

    private mutating func view(_ query: String) -> String {
        let name = name("v")
        text += "CREATE VIEW \(name) AS \(query);\n"
        return name
    }

    private mutating func insert(_ query: String, _ columns: [NamedColumn]) {
        let name = name("o")
        let list = columns.map { "\($0.name) \($0.type.rawValue)" }.joined(separator: ", ")
        text += "CREATE TABLE \(name) (\(list)) WITH ('connector' = 'print');\n"
        text += "INSERT INTO \(name)\n\(query);\n"
    }

    /// The rows of a stage under the names of their places; where another stage follows, with
    /// their time.
    private mutating func query(
        _ stage: Stage, _ relation: String, _ columns: [NamedColumn], _ conditions: [Condition],
        isLast: Bool
    ) -> String {
        let place = relation + filtered(conditions, columns)
        switch stage.shape {
        case .hop, .cumulate, .session:
            return window(stage, relation, columns, filtered(conditions, columns), isLast: isLast)
        case .overTime(let span):
            let bound = span < Shape.unbounded ? interval(span) : "UNBOUNDED"
            return over(stage, place, columns, "RANGE", bound)
        case .overRows(let count):
            return over(
                stage, place, columns, "ROWS", count < Shape.unbounded ? "\(count)" : "UNBOUNDED")
        case .running:
            let cells = stage.keys.map { columns[$0].name } + stage.calls.map { call($0, columns) }
            let having = stage.having.map { condition($0, cells[$0.cell], stage.columns(columns)) }
            let group = list(stage.keys.map { columns[$0].name })
            return "SELECT \(list(named(cells))) FROM \(place)"
                + (group.isEmpty ? "" : " GROUP BY \(group)")
                + (having.isEmpty ? "" : " HAVING \(having.joined(separator: " AND "))")
        case .firstRow, .lastRow:
            let order = stage.shape == .lastRow ? "ts DESC" : dice.one(of: ["ts", "ts ASC"])
            return """
                SELECT \(list(named(columns) + (isLast ? [] : ["ts"]))) FROM (SELECT *,
                  ROW_NUMBER() OVER (\(partition(stage, columns))ORDER BY \(order)) AS rn
                  FROM \(place)) WHERE rn = 1
                """
        }
    }

    private func over(
        _ stage: Stage, _ place: String, _ columns: [NamedColumn], _ unit: String, _ bound: String
    ) -> String {
        let calls = stage.calls.enumerated().map {
            "\(call($1, columns)) OVER w AS c\(columns.count + $0)"
        }
        return """
            SELECT \(list(named(columns) + calls)) FROM \(place)
            WINDOW w AS (\(partition(stage, columns))ORDER BY ts
              \(unit) BETWEEN \(bound) PRECEDING AND CURRENT ROW)
            """
    }

    private mutating func window(
        _ stage: Stage, _ relation: String, _ columns: [NamedColumn], _ filter: String,
        isLast: Bool
    ) -> String {
        let keys = stage.keys.map { columns[$0].name }
        var source: String
        var group: [String]
        var times: [String]
        if let legacy = legacy(stage.shape), dice.once(in: 3) {
            source = relation
            group = ["\(legacy.name)(ts, \(legacy.lengths))"]
            times = ["START", "END", "ROWTIME"].map {
                "\(legacy.name)_\($0)(ts, \(legacy.lengths))"
            }
        } else {
            source = function(stage, relation, keys)
            times = ["window_start", "window_end", "window_time"]
            group = isLast ? Array(times[..<2]) : times
        }
        let calls = stage.calls.map { call($0, columns) }
        let cells = keys + times[..<2] + calls
        let having = stage.having.map { condition($0, cells[$0.cell], stage.columns(columns)) }
        var selected = named(cells)
        if !isLast { selected.append("\(times[2]) AS ts") }
        var tail = "\(filter) GROUP BY \(list(keys + group))"
        if !having.isEmpty { tail += " HAVING \(having.joined(separator: " AND "))" }
        guard let top = stage.top else { return "SELECT \(list(selected)) FROM \(source)\(tail)" }
        var shown = cells.indices.map { "c\($0)" }
        shown[keys.count] = "window_start"
        shown[keys.count + 1] = "window_end"
        selected = zip(cells, shown).map { "\($0) AS \($1)" }
        let order = ["c\(top.cell) DESC"] + shown[..<keys.count]
        return """
            SELECT \(list(shown)) FROM (SELECT *,
              ROW_NUMBER() OVER (PARTITION BY window_start, window_end
                ORDER BY \(list(order))) AS rn
              FROM (SELECT \(list(selected)) FROM \(source)\(tail))) WHERE rn <= \(top.limit)
            """
    }

    /// A group window as older scripts write it, where there is such a form.
    private func legacy(_ shape: Shape) -> (name: String, lengths: String)? {
        switch shape {
        case .hop(let size, let slide, 0):
            return slide == size
                ? ("TUMBLE", interval(size)) : ("HOP", "\(interval(slide)), \(interval(size))")
        case .session(let gap): return ("SESSION", interval(gap))
        default: return nil
        }
    }

    /// A window as a table function, by place or by name.
    private mutating func function(
        _ stage: Stage, _ relation: String, _ keys: [String]
    ) -> String {
        var arguments: [(name: String, value: String)] = []
        var partition = ""
        let name: String
        var offsetMs: Int64 = 0
        switch stage.shape {
        case .hop(let size, let slide, let offset):
            name = size == slide ? "TUMBLE" : "HOP"
            if size != slide { arguments.append(("SLIDE", interval(slide))) }
            arguments.append(("SIZE", interval(size)))
            offsetMs = offset
        case .cumulate(let size, let step, let offset):
            name = "CUMULATE"
            arguments = [("STEP", interval(step)), ("SIZE", interval(size))]
            offsetMs = offset
        case .session(let gap):
            name = "SESSION"
            partition = " PARTITION BY \(keys.count == 1 ? keys[0] : "(\(list(keys)))")"
            arguments = [("GAP", interval(gap))]
        case .overTime, .overRows, .firstRow, .lastRow, .running: return relation
        }
        if offsetMs != 0 { arguments.append(("`OFFSET`", interval(offsetMs))) }
        arguments.insert(("TIMECOL", "DESCRIPTOR(ts)"), at: 0)
        arguments.insert(("DATA", "TABLE \(relation)\(partition)"), at: 0)
        let isNamed = dice.once(in: 3)
        let inside = list(arguments.map { isNamed ? "\($0.name) => \($0.value)" : $0.value })
        return dice.once(in: 3) ? "\(name)(\(inside))" : "TABLE(\(name)(\(inside)))"
    }

    private func named(_ cells: [String]) -> [String] {
        cells.enumerated().map { "\($1) AS c\($0)" }
    }

    private func named(_ columns: [NamedColumn]) -> [String] { named(columns.map(\.name)) }

    private func partition(_ stage: Stage, _ columns: [NamedColumn]) -> String {
        stage.keys.isEmpty ? "" : "PARTITION BY \(list(stage.keys.map { columns[$0].name })) "
    }

    private func call(_ call: Call, _ columns: [NamedColumn]) -> String {
        let argument = call.cell.map { (call.isDistinct ? "DISTINCT " : "") + columns[$0].name }
        let filter = call.filter.map { condition($0, columns[$0.cell].name, columns) }
        let text = "\(call.function.rawValue)(\(argument ?? "*"))"
        if filter.isEmpty { return text }
        return "\(text) FILTER (WHERE \(filter.joined(separator: " AND ")))"
    }

    private func filtered(_ conditions: [Condition], _ columns: [NamedColumn]) -> String {
        guard !conditions.isEmpty else { return "" }
        let all = conditions.map { condition($0, columns[$0.cell].name, columns) }
        return " WHERE \(all.joined(separator: " AND "))"
    }

    private func condition(
        _ condition: Condition, _ operand: String, _ columns: [NamedColumn]
    ) -> String {
        let compared = "\(operand) \(condition.comparison.rawValue)"
        switch condition.value {
        case .null: return "\(operand) IS NULL"
        case .text(let value): return "\(compared) '\(value)'"
        case .real(let value): return "\(compared) \(value)E0"
        case .number(let value):
            guard columns[condition.cell].type == .truth else { return "\(compared) \(value)" }
            return "\(operand) = \(value == 1 ? "TRUE" : "FALSE")"
        }
    }

    private func interval(_ ms: Int64) -> String {
        let sign = ms < 0 ? "-" : ""
        let (seconds, rest) = abs(ms).quotientAndRemainder(dividingBy: 1_000)
        let digits = String(rest + 1_000).dropFirst()
        return "INTERVAL '\(sign)\(seconds)\(rest == 0 ? "" : ".\(digits)")' SECOND"
    }

    private func list(_ items: [String]) -> String { items.joined(separator: ", ") }
}
