/// The store's own tables, beside those of the groups.
enum StoreSchema {
    static let version: Int64 = 2

    static let tables = """
        CREATE TABLE identity (name TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;
        CREATE TABLE feature_groups (
            name TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL,
            key_columns TEXT NOT NULL, columns TEXT NOT NULL, event_time_column INTEGER,
            freshness_ms INTEGER, ttl_ms INTEGER, when_empty TEXT NOT NULL,
            alert_severity TEXT, alert_message TEXT, window_ms INTEGER, slide_ms INTEGER,
            online_keys INTEGER NOT NULL, offline_rows INTEGER NOT NULL,
            tombstones INTEGER NOT NULL, newest_event_time INTEGER,
            refused_rows INTEGER NOT NULL, refused_values INTEGER NOT NULL,
            kept_until_commit INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE segments (
            group_name TEXT NOT NULL, number INTEGER NOT NULL, row_count INTEGER NOT NULL,
            is_closed INTEGER NOT NULL, PRIMARY KEY (group_name, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE statements (
            name TEXT PRIMARY KEY, position INTEGER NOT NULL, fingerprint TEXT NOT NULL,
            sink TEXT NOT NULL, source TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE commits (
            commit_id INTEGER PRIMARY KEY, time INTEGER NOT NULL, offsets TEXT NOT NULL,
            watermarks TEXT NOT NULL, counters TEXT NOT NULL
        ) STRICT;
        CREATE TABLE checkpoints (
            sequence INTEGER PRIMARY KEY, statement TEXT NOT NULL, key_group INTEGER NOT NULL,
            is_base INTEGER NOT NULL, bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX checkpoints_by_key_group ON checkpoints (statement, key_group);
        CREATE TABLE sources (
            name TEXT PRIMARY KEY, fired_watermark INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE partitions (
            source TEXT NOT NULL, partition INTEGER NOT NULL, topic TEXT,
            topic_partition INTEGER, next_offset INTEGER, watermark INTEGER, idle INTEGER NOT NULL,
            stop_offset INTEGER,
            PRIMARY KEY (source, partition)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE counters (
            scope TEXT NOT NULL, name TEXT NOT NULL, received INTEGER NOT NULL,
            accepted INTEGER NOT NULL, filtered INTEGER NOT NULL, late INTEGER NOT NULL,
            quarantined INTEGER NOT NULL, lost INTEGER NOT NULL, partly_late INTEGER NOT NULL,
            rows_fired INTEGER, keys_expired INTEGER, failed_values INTEGER,
            PRIMARY KEY (scope, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE quarantine (\(rejectionColumns)) STRICT, WITHOUT ROWID;
        CREATE TABLE late_rows (\(rejectionColumns)) STRICT, WITHOUT ROWID;
        CREATE TABLE alerts (
            group_name TEXT NOT NULL, key TEXT NOT NULL, severity TEXT NOT NULL,
            message TEXT NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
            resolved_at INTEGER, "values" TEXT NOT NULL,
            PRIMARY KEY (group_name, key, first_seen)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX alerts_by_resolution ON alerts (resolved_at);
        CREATE TABLE file_lengths (
            sink TEXT PRIMARY KEY, length INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE metrics (
            time INTEGER PRIMARY KEY, events_per_second REAL NOT NULL, lag INTEGER NOT NULL,
            watermark_delay INTEGER NOT NULL, late_total INTEGER NOT NULL,
            quarantined_total INTEGER NOT NULL, freshness TEXT NOT NULL
        ) STRICT;
        """

    private static let rejectionColumns = """
        topic TEXT NOT NULL, partition INTEGER NOT NULL, "offset" INTEGER NOT NULL,
            statement TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL,
            reason TEXT NOT NULL, time INTEGER, event_time INTEGER, watermark INTEGER,
            length INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (topic, partition, "offset", statement)
        """
}

/// How much of what is bounded is kept.
enum Retention {
    static let resolvedAlerts: Int64 = 10_000
    static let metricsMs: Int64 = 100_000_000
    /// Every commit of the newest so many; of older ones one in ``commitThinning``.
    ///
    /// At 20 a second the newest are of seven hours. A row has some 200 bytes and 30 for each
    /// partition, so more would cost more than it is worth: an audit goes over the older ones, too.
    static let commits: Int64 = 500_000
    static let commitThinning: Int64 = 256
    static let restoredMetrics = 300
    static let restoredAlerts = 200
}
