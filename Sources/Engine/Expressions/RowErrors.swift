/// Why an expression has no value for a row, in words for people.
struct RowError: Error {
    let message: String
    init(_ message: String) { self.message = message }
}

/// The rows of a batch that failed, each with its first reason.
struct RowErrors {
    private(set) var messages: [Int: String] = [:]

    var isEmpty: Bool { messages.isEmpty }

    mutating func record(_ row: Int, _ message: String) {
        if messages[row] == nil { messages[row] = message }
    }

    subscript(row: Int) -> String? { messages[row] }
}
