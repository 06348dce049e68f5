import Engine

/// Checks a table's WITH options.
struct OptionsReader {
    private let syntax: TableSyntax
    private let report: Report
    private(set) var values: [String: String] = [:]

    init(_ syntax: TableSyntax, _ report: Report) {
        self.syntax = syntax
        self.report = report
    }

    /// The table's connector; `nil` when there is none that could be used, which is reported.
    mutating func read() -> Connector? {
        for option in syntax.options
        where values.updateValue(option.value.text, forKey: option.key.text) != nil {
            report.add(
                Diagnostic("\(option.key.text) is given twice", at: option.key.range))
        }
        guard let connector = connector() else { return nil }
        checkFormats(connector)
        for option in syntax.options { check(option, connector) }
        let misspelled = syntax.options.compactMap { option in
            values[option.key.text] == nil || connector.known.contains(option.key.text)
                ? nil : Spelling.nearest(to: option.key.text, among: connector.required)
        }
        for key in missing(connector) where !misspelled.contains(key) {
            report.add(
                Diagnostic(
                    "the connector \(connector.rawValue) needs the option '\(key)'",
                    at: syntax.name.range))
        }
        if connector.takesProperties, values["properties.bootstrap.servers"] == nil {
            report.warn(
                "Flink needs 'properties.bootstrap.servers' here; Weir can take --brokers instead",
                at: syntax.name.range)
        }
        return connector
    }

    private func connector() -> Connector? {
        guard let option = syntax.options.first(where: { $0.key.text == "connector" }) else {
            report.add(
                Diagnostic(
                    "the table needs the option 'connector', for example 'kafka'",
                    at: syntax.name.range))
            return nil
        }
        let name = option.value.text
        if let connector = Connector(rawValue: name) { return connector }
        let known = Connector.allCases.map(\.rawValue)
        let hint = Spelling.hint(for: name, among: known)
        let list = known.joined(separator: ", ")
        report.add(
            Diagnostic(
                name == "datagen"
                    ? "the connector datagen is not supported by Weir; "
                        + "`weir generate` writes test events to a file or a topic"
                    : "there is no connector \(name) in Weir"
                        + (hint.isEmpty ? "; there are \(list)" : hint),
                at: option.value.range))
        return nil
    }

    private func missing(_ connector: Connector) -> [String] {
        var missing = connector.required.filter { values[$0] == nil }
        if connector == .kafka, values["format"] == nil, values["value.format"] == nil {
            missing.append("format")
        }
        if values["scan.startup.mode"] == "timestamp",
            values["scan.startup.timestamp-millis"] == nil
        {
            missing.append("scan.startup.timestamp-millis")
        }
        if values["scan.startup.mode"] == "specific-offsets",
            values["scan.startup.specific-offsets"] == nil
        {
            missing.append("scan.startup.specific-offsets")
        }
        if values["scan.bounded.mode"] == "timestamp",
            values["scan.bounded.timestamp-millis"] == nil
        {
            missing.append("scan.bounded.timestamp-millis")
        }
        return missing
    }

    /// The format in which values are read and written.
    var format: String? { values["value.format"] ?? values["format"] }

    /// The same, before anything has been checked.
    static func format(of syntax: TableSyntax) -> String? {
        ["value.format", "format"].lazy.compactMap { key in
            syntax.options.first { $0.key.text == key }?.value.text
        }.first
    }

    private func checkFormats(_ connector: Connector) {
        for option in syntax.options where Connector.formatKeys.contains(option.key.text) {
            guard connector.known.contains(option.key.text) else { continue }
            let format = option.value.text
            if format == Connector.changelogFormat,
                connector == .upsertKafka || option.key.text == "key.format"
            {
                report.add(
                    Diagnostic(
                        "\(format) tells of changes and cannot be the \(option.key.text) of "
                            + "\(connector.rawValue); write 'json'",
                        at: option.value.range))
                continue
            }
            if Connector.formatOptions[format] != nil { continue }
            let hint = Spelling.hint(for: format, among: Connector.formatOptions.keys.sorted())
            report.add(
                Diagnostic(
                    "there is no format \(format) in Weir"
                        + (hint.isEmpty ? "; there are json, csv and debezium-json" : hint),
                    at: option.value.range))
        }
    }

    /// The options that the table's formats add, in every spelling that Flink takes.
    private func formatOptions() -> [String] {
        var options: [String] = []
        for key in Connector.formatKeys {
            guard let format = values[key], let names = Connector.formatOptions[format] else {
                continue
            }
            let prefix = key == "format" ? "" : String(key.dropLast("format".count))
            options += names.map { "\(prefix)\(format).\($0)" }
        }
        return options
    }

    private func check(_ option: TableSyntax.Option, _ connector: Connector) {
        let key = option.key.text
        if key == "connector" { return }
        if key.hasPrefix("properties."), connector.takesProperties { return }
        let known = connector.known + formatOptions()
        guard known.contains(key) else {
            report.add(Diagnostic(refusal(of: key, connector, known), at: option.key.range))
            return
        }
        checkValue(option)
    }

    private func refusal(of key: String, _ connector: Connector, _ known: [String]) -> String {
        if let refusal = Settings.firingRefusal(key) { return refusal }
        if key.hasPrefix("table.") || key.hasPrefix("pipeline.") || key.hasPrefix("execution.") {
            return "'\(key)' is a setting; write SET '\(key)' = '…'; before the tables"
        }
        if key == "topic-pattern" {
            return "'topic-pattern' is not supported by Weir; write 'topic'"
        }
        if connector == .upsertKafka, key == "format" {
            return "upsert-kafka takes 'value.format' and 'key.format'"
        }
        if let format = Connector.formatOptions.keys.first(where: { key.hasPrefix("\($0).") }),
            !known.contains(where: { $0.hasPrefix("\(format).") })
        {
            return "'\(key)' belongs to the format \(format), which this table does not use"
        }
        let hint = Spelling.hint(for: key, among: known)
        return "the connector \(connector.rawValue) has no option '\(key)'\(hint)"
    }

    private func checkValue(_ option: TableSyntax.Option) {
        let value = option.value.text
        let key =
            ["value.", "key."].first { option.key.text.hasPrefix($0) && Self.isFormat(option, $0) }
            .map { String(option.key.text.dropFirst($0.count)) } ?? option.key.text
        if let choices = Connector.choices[key], !choices.contains(value) {
            let hint = Spelling.hint(for: value, among: choices)
            let list = choices.joined(separator: ", ")
            report.add(
                Diagnostic(
                    "'\(key)' is none of its values" + (hint.isEmpty ? ": \(list)" : hint),
                    at: option.value.range))
        } else if Connector.durations.contains(key) {
            _ = report.attempt { () throws(Diagnostic) in try Settings.duration(option.value) }
        } else if Connector.numbers.contains(key), Int64(value) == nil {
            report.add(Diagnostic("'\(key)' is a whole number", at: option.value.range))
        } else if value.isEmpty, ["topic", "path"].contains(key) {
            report.add(Diagnostic("'\(key)' cannot be empty", at: option.value.range))
        } else if key == "scan.watermark.emit.strategy", value == "on-periodic" {
            report.warn(
                "Weir moves the watermark with every row, so that the same input gives the same "
                    + "rows; write 'on-event' so that Flink does too",
                at: option.value.range)
        }
    }

    private static func isFormat(_ option: TableSyntax.Option, _ prefix: String) -> Bool {
        let rest = option.key.text.dropFirst(prefix.count)
        return Connector.formatOptions.keys.contains { rest.hasPrefix("\($0).") }
    }
}
