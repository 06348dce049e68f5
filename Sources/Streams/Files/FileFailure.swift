import Glibc

/// Something about a file that stops a source or a sink, and what to do about it.
public struct FileFailure: Error, Hashable, Sendable {
    public enum Problem: Hashable, Sendable {
        case cannotOpen, cannotRead, cannotWrite
        /// The file is not the one that was read or written before.
        case changed
        /// A sink's place already holds rows that are not ours.
        case occupied
        /// A pipe gives each byte once.
        case notSeekable
    }

    public let problem: Problem
    public let path: String
    /// What happened and what to do, in one sentence.
    public let message: String

    public init(_ problem: Problem, path: String, message: String) {
        self.problem = problem
        self.path = path
        self.message = message
    }

    /// A system call that failed just now; reads `errno`.
    init(_ problem: Problem, path: String, call: String) {
        let code = errno
        let reason = String(cString: strerror(code))
        self.init(problem, path: path, message: "\(call): \(reason)\(Self.advice(code))")
    }

    private static func advice(_ code: Int32) -> String {
        switch code {
        case ENOENT: "; check the table's 'path'"
        case EACCES, EPERM: "; give this user the right to it"
        case ENOSPC, EDQUOT: "; make room and start again, it goes on where it was"
        case EMFILE, ENFILE: "; raise the limit of open files"
        default: ""
        }
    }
}

extension FileFailure: CustomStringConvertible {
    public var description: String { "\(PlainText.visible(path)): \(message)" }
}
