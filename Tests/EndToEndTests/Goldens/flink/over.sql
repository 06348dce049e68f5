-- OVER in RANGE and ROWS frames, deduplication, the first rows of a window, over late rows.
CREATE TABLE e (id INT, k STRING, x INT, b BIGINT, d DOUBLE, m DECIMAL(9, 3), s STRING, ok BOOLEAN, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/events.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');
CREATE VIEW o AS SELECT ts, COUNT(*) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '10' SECOND PRECEDING AND CURRENT ROW) AS c FROM e;
CREATE VIEW f AS SELECT id, x, ts FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, s ORDER BY ts ASC) AS rn FROM e) WHERE rn = 1;

CREATE TABLE range_bounded (c1 INT, c2 STRING, c3 BIGINT, c4 INT, c5 DECIMAL(9, 3), c6 DOUBLE, c7 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'range_bounded');
INSERT INTO range_bounded SELECT id, k, COUNT(*) OVER w, SUM(x) OVER w, MIN(m) OVER w, MAX(d) OVER w, AVG(b) OVER w FROM e
  WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '10' SECOND PRECEDING AND CURRENT ROW);

CREATE TABLE range_inline (c1 INT, c2 INT) WITH ('connector' = 'print', 'print-identifier' = 'range_inline');
INSERT INTO range_inline SELECT id, SUM(x) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '20' SECOND PRECEDING AND CURRENT ROW) AS sx FROM e;

CREATE TABLE range_unbounded (c1 INT, c2 STRING, c3 BIGINT, c4 DECIMAL(38, 3), c5 STRING) WITH ('connector' = 'print', 'print-identifier' = 'range_unbounded');
INSERT INTO range_unbounded SELECT id, k, COUNT(x) OVER w, SUM(m) OVER w, MIN(s) OVER w FROM e
  WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);

CREATE TABLE range_default (c1 INT, c2 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'range_default');
INSERT INTO range_default SELECT id, COUNT(x) OVER (PARTITION BY k ORDER BY ts) FROM e;

CREATE TABLE rows_bounded (c1 INT, c2 STRING, c3 BIGINT, c4 INT, c5 DECIMAL(9, 3), c6 DOUBLE) WITH ('connector' = 'print', 'print-identifier' = 'rows_bounded');
INSERT INTO rows_bounded SELECT id, k, COUNT(*) OVER w, SUM(x) OVER w, MIN(m) OVER w, MAX(d) OVER w FROM e
  WINDOW w AS (PARTITION BY k ORDER BY ts ROWS BETWEEN 3 PRECEDING AND CURRENT ROW);

CREATE TABLE rows_unbounded (c1 INT, c2 BIGINT, c3 INT, c4 STRING) WITH ('connector' = 'print', 'print-identifier' = 'rows_unbounded');
INSERT INTO rows_unbounded SELECT id, COUNT(*) OVER w, SUM(x) OVER w, MAX(s) OVER w FROM e
  WINDOW w AS (PARTITION BY k ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);

CREATE TABLE no_partition (c1 INT, c2 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'no_partition');
INSERT INTO no_partition SELECT id, COUNT(*) OVER (ORDER BY ts RANGE BETWEEN INTERVAL '5' SECOND PRECEDING AND CURRENT ROW) FROM e;

CREATE TABLE rows_no_partition (c1 INT, c2 INT) WITH ('connector' = 'print', 'print-identifier' = 'rows_no_partition');
INSERT INTO rows_no_partition SELECT id, SUM(x) OVER (ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM e;

CREATE TABLE two_keys (c1 INT, c2 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'two_keys');
INSERT INTO two_keys SELECT id, COUNT(*) OVER (PARTITION BY k, s ORDER BY ts RANGE BETWEEN INTERVAL '30' SECOND PRECEDING AND CURRENT ROW) FROM e;

CREATE TABLE expression_key (c1 INT, c2 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'expression_key');
INSERT INTO expression_key SELECT id, COUNT(*) OVER (PARTITION BY x > 0 ORDER BY ts RANGE BETWEEN INTERVAL '10' SECOND PRECEDING AND CURRENT ROW) FROM e;

CREATE TABLE over_distinct (c1 INT, c2 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'over_distinct');
INSERT INTO over_distinct SELECT id, COUNT(DISTINCT s) OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '30' SECOND PRECEDING AND CURRENT ROW);

CREATE TABLE over_values (c1 INT, c2 INT, c3 STRING) WITH ('connector' = 'print', 'print-identifier' = 'over_values');
INSERT INTO over_values SELECT id, FIRST_VALUE(x) OVER w, LAST_VALUE(s) OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts ROWS BETWEEN 2 PRECEDING AND CURRENT ROW);

CREATE TABLE over_values_range (c1 INT, c2 INT, c3 STRING) WITH ('connector' = 'print', 'print-identifier' = 'over_values_range');
INSERT INTO over_values_range SELECT id, FIRST_VALUE(x) OVER w, LAST_VALUE(s) OVER w FROM e WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '10' SECOND PRECEDING AND CURRENT ROW);

