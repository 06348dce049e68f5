-- Aggregates of every type over rows in order, in a window and over it.
CREATE TABLE e (id INT, k STRING, x INT, b BIGINT, d DOUBLE, m DECIMAL(9, 3), s STRING, ok BOOLEAN, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/ordered.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');
CREATE TABLE i (id INT, k STRING, x INT, b BIGINT, d DOUBLE, m DECIMAL(9, 3), s STRING, ok BOOLEAN, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)
  WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/arrival.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');

CREATE TABLE counts (c1 STRING, c2 BIGINT, c3 BIGINT, c4 BIGINT, c5 BIGINT, c6 BIGINT, c7 BIGINT, c8 BIGINT, c9 BIGINT, c10 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'counts');
INSERT INTO counts SELECT k, COUNT(*), COUNT(x), COUNT(s), COUNT(DISTINCT s), COUNT(DISTINCT x), COUNT(DISTINCT m), COUNT(DISTINCT ok), COUNT(1), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE sums (c1 STRING, c2 INT, c3 BIGINT, c4 DOUBLE, c5 DECIMAL(38, 3), c6 TINYINT, c7 SMALLINT, c8 FLOAT, c9 INT, c10 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'sums');
INSERT INTO sums SELECT k, SUM(x), SUM(b), SUM(d), SUM(m), SUM(CAST(x / 10 AS TINYINT)), SUM(CAST(x AS SMALLINT)), SUM(CAST(d AS FLOAT)), SUM(DISTINCT x), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE avgs (c1 STRING, c2 INT, c3 BIGINT, c4 DOUBLE, c5 DECIMAL(38, 6), c6 TINYINT, c7 SMALLINT, c8 FLOAT, c9 INT, c10 DECIMAL(38, 8), c11 DECIMAL(38, 6), c12 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'avgs');
INSERT INTO avgs SELECT k, AVG(x), AVG(b), AVG(d), AVG(m), AVG(CAST(x AS TINYINT)), AVG(CAST(x AS SMALLINT)), AVG(CAST(d AS FLOAT)), AVG(DISTINCT x), AVG(CAST(m AS DECIMAL(12, 8))), AVG(CAST(x AS DECIMAL(5, 0))), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE extremes (c1 STRING, c2 INT, c3 INT, c4 BIGINT, c5 BIGINT, c6 DOUBLE, c7 DOUBLE, c8 DECIMAL(9, 3), c9 DECIMAL(9, 3), c10 STRING, c11 STRING, c12 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'extremes');
INSERT INTO extremes SELECT k, MIN(x), MAX(x), MIN(b), MAX(b), MIN(d), MAX(d), MIN(m), MAX(m), MIN(s), MAX(s), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE extremes_other (c1 STRING, c2 TIMESTAMP(3), c3 TIMESTAMP(3), c4 DATE, c5 TIME(0), c6 BOOLEAN, c7 BOOLEAN, c8 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'extremes_other');
INSERT INTO extremes_other SELECT k, MIN(ts), MAX(ts), MIN(CAST(ts AS DATE)), MAX(CAST(ts AS TIME)), MIN(ok), MAX(ok), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE first_last (c1 STRING, c2 INT, c3 INT, c4 STRING, c5 STRING, c6 DECIMAL(9, 3), c7 BOOLEAN, c8 DOUBLE, c9 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'first_last');
INSERT INTO first_last SELECT k, FIRST_VALUE(x), LAST_VALUE(x), FIRST_VALUE(s), LAST_VALUE(s), FIRST_VALUE(m), LAST_VALUE(ok), FIRST_VALUE(d), window_start FROM TABLE(TUMBLE(TABLE i, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE spread (c1 STRING, c2 DECIMAL(20, 6), c3 DECIMAL(20, 6), c4 DECIMAL(20, 6), c5 DECIMAL(20, 6), c6 DECIMAL(20, 6), c7 DECIMAL(20, 6), c8 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'spread');
INSERT INTO spread SELECT k, CAST(STDDEV_POP(d) AS DECIMAL(20, 6)), CAST(STDDEV_SAMP(d) AS DECIMAL(20, 6)), CAST(VAR_POP(d) AS DECIMAL(20, 6)), CAST(VAR_SAMP(d) AS DECIMAL(20, 6)), CAST(STDDEV(d) AS DECIMAL(20, 6)), CAST(VARIANCE(d) AS DECIMAL(20, 6)), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE spread_int (c1 STRING, c2 INT, c3 INT, c4 INT, c5 INT, c6 INT, c7 INT, c8 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'spread_int');
INSERT INTO spread_int SELECT k, STDDEV_POP(x), STDDEV_SAMP(x), VAR_POP(x), VAR_SAMP(x), STDDEV(x), VARIANCE(x), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE spread_bigint (c1 STRING, c2 BIGINT, c3 BIGINT, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'spread_bigint');
INSERT INTO spread_bigint SELECT k, STDDEV_POP(b), VAR_SAMP(b), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE percentiles (c1 STRING, c2 DOUBLE, c3 DOUBLE, c4 DOUBLE, c5 DOUBLE, c6 DOUBLE, c7 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'percentiles');
INSERT INTO percentiles SELECT k, PERCENTILE(x, 0.5), PERCENTILE(d, 0.9), PERCENTILE(b, 0), PERCENTILE(m, 1), PERCENTILE(x, 0.25), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE listagg_plain (c1 STRING, c2 STRING, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'listagg_plain');
INSERT INTO listagg_plain SELECT k, LISTAGG(s), window_start FROM TABLE(TUMBLE(TABLE i, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE listagg_separator (c1 STRING, c2 STRING, c3 STRING, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'listagg_separator');
INSERT INTO listagg_separator SELECT k, LISTAGG(s, '; '), LISTAGG(s, ''), window_start FROM TABLE(TUMBLE(TABLE i, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE listagg_distinct (c1 STRING, c2 STRING, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'listagg_distinct');
INSERT INTO listagg_distinct SELECT k, LISTAGG(DISTINCT s), window_start FROM TABLE(TUMBLE(TABLE i, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE listagg_distinct_separator (c1 STRING, c2 STRING, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'listagg_distinct_separator');
INSERT INTO listagg_distinct_separator SELECT k, LISTAGG(DISTINCT s, '|'), window_start FROM TABLE(TUMBLE(TABLE i, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE listagg_cast (c1 STRING, c2 STRING, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'listagg_cast');
INSERT INTO listagg_cast SELECT k, LISTAGG(CAST(x AS STRING)), window_start FROM TABLE(TUMBLE(TABLE i, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE filters (c1 STRING, c2 BIGINT, c3 INT, c4 BIGINT, c5 DECIMAL(9, 3), c6 DOUBLE, c7 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'filters');
INSERT INTO filters SELECT k, COUNT(*) FILTER (WHERE ok), SUM(x) FILTER (WHERE s = 'p'), COUNT(DISTINCT s) FILTER (WHERE x > 0), MIN(m) FILTER (WHERE NOT ok), AVG(d) FILTER (WHERE ok IS NOT TRUE), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE agg_expressions (c1 STRING, c2 BIGINT, c3 INT, c4 DECIMAL(38, 6), c5 DECIMAL(38, 17), c6 VARCHAR(4), c7 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'agg_expressions');
INSERT INTO agg_expressions SELECT k, SUM(x) + COUNT(*), SUM(x * 2) / 3, AVG(x + 0.5), COUNT(*) * 1.0 / COUNT(x), CASE WHEN SUM(x) > 0 THEN 'up' ELSE 'down' END, window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) WHERE x IS NOT NULL GROUP BY k, window_start, window_end;

CREATE TABLE sum_case (c1 STRING, c2 INT, c3 INT, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'sum_case');
INSERT INTO sum_case SELECT k, SUM(CASE WHEN s = 'p' THEN 1 ELSE 0 END), SUM(IF(ok, x, 0)), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE all_null (c1 STRING, c2 INT, c3 DECIMAL(38, 6), c4 STRING, c5 BIGINT, c6 BIGINT, c7 DOUBLE, c8 DOUBLE, c9 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'all_null');
INSERT INTO all_null SELECT k, SUM(x), AVG(m), MIN(s), COUNT(x), COUNT(DISTINCT x), VAR_POP(d), PERCENTILE(x, 0.5), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) WHERE x IS NULL GROUP BY k, window_start, window_end;

CREATE TABLE hop_plain (c1 STRING, c2 BIGINT, c3 DECIMAL(38, 3), c4 DOUBLE, c5 BIGINT, c6 INT, c7 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'hop_plain');
INSERT INTO hop_plain SELECT k, COUNT(DISTINCT s), SUM(m), MIN(d), MAX(b), AVG(x), window_start FROM TABLE(HOP(TABLE i, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE hop_percentile (c1 STRING, c2 DOUBLE, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'hop_percentile');
INSERT INTO hop_percentile SELECT k, PERCENTILE(x, 0.5), window_start FROM TABLE(HOP(TABLE i, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;
