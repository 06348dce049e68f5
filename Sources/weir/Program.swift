import Engine
import SQL
import Stores

/// The program: its commands, its help, and the way from words to an exit code.
enum Program {
    static let version = "0.1.0"

    /// In the order of the help.
    static let commands: [CommandSpec] = [
        .demo, .console, .run, .check, .explain, .get, .history, .query, .groups, .status,
        .generate, .broker, .bench, .themes, .doctor,
    ]

    static func run(_ words: [String]) -> ExitCode {
        do {
            return try dispatch(words)
        } catch let failure as Failure {
            Standard.error(failure.message)
            return failure.exitCode
        } catch let failure as StoreFailure {
            Standard.error(failure.sentence)
            return failure.isMisuse ? .misused : .failed
        } catch {
            Standard.error("\(error)")
            return .failed
        }
    }

    private static func dispatch(_ words: [String]) throws -> ExitCode {
        guard let name = words.first else {
            Standard.text(help)
            return .misused
        }
        let rest = Array(words.dropFirst())
        switch name {
        case "help": return try showHelp(rest)
        case "-h", "--help":
            Standard.text(help)
            return .done
        case "--version", "-V", "version":
            Standard.line("weir \(version)")
            return .done
        default: break
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            let nearest = Spelling.nearest(to: name, among: commands.map(\.name) + ["help"])
            throw Failure.misused(
                "there is no command '\(name)'" + (nearest.map { "; did you mean \($0)?" } ?? "")
                    + " (weir help lists them)")
        }
        if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            Standard.line(command.help)
            return .done
        }
        return try command.run(Invocation(rest, for: command))
    }

    private static func showHelp(_ words: [String]) throws -> ExitCode {
        guard let name = words.first else {
            Standard.text(help)
            return .done
        }
        if name == "functions" {
            for line in FunctionHelp.lines { Standard.line(line) }
            return .done
        }
        guard let command = commands.first(where: { $0.name == name }) else {
            let nearest = Spelling.nearest(to: name, among: commands.map(\.name) + ["functions"])
            throw Failure.misused(
                "there is no help on '\(name)'" + (nearest.map { "; did you mean \($0)?" } ?? ""))
        }
        Standard.line(command.help)
        return .done
    }

    private static var help: String {
        let width = commands.map(\.name.count).max() ?? 0
        let lines = commands.map { command in
            let padding = String(repeating: " ", count: width - command.name.count)
            return "  \(command.name)\(padding)  \(command.summary)"
        }
        return """
            Weir runs a real-time feature pipeline and is the console you watch it from.

            Usage: weir COMMAND [words] [options]

            Commands:
            \(lines.joined(separator: "\n"))

            weir help COMMAND shows its options and examples; weir help functions lists the SQL
            functions. Exit codes: 0 done, 1 failed while running, 2 used wrongly or script refused,
            3 an audit failed.

            """
    }
}

extension StoreFailure {
    /// The command line asked for something that is not there; the store itself is well.
    fileprivate var isMisuse: Bool {
        switch kind {
        case .nothingCommitted, .notADemo, .unknownGroup, .badKey, .badQuery: true
        default: false
        }
    }
}
