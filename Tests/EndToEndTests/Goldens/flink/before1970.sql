-- Windows around 1970 and before: bounds are rounded down, not towards zero.
CREATE TABLE e (id INT, k STRING, x INT, b BIGINT, d DOUBLE, m DECIMAL(9, 3), s STRING, ok BOOLEAN, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/before1970.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');

CREATE TABLE tumble (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'tumble');
INSERT INTO tumble SELECT k, COUNT(*), SUM(x), window_start, window_end, window_time
  FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '7' SECOND)) GROUP BY k, window_start, window_end, window_time;

CREATE TABLE tumble_offset (c1 BIGINT, c2 INT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'tumble_offset');
INSERT INTO tumble_offset SELECT COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '7' SECOND, INTERVAL '2' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE hop (c1 BIGINT, c2 INT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'hop');
INSERT INTO hop SELECT COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '7' SECOND, INTERVAL '21' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE hop_offset (c1 BIGINT, c2 INT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'hop_offset');
INSERT INTO hop_offset SELECT COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '7' SECOND, INTERVAL '21' SECOND, INTERVAL '-3' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE cumulate (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cumulate');
INSERT INTO cumulate SELECT k, COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '7' SECOND, INTERVAL '21' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE session (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'session');
INSERT INTO session SELECT k, COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(SESSION(TABLE e PARTITION BY k, DESCRIPTOR(ts), INTERVAL '4' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE over_range (c1 INT, c2 BIGINT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'over_range');
INSERT INTO over_range SELECT id, COUNT(*) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '10' SECOND PRECEDING AND CURRENT ROW), ts FROM e;

CREATE TABLE one_day (c1 BIGINT, c2 TIMESTAMP(3), c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'one_day');
INSERT INTO one_day SELECT COUNT(*), window_start, window_end FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY window_start, window_end;
