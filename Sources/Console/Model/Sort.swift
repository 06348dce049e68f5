/// A column to sort by.
struct Sort: Sendable, Equatable {
    /// By event time, newest first when descending.
    static let age = "AGE"

    var column: String
    var isDescending: Bool
}
