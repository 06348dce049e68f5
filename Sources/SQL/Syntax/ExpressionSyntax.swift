import Engine

/// An expression as written: not yet typed, names not yet looked up.
struct ExpressionSyntax {
    indirect enum Form {
        /// A column, perhaps behind the name of its table.
        case name([Name])
        case number(String)
        case text(String)
        case boolean(Bool)
        case null
        case interval(IntervalSyntax)
        /// `TIMESTAMP '…'` or `DATE '…'`.
        case time(keyword: String, text: String)
        case negate(ExpressionSyntax)
        case not(ExpressionSyntax)
        case binary(BinaryOperator, ExpressionSyntax, ExpressionSyntax)
        case test(ExpressionSyntax, TruthTest)
        case between(ExpressionSyntax, low: ExpressionSyntax, high: ExpressionSyntax)
        case isIn(ExpressionSyntax, [ExpressionSyntax])
        case like(ExpressionSyntax, pattern: ExpressionSyntax, escape: ExpressionSyntax?)
        case cases([CaseBranch], operand: ExpressionSyntax?, otherwise: ExpressionSyntax?)
        case cast(ExpressionSyntax, TypeSyntax, isTry: Bool)
        case call(CallSyntax)
        /// `array[index]`.
        case element(ExpressionSyntax, index: ExpressionSyntax)
        /// A field of a ROW that is no column: `items[1].price`.
        case field(ExpressionSyntax, Name)
        /// `ARRAY[a, b]`.
        case array([ExpressionSyntax])
    }

    struct CaseBranch {
        let condition: ExpressionSyntax
        let result: ExpressionSyntax
    }

    let form: Form
    let range: Range<Int>
    /// How many expressions stand inside each other here, itself included.
    let depth: Int

    init(_ form: Form, at range: Range<Int>, around parts: [ExpressionSyntax] = []) {
        self.form = form
        self.range = range
        depth = 1 + (parts.map(\.depth).max() ?? 0)
    }

    init(_ form: Form, at range: Range<Int>, depth: Int) {
        self.form = form
        self.range = range
        self.depth = depth
    }
}

enum BinaryOperator: String {
    case or = "OR"
    case and = "AND"
    case equal = "="
    case notEqual = "<>"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case concat = "||"
    case distinct = "IS DISTINCT FROM"
    case notDistinct = "IS NOT DISTINCT FROM"
}

/// What stands behind IS.
enum TruthTest {
    case null, notNull, yes, notYes, no, notNo
}

/// A call, also of those functions that have a grammar of their own.
///
/// `EXTRACT(DAY FROM t)`, `FLOOR(t TO DAY)` and `TIMESTAMPADD(DAY, 1, t)` keep the unit apart.
struct CallSyntax {
    let name: Name
    var arguments: [ExpressionSyntax] = []
    /// `COUNT(*)`.
    var isStar = false
    var isDistinct = false
    var unit: Name?
    /// BOTH, LEADING or TRAILING.
    var side: String?
    var filter: FilterClause?
    /// `OVER w` or `OVER (…)`.
    var over: OverClause?

    /// In a box of its own, as an expression holds a call and a call an expression.
    indirect enum FilterClause {
        case condition(ExpressionSyntax)
    }
}

struct IntervalSyntax {
    let text: String
    let isNegative: Bool
    let from: Name
    let to: Name?
    /// Digits allowed before the point, where the script says so: `DAY(3)`.
    let precision: Int?
}

/// A type as written, for example `VARCHAR(20)`.
struct TypeSyntax {
    let type: DataType
    /// The length of CHAR(n) and VARCHAR(n).
    var length: Int?
    /// CHAR(n) is filled up with blanks.
    var isPadded = false
    /// The fields of a ROW, whose own type is of no account.
    var fields: [RowFieldSyntax] = []
    let range: Range<Int>

    /// The type as an element of an array has it.
    var elementType: DataType {
        fields.isEmpty
            ? type : .row(fields.map { RowField($0.name.text, $0.type.elementType) })
    }
}

struct RowFieldSyntax {
    let name: Name
    let type: TypeSyntax
}
