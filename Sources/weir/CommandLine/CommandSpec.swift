/// A command of the program: what it takes, what its help says, what it does.
struct CommandSpec: Sendable {
    let name: String
    let summary: String
    /// What stands after the name, for example `GROUP KEY…`.
    let operands: String
    let operandCount: ClosedRange<Int>
    let options: [OptionSpec]
    /// Command lines with a word on what they do; the help shows them.
    let examples: [(line: String, does: String)]
    let run: @Sendable (Invocation) throws -> ExitCode

    init(
        _ name: String, _ summary: String, operands: String = "",
        operandCount: ClosedRange<Int> = 0...0, options: [OptionSpec] = [],
        examples: [(line: String, does: String)],
        run: @escaping @Sendable (Invocation) throws -> ExitCode
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.operandCount = operandCount
        self.options = options
        self.examples = examples
        self.run = run
    }

    var usage: String {
        "weir \(name)" + (operands.isEmpty ? "" : " \(operands)")
            + (options.isEmpty ? "" : " [options]")
    }

    var help: String {
        var lines = ["\(summary)", "", "Usage: \(usage)"]
        if !options.isEmpty {
            lines += ["", "Options:"]
            let width = options.map(\.spelling.count).max() ?? 0
            for option in options {
                let padding = String(repeating: " ", count: width - option.spelling.count)
                lines.append("  \(option.spelling)\(padding)  \(option.help)")
            }
        }
        lines += ["", "Examples:"]
        for example in examples {
            lines.append("  \(example.line)")
            lines.append("      \(example.does)")
        }
        return lines.joined(separator: "\n")
    }
}

/// An option of a command; with a value where `value` names one.
struct OptionSpec: Sendable, Equatable {
    let name: String
    let value: String?
    let help: String

    init(_ name: String, _ value: String? = nil, _ help: String) {
        self.name = name
        self.value = value
        self.help = help
    }

    var spelling: String { "--\(name)" + (value.map { " \($0)" } ?? "") }

    static let data = OptionSpec(
        "data", "DIR", "where the stores are (default: $XDG_STATE_HOME/weir/<pipeline>)")
    static let dataToRead = OptionSpec(
        "data", "DIR", "whose stores (default: those under $XDG_STATE_HOME/weir written last)")
    static let brokers = OptionSpec(
        "brokers", "HOST:PORT,…", "Kafka's addresses; overrides what the script says")
    static let kafkaConfig = OptionSpec(
        "kafka-config", "FILE", "librdkafka properties (TLS, SASL), one key=value a line")
    static let format = OptionSpec("format", "table|json|csv", "how to print (default: table)")
    static let duration = OptionSpec("for", "DURATION", "stop after this long, for example 40s")
    static let seed = OptionSpec("seed", "N", "the traffic's seed (default: 7)")
    static let theme = OptionSpec("theme", "NAME", "colours of the console; see weir themes")
    static let color = OptionSpec(
        "color", "auto|always|never", "colours or none (default: auto, which respects NO_COLOR)")
    static let ascii = OptionSpec("ascii", nil, "draw with ASCII characters only")
    static let headless = OptionSpec("headless", nil, "no screen: a line a second and a summary")
    static let strictFlink = OptionSpec(
        "strict-flink", nil, "turn every deliberate difference from Flink off")
    static let rebuild = OptionSpec(
        "rebuild", nil, "a changed statement starts anew; its old table is kept under another name")
}
