import Engine
import SQL
import Scenarios
import Streams

/// A script over coupon attempts, and the loop of the engine that it exercises.
struct Subject {
    let name: String
    let plan: Plan

    static let sums =
        "COUNT(*), COUNT(*) FILTER (WHERE `result` <> 'ISSUED'), SUM(amount), AVG(amount), "
        + "MIN(amount), MAX(amount)"
    static let sumColumns = "a BIGINT, b BIGINT, c BIGINT, d BIGINT, e BIGINT, f BIGINT"
    static let distinct = ", COUNT(DISTINCT coupon_no), COUNT(DISTINCT machine_id)"
    static let tumble = "TUMBLE(TABLE coupon, DESCRIPTOR(attempted_at), INTERVAL '1' MINUTE)"
    static let hop =
        "HOP(TABLE coupon, DESCRIPTOR(attempted_at), INTERVAL '1' MINUTE, INTERVAL '10' MINUTE)"

    static func all() throws -> [Subject] {
        [
            try windowed("count", tumble, "COUNT(*)", "a BIGINT"),
            try windowed("tumble", tumble, sums, sumColumns),
            try windowed(
                "tumble_distinct", tumble, sums + distinct, sumColumns + ", g BIGINT, h BIGINT"),
            try windowed("hop", hop, sums, sumColumns),
            try windowed(
                "hop_distinct", hop, sums + distinct, sumColumns + ", g BIGINT, h BIGINT"),
            try over(),
        ]
    }

    private static func windowed(
        _ name: String, _ window: String, _ aggregates: String, _ columns: String
    ) throws -> Subject {
        try Subject(
            name, columns: columns,
            select: """
                SELECT user_id, \(aggregates) FROM TABLE(\(window))
                GROUP BY user_id, window_start, window_end
                """)
    }

    private static func over() throws -> Subject {
        try Subject(
            "over", columns: "a BIGINT",
            select: """
                SELECT user_id, COUNT(*) OVER (PARTITION BY user_id ORDER BY attempted_at
                  RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW) FROM coupon
                """)
    }

    private init(_ name: String, columns: String, select: String) throws {
        self.name = name
        plan = try Compiler.compile(
            """
            SET 'table.local-time-zone' = 'UTC';
            SET 'table.exec.sink.require-on-conflict' = 'false';
            CREATE TABLE coupon (
              event_id STRING, user_id STRING, machine_id STRING, coupon_no STRING,
              `result` STRING, amount BIGINT, attempted_at TIMESTAMP_LTZ(3),
              WATERMARK FOR attempted_at AS attempted_at - INTERVAL '5' SECOND
            ) WITH ('connector' = 'filesystem', 'path' = 'none', 'format' = 'json',
              'json.timestamp-format.standard' = 'ISO-8601');
            CREATE TABLE features (user_id STRING, \(columns), PRIMARY KEY (user_id) NOT ENFORCED)
            WITH ('connector' = 'upsert-kafka', 'topic' = 'features', 'key.format' = 'json',
              'properties.bootstrap.servers' = 'none:9', 'value.format' = 'json');
            INSERT INTO features \(select);
            """
        ).plan
    }

    /// The batches as the plan's decoder makes them.
    func decoded(_ messages: [RawMessages]) throws -> [ColumnBatch] {
        let decoder = try RowDecoder(
            source: plan.sources[0], zone: plan.zone, isStrictFlink: plan.isStrictFlink)
        return messages.map { decoder.decode($0, topic: "none", partition: 0).rows }
    }
}

/// Generated attempts in batches as the runtime takes them.
func rawAttempts(_ events: Int) -> [RawMessages] {
    var options = CouponAttempts.Options()
    options.events = events
    var attempts = CouponAttempts(options)
    var batches: [RawMessages] = []
    var offset: Int64 = 0
    var bytes: [UInt8] = []
    while attempts.write(20_000, into: &bytes) > 0 {
        var batch = RawMessages()
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            batch.append(Array(line), offset: offset)
            offset += 1
        }
        batches.append(batch)
        bytes.removeAll(keepingCapacity: true)
    }
    return batches
}
