/// A query over the file of coupon attempts whose speed is measured.
struct BenchQuery {
    let name: String
    /// What stands in the SELECT list after the key and the window's times.
    private let aggregates: String
    private let columns: String
    private let key: String
    private let window: String

    static let all = [
        BenchQuery(name: "q1", key: "user_id", window: tumble, isDistinct: false),
        BenchQuery(name: "q2", key: "user_id", window: tumble, isDistinct: true),
        BenchQuery(name: "q3", key: "user_id", window: hop, isDistinct: false),
        BenchQuery(name: "q4", key: "user_id", window: hop, isDistinct: true),
        BenchQuery(name: "q6", key: "machine_id", window: tumble, isDistinct: false),
    ]

    private static let tumble =
        "TUMBLE(TABLE attempts, DESCRIPTOR(attempted_at), INTERVAL '1' MINUTE)"
    private static let hop =
        "HOP(TABLE attempts, DESCRIPTOR(attempted_at), INTERVAL '1' MINUTE, INTERVAL '10' MINUTE)"

    private init(name: String, key: String, window: String, isDistinct: Bool) {
        self.name = name
        self.key = key
        self.window = window
        aggregates =
            "COUNT(*), COUNT(*) FILTER (WHERE `result` <> 'ISSUED'), SUM(amount), AVG(amount), "
            + "MIN(amount), MAX(amount)"
            + (isDistinct ? ", COUNT(DISTINCT coupon_no), COUNT(DISTINCT machine_id)" : "")
        columns =
            "attempts BIGINT, failures BIGINT, total BIGINT, average BIGINT, least BIGINT, "
            + "most BIGINT"
            + (isDistinct ? ", coupons BIGINT, machines BIGINT" : "")
    }

    /// Where the rows go.
    enum Target: String, CaseIterable {
        /// Nowhere: the engine alone.
        case blackhole
        /// The online and the offline store.
        case stores
    }

    /// The whole script.
    func script(input: String, target: Target) -> String {
        let options =
            switch target {
            case .blackhole: "'connector' = 'blackhole'"
            case .stores:
                "'connector' = 'upsert-kafka', 'topic' = 'bench', "
                    + "'properties.bootstrap.servers' = 'none:9', 'key.format' = 'json', "
                    + "'value.format' = 'json'"
            }
        let primaryKey = target == .stores ? ", PRIMARY KEY (entity) NOT ENFORCED" : ""
        return """
            SET 'table.local-time-zone' = 'UTC';
            SET 'table.exec.sink.require-on-conflict' = 'false';
            CREATE TABLE attempts (
              event_id STRING, user_id STRING, machine_id STRING, coupon_no STRING,
              `result` STRING, amount BIGINT, attempted_at TIMESTAMP_LTZ(3),
              WATERMARK FOR attempted_at AS attempted_at - INTERVAL '5' SECOND
            ) WITH (
              'connector' = 'filesystem', 'path' = '\(input)', 'format' = 'json',
              'json.timestamp-format.standard' = 'ISO-8601'
            );
            CREATE TABLE features (
              entity STRING, window_start TIMESTAMP(3), window_end TIMESTAMP(3),
              \(columns)\(primaryKey)
            ) WITH (\(options));
            INSERT INTO features
            SELECT \(key), window_start, window_end, \(aggregates)
            FROM TABLE(\(window))
            GROUP BY \(key), window_start, window_end;

            """
    }
}
