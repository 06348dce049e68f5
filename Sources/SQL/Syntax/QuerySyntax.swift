/// A whole query as written: common table expressions, then SELECTs joined by UNION ALL.
struct QueryExpressionSyntax {
    struct CommonTable {
        let name: Name
        let columns: [Name]
        let query: QueryExpressionSyntax
    }

    indirect enum Term {
        case select(QuerySyntax)
        case nested(QueryExpressionSyntax)
    }

    let commonTables: [CommonTable]
    /// At least one.
    let terms: [Term]
    let range: Range<Int>

    /// The SELECTs at the top, without those inside others.
    var selects: [QuerySyntax] {
        terms.flatMap { term in
            switch term {
            case .select(let query): [query]
            case .nested(let inner): inner.selects
            }
        }
    }
}

/// A SELECT as written.
struct QuerySyntax {
    struct Item {
        /// `nil` for `*`.
        let expression: ExpressionSyntax?
        let alias: Name?
        let range: Range<Int>
    }

    let items: [Item]
    let from: FromSyntax
    let condition: ExpressionSyntax?
    let groupBy: [ExpressionSyntax]
    let having: ExpressionSyntax?
    /// The WINDOW clause.
    let windows: [NamedWindowSyntax]
    let range: Range<Int>
    /// Where GROUP BY stands, or the word SELECT without one.
    let groupByRange: Range<Int>
}

/// What stands behind FROM.
indirect enum FromSyntax {
    case table(Name, alias: Name?)
    case subquery(QueryExpressionSyntax, alias: Name?)
    case window(WindowSyntax, alias: Name?)
}

/// `TUMBLE(TABLE t, DESCRIPTOR(c), …)` in a FROM.
struct WindowSyntax {
    struct Argument {
        let name: Name?
        let value: ExpressionSyntax
    }

    let function: Name
    let table: Name
    /// The columns of a session's PARTITION BY.
    let partition: [Name]
    let column: Name
    let arguments: [Argument]
    let range: Range<Int>
}
