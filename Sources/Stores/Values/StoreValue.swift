/// One value of a stored row.
public enum StoreValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case boolean(Bool)
    /// Milliseconds since 1970 UTC.
    case time(Int64)
    case blob([UInt8])

    public var isNull: Bool { self == .null }
}
