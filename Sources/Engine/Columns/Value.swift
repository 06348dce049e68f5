/// One SQL value outside a column: a literal, a key, a cell on its way to a person.
///
/// `integer` also carries BOOLEAN (0 and 1), DATE (days), TIME and the timestamps (milliseconds).
public enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case double(Double)
    case decimal(Decimal)
    case string(String)

    public var isNull: Bool { self == .null }
}
