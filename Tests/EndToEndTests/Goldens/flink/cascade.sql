-- Queries over queries: windows over the rows of windows, UNION ALL, views, WITH, subqueries.
CREATE TABLE e (id INT, k STRING, x INT, b BIGINT, d DOUBLE, m DECIMAL(9, 3), s STRING, ok BOOLEAN, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/events.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');
CREATE TABLE o (id INT, k STRING, x INT, b BIGINT, d DOUBLE, m DECIMAL(9, 3), s STRING, ok BOOLEAN, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/ordered.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');
CREATE VIEW v AS SELECT CASE WHEN x > 0 THEN 'pos' WHEN x < 0 THEN 'neg' ELSE 'none' END AS z, ts FROM e;
CREATE VIEW minute_view AS SELECT k, SUM(x) AS sx, COUNT(*) AS c, window_time AS wt FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end, window_time;
CREATE VIEW both_view AS SELECT id, k, x, ts FROM e UNION ALL SELECT id + 1000, UPPER(k), x * 2, ts FROM o;
CREATE VIEW legacy_view AS SELECT k, SUM(x) AS sx, TUMBLE_ROWTIME(ts, INTERVAL '10' SECOND) AS wt FROM e GROUP BY k, TUMBLE(ts, INTERVAL '10' SECOND);

CREATE TABLE cascade (c1 STRING, c2 INT, c3 BIGINT, c4 BIGINT, c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cascade');
INSERT INTO cascade SELECT k, SUM(sx), SUM(c), MAX(c), window_start, window_end FROM TABLE(TUMBLE(TABLE minute_view, DESCRIPTOR(wt), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE cascade_hop (c1 BIGINT, c2 BIGINT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cascade_hop');
INSERT INTO cascade_hop SELECT SUM(c), COUNT(*), window_start, window_end FROM TABLE(HOP(TABLE minute_view, DESCRIPTOR(wt), INTERVAL '10' SECOND, INTERVAL '40' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE cascade_cumulate (c1 STRING, c2 BIGINT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cascade_cumulate');
INSERT INTO cascade_cumulate SELECT k, SUM(c), window_start, window_end FROM TABLE(CUMULATE(TABLE minute_view, DESCRIPTOR(wt), INTERVAL '10' SECOND, INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end;

CREATE TABLE cascade_session (c1 STRING, c2 BIGINT, c3 BIGINT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cascade_session');
INSERT INTO cascade_session SELECT k, SUM(c), COUNT(*), window_start, window_end FROM TABLE(SESSION(TABLE minute_view PARTITION BY k, DESCRIPTOR(wt), INTERVAL '15' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE cascade_over (c1 STRING, c2 BIGINT, c3 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'cascade_over');
INSERT INTO cascade_over SELECT k, c, SUM(c) OVER (PARTITION BY k ORDER BY wt RANGE BETWEEN INTERVAL '30' SECOND PRECEDING AND CURRENT ROW) FROM minute_view;

CREATE TABLE cascade_legacy (c1 STRING, c2 INT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cascade_legacy');
INSERT INTO cascade_legacy SELECT k, SUM(sx), TUMBLE_START(wt, INTERVAL '30' SECOND) FROM legacy_view GROUP BY k, TUMBLE(wt, INTERVAL '30' SECOND);

CREATE TABLE union_rows (c1 INT, c2 STRING, c3 INT) WITH ('connector' = 'print', 'print-identifier' = 'union_rows');
INSERT INTO union_rows SELECT id, k, x FROM e WHERE x > 25 UNION ALL SELECT id, s, x FROM o WHERE x < -25;

CREATE TABLE union_three (c1 STRING) WITH ('connector' = 'print', 'print-identifier' = 'union_three');
INSERT INTO union_three SELECT k FROM o WHERE id < 5 UNION ALL SELECT s FROM o WHERE id < 5 UNION ALL SELECT 'x' FROM o WHERE id < 3;

CREATE TABLE union_types (c1 BIGINT, c2 DECIMAL(9, 3)) WITH ('connector' = 'print', 'print-identifier' = 'union_types');
INSERT INTO union_types SELECT x, 1.5 FROM o WHERE id < 10 UNION ALL SELECT b, m FROM o WHERE id < 10;

CREATE TABLE with_query (c1 STRING, c2 INT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'with_query');
INSERT INTO with_query WITH q AS (SELECT k, x, ts FROM e WHERE x > 0), r AS (SELECT UPPER(k) AS u, x, ts FROM q) SELECT u, SUM(x), window_start FROM TABLE(TUMBLE(TABLE r, DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY u, window_start, window_end;

CREATE TABLE subquery (c1 STRING, c2 INT) WITH ('connector' = 'print', 'print-identifier' = 'subquery');
INSERT INTO subquery SELECT u, n FROM (SELECT UPPER(k) AS u, x * 2 AS n FROM (SELECT * FROM e WHERE id < 60)) AS q WHERE n > 20;

CREATE TABLE computed_view (c1 VARCHAR(4), c2 BIGINT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'computed_view');
INSERT INTO computed_view SELECT z, COUNT(*), window_end FROM TABLE(TUMBLE(TABLE v, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY z, window_start, window_end;

CREATE TABLE in_list (c1 INT) WITH ('connector' = 'print', 'print-identifier' = 'in_list');
INSERT INTO in_list SELECT id FROM e WHERE k IN ('a', 'b') AND s NOT IN ('p', 'q') AND x BETWEEN -10 AND 20;

CREATE TABLE quoted (c1 INT, c2 STRING) WITH ('connector' = 'print', 'print-identifier' = 'quoted');
INSERT INTO quoted SELECT id AS `select`, k AS `Straße` FROM e WHERE id < 5;
