import Engine

/// What the `SET` statements of a script say.
struct Settings {
    private(set) var values: [String: String] = [:]
    private(set) var zone = SessionZone.utc
    private(set) var idleTimeoutMs: Int64?
    /// How long state is kept that nothing touches; `nil` for ever.
    private(set) var stateTimeToLiveMs: Int64?
    /// By setting, what the script says about how many tasks an operator has.
    private var parallelisms: [String: Int] = [:]

    static let zoneKey = "table.local-time-zone"
    static let idleKey = "table.exec.source.idle-timeout"
    static let conflictKey = "table.exec.sink.require-on-conflict"

    private static let tablesParallelismKey = "table.exec.resource.default-parallelism"
    private static let parallelismKey = "parallelism.default"

    private static let known = [
        zoneKey, idleKey, conflictKey, "table.exec.sink.not-null-enforcer",
        "table.exec.sink.type-length-enforcer", "table.exec.sink.upsert-materialize",
        "table.exec.state.ttl", tablesParallelismKey, "table.dml-sync",
        "table.sql-dialect", "execution.runtime-mode", parallelismKey, "pipeline.name",
        "pipeline.auto-watermark-interval", "pipeline.max-parallelism", "pipeline.object-reuse",
        "pipeline.operator-chaining", "taskmanager.numberOfTaskSlots",
    ]
    private static let knownFamilies = [
        "execution.checkpointing.", "table.optimizer.", "table.exec.mini-batch.", "state.",
        "restart-strategy.", "sql-client.", "table.exec.async-state.", "rest.", "metrics.",
    ]

    mutating func set(
        _ syntax: SetSyntax, _ options: Compiler.Options
    ) throws(Diagnostic) {
        let key = syntax.key.text
        try Self.check(syntax.key)
        switch key {
        case Self.zoneKey:
            zone = try Self.zone(syntax.value, options)
        case Self.idleKey:
            idleTimeoutMs = try Self.duration(syntax.value)
        case "table.exec.state.ttl":
            let length = try Self.duration(syntax.value)
            stateTimeToLiveMs = length > 0 ? length : nil
        case Self.parallelismKey, Self.tablesParallelismKey:
            parallelisms[key] = try Self.parallelism(syntax.value)
        case "execution.runtime-mode" where syntax.value.text.lowercased() != "streaming":
            throw Diagnostic(
                "Weir runs scripts as streams; write 'streaming' (a bounded source still ends)",
                at: syntax.value.range)
        case "table.sql-dialect" where syntax.value.text.lowercased() != "default":
            throw Diagnostic(
                "Weir reads Flink's own dialect; write 'default'", at: syntax.value.range)
        default: break
        }
        values[key] = syntax.value.text
    }

    private static func check(_ key: Name) throws(Diagnostic) {
        if known.contains(key.text) || knownFamilies.contains(where: { key.text.hasPrefix($0) }) {
            return
        }
        if let refusal = firingRefusal(key.text) { throw Diagnostic(refusal, at: key.range) }
        let hint = Spelling.hint(for: key.text, among: known)
        throw Diagnostic("there is no setting \(key.text)\(hint)", at: key.range)
    }

    /// Why early and late firing is refused, as a setting and as an option.
    static func firingRefusal(_ key: String) -> String? {
        guard key.hasPrefix("table.exec.emit.") else { return nil }
        return
            "\(key) is not supported: early and late firing is an experiment of Flink's, refused "
            + "there for window functions, and changes rows already served; use HOP with a short "
            + "slide for early results"
    }

    /// How many tasks the script wants of each operator; `nil` where it leaves that open.
    var parallelism: Int? {
        [Self.tablesParallelismKey, Self.parallelismKey].compactMap { parallelisms[$0] }
            .first { $0 > 0 }
    }

    /// A number of tasks; -1 leaves it open.
    private static func parallelism(_ value: Name) throws(Diagnostic) -> Int {
        guard let count = Int(value.text), count > 0 || count == -1 else {
            throw Diagnostic(
                "\(value.text) is no number of tasks; write for example '4'", at: value.range)
        }
        return count
    }

    static func duration(_ value: Name) throws(Diagnostic) -> Int64 {
        guard let length = Durations.milliseconds(value.text, allowsBareNumber: true) else {
            throw Diagnostic(
                "\(value.text) is no duration; write for example '20 s'", at: value.range)
        }
        return length
    }

    private static func zone(
        _ value: Name, _ options: Compiler.Options
    ) throws(Diagnostic) -> SessionZone {
        if let fixed = fixedZone(value.text) { return fixed }
        if let zone = options.zoneNamed(value.text) { return zone }
        throw Diagnostic(
            "there is no time zone \(value.text) on this machine; "
                + "write for example 'UTC', 'Europe/Berlin' or 'GMT+09:00'",
            at: value.range)
    }

    /// UTC, GMT, and offsets such as `GMT+09:00`.
    private static func fixedZone(_ name: String) -> SessionZone? {
        if name == "UTC" { return .utc }
        if name == "GMT" || name == "Z" { return .fixed(name: name, offsetMs: 0) }
        guard let prefix = ["GMT", "UTC", ""].first(where: { name.hasPrefix($0) }) else {
            return nil
        }
        let rest = name.dropFirst(prefix.count)
        guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
        let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let hours = twoDigits(parts[0]), hours <= 18,
            let minutes = parts.count == 2 ? twoDigits(parts[1]) : 0, minutes < 60
        else { return nil }
        let offsetMs = (hours * 60 + minutes) * 60_000
        return .fixed(name: name, offsetMs: sign == "-" ? -offsetMs : offsetMs)
    }

    private static func twoDigits(_ text: Substring) -> Int64? {
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return Int64(text)
    }
}
