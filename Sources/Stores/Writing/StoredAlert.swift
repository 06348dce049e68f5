public import Engine

/// A key that is, or was, present in an alert group.
///
/// All times are event times, so a replay decides the same.
public struct StoredAlert: Equatable, Sendable {
    public var group: String
    public var key: String
    public var severity: Annotations.Alert.Severity
    /// The annotation's sentence with the row's values in it.
    public var message: String
    public var firstSeenMs: Int64
    public var lastSeenMs: Int64
    /// When the key left the group; `nil` while it fires.
    public var resolvedMs: Int64?
    /// The newest row's columns, in the group's order.
    public var values: [StoreValue]
}
