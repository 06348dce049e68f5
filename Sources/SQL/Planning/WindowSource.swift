import Engine

/// The window of a query, from FROM or from GROUP BY.
struct WindowSource {
    /// The window's own columns, in the order in which they follow the keys.
    enum Part: Int, CaseIterable {
        case start, end, time
        var name: String {
            switch self {
            case .start: "window_start"
            case .end: "window_end"
            case .time: "window_time"
            }
        }
    }

    let window: Window
    /// The event time over the table's columns.
    let time: Expression
    let timeType: DataType
    let timeName: String
    /// Before the grouping the window's columns are numbered from here, behind the table's own.
    let firstPart: Int
    /// The window as GROUP BY has it; `nil` for `TABLE(…)`.
    let legacy: LegacyWindow?
    /// `nil` for windows that are the same for all keys, and for those of GROUP BY.
    var sessionKeys: SessionKeys?

    /// The PARTITION BY of a session.
    struct SessionKeys {
        let keys: [Expression]
        let names: [String]
    }

    func part(of expression: Expression) -> Part? {
        guard case .column(let index, _) = expression else { return nil }
        return Part(rawValue: index - firstPart)
    }

    func isUsed(by expression: Expression) -> Bool {
        expression.columns.contains { $0 >= firstPart }
    }

    /// The window's columns for expressions that stand before the grouping.
    var columns: [Scope.Column] {
        Part.allCases.map { part in
            let type: DataType = part == .time ? timeType : .timestamp(precision: 3)
            return Scope.Column(
                name: part.name, expression: .column(firstPart + part.rawValue, type), type: type,
                isNullable: false)
        }
    }
}
