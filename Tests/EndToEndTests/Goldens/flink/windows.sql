-- Windows of every kind over rows of which some are late or partly late.
CREATE TABLE e (id INT, k STRING, x INT, b BIGINT, d DOUBLE, m DECIMAL(9, 3), s STRING, ok BOOLEAN, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${FOLDER}/events.jsonl', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601');

CREATE TABLE tumble (c1 STRING, c2 BIGINT, c3 INT, c4 DECIMAL(9, 3), c5 TIMESTAMP(3), c6 TIMESTAMP(3), c7 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'tumble');
INSERT INTO tumble SELECT k, COUNT(*), SUM(x), MIN(m), window_start, window_end, window_time
  FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end, window_time;

CREATE TABLE tumble_offset (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'tumble_offset');
INSERT INTO tumble_offset SELECT k, COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '3' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE tumble_offset_negative (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'tumble_offset_negative');
INSERT INTO tumble_offset_negative SELECT k, COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '-7.5' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE tumble_named (c1 BIGINT, c2 TIMESTAMP(3), c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'tumble_named');
INSERT INTO tumble_named SELECT COUNT(*), window_start, window_end FROM TABLE(TUMBLE(DATA => TABLE e, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '1' MINUTE, `OFFSET` => INTERVAL '20' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE tumble_bare (c1 BIGINT, c2 TIMESTAMP(3), c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'tumble_bare');
INSERT INTO tumble_bare SELECT COUNT(*), window_start, window_end FROM TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MINUTES) GROUP BY window_start, window_end;

CREATE TABLE hop (c1 STRING, c2 BIGINT, c3 INT, c4 DOUBLE, c5 BIGINT, c6 TIMESTAMP(3), c7 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'hop');
INSERT INTO hop SELECT k, COUNT(*), SUM(x), MAX(d), COUNT(DISTINCT s), window_start, window_end
  FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE hop_offset (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'hop_offset');
INSERT INTO hop_offset SELECT k, COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND, INTERVAL '2' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE hop_offset_negative (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'hop_offset_negative');
INSERT INTO hop_offset_negative SELECT k, COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND, INTERVAL '-2' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE cumulate (c1 STRING, c2 BIGINT, c3 INT, c4 DOUBLE, c5 TIMESTAMP(3), c6 TIMESTAMP(3), c7 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cumulate');
INSERT INTO cumulate SELECT k, COUNT(*), SUM(x), AVG(d), window_start, window_end, window_time
  FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end, window_time;

CREATE TABLE cumulate_offset (c1 STRING, c2 BIGINT, c3 INT, c4 BIGINT, c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cumulate_offset');
INSERT INTO cumulate_offset SELECT k, COUNT(*), SUM(x), COUNT(DISTINCT s), window_start, window_end
  FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '30' SECOND, INTERVAL '12' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE cumulate_offset_negative (c1 BIGINT, c2 INT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cumulate_offset_negative');
INSERT INTO cumulate_offset_negative SELECT COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '30' SECOND, INTERVAL '-12' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE cumulate_filter (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cumulate_filter');
INSERT INTO cumulate_filter SELECT k, COUNT(*) FILTER (WHERE ok), SUM(x) FILTER (WHERE x > 0), window_start, window_end
  FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end;

CREATE TABLE cumulate_having (c1 STRING, c2 BIGINT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cumulate_having');
INSERT INTO cumulate_having SELECT k, COUNT(*), window_start, window_end
  FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end HAVING COUNT(*) > 2;

CREATE TABLE cumulate_named (c1 BIGINT, c2 TIMESTAMP(3), c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'cumulate_named');
INSERT INTO cumulate_named SELECT COUNT(*), window_start, window_end
  FROM TABLE(CUMULATE(DATA => TABLE e, TIMECOL => DESCRIPTOR(ts), STEP => INTERVAL '10' SECOND, SIZE => INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;

CREATE TABLE session (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'session');
INSERT INTO session SELECT k, COUNT(*), SUM(x), window_start, window_end, window_time
  FROM TABLE(SESSION(TABLE e PARTITION BY k, DESCRIPTOR(ts), INTERVAL '6' SECOND)) GROUP BY k, window_start, window_end, window_time;

CREATE TABLE session_long (c1 STRING, c2 BIGINT, c3 INT, c4 STRING, c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'session_long');
INSERT INTO session_long SELECT k, COUNT(*), SUM(x), MIN(s), window_start, window_end
  FROM TABLE(SESSION(TABLE e PARTITION BY k, DESCRIPTOR(ts), INTERVAL '15' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE session_all (c1 BIGINT, c2 INT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'session_all');
INSERT INTO session_all SELECT COUNT(*), SUM(x), window_start, window_end
  FROM TABLE(SESSION(TABLE e, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY window_start, window_end;

CREATE TABLE session_two_keys (c1 STRING, c2 STRING, c3 BIGINT, c4 BIGINT, c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'session_two_keys');
INSERT INTO session_two_keys SELECT k, s, COUNT(*), COUNT(DISTINCT x), window_start, window_end
  FROM TABLE(SESSION(TABLE e PARTITION BY (k, s), DESCRIPTOR(ts), INTERVAL '20' SECOND)) GROUP BY k, s, window_start, window_end;

CREATE TABLE session_named (c1 STRING, c2 BIGINT, c3 TIMESTAMP(3), c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'session_named');
INSERT INTO session_named SELECT k, COUNT(*), window_start, window_end
  FROM TABLE(SESSION(DATA => TABLE e PARTITION BY k, TIMECOL => DESCRIPTOR(ts), GAP => INTERVAL '3' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE legacy_tumble (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'legacy_tumble');
INSERT INTO legacy_tumble SELECT k, COUNT(*), SUM(x), TUMBLE_START(ts, INTERVAL '10' SECOND), TUMBLE_END(ts, INTERVAL '10' SECOND), TUMBLE_ROWTIME(ts, INTERVAL '10' SECOND)
  FROM e GROUP BY k, TUMBLE(ts, INTERVAL '10' SECOND);

CREATE TABLE legacy_hop (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'legacy_hop');
INSERT INTO legacy_hop SELECT k, COUNT(*), SUM(x), HOP_START(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND), HOP_END(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND), HOP_ROWTIME(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND)
  FROM e GROUP BY k, HOP(ts, INTERVAL '5' SECOND, INTERVAL '20' SECOND);

CREATE TABLE legacy_session (c1 STRING, c2 BIGINT, c3 INT, c4 TIMESTAMP(3), c5 TIMESTAMP(3), c6 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'legacy_session');
INSERT INTO legacy_session SELECT k, COUNT(*), SUM(x), SESSION_START(ts, INTERVAL '6' SECOND), SESSION_END(ts, INTERVAL '6' SECOND), SESSION_ROWTIME(ts, INTERVAL '6' SECOND)
  FROM e GROUP BY k, SESSION(ts, INTERVAL '6' SECOND);

CREATE TABLE legacy_hop_distinct (c1 BIGINT, c2 BIGINT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'legacy_hop_distinct');
INSERT INTO legacy_hop_distinct SELECT COUNT(DISTINCT s), COUNT(*) FILTER (WHERE x < 0), HOP_END(ts, INTERVAL '10' SECOND, INTERVAL '1' MINUTE)
  FROM e GROUP BY HOP(ts, INTERVAL '10' SECOND, INTERVAL '1' MINUTE);

CREATE TABLE legacy_tumble_having (c1 STRING, c2 BIGINT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'legacy_tumble_having');
INSERT INTO legacy_tumble_having SELECT k, COUNT(*), TUMBLE_END(ts, INTERVAL '30' SECOND)
  FROM e WHERE x IS NOT NULL GROUP BY k, TUMBLE(ts, INTERVAL '30' SECOND) HAVING SUM(x) > 0;

CREATE TABLE having_or (c1 STRING, c2 INT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'having_or');
INSERT INTO having_or SELECT k, SUM(x), window_start FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '1' MINUTE))
  WHERE s IS NOT NULL AND x <> 0 GROUP BY k, window_start, window_end HAVING SUM(x) > 10 OR COUNT(*) >= 7;

CREATE TABLE having_alias (c1 STRING, c2 BIGINT, c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'having_alias');
INSERT INTO having_alias SELECT k, COUNT(*) AS n, window_end AS we FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '20' SECOND))
  GROUP BY window_end, window_start, k HAVING MAX(d) > MIN(d) * 2;

CREATE TABLE group_expression (c1 STRING, c2 BOOLEAN, c3 BIGINT, c4 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'group_expression');
INSERT INTO group_expression SELECT UPPER(k) AS u, x > 0 AS pos, COUNT(*), window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND))
  GROUP BY UPPER(k), x > 0, window_start, window_end;

CREATE TABLE group_ordinary (c1 STRING, c2 INT, c3 BIGINT) WITH ('connector' = 'print', 'print-identifier' = 'group_ordinary');
INSERT INTO group_ordinary SELECT k, x, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY window_start, window_end, x, k;

CREATE TABLE only_keys (c1 STRING, c2 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'only_keys');
INSERT INTO only_keys SELECT k, window_start FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '30' SECOND)) GROUP BY k, window_start, window_end;

CREATE TABLE one_day (c1 BIGINT, c2 TIMESTAMP(3), c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'one_day');
INSERT INTO one_day SELECT COUNT(*), window_start, window_end FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY window_start, window_end;

CREATE TABLE mixed_interval (c1 BIGINT, c2 TIMESTAMP(3), c3 TIMESTAMP(3)) WITH ('connector' = 'print', 'print-identifier' = 'mixed_interval');
INSERT INTO mixed_interval SELECT COUNT(*), window_start, window_end FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '01:30' MINUTE TO SECOND)) GROUP BY window_start, window_end;
