/// The five views, numbered as their keys are.
public enum ViewName: Int, CaseIterable, Sendable {
    case overview = 1
    case entities, suspects, lookup, query

    /// Finds a view by its name or number, in any case; the start of a name is enough.
    public init?(named text: String) {
        let wanted = text.lowercased()
        guard !wanted.isEmpty else { return nil }
        let found = ViewName.allCases.first {
            "\($0.rawValue)" == wanted || $0.title.lowercased().hasPrefix(wanted)
        }
        guard let found else { return nil }
        self = found
    }

    public var title: String {
        switch self {
        case .overview: "Overview"
        case .entities: "Entities"
        case .suspects: "Suspects"
        case .lookup: "Lookup"
        case .query: "Query"
        }
    }

    /// For narrow screens.
    var shortTitle: String {
        switch self {
        case .overview: "Over"
        case .entities: "Ent"
        case .suspects: "Susp"
        case .lookup: "Look"
        case .query: "SQL"
        }
    }
}
