/// What stands behind OVER: the name of a window, or the window itself.
indirect enum OverClause {
    case named(Name)
    case window(OverSyntax)
}

/// `(PARTITION BY … ORDER BY … RANGE …)` as written.
struct OverSyntax {
    struct Order {
        let expression: ExpressionSyntax
        let isDescending: Bool
        /// `nil` where the script does not say.
        let nullsFirst: Bool?
        let range: Range<Int>
    }

    struct Frame {
        enum Limit {
            case unboundedPreceding
            case currentRow
            case preceding(ExpressionSyntax)
            case following
        }
        let isRows: Bool
        let start: Limit
        let end: Limit
        let range: Range<Int>
    }

    let partition: [ExpressionSyntax]
    let order: [Order]
    let frame: Frame?
    let range: Range<Int>
}

/// `WINDOW name AS (…)`.
struct NamedWindowSyntax {
    let name: Name
    let window: OverSyntax
}
