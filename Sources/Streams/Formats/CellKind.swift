import Engine

/// A column's type, flat, for the decoders' inner switch.
enum CellKind: UInt8, Sendable {
    case boolean, tinyint, smallint, int, bigint, float, double, string, date, timestamp, instant
    case time, decimal, nested

    init(_ type: DataType) {
        self =
            switch type {
            case .boolean: .boolean
            case .tinyint: .tinyint
            case .smallint: .smallint
            case .int: .int
            case .bigint: .bigint
            case .float: .float
            case .double: .double
            case .string: .string
            case .date: .date
            case .timestamp: .timestamp
            case .timestampLTZ: .instant
            case .time: .time
            case .decimal: .decimal
            case .array, .row: .nested
            }
    }

    /// What an integer column can hold; everything for the other kinds.
    var minimum: Int64 {
        switch self {
        case .tinyint: Int64(Int8.min)
        case .smallint: Int64(Int16.min)
        case .int: Int64(Int32.min)
        default: .min
        }
    }

    var maximum: Int64 {
        switch self {
        case .tinyint: Int64(Int8.max)
        case .smallint: Int64(Int16.max)
        case .int: Int64(Int32.max)
        default: .max
        }
    }
}
