import Engine
import SQL

/// A command line after parsing: the words and the options, each checked against the command.
struct Invocation: Sendable {
    let command: String
    let operands: [String]
    private let values: [String: String]

    /// Takes the words after the command's name apart.
    ///
    /// - Throws: ``Failure`` with exit code 2 for an unknown option (with the nearest known one), a
    ///   missing value, or too few or too many words.
    init(_ words: [String], for spec: CommandSpec) throws {
        var operands: [String] = []
        var values: [String: String] = [:]
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                break
            }
            guard word.hasPrefix("--"), word.count > 2 else {
                operands.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1)
            let name = String(parts[0])
            guard let option = spec.options.first(where: { $0.name == name }) else {
                let nearest = Spelling.nearest(to: name, among: spec.options.map(\.name))
                throw Failure.misused(
                    "weir \(spec.name) has no option --\(name)"
                        + (nearest.map { "; did you mean --\($0)?" } ?? "")
                        + " (weir \(spec.name) --help lists them)")
            }
            if let value = option.value {
                let given = parts.count == 2 ? String(parts[1]) : rest.popFirst()
                guard let given, !given.isEmpty else {
                    throw Failure.misused("--\(name) needs a value: --\(name) \(value)")
                }
                values[name] = given
            } else {
                guard parts.count == 1 else {
                    throw Failure.misused("--\(name) takes no value")
                }
                values[name] = ""
            }
        }
        guard spec.operandCount.contains(operands.count) else {
            let problem =
                operands.count < spec.operandCount.lowerBound
                ? "something is missing" : "that is one word too many: '\(operands.last ?? "")'"
            throw Failure.misused(
                "\(problem); usage: \(spec.usage) (weir \(spec.name) --help shows examples)")
        }
        command = spec.name
        self.operands = operands
        self.values = values
    }

    /// The same options for another command that knows them all; those it does not know are
    /// dropped.
    init(_ other: Invocation, for spec: CommandSpec, operands: [String]) {
        command = spec.name
        self.operands = operands
        values = other.values.filter { value in spec.options.contains { $0.name == value.key } }
    }

    func has(_ option: OptionSpec) -> Bool { values[option.name] != nil }
    func text(_ option: OptionSpec) -> String? { values[option.name] }

    /// A whole number within bounds.
    func integer(_ option: OptionSpec, in range: ClosedRange<Int64>) throws -> Int64? {
        guard let text = values[option.name] else { return nil }
        let digits = text.filter { $0 != "_" && $0 != "," }
        guard let number = Int64(digits), range.contains(number) else {
            throw Failure.misused(
                "--\(option.name) takes a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound), not '\(text)'")
        }
        return number
    }

    /// A share between 0 and 1.
    func share(_ option: OptionSpec) throws -> Double? {
        guard let text = values[option.name] else { return nil }
        guard let number = Double(text), (0...1).contains(number) else {
            throw Failure.misused("--\(option.name) takes a share from 0 to 1, not '\(text)'")
        }
        return number
    }

    /// A duration in milliseconds, for example `40s`, `5 min`, `250ms`.
    func durationMs(_ option: OptionSpec) throws -> Int64? {
        guard let text = values[option.name] else { return nil }
        guard let duration = parseDurationMs(text) else {
            throw Failure.misused(
                "--\(option.name) takes a duration such as 40s, 5min or 250ms, not '\(text)'")
        }
        return duration
    }

    /// How long to go on (`--for`); `nil` without an end.
    func runningTimeMs() throws -> Int64? {
        let durationMs = try durationMs(.duration)
        guard durationMs != 0 else {
            throw Failure.misused("--for takes a duration longer than 0, for example 40s")
        }
        return durationMs
    }

    /// One of the words that the option knows.
    func choice(_ option: OptionSpec, of words: [String], default standard: String) throws -> String
    {
        guard let text = values[option.name] else { return standard }
        guard words.contains(text) else {
            let nearest = Spelling.nearest(to: text, among: words)
            throw Failure.misused(
                "--\(option.name) takes \(words.joined(separator: ", ")), not '\(text)'"
                    + (nearest.map { "; did you mean \($0)?" } ?? ""))
        }
        return text
    }
}

/// Milliseconds of a text such as `40s`, `1.5 h` or `250 ms`, or `nil`.
///
/// A bare number is seconds.
func parseDurationMs(_ text: String) -> Int64? {
    let trimmed = text.filter { $0 != " " }.lowercased()
    let digits = trimmed.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number >= 0 else { return nil }
    let unitMs: Double
    switch trimmed.dropFirst(digits.count) {
    case "ms", "milliseconds": unitMs = 1
    case "", "s", "sec", "second", "seconds": unitMs = 1000
    case "m", "min", "minute", "minutes": unitMs = 60_000
    case "h", "hour", "hours": unitMs = 3_600_000
    case "d", "day", "days": unitMs = 86_400_000
    default: return nil
    }
    let result = number * unitMs
    return result < 1e15 ? Int64(result) : nil
}
