import Engine

/// Cuts a read table down to the columns that the plan needs.
struct SourcePlanner {
    let table: Table
    /// Where each needed column of the table stands in the source.
    private(set) var places: [Int: Int] = [:]
    private var inputs: [Source.Input] = []
    private var computed: [Source.Computed] = []

    init(_ table: Table, needed: Set<Int>) {
        self.table = table
        let needed = Self.close(needed, table)
        for (index, column) in table.columns.enumerated() where needed.contains(index) {
            let origin: Source.Input.Origin
            switch column.role {
            case .physical: origin = .field(column.name.text)
            case .nested(let path): origin = .path(path)
            case .metadata(let key, _): origin = .metadata(key)
            case .computed, .clock: continue
            }
            places[index] = inputs.count
            inputs.append(Source.Input(field: column.field, origin: origin))
        }
        for (index, column) in table.columns.enumerated() where needed.contains(index) {
            guard case .computed(let expression) = column.role else { continue }
            let moved = move(expression)
            places[index] = inputs.count + computed.count
            computed.append(Source.Computed(field: column.field, expression: moved))
        }
    }

    /// The needed columns, the event time, and what those are computed from.
    private static func close(_ needed: Set<Int>, _ table: Table) -> Set<Int> {
        var closed = needed
        if let rowtime = table.rowtime { closed.insert(rowtime) }
        if let watermark = table.watermark { closed.formUnion(watermark.columns) }
        // Computed columns read only those before them, so one pass from the end is enough.
        for index in table.columns.indices.reversed() where closed.contains(index) {
            if case .computed(let expression) = table.columns[index].role {
                closed.formUnion(expression.columns)
            }
        }
        return closed
    }

    /// An expression over the table as one over the source.
    func move(_ expression: Expression) -> Expression {
        expression.movingColumns { places[$0] ?? 0 }
    }

    func plan(_ settings: Settings, _ options: Compiler.Options) -> Source {
        Source(
            name: table.name.text, options: table.options, declared: declared, inputs: inputs,
            computed: computed, rowtime: table.rowtime.flatMap { places[$0] },
            watermark: table.watermark.map(move), idleTimeoutMs: idleTimeout(settings, options),
            futureGuardMs: futureGuard(options), isChangelog: table.isChangelog)
    }

    private var declared: [Field] {
        table.columns.compactMap { if case .physical = $0.role { $0.field } else { nil } }
    }

    private func idleTimeout(_ settings: Settings, _ options: Compiler.Options) -> Int64? {
        let own = table.options["scan.watermark.idle-timeout"].flatMap {
            Durations.milliseconds($0, allowsBareNumber: true)
        }
        let usual = options.isStrictFlink ? nil : options.defaultIdleTimeoutMs
        let timeout = own ?? settings.idleTimeoutMs ?? usual
        // Flink's 0 switches it off.
        return timeout == 0 ? nil : timeout
    }

    private func futureGuard(_ options: Compiler.Options) -> Int64? {
        if options.isStrictFlink || table.rowtime == nil { return nil }
        switch table.annotations.futureGuard {
        case .off: return nil
        case .after(let milliseconds): return milliseconds
        case nil: return options.defaultFutureGuardMs
        }
    }
}
