--| numbers: blackhole
--| · state 2aa6eef05f0c6f60
--|   project CAST(a * 2.5 AS DOUBLE) AS a, b + CAST(a AS BIGINT) AS b, (a / 2) - -3 AS c, d * 1.5 AS d, CAST(b % CAST(a AS BIGINT) AS INT) AS e, CAST(a AS DOUBLE) + d AS f, 7 AS g, POWER(CAST(a AS DOUBLE), 2.0) AS h, CAST(b % CAST(i AS BIGINT) AS SMALLINT) AS i, CAST(TRY_CAST(t AS INT) AS BIGINT) AS j
--|     scan s: json from s
--|     · reads a INT, b BIGINT, i SMALLINT, d DOUBLE, t STRING, u STRING, k BOOLEAN, day_of DATE, ts TIMESTAMP(3)
--|     · event time ts, watermark of a partition ts - INTERVAL 90 s
--|     · idle after 20 s, at most 5 min ahead of its record
--|
--| texts: print
--| · state 9e6bc55d762a14a4
--|   project CONCAT(CONCAT(t, ''''), u) AS a, 'ab' AS b, SUBSTRING(t, 2, 3) AS c, TRIM_LEADING(t, '0') AS d, TRIM_BOTH(t, ' ') AS e, CASE WHEN a = 1 THEN 'one' WHEN a = 2 THEN 'two' ELSE NULL END AS f, SUBSTRING(t, 1, 3) AS g, RIGHT_PAD(CAST(a AS STRING), 5, ' ') AS h, COALESCE(t, NULL, 'none') AS i
--|     filter (((t LIKE 'a!%%' ESCAPE '!') AND (NOT (((a = 1) OR (a = 2)) OR (a = 3)))) AND (NOT ((k IS TRUE) OR (b IS NULL)))) AND ((((a >= 1) AND (a <= 10)) OR (d <> 1.5)) AND (POSITION('x', t) = 0))
--|     · on each row, before anything is kept
--|       scan s: json from s
--|       · reads a INT, b BIGINT, i SMALLINT, d DOUBLE, t STRING, u STRING, k BOOLEAN, day_of DATE, ts TIMESTAMP(3)
--|       · event time ts, watermark of a partition ts - INTERVAL 90 s
--|       · idle after 20 s, at most 5 min ahead of its record
--|
--| times: print
--| · state 984deedd423789b1
--|   project ADD_MONTHS(ts, 1) AS a, FLOOR_TIME('HOUR', ts) AS b, EXTRACT('DOW', ts) AS c, EXTRACT('YEAR', CAST(day_of AS TIMESTAMP(3))) AS d, CAST(MILLISECONDS_BETWEEN(CAST(TIMESTAMP '2026-01-05 09:00:00.5' AS TIMESTAMP(3)), ts) / 60000 AS INT) AS e, DATE '2026-02-28' AS f, CAST(CAST(day_of AS TIMESTAMP(3)) - INTERVAL 7 d AS DATE) AS g, TO_TIMESTAMP_LTZ(b, 3) AS h, DATE_FORMAT(ts, 'yyyy-MM-dd') AS i, ts - INTERVAL 25 h AS j
--|     scan s: json from s
--|     · reads a INT, b BIGINT, i SMALLINT, d DOUBLE, t STRING, u STRING, k BOOLEAN, day_of DATE, ts TIMESTAMP(3)
--|     · event time ts, watermark of a partition ts - INTERVAL 90 s
--|     · idle after 20 s, at most 5 min ahead of its record
--|
--| line 9, column 13: warning: TIMESTAMP_LTZ is shown and cut into windows in the session zone, which in Flink is the machine's; write SET 'table.local-time-zone' = 'UTC';
--|   INSERT INTO numbers
--|               ^^^^^^^
-- How expressions are typed, folded and shown.
CREATE TABLE s (
  a INT, b BIGINT, i SMALLINT, f FLOAT, d DOUBLE, t STRING, u STRING, k BOOLEAN, day_of DATE,
  ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1:30' MINUTE TO SECOND
) WITH ('connector' = 'filesystem', 'path' = 's', 'format' = 'json');
CREATE TABLE numbers (
  a DOUBLE, b BIGINT, c INT, d DOUBLE, e INT, f DOUBLE, g BIGINT, h DOUBLE, i SMALLINT, j BIGINT
) WITH ('connector' = 'blackhole');
INSERT INTO numbers
SELECT
  a * 2.5, b + a, a / 2 - -3, d * 1.5, MOD(b, a), a + d, 1 + 2 * 3, POWER(a, 2), b % i,
  CAST(TRY_CAST(t AS INT) AS BIGINT)
FROM s;
CREATE TABLE texts (
  a STRING, b STRING, c STRING, d STRING, e STRING, f STRING, g STRING, h STRING, i STRING
) WITH ('connector' = 'print', 'print-identifier' = 'texts');
INSERT INTO texts
SELECT
  t || '''' || u, 'a' || 'b', SUBSTRING(t FROM 2 FOR 3), TRIM(LEADING '0' FROM t), TRIM(t),
  CASE a WHEN 1 THEN 'one' WHEN 2 THEN 'two' END, CAST(t AS VARCHAR(3)), CAST(a AS CHAR(5)),
  COALESCE(t, NULL, 'none')
FROM s
WHERE t LIKE 'a!%%' ESCAPE '!' AND a NOT IN (1, 2, 3) AND NOT (k IS TRUE OR b IS NULL)
  AND (a BETWEEN 1 AND 10 OR d <> 1.5) AND POSITION('x' IN t) = 0;
CREATE TABLE times (
  a TIMESTAMP(3), b TIMESTAMP(3), c BIGINT, d BIGINT, e INT, f DATE, g DATE, h TIMESTAMP_LTZ(3),
  i STRING, j TIMESTAMP(3)
) WITH ('connector' = 'print');
INSERT INTO times
SELECT
  ts + INTERVAL '1' MONTH, FLOOR(ts TO HOUR), EXTRACT(DOW FROM ts), YEAR(day_of),
  TIMESTAMPDIFF(MINUTE, ts, TIMESTAMP '2026-01-05 09:00:00.5'), DATE '2026-02-28',
  day_of - INTERVAL '7' DAY, TO_TIMESTAMP_LTZ(b, 3), DATE_FORMAT(ts, 'yyyy-MM-dd'),
  (ts - INTERVAL '1' DAY) - INTERVAL '1' HOUR
FROM s;
