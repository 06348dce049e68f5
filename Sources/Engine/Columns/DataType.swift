/// The SQL type of a column, as Flink names it.
///
/// Integers, booleans and every time are stored as `Int64`; FLOAT and DOUBLE as `Double`
/// (a FLOAT is rounded to 32 bits whenever it is produced); STRING and VARCHAR as UTF-8 bytes;
/// a DECIMAL as its units in 128 bits.
public enum DataType: Hashable, Sendable {
    case boolean
    case tinyint, smallint, int, bigint
    case float, double
    /// Exact, with 1 to 38 digits, so many of them behind the point.
    case decimal(precision: Int, scale: Int)
    case string
    /// Days since 1970-01-01.
    case date
    /// Milliseconds since midnight.
    case time(precision: Int)
    /// A wall clock without a zone: milliseconds since 1970-01-01 00:00 on that wall clock.
    case timestamp(precision: Int)
    /// An instant: milliseconds since 1970 UTC.
    case timestampLTZ(precision: Int)
    /// Elements of one type, counted from 1; kept as text in the form of ``NestedText``.
    indirect case array(DataType)
    /// What an array can hold; a ROW that is no element gives its fields as columns.
    case row([RowField])

    /// How values of this type are stored in a ``Column``.
    public enum Storage: Sendable { case integers, doubles, strings, decimals }

    public var storage: Storage {
        switch self {
        case .boolean, .tinyint, .smallint, .int, .bigint, .date, .time, .timestamp, .timestampLTZ:
            .integers
        case .float, .double: .doubles
        case .string, .array, .row: .strings
        case .decimal: .decimals
        }
    }

    public var isInteger: Bool {
        switch self {
        case .tinyint, .smallint, .int, .bigint: true
        default: false
        }
    }

    public var isNumeric: Bool { isInteger || isApproximate || isDecimal }

    /// ARRAY and ROW.
    public var isNested: Bool {
        switch self {
        case .array, .row: true
        default: false
        }
    }

    /// FLOAT and DOUBLE.
    public var isApproximate: Bool { self == .float || self == .double }

    public var isDecimal: Bool { if case .decimal = self { true } else { false } }

    public var isTime: Bool {
        switch self {
        case .timestamp, .timestampLTZ: true
        default: false
        }
    }

    /// Digits behind the point of a DECIMAL; 0 for every other type.
    public var scale: Int { if case .decimal(_, let scale) = self { scale } else { 0 } }

    /// Digits of a DECIMAL, or as many as the largest value of an integer type has.
    public var precision: Int {
        switch self {
        case .decimal(let precision, _): precision
        case .tinyint: 3
        case .smallint: 5
        case .int: 10
        default: 19
        }
    }

    /// The smallest and largest value of an integer type; `nil` for every other type.
    public var integerRange: ClosedRange<Int64>? {
        switch self {
        case .tinyint: Int64(Int8.min)...Int64(Int8.max)
        case .smallint: Int64(Int16.min)...Int64(Int16.max)
        case .int: Int64(Int32.min)...Int64(Int32.max)
        case .bigint: Int64.min...Int64.max
        default: nil
        }
    }
}

extension DataType: CustomStringConvertible {
    /// The type as it is written in SQL, for example `TIMESTAMP_LTZ(3)`.
    public var description: String {
        switch self {
        case .boolean: "BOOLEAN"
        case .tinyint: "TINYINT"
        case .smallint: "SMALLINT"
        case .int: "INT"
        case .bigint: "BIGINT"
        case .float: "FLOAT"
        case .double: "DOUBLE"
        case .decimal(let precision, let scale): "DECIMAL(\(precision), \(scale))"
        case .string: "STRING"
        case .date: "DATE"
        case .time(let precision): "TIME(\(precision))"
        case .timestamp(let precision): "TIMESTAMP(\(precision))"
        case .timestampLTZ(let precision): "TIMESTAMP_LTZ(\(precision))"
        case .array(let element): "ARRAY<\(element)>"
        case .row(let fields):
            "ROW<\(fields.map(\.description).joined(separator: ", "))>"
        }
    }
}

/// A field of a ROW.
public struct RowField: Hashable, Sendable {
    public let name: String
    public let type: DataType

    public init(_ name: String, _ type: DataType) {
        self.name = name
        self.type = type
    }
}

extension RowField: CustomStringConvertible {
    /// The name and the type; a name that is no plain word stands in back-ticks.
    public var description: String {
        let isPlain = name.utf8.allSatisfy {
            (97...122).contains($0 | 0x20) || (48...57).contains($0) || $0 == 95
        }
        if isPlain, !name.isEmpty { return "\(name) \(type)" }
        let parts = name.split(separator: "`", omittingEmptySubsequences: false)
        return "`\(parts.joined(separator: "``"))` \(type)"
    }
}
