import Control

/// Queries to begin with, made from the groups that there are.
enum QueryExamples {
    struct Example: Sendable, Equatable {
        var title: String
        var sql: String
    }

    static func all(for snapshot: Snapshot) -> [Example] {
        let alerts = snapshot.groups.filter(\.isAlert).map { group in
            Example(
                title: "Who was flagged, and how often",
                sql: """
                    SELECT \(keys(of: group)), count(*) AS times,
                      datetime(max(event_time) / 1000, 'unixepoch') AS last
                    FROM offline_\(group.name) WHERE is_deleted = 0
                    GROUP BY \(keys(of: group)) ORDER BY times DESC;
                    """)
        }
        let others = snapshot.groups.filter { !$0.isAlert }.prefix(4).flatMap(examples)
        return Array((alerts.prefix(2) + others).prefix(8))
    }

    private static func examples(for group: GroupStatus) -> [Example] {
        let number = group.columns.first { !$0.isKey && ($0.kind == .integer || $0.kind == .real) }
        guard let number else {
            return [
                Example(
                    title: "\(group.name) now",
                    sql: "SELECT * FROM online_\(group.name) ORDER BY event_time DESC;")
            ]
        }
        return [
            Example(
                title: "\(group.name): largest \(number.name) now",
                sql: """
                    SELECT * FROM online_\(group.name)
                    ORDER BY \(number.name) DESC LIMIT 20;
                    """),
            Example(
                title: "\(group.name): highest \(number.name) ever, by entity",
                sql: """
                    SELECT \(keys(of: group)), max(\(number.name)) AS highest, count(*) AS rows
                    FROM offline_\(group.name) WHERE is_deleted = 0
                    GROUP BY \(keys(of: group)) ORDER BY highest DESC;
                    """),
        ]
    }

    private static func keys(of group: GroupStatus) -> String {
        let names = group.columns.filter(\.isKey).map(\.name)
        return names.isEmpty ? "*" : names.joined(separator: ", ")
    }
}
