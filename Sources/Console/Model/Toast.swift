/// A sentence on the last line, for a while.
struct Toast: Sendable, Equatable {
    var text: String
    var isProblem: Bool
    var untilMs: Int64

    static let durationMs: Int64 = 6_000
}
