/// A statement of a script as written.
enum StatementSyntax {
    case set(SetSyntax)
    case createTable(TableSyntax)
    case createView(ViewSyntax)
    case insert(InsertSyntax)
}

struct SetSyntax {
    let key: Name
    let value: Name
}

struct ViewSyntax {
    let name: Name
    let columns: [Name]
    let query: QueryExpressionSyntax
}

struct InsertSyntax {
    let target: Name
    /// `nil` without a column list.
    let columns: [Name]?
    let query: QueryExpressionSyntax
    /// `ON CONFLICT DO DEDUPLICATE` stands at its end.
    let deduplicates: Bool
    let range: Range<Int>
}

struct TableSyntax {
    struct Column {
        enum Role {
            case physical(TypeSyntax)
            case metadata(TypeSyntax, key: Name?, isVirtual: Bool)
            case computed(ExpressionSyntax)
        }

        let name: Name
        let role: Role
        let isNullable: Bool
    }

    struct Option {
        let key: Name
        let value: Name
    }

    struct Watermark {
        let column: Name
        let expression: ExpressionSyntax
    }

    let name: Name
    var columns: [Column] = []
    var watermark: Watermark?
    var primaryKey: [Name] = []
    var options: [Option] = []
    var annotations: [AnnotationSyntax] = []
}

/// `-- @name value`.
struct AnnotationSyntax {
    let name: Name
    let value: Name
}
