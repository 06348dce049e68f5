/// Looking into a window before it fires.
extension StatementRunner {
    /// The result rows of the next window to fire for some primary keys, as if it fired now.
    func openValues(_ primaryKeys: [[Value]]) -> [[Value]?] {
        var values = primaryKeys.map { _ in [Value]?.none }
        for result in results {
            for (position, found) in openValues(primaryKeys, result).enumerated()
            where values[position] == nil {
                values[position] = found
            }
        }
        return values
    }

    private func openValues(_ primaryKeys: [[Value]], _ result: ResultRunner) -> [[Value]?] {
        guard case .stage(let number) = result.branch.origin,
            let group = stages[number].group, let end = group.nextEndWithData()
        else { return primaryKeys.map { _ in nil } }
        var only: [[UInt8]]?
        if let places = groupKeyPlaces(result, group) {
            let groupKeys = primaryKeys.filter { $0.count == sink.primaryKey.count }
                .compactMap { key in group.encoder.encode(places.map { key[$0] }) }
            only = Array(Set(groupKeys))
        }
        let fired = group.peek(
            end, only: only, stages[number].clock, wraps: plan.isStrictFlink)
        guard let fired else { return primaryKeys.map { _ in nil } }
        let rows = result.chain.run(fired.rows).rows
        var byKey: [[Value]: [Value]] = [:]
        for row in 0..<rows.count {
            let values = rows.row(row)
            byKey[sink.primaryKey.map { values[$0] }] = values
        }
        return primaryKeys.map { byKey[$0] }
    }

    /// For each column of the group key its place in the primary key; `nil` when a primary key
    /// does not say everything about its group key, and the whole window has to be looked at.
    private func groupKeyPlaces(
        _ result: ResultRunner, _ group: any GroupOperator
    ) -> [Int]? {
        if result.chain.ranks { return nil }
        let origins = sink.primaryKey.map { result.chain.origin(of: $0) }
        let places = group.definition.keys.indices.compactMap { origins.firstIndex(of: $0) }
        return places.count == group.definition.keys.count ? places : nil
    }
}
