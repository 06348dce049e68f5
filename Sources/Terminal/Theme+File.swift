extension Theme {
    /// Each role's key in a theme file.
    static let roleKeys: [(key: String, role: Role)] = [
        ("fg", .text), ("dim", .dim), ("title", .title), ("accent", .accent),
        ("border", .border), ("border_focus", .borderFocus), ("cursor", .cursor),
        ("header", .header), ("filter_match", .match), ("ok", .ok), ("info", .info),
        ("warn", .warning), ("crit", .critical), ("stale", .stale), ("graph_low", .graphLow),
        ("graph_mid", .graphMid), ("graph_high", .graphHigh), ("graph_crit", .graphCritical),
        ("axis", .axis), ("sql_keyword", .sqlKeyword), ("sql_string", .sqlString),
        ("sql_number", .sqlNumber), ("sql_comment", .sqlComment), ("badge", .badge),
        ("key", .key), ("key_label", .keyLabel),
    ]

    /// Reads a theme file.
    ///
    /// A role that the file leaves out looks as it does without colours. `file` is the name that
    /// errors carry.
    public init(json: String, file: String) throws(ThemeError) {
        var reader = ThemeReader(json, file: file)
        var content = Content(file: file)
        for member in try reader.readFile() { try content.add(member) }
        guard let name = content.name else {
            throw ThemeError(file: file, line: 0, message: "add \"name\": \"…\"")
        }
        let base = content.styles[.text] ?? StylePart()
        self.init(
            name: name, isDark: content.isDark, isColorBlindSafe: content.isColorBlindSafe
        ) { role in
            let part = content.styles[role]
            return Style(
                foreground: part?.foreground ?? base.foreground ?? .standard,
                background: part?.background ?? content.background,
                attributes: part?.attributes ?? Theme.monoAttributes(of: role))
        }
    }
}

/// What a file says about one role; what it does not say comes from elsewhere.
private struct StylePart {
    var foreground: Color?
    var background: Color?
    var attributes: Style.Attributes?
}

/// What has been read of a theme file.
private struct Content {
    let file: String
    var name: String?
    var isDark = true
    var isColorBlindSafe = false
    var background = Color.standard
    var styles: [Role: StylePart] = [:]

    mutating func add(_ member: ThemeValue.Member) throws(ThemeError) {
        switch member.key {
        case "name":
            let text = try string(member)
            guard !text.isEmpty, text.count <= 40 else {
                throw error(member, "needs 1 to 40 characters")
            }
            name = SafeText.visible(text)
        case "author": _ = try string(member)
        case "dark": isDark = try boolean(member)
        case "color_blind_safe": isColorBlindSafe = try boolean(member)
        case "bg":
            guard let color = try style(member).foreground else {
                throw error(member, "needs a colour")
            }
            background = color
        default:
            guard let role = Theme.roleKeys.first(where: { $0.key == member.key })?.role else {
                throw unknown(member, among: Self.otherKeys + Theme.roleKeys.map(\.key))
            }
            styles[role] = try style(member)
        }
    }

    private static let otherKeys = ["name", "author", "dark", "color_blind_safe", "bg"]

    private func style(_ member: ThemeValue.Member) throws(ThemeError) -> StylePart {
        switch member.value {
        case .string(let text): return try style(text, member)
        case .number(let number): return StylePart(foreground: try index(number, member))
        case .boolean: throw error(member, "is a colour, not true or false")
        case .object(let parts):
            var style = StylePart(attributes: [])
            for part in parts {
                let value = try self.style(part)
                switch part.key {
                case "fg": style.foreground = value.foreground
                case "bg": style.background = value.foreground
                case "attr": style.attributes = value.attributes
                default: throw unknown(part, among: ["fg", "bg", "attr"])
                }
                let isColor = part.key != "attr"
                guard isColor ? value.foreground != nil : value.foreground == nil else {
                    throw error(part, isColor ? "needs a colour" : "needs bold, dim, …")
                }
            }
            return style
        }
    }

    /// A colour, or attributes with blanks between them.
    private func style(
        _ text: String, _ member: ThemeValue.Member
    ) throws(ThemeError) -> StylePart {
        if let color = Color(text) { return StylePart(foreground: color, attributes: []) }
        var attributes: Style.Attributes = []
        let names = Style.Attributes.names
        for word in text.split(separator: " ").map(String.init) {
            guard let known = names.first(where: { $0.name == word }) else {
                let near = nearestName(to: word, among: names.map(\.name) + Color.names)
                let advice = near.map { "did you mean \"\($0)\"?" } ?? "write \"#rrggbb\""
                throw error(member, "has no colour \"\(SafeText.visible(text))\"; \(advice)")
            }
            attributes.insert(known.attribute)
        }
        guard !attributes.isEmpty else { throw error(member, "is empty; write \"default\"") }
        return StylePart(attributes: attributes)
    }

    private func index(_ number: Int, _ member: ThemeValue.Member) throws(ThemeError) -> Color {
        guard let index = UInt8(exactly: number) else {
            throw error(member, "is a palette number from 0 to 255, not \(number)")
        }
        return .index(index)
    }

    private func string(_ member: ThemeValue.Member) throws(ThemeError) -> String {
        guard case .string(let text) = member.value else { throw error(member, "needs a text") }
        return text
    }

    private func boolean(_ member: ThemeValue.Member) throws(ThemeError) -> Bool {
        guard case .boolean(let value) = member.value else {
            throw error(member, "needs true or false")
        }
        return value
    }

    private func unknown(_ member: ThemeValue.Member, among keys: [String]) -> ThemeError {
        let advice =
            nearestName(to: member.key, among: keys).map { "did you mean \"\($0)\"?" }
            ?? "the keys are \(keys.joined(separator: ", "))"
        return error(member, "is no key of a theme; \(advice)")
    }

    private func error(_ member: ThemeValue.Member, _ message: String) -> ThemeError {
        ThemeError(
            file: file, line: member.line,
            message: "\"\(SafeText.visible(member.key))\" \(message)")
    }
}
