import Engine

/// Checks a CREATE TABLE; what is wrong in it is reported, the rest can still be used.
struct TableBuilder {
    private let syntax: TableSyntax
    private let report: Report
    private var table: Table

    init(_ syntax: TableSyntax, _ report: Report) {
        self.syntax = syntax
        self.report = report
        table = Table(syntax.name)
    }

    mutating func build() -> Table {
        checkNames()
        for column in syntax.columns { addStored(column) }
        // Flink's computed columns see the stored ones wherever those stand.
        for column in syntax.columns { addComputed(column) }
        restoreOrder()
        var options = OptionsReader(syntax, report)
        table.connector = options.read()
        table.options = options.values
        table.format = options.format
        checkMetadata()
        checkNested()
        _ = report.attempt { () throws(Diagnostic) in try readWatermark() }
        readKey()
        readAnnotations()
        return table
    }

    private func checkNames() {
        var seen: [String: Name] = [:]
        for column in syntax.columns {
            let name = column.name
            guard let twin = seen.updateValue(name, forKey: name.text.lowercased()) else {
                continue
            }
            report.add(
                Diagnostic(
                    twin.text == name.text
                        ? "the column \(name.text) is there twice"
                        : "\(name.text) and \(twin.text) differ only in capitals; "
                            + "the stores cannot tell them apart, rename one",
                    at: name.range))
        }
    }

    private mutating func addStored(_ column: TableSyntax.Column) {
        switch column.role {
        case .physical(let type) where !type.fields.isEmpty:
            addFields(type, [column.name.text], column.name)
        case .physical(let type):
            table.columns.append(
                Table.Column(
                    name: column.name, type: type.type, isNullable: column.isNullable,
                    role: .physical))
        case .metadata(let type, let key, let isVirtual):
            let added = report.attempt { () throws(Diagnostic) in
                try metadata(column, type, key ?? column.name, isVirtual)
            }
            if let added {
                table.columns.append(added)
            } else {
                table.broken.insert(column.name.text)
            }
        case .computed: break
        }
    }

    /// The fields of a ROW become columns of their own, named by their paths.
    private mutating func addFields(_ type: TypeSyntax, _ path: [String], _ column: Name) {
        var seen: Set<String> = []
        for field in type.fields {
            if !seen.insert(field.name.text).inserted {
                report.add(
                    Diagnostic("the field \(field.name.text) is there twice", at: field.name.range))
                continue
            }
            let path = path + [field.name.text]
            if !field.type.fields.isEmpty {
                addFields(field.type, path, column)
                continue
            }
            table.columns.append(
                Table.Column(
                    name: Name(text: path.joined(separator: "."), range: column.range),
                    type: field.type.type, isNullable: true, role: .nested(path)))
        }
    }

    private func checkNested() {
        if let format = table.format, format != "json",
            let array = table.columns.first(where: { $0.type.isNested && !$0.isComputed })
        {
            report.add(
                Diagnostic(
                    "\(array.declaredName) is an ARRAY, which only the format json can hold in "
                        + "Weir; write ARRAY_JOIN(…) into a STRING, and SPLIT it to read",
                    at: array.name.range))
        }
        guard let nested = table.columns.first(where: \.isNested), let format = table.format,
            format != "json", format != Connector.changelogFormat
        else { return }
        report.add(
            Diagnostic(
                "\(nested.declaredName) is a ROW, which only the format json can hold in Weir",
                at: nested.name.range))
    }

    /// What debezium-json adds to the metadata of a Kafka table.
    private static let changelogMetadata: [String: [DataType]] = [
        "value.ingestion-timestamp": [.timestampLTZ(precision: 3)],
        "value.source.timestamp": [.timestampLTZ(precision: 3)],
        "value.source.database": [.string], "value.source.schema": [.string],
        "value.source.table": [.string], "value.schema": [.string],
    ]

