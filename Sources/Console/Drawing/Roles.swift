import Terminal

/// What values mean, as roles.
enum Roles {
    static func of(_ problem: Problem) -> Role {
        if problem.isResolved { return .dim }
        return switch problem.severity {
        case .critical: .critical
        case .warning: .warning
        case .info: .info
        }
    }

    static func of(_ state: LagState) -> Role {
        switch state {
        case .lost, .stalled, .growingBeyondPromise: .critical
        case .growing: .warning
        case .draining, .catchingUp: .info
        case .idle, .unknown: .dim
        case .fine: .text
        }
    }
}