CREATE TABLE over_math (c1 INT, c2 INT, c3 VARCHAR(4)) WITH ('connector' = 'print', 'print-identifier' = 'over_math');
INSERT INTO over_math SELECT id, SUM(x) OVER w * 2 + x, CASE WHEN COUNT(*) OVER w > 2 THEN 'many' ELSE 'few' END FROM e WHERE x > -30
  WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '1' MINUTE PRECEDING AND CURRENT ROW);

CREATE TABLE over_then_filter (c1 INT, c2 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'over_then_filter');
INSERT INTO over_then_filter SELECT id, c FROM (SELECT id, COUNT(*) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '30' SECOND PRECEDING AND CURRENT ROW) AS c FROM e) WHERE c > 3;

CREATE TABLE over_then_window (c1 BIGINT, c2 BIGINT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'over_then_window');
INSERT INTO over_then_window SELECT MAX(c), COUNT(*), window_start FROM TABLE(TUMBLE(TABLE o, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE over_stddev (c1 INT, c2 DECIMAL(20, 6)) WITH ('connector' = 'print', 'print-identifier' = 'over_stddev');
INSERT INTO over_stddev SELECT id, CAST(VAR_POP(d) OVER w AS DECIMAL(20, 6)) FROM e WINDOW w AS (PARTITION BY k ORDER BY ts ROWS BETWEEN 4 PRECEDING AND CURRENT ROW);

CREATE TABLE over_listagg (c1 INT, c2 STRING) WITH ('connector' = 'print', 'print-identifier' = 'over_listagg');
INSERT INTO over_listagg SELECT id, LISTAGG(s) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM e;

CREATE TABLE first_row (c1 INT, c2 STRING, c3 INT, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'first_row');
INSERT INTO first_row SELECT id, k, x, ts FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts ASC) AS rn FROM e) WHERE rn = 1;

CREATE TABLE first_row_keys (c1 INT, c2 STRING, c3 STRING, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'first_row_keys');
INSERT INTO first_row_keys SELECT id, k, s, ts FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, s ORDER BY ts) AS rn FROM e) WHERE rn = 1;

CREATE TABLE first_row_le (c1 INT, c2 STRING, c3 INT) WITH ('connector' = 'print', 'print-identifier' = 'first_row_le');
INSERT INTO first_row_le SELECT id, k, x FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY x ORDER BY ts ASC) AS rn FROM e) WHERE rn <= 1;

CREATE TABLE last_row (c1 STRING, c2 INT, c3 INT, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'last_row');
INSERT INTO last_row SELECT k, id, x, ts FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS rn FROM e) WHERE rn = 1;

CREATE TABLE first_row_filter (c1 INT, c2 STRING, c3 INT) WITH ('connector' = 'print', 'print-identifier' = 'first_row_filter');
INSERT INTO first_row_filter SELECT id, k, x FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k, s ORDER BY ts ASC) AS rn FROM e) WHERE rn = 1 AND x > 0;

CREATE TABLE first_row_window (c1 BIGINT, c2 INT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'first_row_window');
INSERT INTO first_row_window SELECT COUNT(*), SUM(x), window_start FROM TABLE(TUMBLE(TABLE f, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE window_top (c1 STRING, c2 BIGINT, c3 BIGINT, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'window_top');
INSERT INTO window_top SELECT k, c, rn, window_start FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY c DESC, k ASC) AS rn
  FROM (SELECT k, COUNT(*) AS c, window_start, window_end FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY k, window_start, window_end)) WHERE rn <= 3;

CREATE TABLE window_top_bottom (c1 STRING, c2 INT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'window_top_bottom');
INSERT INTO window_top_bottom SELECT k, sx, window_start FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY sx ASC, k DESC) AS rn
  FROM (SELECT k, SUM(x) AS sx, window_start, window_end FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '20' SECOND)) GROUP BY k, window_start, window_end)) WHERE rn <= 2;

CREATE TABLE window_top_nulls_last (c1 STRING, c2 INT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'window_top_nulls_last');
INSERT INTO window_top_nulls_last SELECT k, sx, window_start FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY sx DESC NULLS LAST, k) AS rn
  FROM (SELECT k, SUM(x) AS sx, window_start, window_end FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end)) WHERE rn <= 2;

CREATE TABLE window_top_keys (c1 STRING, c2 STRING, c3 BIGINT, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'window_top_keys');
INSERT INTO window_top_keys SELECT s, k, c, window_start FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, s ORDER BY c DESC, k ASC) AS rn
  FROM (SELECT s, k, COUNT(*) AS c, window_start, window_end FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY s, k, window_start, window_end)) WHERE rn <= 2;

CREATE TABLE window_top_text (c1 STRING, c2 BIGINT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'window_top_text');
INSERT INTO window_top_text SELECT k, c, window_start FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY k DESC) AS rn
  FROM (SELECT k, COUNT(*) AS c, window_start, window_end FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY k, window_start, window_end)) WHERE rn <= 2;
