import Engine

/// The annotations of a table, read but not yet compared with its columns.
struct AnnotationValues {
    enum FutureGuard: Equatable {
        case off
        case after(milliseconds: Int64)
    }

    var title: String?
    var freshnessMs: Int64?
    var ttlMs: Int64?
    var whenEmpty: Annotations.WhenEmpty?
    var eventTime: Name?
    var alert: (value: Annotations.Alert, range: Range<Int>)?
    var futureGuard: FutureGuard?
    /// Where each annotation stands, by name.
    var places: [String: Range<Int>] = [:]

    private static let known = [
        "title", "freshness", "ttl", "when-empty", "event-time", "future-guard", "alert",
    ]

    mutating func read(_ syntax: AnnotationSyntax) throws(Diagnostic) {
        let name = syntax.name.text
        guard Self.known.contains(name) else {
            let known = Self.known.map { "@\($0)" }
            let hint = Spelling.hint(for: "@\(name)", among: known)
            let list = known.joined(separator: ", ")
            throw Diagnostic(
                "there is no annotation @\(name)" + (hint.isEmpty ? "; there are \(list)" : hint),
                at: syntax.name.range)
        }
        guard places.updateValue(syntax.name.range, forKey: name) == nil else {
            throw Diagnostic("@\(name) is given twice", at: syntax.name.range)
        }
        guard !syntax.value.text.isEmpty else {
            throw Diagnostic("@\(name) needs a value: \(Self.example(name))", at: syntax.name.range)
        }
        try read(name, syntax.value)
    }

    private mutating func read(_ name: String, _ value: Name) throws(Diagnostic) {
        switch name {
        case "title": title = value.text
        case "freshness": freshnessMs = try Self.duration(name, value)
        case "ttl": ttlMs = try Self.duration(name, value)
        case "future-guard":
            if Self.word(value.text) == "off" {
                futureGuard = .off
            } else {
                futureGuard = .after(milliseconds: try Self.duration(name, value))
            }
        case "when-empty":
            guard let choice = Annotations.WhenEmpty(rawValue: Self.word(value.text)) else {
                let choices = ["delete", "zero", "null", "keep"]
                let hint = Spelling.hint(for: value.text, among: choices)
                throw Diagnostic(
                    "@when-empty is delete, zero, null or keep\(hint)", at: value.range)
            }
            whenEmpty = choice
        case "event-time":
            let word = Self.word(value.text)
            let start = value.range.lowerBound
            eventTime = Name(text: word, range: start..<start + word.utf8.count)
        default: alert = (try Self.alert(value), value.range)
        }
    }

    private static func example(_ name: String) -> String {
        switch name {
        case "title": "@title Attempts per device"
        case "when-empty": "@when-empty delete"
        case "event-time": "@event-time column"
        case "alert": "@alert critical \"{device_id} looks like a fraud\""
        default: "@\(name) 30 s"
        }
    }

    /// The first word; what follows behind two blanks is a remark.
    private static func word(_ text: String) -> String {
        String(text.prefix { $0 != " " && $0 != "\t" })
    }

    private static func duration(_ name: String, _ value: Name) throws(Diagnostic) -> Int64 {
        let bytes = Array(value.text.utf8)
        var end = bytes.count
        for index in bytes.indices.dropLast() where end == bytes.count {
            let isGap = bytes[index] == 32 && bytes[index + 1] == 32
            if isGap || bytes[index] == 9 { end = index }
        }
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        guard let length = Durations.milliseconds(text, allowsBareNumber: false), length > 0 else {
            throw Diagnostic(
                "@\(name) takes a duration such as 250 ms, 30 s, 5 min, 12 h or 1 d",
                at: value.range.lowerBound..<value.range.lowerBound + end)
        }
        return length
    }

    private static func alert(_ value: Name) throws(Diagnostic) -> Annotations.Alert {
        let severity = word(value.text)
        guard let known = Annotations.Alert.Severity(rawValue: severity) else {
            let hint = Spelling.hint(for: severity, among: ["info", "warning", "critical"])
            throw Diagnostic(
                "@alert begins with info, warning or critical\(hint)", at: value.range)
        }
        let message = value.text.dropFirst(severity.count).drop { $0 == " " || $0 == "\t" }
        guard message.count >= 2, message.first == "\"", message.last == "\"" else {
            throw Diagnostic(
                "@alert needs a message in double quotes: \(example("alert"))", at: value.range)
        }
        return Annotations.Alert(severity: known, message: String(message.dropFirst().dropLast()))
    }
}