    private func metadata(
        _ column: TableSyntax.Column, _ type: TypeSyntax, _ key: Name, _ isVirtual: Bool
    ) throws(Diagnostic) -> Table.Column {
        var types: [String: [DataType]] = [
            "topic": [.string], "partition": [.int, .bigint], "offset": [.bigint],
            "timestamp": [.timestampLTZ(precision: 3)],
        ]
        if OptionsReader.format(of: syntax) == Connector.changelogFormat {
            types.merge(Self.changelogMetadata) { own, _ in own }
            if key.text == "value.source.properties" {
                throw Diagnostic(
                    "value.source.properties is a MAP, which Weir does not have; there are "
                        + "value.source.database, value.source.schema, value.source.table and "
                        + "value.source.timestamp",
                    at: key.range)
            }
        }
        guard let allowed = types[key.text] else {
            let hint = Spelling.hint(for: key.text, among: types.keys.sorted())
            throw Diagnostic(
                "there is no metadata \(key.text) in Weir"
                    + (hint.isEmpty
                        ? "; there are \(types.keys.sorted().joined(separator: ", "))" : hint),
                at: key.range)
        }
        guard allowed.contains(type.type), type.fields.isEmpty else {
            throw Diagnostic(
                "the metadata \(key.text) has the type \(allowed[0]); write that", at: type.range)
        }
        return Table.Column(
            name: column.name, type: type.type, isNullable: column.isNullable,
            role: .metadata(key: key.text, isVirtual: isVirtual))
    }

    private mutating func addComputed(_ column: TableSyntax.Column) {
        guard case .computed(let expression) = column.role else { return }
        if Self.isClock(expression) {
            let instant = DataType.timestampLTZ(precision: 3)
            table.columns.append(
                Table.Column(name: column.name, type: instant, isNullable: false, role: .clock))
            return
        }
        var binder = Binder(scope: table.scope, report: report)
        binder.aggregateRefusal = "a computed column sees one row; an aggregate needs a query"
        let bound = report.attempt { () throws(Diagnostic) -> Bound in
            try refuseBroken(expression)
            return try binder.value(expression)
        }
        guard let bound, let type = bound.type else {
            if let bound {
                report.add(Diagnostic("write CAST(NULL AS type)", at: bound.range))
            }
            table.broken.insert(column.name.text)
            return
        }
        table.columns.append(
            Table.Column(
                name: column.name, type: type, isNullable: bound.isNullable,
                role: .computed(bound.expression), cost: bound.cost))
    }

    private static func isClock(_ expression: ExpressionSyntax) -> Bool {
        guard case .call(let call) = expression.form else { return false }
        return call.name.text == "PROCTIME" && call.arguments.isEmpty && !call.isStar
    }

    /// A column that was refused already is not complained about again.
    private func refuseBroken(_ expression: ExpressionSyntax) throws(Diagnostic) {
        if case .name(let names) = expression.form, table.broken.contains(names[0].text) {
            throw Diagnostic("\(names[0].text) was refused above", at: expression.range)
        }
        for part in expression.parts { try refuseBroken(part) }
    }

    /// Puts the columns into the order of the script; computed ones were bound at the end.
    private mutating func restoreOrder() {
        let bound = table.columns
        let ordered = syntax.columns.flatMap { column in
            bound.filter {
                $0.declaredName == column.name.text && $0.name.range == column.name.range
            }
        }
        let places = bound.map { column in ordered.firstIndex { $0.name == column.name } ?? 0 }
        table.columns = ordered.map { column in
            guard case .computed(let expression) = column.role else { return column }
            return Table.Column(
                name: column.name, type: column.type, isNullable: column.isNullable,
                role: .computed(expression.movingColumns { places[$0] }),
                cost: column.cost)
        }
    }

    private func checkMetadata() {
        guard let connector = table.connector, connector != .kafka else { return }
        for column in table.columns {
            if case .metadata = column.role {
                report.add(
                    Diagnostic(
                        "the connector \(connector.rawValue) has no metadata in Weir",
                        at: column.name.range))
            }
        }
    }

