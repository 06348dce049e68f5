internal import Glibc

/// Why the terminal cannot be used as a screen.
public enum ScreenError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Standard input or output is not a terminal, or the terminal says it can do nothing.
    case notATerminal
    /// Curses knows none of the terminal types that were tried.
    case unknownTerminal(tried: [String])
    case system(call: String, code: Int32)

    public var description: String {
        switch self {
        case .notATerminal:
            "the console needs a terminal; run it in one, or add --headless"
        case .unknownTerminal(let tried):
            "curses knows none of the terminal types \(tried.joined(separator: ", ")); "
                + "set TERM to one that `infocmp` finds, or add --headless"
        case .system(let call, let code):
            "\(call) failed: \(String(cString: strerror(code))); close programs and try again, "
                + "or add --headless"
        }
    }
}
