import Console
import Control

/// Pipelines at chosen moments, for goldens; every number is made up and fixed.
enum Fixtures {
    /// The pipeline's clock in all of them: 2026-11-20 14:03:27Z.
    static let nowMs: Int64 = 1_795_183_407_000

    static func column(
        _ name: String, _ kind: GroupStatus.Kind, key: Bool = false
    ) -> GroupStatus.Column {
        GroupStatus.Column(name: name, kind: kind, isKey: key)
    }

    static let attemptColumns = [
        column("device_id", .text, key: true), column("attempts", .integer),
        column("invalid", .integer), column("distinct_coupons", .integer),
        column("window_time", .time),
    ]

    static let suspectColumns = [
        column("location_code", .text, key: true), column("attempts", .integer),
        column("invalid", .integer), column("distinct_coupons", .integer),
        column("window_time", .time),
    ]

    /// Everything as it should be: four partitions, five groups, nobody suspected.
    static var healthy: Snapshot {
        var snapshot = Snapshot(pipeline: "coupon", nowMs: nowMs)
        snapshot.phase = .live
        snapshot.sequence = 4_182
        snapshot.isDemo = true
        snapshot.eventsPerSecond = 1_204
        snapshot.total.received = 8_214_113
        snapshot.total.accepted = 8_213_980
        snapshot.total.filtered = 0
        snapshot.total.late = 102
        snapshot.total.quarantined = 31
        snapshot.total.partlyLate = 12
        snapshot.sources = [source(lags: [12, 40, 8, 0])]
        snapshot.groups = groups
        snapshot.history = history { second in
            (1_200 + Double(second * 37 % 90), Int64(20 + second * 13 % 60), 6_200)
        }
        snapshot.lastCommit = CommitStatus(id: 4_182, timeMs: nowMs - 200, durationMs: 2.13)
        return snapshot
    }

    static var groups: [GroupStatus] {
        [
            group("coupon_device_attempts", "Attempts per device", attemptColumns, freshMs: 8_400),
            group(
                "coupon_location_attempts", "Attempts per location", suspectColumns,
                freshMs: 8_400),
            GroupStatus(
                name: "coupon_location_invalid_count", title: "Invalid requests per location",
                columns: [
                    column("location_code", .text, key: true), column("msg_count", .integer),
                    column("event_time", .time),
                ],
                keys: 10, offlineRows: 312, freshnessMs: 212_000, promiseMs: 360_000,
                newestEventTimeMs: nowMs - 212_000, windowMs: 300_000, slideMs: 300_000),
            GroupStatus(
                name: "coupon_prefix_count", title: "Requests per coupon prefix",
                columns: [
                    column("loc_coupon_prefix", .text, key: true),
                    column("msg_count", .integer),
                ],
                keys: 48_213, offlineRows: 1_204_882, tombstones: 90_117, freshnessMs: 212_000,
                promiseMs: 720_000, newestEventTimeMs: nowMs - 212_000, windowMs: 600_000,
                slideMs: 300_000),
            group(
                "coupon_suspects", "Suspects", suspectColumns, freshMs: nil, isAlert: true),
        ]
    }

    static func group(
        _ name: String, _ title: String, _ columns: [GroupStatus.Column], freshMs: Int64?,
        isAlert: Bool = false
    ) -> GroupStatus {
        GroupStatus(
            name: name, title: title, columns: columns, keys: freshMs == nil ? 0 : 3_108,
            offlineRows: 91_204, freshnessMs: freshMs, promiseMs: isAlert ? nil : 30_000,
            newestEventTimeMs: freshMs.map { nowMs - $0 }, windowMs: 60_000, slideMs: 10_000,
            isAlert: isAlert)
    }

    static func source(lags: [Int64]) -> SourceStatus {
        let partitions = lags.enumerated().map { id, lag in
            PartitionStatus(
                id: id, durableOffset: 2_053_528, highWatermark: 2_053_528 + lag, lag: lag,
                lagSlope: 0, behindMs: 120, watermarkMs: nowMs - 6_200, inPerSecond: 301,
                outPerSecond: 301, lagHistory: (0..<300).map { Int64($0 * 7 % 30) })
        }
        return SourceStatus(
            name: "coupon_validations", topic: "log-input", eventsPerSecond: 1_204,
            watermarkMs: nowMs - 6_200, heldBy: 2, partitions: partitions)
    }

    static func history(
        _ point: (Int) -> (rate: Double, lag: Int64, delayMs: Int64)
    ) -> [HistoryPoint] {
        (0..<300).map { second in
            let (rate, lag, delayMs) = point(second)
            return HistoryPoint(
                timeMs: nowMs - Int64(299 - second) * 1_000, eventsPerSecond: rate, lag: lag,
                watermarkDelayMs: delayMs, lateTotal: Int64(second / 3),
                quarantinedTotal: Int64(second / 10),
                freshnessMs: [8_000 + Int64(second % 10) * 500, 8_400, 212_000, 212_000, -1])
        }
    }

