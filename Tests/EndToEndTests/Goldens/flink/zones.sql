-- Windows over instants in a zone with summer time, over both changes of its clocks.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE e (id INT, k STRING, x INT, lz TIMESTAMP_LTZ(3), ts TIMESTAMP(3),
  WATERMARK FOR lz AS lz - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/clocks.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');

CREATE TABLE hop_windows (c1 STRING, c2 BIGINT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'hop_windows');
INSERT INTO hop_windows SELECT k, COUNT(*), window_start, window_end FROM TABLE(HOP(TABLE e, DESCRIPTOR(lz), INTERVAL '30' MINUTE, INTERVAL '2' HOUR)) GROUP BY k, window_start, window_end;

CREATE TABLE day_windows (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'day_windows');
INSERT INTO day_windows SELECT k, COUNT(*), SUM(x), window_start, window_end FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(lz), INTERVAL '1' DAY)) GROUP BY k, window_start, window_end;

CREATE TABLE cumulate_day (c1 BIGINT, c2 TIMESTAMP(3), c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cumulate_day');
INSERT INTO cumulate_day SELECT COUNT(*), window_start, window_end FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(lz), INTERVAL '2' HOUR, INTERVAL '1' DAY)) GROUP BY window_start, window_end;

CREATE TABLE session_windows (c1 STRING, c2 BIGINT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'session_windows');
INSERT INTO session_windows SELECT k, COUNT(*), window_start, window_end FROM TABLE(SESSION(TABLE e PARTITION BY k, DESCRIPTOR(lz), INTERVAL '41' MINUTE)) GROUP BY k, window_start, window_end;

CREATE TABLE legacy_day (c1 BIGINT, c2 TIMESTAMP(3), c3 TIMESTAMP(3), c4 TIMESTAMP_LTZ(3)) WITH ('connector' = 'print', 'print-identifier' = 'legacy_day');
INSERT INTO legacy_day SELECT COUNT(*), TUMBLE_START(lz, INTERVAL '1' DAY), TUMBLE_END(lz, INTERVAL '1' DAY), TUMBLE_ROWTIME(lz, INTERVAL '1' DAY) FROM e GROUP BY TUMBLE(lz, INTERVAL '1' DAY);

CREATE TABLE over_instants (c1 INT, c2 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'over_instants');
INSERT INTO over_instants SELECT id, COUNT(*) OVER (PARTITION BY k ORDER BY lz RANGE BETWEEN INTERVAL '2' HOUR PRECEDING AND CURRENT ROW) FROM e;

CREATE TABLE shown (c1 INT, c2 STRING, c3 TIMESTAMP_LTZ(3), c4 TIMESTAMP_LTZ(3), c5 STRING, c6 TIMESTAMP(3), c7 DATE, c8 TIME(0)) WITH ('connector' = 'print', 'print-identifier' = 'shown');
INSERT INTO shown SELECT id, CAST(lz AS STRING), lz, CAST(ts AS TIMESTAMP_LTZ(3)), CAST(CAST(ts AS TIMESTAMP_LTZ(3)) AS STRING), CAST(lz AS TIMESTAMP(3)), CAST(lz AS DATE), CAST(lz AS TIME) FROM e;

CREATE TABLE parts (c1 INT, c2 BIGINT, c3 BIGINT, c4 STRING, c5 TIMESTAMP_LTZ(3), c6 TIMESTAMP_LTZ(3), c7 TIMESTAMP_LTZ(3), c8 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'parts');
INSERT INTO parts SELECT id, HOUR(lz), EXTRACT(DAY FROM lz), DATE_FORMAT(lz, 'dd HH:mm'), FLOOR(lz TO HOUR), FLOOR(lz TO DAY), CEIL(lz TO DAY), EXTRACT(EPOCH FROM lz) FROM e;

CREATE TABLE moved (c1 INT, c2 TIMESTAMP_LTZ(3), c3 TIMESTAMP_LTZ(3), c4 TIMESTAMP_LTZ(3), c5 TIMESTAMP_LTZ(3), c6 INT) WITH ('connector' = 'print', 'print-identifier' = 'moved');
INSERT INTO moved SELECT id, lz + INTERVAL '1' DAY, lz + INTERVAL '2' HOUR, lz - INTERVAL '1' MONTH, TIMESTAMPADD(DAY, 1, lz), TIMESTAMPDIFF(HOUR, TO_TIMESTAMP_LTZ(0, 3), lz) FROM e;

CREATE TABLE unix_times (c1 INT, c2 STRING, c3 BIGINT, c4 BIGINT, c5 TIMESTAMP_LTZ(3)) WITH ('connector' = 'print', 'print-identifier' = 'unix_times');
INSERT INTO unix_times SELECT id, FROM_UNIXTIME(1774742400 + id * 1800), UNIX_TIMESTAMP(CAST(ts AS STRING)), UNIX_TIMESTAMP(FROM_UNIXTIME(1792886400 + id * 1800)), TO_TIMESTAMP_LTZ(1774742400 + id * 1800, 0) FROM e;
