/// What each role looks like.
public struct Theme: Sendable, Equatable {
    public let name: String
    /// Whether it is made for a dark background.
    public let isDark: Bool
    /// Whether its states differ for people who confuse colours.
    public let isColorBlindSafe: Bool
    private let styles: [Style]

    init(name: String, isDark: Bool, isColorBlindSafe: Bool, style: (Role) -> Style) {
        self.name = name
        self.isDark = isDark
        self.isColorBlindSafe = isColorBlindSafe
        styles = Role.allCases.map(style)
    }

    public subscript(role: Role) -> Style { styles[Int(role.rawValue)] }

    /// Bold, dim, underline and reverse alone, for terminals without colours and for `NO_COLOR`.
    public static let mono = Theme(name: "mono", isDark: true, isColorBlindSafe: true) { role in
        Style(attributes: monoAttributes(of: role))
    }

    /// What keeps roles apart where there are no colours.
    static func monoAttributes(of role: Role) -> Style.Attributes {
        switch role {
        case .critical: [.bold, .reverse]
        case .warning, .title, .header, .accent, .borderFocus, .sqlKeyword, .key: .bold
        case .graphHigh, .graphCritical: .bold
        case .cursor, .badge: .reverse
        case .match: .underline
        case .stale, .dim, .sqlComment, .axis: .dim
        case .text, .border, .ok, .info, .graphLow, .graphMid, .sqlString, .sqlNumber, .keyLabel: []
        }
    }

    /// What a terminal of that depth is asked to paint for a role.
    func paint(_ role: Role, depth: ColorDepth) -> Paint {
        guard depth != .none else {
            return Paint(foreground: -1, background: -1, attributes: Self.monoAttributes(of: role))
        }
        let style = self[role]
        var paint = Paint(
            foreground: depth.number(of: style.foreground),
            background: depth.number(of: style.background), attributes: style.attributes)
        // With few colours, two may become one; letters must not vanish in what is behind them.
        if style.foreground != style.background, paint.foreground == paint.background {
            paint.foreground = -1
            if paint.background != -1 { paint.attributes.insert(.reverse) }
        } else if paint.background == -1, depth == .eight || depth == .sixteen,
            paint.foreground == (isDark ? 0 : 7)
        {
            paint.foreground = -1
        }
        return paint
    }
}

/// Colours and attributes by the numbers of one terminal.
struct Paint: Equatable {
    /// -1 is the terminal's own.
    var foreground: Int32
    var background: Int32
    var attributes: Style.Attributes
}