    /// A hot location: one partition falls behind, a group goes stale, suspects fire.
    static var incident: Snapshot {
        var snapshot = healthy
        snapshot.eventsPerSecond = 1_509
        snapshot.sources[0].partitions[3] = PartitionStatus(
            id: 3, durableOffset: 2_053_528, highWatermark: 2_063_398, lag: 9_870, lagSlope: 60,
            behindMs: 36_500, watermarkMs: nowMs - 41_500, inPerSecond: 430, outPerSecond: 370,
            lagHistory: (0..<300).map { Int64(max(10, ($0 - 135) * 60)) })
        snapshot.sources[0].partitions[1].lag = 1_204
        snapshot.sources[0].partitions[1].lagSlope = -40
        snapshot.sources[0].partitions[1].lagHistory = (0..<300).map {
            Int64(max(10, 4_000 - $0 * 9))
        }
        snapshot.sources[0].watermarkMs = nowMs - 41_500
        snapshot.sources[0].heldBy = 3
        snapshot.groups[0].freshnessMs = 43_700
        snapshot.groups[4] = suspectsFiring
        snapshot.alerts = alerts
        snapshot.history = history { second in
            (1_200 + (second > 135 ? 305 : 0), Int64(max(40, (second - 135) * 60)), 6_200)
        }
        for index in snapshot.history.indices.dropFirst(210) {
            snapshot.history[index].freshnessMs[0] = 31_000 + Int64(index - 210) * 140
            snapshot.history[index].watermarkDelayMs = 8_000 + Int64(index - 210) * 370
        }
        snapshot.open = OpenValues(
            group: "coupon_device_attempts",
            rows: [
                "user0000": [.text("user0000"), .integer(1_940), .integer(1_938), .integer(1_901)],
                "user0042": [.text("user0042"), .integer(4), .integer(0), .integer(4)],
            ])
        snapshot.log = [
            LogLine(timeMs: nowMs - 9_000, level: .info, text: "commit took 212 ms"),
            LogLine(timeMs: nowMs - 2_000, level: .warning, text: "log-input/3: fetch was slow"),
        ]
        return snapshot
    }

    static var suspectsFiring: GroupStatus {
        var group = group(
            "coupon_suspects", "Suspects", suspectColumns, freshMs: 8_400, isAlert: true)
        group.keys = 2
        return group
    }

    static var alerts: [AlertStatus] {
        [
            AlertStatus(
                group: "coupon_suspects", key: "loc0007", severity: .critical,
                message: "loc0007: 18,300 attempts in a minute, 17,861 invalid",
                firstSeenMs: nowMs - 169_000, lastSeenMs: nowMs - 8_400,
                values: [
                    .text("loc0007"), .integer(18_300), .integer(17_861), .integer(17_790),
                    .time(nowMs - 8_400),
                ]),
            AlertStatus(
                group: "coupon_suspects", key: "loc0002", severity: .warning,
                message: "loc0002: 41 attempts in a minute, 14 invalid",
                firstSeenMs: nowMs - 61_000, lastSeenMs: nowMs - 8_400,
                values: [
                    .text("loc0002"), .integer(41), .integer(14), .integer(38),
                    .time(nowMs - 8_400),
                ]),
            AlertStatus(
                group: "coupon_suspects", key: "loc0009", severity: .critical,
                message: "loc0009: 95 attempts in a minute, 90 invalid",
                firstSeenMs: nowMs - 1_500_000, lastSeenMs: nowMs - 1_380_000,
                resolvedMs: nowMs - 1_370_000,
                values: [
                    .text("loc0009"), .integer(95), .integer(90), .integer(88),
                    .time(nowMs - 1_380_000),
                ]),
        ]
    }

    /// The broker went away half a minute ago.
    static var disconnected: Snapshot {
        var snapshot = incident
        snapshot.phase = .disconnected(
            sinceMs: nowMs - 31_000, reason: "kafka-2:9092 refused the connection")
        snapshot.isDemo = false
        return snapshot
    }

    static var connecting: Snapshot {
        var snapshot = Snapshot(pipeline: "coupon", nowMs: nowMs)
        snapshot.phase = .starting("waiting for kafka-1:9092 to answer")
        return snapshot
    }

    /// Running, but no window has closed yet.
    static var empty: Snapshot {
        var snapshot = healthy
        snapshot.total = Totals()
        snapshot.total.received = 812
        snapshot.total.accepted = 812
        for index in snapshot.groups.indices {
            snapshot.groups[index].keys = 0
            snapshot.groups[index].freshnessMs = nil
        }
        snapshot.history = []
        snapshot.lastCommit = nil
        return snapshot
    }

    /// Names and numbers that no layout was made for.
    static var hostile: Snapshot {
        var snapshot = incident
        snapshot.pipeline = "数据管道\u{1B}[31mred-and-a-very-long-name-that-never-ends-at-all"
        snapshot.sources[0].topic = "トピック\u{7}-\u{202E}evil-topic-with-a-long-name"
        snapshot.sources[0].partitions[3].lag = 1_234_567_890_123
        snapshot.sources[0].partitions[2].lag = nil
        snapshot.sources[0].partitions[0].lost = 99
        snapshot.total.received = 9_223_372_036_854_775_807
        snapshot.total.lost = 4_000_000_000
        snapshot.eventsPerSecond = 1e12
        snapshot.groups[0].name = "group\n\twith_a_name_of_more_than_forty_characters_in_it"
        snapshot.groups[0].freshnessMs = 9_000_000_000_000
        snapshot.alerts[0].key = "[\"loc\u{1B}]0;owned\u{7}\",\"日本語の場所\"]"
        snapshot.alerts[0].message = "👩‍👩‍👧 \u{1B}[2J cleared? \u{9B}1m"
        snapshot.alerts[0].values[1] = .integer(.max)
        return snapshot
    }
}
