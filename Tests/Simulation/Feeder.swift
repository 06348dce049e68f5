import Engine
import Oracle
import Streams

/// Turns events into the batches that an engine takes: as columns, or as JSON by the decoder.
struct Feeder {
    private let sources: [Source]
    private let decoders: [RowDecoder]?
    /// The plan's number of each table.
    let sourceOfTable: [Int?]

    init(_ plan: Plan, _ scenario: Scenario) throws {
        sources = plan.sources
        decoders =
            scenario.usesDecoder
            ? try plan.sources.map {
                try RowDecoder(source: $0, zone: plan.zone, isStrictFlink: plan.isStrictFlink)
            } : nil
        let tables = (scenario.partitions.map(\.table).max() ?? 0) + 1
        sourceOfTable = (0..<tables).map { table in
            plan.sources.firstIndex { $0.name == "s\(table)" }
        }
    }

    func batch(_ events: [Scenario.Event], _ source: Int, partition: Int) -> SourceBatch {
        if let decoder = decoders?[source] {
            var messages = RawMessages()
            for (offset, event) in events.enumerated() {
                messages.append(Array(Feeder.json(event).utf8), offset: Int64(offset))
            }
            let decoded = decoder.decode(messages, topic: "t", partition: Int32(partition))
            return SourceBatch(source: source, partition: partition, rows: decoded.rows)
        }
        let columns = sources[source].inputs.map { input in
            Column(input.field.type, events.map { Feeder.value($0, input.field.name) })
        }
        return SourceBatch(
            source: source, partition: partition,
            rows: ColumnBatch(
                count: events.count, columns: columns,
                kinds: sources[source].isChangelog ? Feeder.kinds(events) : nil))
    }

    /// Where an update stands in two events that follow each other.
    static func updates(_ events: [Scenario.Event]) -> Set<Int> {
        Set(
            events.indices.dropLast().filter {
                events[$0].change == .before && events[$0 + 1].change == .after
            })
    }

    /// Half of an update, as what has been shrunk can have it, is a row that comes or goes.
    private static func kinds(_ events: [Scenario.Event]) -> [RowKind] {
        let updates = updates(events)
        return events.indices.map { row in
            if events[row].takesBack { return updates.contains(row) ? .updateBefore : .delete }
            return updates.contains(row - 1) ? .updateAfter : .insert
        }
    }

    private static func value(_ event: Scenario.Event, _ column: String) -> Value {
        guard let place = NamedColumn.source.firstIndex(where: { $0.name == column }) else {
            return .integer(event.timeMs)
        }
        switch event.cells[place] {
        case .null: return .null
        case .number(let value): return .integer(value)
        case .real(let value): return .double(value)
        case .text(let value): return .string(value)
        }
    }

    private static func json(_ event: Scenario.Event) -> String {
        let cells = zip(NamedColumn.source, event.cells).map { column, cell in
            let value: String =
                switch cell {
                case .null: "null"
                case .number(let value):
                    column.type == .truth ? (value == 1 ? "true" : "false") : "\(value)"
                case .real(let value): "\(value)"
                case .text(let value): "\"\(value)\""
                }
            return "\"\(column.name)\": \(value)"
        }
        return "{\(cells.joined(separator: ", ")), \"ms\": \(event.timeMs)}"
    }
}

extension Cell {
    init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .integer(let value): self = .number(value)
        case .double(let value): self = .real(value)
        case .string(let value): self = .text(value)
        case .decimal: self = .text("\(value)")
        }
    }
}
