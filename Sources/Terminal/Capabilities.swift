internal import Glibc

/// What the terminal can show, as far as its environment tells.
public struct Capabilities: Sendable, Equatable {
    /// When to use what may not be there.
    public enum Choice: Sendable, Equatable {
        case automatic, always, never
    }

    /// Whether pictures are drawn in ASCII.
    public let isASCII: Bool
    /// Whether colours are used, if the terminal has any.
    public let usesColor: Bool
    /// Terminal types to try, best first.
    public let terminals: [String]

    /// Decides from the environment, through `variable`, and from what the person asked for.
    public init(
        ascii: Choice = .automatic, color: Choice = .automatic, variable: (String) -> String?
    ) {
        let terminal = variable("TERM") ?? ""
        isASCII =
            switch ascii {
            case .always: true
            case .never: false
            case .automatic: Self.isOld(terminal) || !Self.isUTF8(variable)
            }
        usesColor =
            switch color {
            case .always: true
            case .never: false
            case .automatic: (variable("NO_COLOR") ?? "").isEmpty
            }
        terminals = [terminal, "xterm-256color", "vt100"].reduce(into: []) { list, name in
            if !name.isEmpty, !list.contains(name) { list.append(name) }
        }
    }

    /// Whether standard input and output are a terminal that can do more than print lines.
    public static var hasTerminal: Bool {
        let terminal = environment("TERM") ?? ""
        return isatty(0) == 1 && isatty(1) == 1 && !terminal.isEmpty && terminal != "dumb"
    }

    /// Terminals whose fonts hold few of the glyphs.
    private static func isOld(_ terminal: String) -> Bool {
        ["linux", "vt100", "vt102", "vt220", "vt320", "ansi", "cons25", "sun"].contains {
            terminal == $0 || terminal.hasPrefix("\($0)-")
        }
    }

    /// Whether the locale asks for UTF-8; one that is not set asks for nothing, and every terminal
    /// of today speaks UTF-8.
    private static func isUTF8(_ variable: (String) -> String?) -> Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"].map { variable($0) ?? "" }
        guard let name = names.first(where: { !$0.isEmpty })?.lowercased() else { return true }
        return name.contains("utf-8") || name.contains("utf8")
    }
}
