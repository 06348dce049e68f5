/// Why the scanner stopped, small enough to be thrown cheaply.
///
/// Bytes count from the start of the scanned buffer, not of the message.
struct JSONFault: Error {
    enum Problem {
        case syntax(DecodeFailure.Syntax)
        case notUTF8, tooDeep, noObject
        /// The value is none of this column's type.
        case field(Int32)
        case missing(Int32)
        /// A message of debezium-json that tells of no change.
        case change(ChangeProblem)
    }

    let problem: Problem
    let byte: Int
    /// The length of the value that is at fault.
    var length = 0

    init(_ problem: Problem, byte: Int, length: Int = 0) {
        self.problem = problem
        self.byte = byte
        self.length = length
    }
}