    private mutating func readWatermark() throws(Diagnostic) {
        guard let watermark = syntax.watermark else { return }
        let name = watermark.column
        if table.broken.contains(name.text) { return }
        guard let index = table.index(of: name.text) else { throw table.scope.unknown(name) }
        if table.columns[index].isClock {
            throw Diagnostic(
                "\(name.text) is PROCTIME(), which needs no WATERMARK in Flink and is no event "
                    + "time; name a column of the event",
                at: name.range)
        }
        let type = table.columns[index].type
        guard type.isTime else {
            throw Diagnostic(
                "the event time must be TIMESTAMP(3) or TIMESTAMP_LTZ(3), \(name.text) is \(type); "
                    + advice(for: table.columns[index]),
                at: name.range)
        }
        var binder = Binder(scope: table.scope, report: report)
        binder.aggregateRefusal = "a watermark sees one row; an aggregate needs a query"
        let bound = try binder.value(watermark.expression)
        guard let found = bound.type, found.isTime, Coercion.common(type, found) != nil else {
            throw Diagnostic(
                "the watermark must be \(type) as \(name.text) is, this is \(bound.typeName)",
                at: bound.range)
        }
        table.rowtime = index
        table.watermark = Coercion.convert(bound, to: type).expression
        if case .call(.addMilliseconds, let parts, _) = bound.expression, parts.count == 2,
            parts[0] == .column(index, type), case .literal(.integer(let shift), _) = parts[1]
        {
            table.watermarkDelayMs = max(0, -shift)
        }
    }

    private func advice(for column: Table.Column) -> String {
        let name = column.name.text
        return switch column.type {
        case .bigint: "add a column: event_ts AS TO_TIMESTAMP_LTZ(\(name), 3)"
        case .string: "declare it TIMESTAMP(3), or add a column: event_ts AS TO_TIMESTAMP(\(name))"
        default: "declare it so"
        }
    }

    private mutating func readKey() {
        for name in syntax.primaryKey {
            if table.broken.contains(name.text) { continue }
            guard let index = table.index(of: name.text) else {
                report.add(table.scope.unknown(name))
                continue
            }
            if table.columns[index].isComputed {
                report.add(
                    Diagnostic("a key column cannot be computed", at: name.range))
            } else if table.columns[index].type.isNested {
                report.add(
                    Diagnostic(
                        "a key column cannot be an ARRAY; write CAST(… AS STRING) into it",
                        at: name.range))
            } else if table.primaryKey.contains(where: { $0.text == name.text }) {
                report.add(
                    Diagnostic("\(name.text) is in the key twice", at: name.range))
            } else {
                table.primaryKey.append(name)
            }
        }
        if table.connector == .upsertKafka, syntax.primaryKey.isEmpty {
            report.add(
                Diagnostic(
                    "upsert-kafka needs a key; write PRIMARY KEY (column) NOT ENFORCED",
                    at: syntax.name.range))
        }
        if table.connector == .kafka, let first = syntax.primaryKey.first {
            report.add(
                Diagnostic(
                    "the connector kafka cannot keep a key; write 'connector' = 'upsert-kafka' "
                        + "for a feature group, or leave the key out",
                    at: first.range))
        }
    }

    /// An alert is over when its key leaves the group.
    private func checkAlert() {
        guard table.annotations.alert != nil, let choice = table.annotations.whenEmpty,
            choice != .delete, let place = table.annotations.places["when-empty"]
        else { return }
        report.add(
            Diagnostic(
                "@when-empty \(choice.rawValue) keeps the key in the group, so its alert would "
                    + "never be over; write @when-empty delete, or take it away",
                at: place))
    }

    private mutating func readAnnotations() {
        for annotation in syntax.annotations {
            _ = report.attempt { () throws(Diagnostic) in try table.annotations.read(annotation) }
        }
        let isGroup = table.connector == .upsertKafka
        let ofGroups = ["freshness", "ttl", "when-empty", "event-time", "alert"]
        for name in ofGroups where !isGroup {
            guard let place = table.annotations.places[name] else { continue }
            report.add(
                Diagnostic(
                    "@\(name) belongs above a feature group: an upsert-kafka table with a "
                        + "PRIMARY KEY",
                    at: place))
        }
        checkAlert()
        if let place = table.annotations.places["future-guard"], syntax.watermark == nil {
            report.add(
                Diagnostic(
                    "@future-guard belongs above a table with a WATERMARK", at: place))
        }
    }
}
