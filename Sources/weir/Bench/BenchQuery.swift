/// A query over coupon attempts whose speed is measured.
///
/// q1 to q6 are the queries whose results are compared with Apache Flink's elsewhere.
struct BenchQuery {
    let name: String
    let key: String
    private let select: String
    private let from: String
    private let columns: String

    static let all = [
        BenchQuery("q1", key: "user_id", window: tumble()),
        BenchQuery("q2", key: "user_id", window: tumble(), isDistinct: true),
        BenchQuery("q3", key: "user_id", window: hop()),
        BenchQuery("q4", key: "user_id", window: hop(), isDistinct: true),
        over,
        BenchQuery("q6", key: "machine_id", window: tumble()),
    ]

    static func tumble(_ width: String = "INTERVAL '1' MINUTE") -> String {
        "TUMBLE(TABLE coupon, DESCRIPTOR(attempted_at), \(width))"
    }

    static func hop(
        _ slide: String = "INTERVAL '1' MINUTE", _ size: String = "INTERVAL '10' MINUTE"
    ) -> String {
        "HOP(TABLE coupon, DESCRIPTOR(attempted_at), \(slide), \(size))"
    }

    static func interval(ms: Int64) -> String {
        let fraction = String(ms % 1_000 + 1_000).dropFirst()
        return "INTERVAL '\(ms / 1_000).\(fraction)' SECOND"
    }

    /// What becomes of each key in each window.
    init(_ name: String, key: String, window: String, isDistinct: Bool = false) {
        self.name = name
        self.key = key
        select = """
            \(key),
              CAST(window_start AS STRING) AS ws,
              CAST(window_end AS STRING) AS we,
              COUNT(*) AS cnt,
              COUNT(*) FILTER (WHERE `result` <> 'ISSUED') AS failures,
              SUM(amount) AS sum_amount,
              AVG(amount) AS avg_amount,
              MIN(amount) AS min_amount,
              MAX(amount) AS max_amount
            """
            + (isDistinct
                ? """
                ,
                  COUNT(DISTINCT coupon_no) AS d_coupon,
                  COUNT(DISTINCT machine_id) AS d_machine
                """ : "")
        from = "TABLE(\(window))\nGROUP BY \(key), window_start, window_end"
        columns =
            "\(key) STRING, ws STRING, we STRING, cnt BIGINT, failures BIGINT,\n"
            + "  sum_amount BIGINT, avg_amount BIGINT, min_amount BIGINT, max_amount BIGINT"
            + (isDistinct ? ", d_coupon BIGINT, d_machine BIGINT" : "")
    }

    private init(
        _ name: String, key: String, select: String, from: String, columns: String
    ) {
        self.name = name
        self.key = key
        self.select = select
        self.from = from
        self.columns = columns
    }

    /// Per attempt: attempts and failures of that user in the ten minutes up to it.
    private static let over = BenchQuery(
        "q5", key: "user_id",
        select: """
            event_id,
              user_id,
              CAST(attempted_at AS STRING) AS ts,
              COUNT(*) OVER w AS cnt,
              SUM(CASE WHEN `result` <> 'ISSUED' THEN 1 ELSE 0 END) OVER w AS failures
            """,
        from: """
            coupon
            WINDOW w AS (PARTITION BY user_id ORDER BY attempted_at
              RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW)
            """,
        columns: "event_id STRING, user_id STRING, ts STRING, cnt BIGINT, failures INT")

    /// It gives a row per event, so it is run over fewer events than the others.
    var isRowPerEvent: Bool { name == "q5" }

    /// Where the rows go.
    enum Target: String, CaseIterable {
        /// Nowhere: the engine alone.
        case blackhole
        /// The online and the offline store.
        case stores

        fileprivate var options: String {
            switch self {
            case .blackhole: "'connector' = 'blackhole'"
            case .stores:
                "'connector' = 'upsert-kafka', 'topic' = 'features',\n"
                    + "  'properties.bootstrap.servers' = 'none:9', 'key.format' = 'json',\n"
                    + "  'value.format' = 'json'"
            }
        }
    }

    /// Where the attempts come from.
    enum Source {
        case file(path: String)
        /// A topic; with `ends`, each partition is read up to that offset.
        case topic(brokers: String, ends: [Int]?)

        static let topicName = "coupon-attempts"

        fileprivate var options: String {
            let json = "'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601'"
            switch self {
            case .file(let path):
                return "'connector' = 'filesystem', 'path' = '\(path)',\n  \(json)"
            case .topic(let brokers, let ends):
                let bound =
                    ends.map { ends in
                        let places = ends.enumerated().map {
                            "partition:\($0.offset),offset:\($0.element)"
                        }
                        return "  'scan.bounded.mode' = 'specific-offsets',\n"
                            + "  'scan.bounded.specific-offsets' = "
                            + "'\(places.joined(separator: ";"))',\n"
                    } ?? ""
                // The embedded broker answers a fetch that found nothing only after the full wait.
                return "'connector' = 'kafka', 'topic' = '\(Self.topicName)',\n"
                    + "  'properties.bootstrap.servers' = '\(brokers)',\n"
                    + "  'properties.fetch.max.wait.ms' = '5',\n"
                    + "  'scan.startup.mode' = 'earliest-offset',\n\(bound)  \(json)"
            }
        }
    }

    /// The whole script, which Apache Flink takes too.
    func script(
        from source: Source, into target: Target, watermarkDelay: String = interval(ms: 5_000)
    ) -> String {
        let primaryKey = target == .stores ? ",\n  PRIMARY KEY (\(key)) NOT ENFORCED" : ""
        return """
            SET 'table.local-time-zone' = 'UTC';
            SET 'table.exec.sink.require-on-conflict' = 'false';

            CREATE TABLE coupon (
              event_id STRING,
              user_id STRING,
              machine_id STRING,
              coupon_no STRING,
              `result` STRING,
              amount BIGINT,
              attempted_at TIMESTAMP_LTZ(3),
              WATERMARK FOR attempted_at AS attempted_at - \(watermarkDelay)
            ) WITH (
              \(source.options)
            );

            CREATE TABLE features (
              \(columns)\(primaryKey)
            ) WITH (
              \(target.options)
            );

            INSERT INTO features
            SELECT \(select)
            FROM \(from);

            """
    }
}
