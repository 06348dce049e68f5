extension Reader {
    /// The newest value of each key, in the order asked for; never an expired one.
    ///
    /// - Parameters:
    ///   - group: A feature group's name.
    ///   - keys: Each the key column's text, or a JSON array for a composite key.
    ///   - nowMs: The pipeline's clock, which decides what has expired.
    ///   - asOf: Reads the offline store as it was, by either clock.
    /// - Returns: An answer per key; an unknown key has one that says so.
    /// - Throws: For an unknown group or a key that does not fit its columns.
    public func get(
        group: String, keys: [String], nowMs: Int64, asOf: AsOf? = nil
    ) throws(StoreFailure) -> [GetAnswer] {
        try reading {
            let layout = try featureGroup(group)
            let rows = RowReader(layout)
            return try keys.map { key in
                let values = try KeyText.values(key, of: layout.info)
                if let asOf { return try past(key, values, asOf, nowMs, rows) }
                return try newest(key, values, nowMs, rows)
            }
        }
    }

    private func featureGroup(_ group: String) throws -> GroupLayout {
        let layout = try layout(group)
        guard layout.isFeatureGroup else {
            throw StoreFailure(
                .unknownGroup,
                "\(group) has no PRIMARY KEY, so nothing of it is online: ask for it with "
                    + "weir query \"SELECT * FROM offline_\(group)\"")
        }
        return layout
    }

    private func newest(
        _ key: String, _ values: [StoreValue], _ nowMs: Int64, _ rows: borrowing RowReader
    ) throws -> GetAnswer {
        if let row = try rows.online(values, on: connection) {
            return answer(key, row, nowMs)
        }
        let last = try rows.offline(values, limit: 1, on: connection).first
        return GetAnswer(key: key, row: nil, whyEmpty: whyAbsent(last, rows.layout.info))
    }

    private func past(
        _ key: String, _ values: [StoreValue], _ asOf: AsOf, _ nowMs: Int64,
        _ rows: borrowing RowReader
    ) throws -> GetAnswer {
        let last = try rows.offline(values, limit: 1, asOf: asOf, on: connection).first
        guard let last, !last.isDeleted else {
            return GetAnswer(key: key, row: nil, whyEmpty: whyAbsent(last, rows.layout.info))
        }
        return answer(key, last, asOf.eventTimeMs ?? asOf.writeTimeMs ?? nowMs)
    }

    private func answer(_ key: String, _ row: StoreRow, _ nowMs: Int64) -> GetAnswer {
        if let expiresAtMs = row.expiresAtMs, expiresAtMs <= nowMs {
            return GetAnswer(key: key, row: nil, whyEmpty: .expired(atMs: expiresAtMs))
        }
        return GetAnswer(key: key, row: row, whyEmpty: nil)
    }

    private func whyAbsent(_ last: StoreRow?, _ group: GroupInfo) -> WhyEmpty {
        guard let last else { return .neverSeen }
        guard last.isDeleted else {
            return .expired(atMs: last.expiresAtMs ?? last.eventTimeMs)
        }
        return group.windowMs == nil
            ? .deleted(atMs: last.eventTimeMs) : .emptied(atMs: last.eventTimeMs)
    }

    /// One key in every feature group whose key it can be.
    public func lookup(key: String, nowMs: Int64) throws(StoreFailure) -> [LookupAnswer] {
        try reading {
            var answers: [LookupAnswer] = []
            for layout in try GroupCatalog.layouts(on: connection) where layout.isFeatureGroup {
                guard let values = try? KeyText.values(key, of: layout.info) else { continue }
                let rows = RowReader(layout)
                let online = try rows.online(values, on: connection)
                let offline = try rows.offline(values, limit: 1, on: connection).first
                let answer =
                    online.map { self.answer(key, $0, nowMs) }
                    ?? GetAnswer(key: key, row: nil, whyEmpty: whyAbsent(offline, layout.info))
                answers.append(LookupAnswer(group: layout.info, online: answer, offline: offline))
            }
            return answers
        }
    }

    /// Every value a key had, newest first, tombstones among them.
    public func history(
        group: String, key: String, limit: Int
    ) throws(StoreFailure) -> [StoreRow] {
        try reading {
            let layout = try featureGroup(group)
            let values = try KeyText.values(key, of: layout.info)
            return try RowReader(layout).offline(values, limit: max(0, limit), on: connection)
        }
    }
}
