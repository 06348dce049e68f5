--| counts: print
--| · state 80a2345505e4d502
--|   project card, part, COUNT(*) AS n, CAST(window_start AS DATE) AS day_of
--|     window tumble of 1 d moved by -8 h on at_time
--|     · by part, card
--|     · COUNT(*)
--|     · state of a key: 24 bytes in 1 pane
--|     · grows with keys × panes that have rows, not with rows
--|     · fires when the smallest watermark of all partitions reaches a window's end; a row is late for a window whose end its own partition's has passed
--|       project at_time, part, card
--|         filter (EXTRACT('HOUR', timestamp) >= 6) AND (EXTRACT('HOUR', timestamp) <= 22)
--|         · on each row, before anything is kept
--|           scan taps: json from topic taps
--|           · reads epoch_ms BIGINT, card STRING, part INT (metadata partition), timestamp TIMESTAMP_LTZ(3) (metadata timestamp)
--|           · at_time = TO_TIMESTAMP_LTZ(epoch_ms, 3)
--|           · event time at_time, watermark of a partition at_time - INTERVAL 500 ms
--|           · idle after 1 min, at most 5 min ahead of its record
-- Columns from the record, computed columns, and an event time that is computed.
SET 'table.local-time-zone' = 'GMT+09:00';
CREATE TABLE taps (
  at_time AS TO_TIMESTAMP_LTZ(epoch_ms, 3),
  epoch_ms BIGINT,
  unused STRING COMMENT 'nobody asks for it',
  card VARCHAR(20) NOT NULL,
  part INT NOT NULL METADATA FROM 'partition' VIRTUAL,
  `timestamp` TIMESTAMP(3) WITH LOCAL TIME ZONE METADATA VIRTUAL,
  unused_too AS UPPER(unused),
  WATERMARK FOR at_time AS at_time - INTERVAL '0.5' SECOND
) COMMENT 'taps on readers' WITH (
  'connector' = 'kafka', 'topic' = 'taps', 'properties.bootstrap.servers' = 'b', 'format' = 'json',
  'scan.watermark.idle-timeout' = '1min', 'scan.startup.mode' = 'timestamp',
  'scan.startup.timestamp-millis' = '0', 'json.ignore-parse-errors' = 'true'
);
CREATE TABLE counts (card STRING, part INT, n BIGINT, day_of DATE) WITH ('connector' = 'print');
INSERT INTO counts
SELECT card, part, COUNT(*), CAST(window_start AS DATE)
FROM TABLE(TUMBLE(TABLE taps, DESCRIPTOR(at_time), INTERVAL '1' DAY, INTERVAL '-8' HOUR))
WHERE EXTRACT(HOUR FROM `timestamp`) BETWEEN 6 AND 22
GROUP BY part, card, window_start, window_end;
