import Engine

/// A CREATE TABLE that was checked; whether it is read or written is seen later.
struct Table {
    struct Column {
        enum Role {
            case physical
            /// A field inside a ROW column, by the names on the way to it.
            case nested([String])
            case metadata(key: String, isVirtual: Bool)
            case computed(Expression)
            /// `AS PROCTIME()`: the script may declare it, and nothing may read it.
            case clock
        }

        let name: Name
        let type: DataType
        let isNullable: Bool
        let role: Role
        var cost = ExpressionCost()

        /// The column of the script that it belongs to.
        var declaredName: String {
            if case .nested(let path) = role { path[0] } else { name.text }
        }

        var isNested: Bool { if case .nested = role { true } else { false } }

        /// Its value is not in the record.
        var isComputed: Bool { if case .computed = role { true } else { isClock } }

        var isClock: Bool { if case .clock = role { true } else { false } }

        var field: Field { Field(name.text, type, isNullable: isNullable) }
    }

    let name: Name
    var columns: [Column] = []
    /// Columns that were refused.
    var broken: Set<String> = []
    var connector: Connector?
    var options: [String: String] = [:]
    var format: String?
    /// The event-time column.
    var rowtime: Int?
    var watermark: Expression?
    /// How far the watermark stays behind, where it is a column minus an interval.
    var watermarkDelayMs: Int64 = 0
    /// Names and positions; empty without a key.
    var primaryKey: [Name] = []
    var annotations: AnnotationValues

    init(_ name: Name) {
        self.name = name
        annotations = AnnotationValues()
    }

    func index(of column: String) -> Int? { columns.firstIndex { $0.name.text == column } }

    func isKey(_ column: Column) -> Bool { primaryKey.contains { $0.text == column.name.text } }

    /// Every column as an expression sees it.
    var scope: Scope {
        Scope(
            columns: columns.enumerated().map { index, column in
                Scope.Column(
                    name: column.name.text, expression: .column(index, column.type),
                    type: column.type, isNullable: column.isNullable, isNested: column.isNested,
                    refusal: column.isClock ? refusalOfClock(column.name.text) : nil)
            },
            qualifier: name.text)
    }

    private func refusalOfClock(_ clock: String) -> String {
        let advice =
            rowtime.map { "use the event time \(columns[$0].name.text)" }
            ?? "declare an event time with WATERMARK and use that"
        return "\(clock) is PROCTIME(), which reads the clock, so the same input would not give "
            + "the same rows twice; \(advice)"
    }

    /// The columns that an INSERT fills.
    var written: [Column] {
        columns.filter {
            if $0.isComputed || $0.isNested { return false }
            if case .metadata(_, isVirtual: true) = $0.role { return false }
            return true
        }
    }

    /// Whether its rows also change rows and take them back, when it is read.
    var isChangelog: Bool { format == Connector.changelogFormat }

    /// Whether its rows go into stores.
    var isStored: Bool { connector == .kafka || connector == .upsertKafka }
}
