import Console
import Control

/// Answers to everything a view asks, made up to go with the fixtures.
enum Answers {
    static let nowMs = Fixtures.nowMs

    static func content(for question: Question) -> Answer.Content {
        switch question {
        case .entities(let request): .entities(page(request))
        case .history(_, let key, _): .history(history(of: key))
        case .lookup(let key): .lookup(lookup(key))
        case .latestEvents(let key, _): .events(events(key))
        case .query: .table(table)
        case .catalog: .catalog(catalog)
        case .get(_, let key): .entity(row(0, key: key))
        }
    }

    static func page(_ request: EntityRequest) -> EntityPage {
        if request.group == "coupon_suspects" {
            let rows = Fixtures.alerts.prefix(2).map { alert in
                EntityRow(
                    key: alert.key, values: alert.values, eventTimeMs: alert.lastSeenMs,
                    newestEventTimeMs: alert.lastSeenMs, trend: burst(of: 30))
            }
            return EntityPage(request: request, rows: Array(rows), matching: 2, total: 2)
        }
        if request.filter.hasPrefix("no") {
            return EntityPage(request: request, rows: [], matching: 0, total: 3_108)
        }
        let places = request.offset..<min(3_108, request.offset + request.limit)
        let rows = places.map { place in
            row(place, key: place == 0 ? "user0000" : "user" + padded(place * 37 % 9_000))
        }
        let isBad = request.filter.hasPrefix("atempts>")
        return EntityPage(
            request: request, rows: rows, matching: 3_108, total: 3_108,
            filterError: isBad ? "there is no column atempts; did you mean attempts?" : nil)
    }

    static func row(_ place: Int, key: String) -> EntityRow {
        let isFraud = place == 0
        let attempts = isFraud ? 18_300 : Int64(max(1, 40 - place))
        return EntityRow(
            key: key,
            values: [
                .text(key), .integer(attempts), .integer(isFraud ? 17_861 : Int64(place % 3)),
                .integer(isFraud ? 17_790 : attempts), .time(nowMs - 7_001),
            ],
            eventTimeMs: nowMs - 7_001, newestEventTimeMs: nowMs - 9_012,
            expiresAtMs: nowMs + 86_391_000,
            trend: isFraud ? burst(of: 30) : (0..<30).map { Double(($0 * (place + 3)) % 40) },
            // An hour of silence lies between the first ten and the others.
            trendTimesMs: (0..<30).map {
                nowMs - 7_001 - Int64(29 - $0) * 10_000 - ($0 < 10 ? 3_600_000 : 0)
            })
    }

    static func burst(of count: Int) -> [Double?] {
        (0..<count).map { $0 < count / 2 ? 3 : Double(($0 - count / 2 + 1) * 1_220) }
    }

    static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    static func history(of key: String) -> Table {
        let columns = [
            "device_id", "attempts", "invalid", "distinct_coupons", "window_time", "event_time",
            "write_time", "is_deleted", "commit_id",
        ]
        let rows = (0..<40).map { place -> [Cell] in
            let timeMs = nowMs - 7_001 - Int64(place) * 10_000
            let attempts = Int64(max(3, 18_300 - place * 1_220))
            let isGone = place == 25
            return [
                .text(key), isGone ? .null : .integer(attempts),
                isGone ? .null : .integer(max(0, attempts - 439)),
                isGone ? .null : .integer(max(1, attempts - 510)), .time(timeMs), .time(timeMs),
                .time(timeMs + 5_200), .integer(isGone ? 1 : 0), .integer(Int64(4_000 - place)),
            ]
        }
        return Table(columns: columns, rows: rows)
    }

    static func lookup(_ key: String) -> [LookupResult] {
        let columns = Fixtures.attemptColumns.map(\.name)
        let online = row(0, key: key)
        var offline = online
        offline.values[2] = .integer(17_800)
        return [
            LookupResult(
                group: "coupon_device_attempts", columns: columns, online: online,
                offline: offline),
            LookupResult(
                group: "coupon_location_attempts", columns: columns, online: nil,
                whyEmpty: "never seen in this group", offline: nil),
            LookupResult(
                group: "coupon_suspects", columns: columns, online: nil,
                whyEmpty: "gone since 13:41:10Z: its window emptied", offline: online,
                isOfflineDeleted: true),
        ]
    }

    static func events(_ key: String) -> [EventLine] {
        (0..<20).map { place in
            EventLine(
                topic: "log-input", partition: 3, offset: Int64(2_063_398 - place),
                timeMs: nowMs - Int64(place) * 55,
                text: #"{"device_id":"user0000","location_code":"\#(key)","#
                    + #""coupon_code":"0000-0000-0000-\#(padded(1_940 - place))","#
                    + #""response":"INVALID"}"#)
        }
    }

    static let table = Table(
        columns: ["location_code", "times", "highest", "note", "last"],
        rows: (0..<40).map { place -> [Cell] in
            let highest: Cell = place == 4 ? .null : .real(Double(place) * 1.25)
            return [
                .text("loc" + padded(place)), .integer(Int64(412 - place * 10)), highest,
                .text("a note, \"quoted\""),
                .time(nowMs - Int64(place) * 60_000),
            ]
        })

    static let catalog = [
        CatalogTable(
            name: "online_coupon_device_attempts",
            columns: ["device_id", "attempts", "invalid", "distinct_coupons", "window_time"]),
        CatalogTable(
            name: "offline_coupon_device_attempts",
            columns: ["device_id", "attempts", "invalid", "distinct_coupons", "event_time"]),
        CatalogTable(name: "quarantine", columns: ["topic", "partition", "offset", "reason"]),
    ]
}
