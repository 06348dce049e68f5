/// What the process tells the shell when it ends.
enum ExitCode: Int32 {
    case done = 0
    /// It failed while running.
    case failed = 1
    /// The command line is wrong, or a script was refused.
    case misused = 2
    /// It finished, but an audit found something.
    case auditFailed = 3
}

/// Why a command ended early: one sentence for standard error that says what to do.
struct Failure: Error {
    let exitCode: ExitCode
    let message: String

    static func misused(_ message: String) -> Failure {
        Failure(exitCode: .misused, message: message)
    }

    static func failed(_ message: String) -> Failure {
        Failure(exitCode: .failed, message: message)
    }
}
